// SPDX-License-Identifier: GPL-3.0-or-later
/* The network filters of a host: rules that libvirt puts in front of the NICs that name them. Made by a worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/ids.h"
#include "model/roster.h"

/* In libvirt's words; a text that it does not say is NULL. */
struct nwfilter_rule {
	char *action, *direction, *priority;
	char *protocol; /* NULL: all */
	char *match;    /* "srcipaddr=$IP dstportstart=80" */
};

struct nwfilter {
	unsigned char uuid[UUID_SIZE];
	char *name;
	bool known;      /* the rest was read */
	char *chain;     /* "root", "ipv4", "mac" ... */
	char *priority;  /* NULL: the chain's */
	char *parts;     /* names of the filters that it takes in, each followed by a line's end; NULL */
	unsigned n_parts;
	struct nwfilter_rule *rules;
	size_t n_rules, cap_rules;
	char *xml;
};

extern const struct roster_kind nwfilter_kind;
const struct nwfilter *nwfilters_find(const struct roster *filters, const unsigned char uuid[UUID_SIZE]);
const struct nwfilter *nwfilters_named(const struct roster *filters, const char *name, size_t len);
/* It takes in the filter of that name. */
bool nwfilter_has_part(const struct nwfilter *filter, const char *name);

struct host_view;
struct str;
/* Who names it: machines of the host, and other filters ("the filter clean-traffic"). Adds some of their names to out,
 * unless that is NULL. How many there are. */
size_t nwfilter_users(const struct host_view *host, const struct nwfilter *filter, struct str *out);
