// SPDX-License-Identifier: GPL-3.0-or-later
/* The secrets that a host keeps for what its machines and pools have to open: what they are for, never what they are.
 * Made by a worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/ids.h"
#include "model/roster.h"

struct secret {
	unsigned char uuid[UUID_SIZE];
	char *name;  /* what it is found by: its usage, else its UUID */
	char *type;  /* libvirt's word for what it is for: "volume", "ceph", "iscsi", "tls", "vtpm"; NULL: nothing is said */
	char *usage; /* the volume, the user, whatever it is called there; NULL */
	bool ephemeral; /* gone when the daemon ends */
	bool is_private; /* its value is told to nobody */
	bool known;     /* the rest was read */
	char *description; /* NULL */
	char *xml;
};

extern const struct roster_kind secret_kind;
const struct secret *secrets_find(const struct roster *secrets, const unsigned char uuid[UUID_SIZE]);
/* "LUKS volume", "Ceph", ...; the word itself where there is no better one; "any use" for NULL. */
const char *secret_type_words(const char *type);

/* What is known of its value (READING_SECRET_VALUE): never the value itself. */
struct secret_value {
	bool is_set;
};

struct domain;
struct pool;
struct host_view;
/* NULL while it is not known. */
const struct secret_value *secret_value_of(const struct host_view *host, const struct secret *secret);
/* One of the machine's disks or devices names it, by UUID or by type and usage. */
bool machine_needs_secret(const struct domain *d, const struct secret *secret);
/* The pool's source is opened with it. */
bool pool_needs_secret(const struct pool *pool, const struct secret *secret);
