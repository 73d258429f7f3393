// SPDX-License-Identifier: GPL-3.0-or-later
/* What needs a person: machines that crashed or were paused by an error, hosts that do not answer or have
 * no memory left. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/hostview.h"
#include "model/ids.h"
#include "model/tone.h"
#include "model/twins.h"

/* The gravest first. */
enum alert_kind {
	ALERT_CRASHED,
	ALERT_PAUSED,  /* by an I/O error, a watchdog ... */
	ALERT_HUNG,    /* its QEMU does not answer */
	ALERT_STOPPED, /* off because it crashed or failed to start */
	ALERT_WATCHDOG,       /* it barked, and did something else than pause the machine */
	ALERT_MEMORY_FAILURE, /* the machine was told of broken memory */
	ALERT_LOST,
	ALERT_REFUSED,
	ALERT_SILENT,
	ALERT_SLOW,   /* the host: over a second for an answer */
	ALERT_MEMORY, /* of the host */
	ALERT_POOL,
	ALERT_KIND_COUNT,
};

/* More than so many percent in use is an alert. */
struct alert_limits {
	int memory, pool;
};

struct alert {
	enum alert_kind kind;
	enum tone tone;
	struct obj_id object;
	char *text; /* "db-1 on kvm2: paused: I/O error" */
};

struct alerts {
	struct alert *alerts;
	size_t n, cap;
};

/* In the header behind their number: "crashed", in few cells "CRASH". */
const char *alert_word(enum alert_kind kind, bool narrow);
/* Whether the machine needs a person. */
bool alert_of_domain(const struct host_view *host, const struct domain *d, enum alert_kind *ret);
/* Adds how many there are of each kind about the host itself and its pools. */
void alerts_count_host(const struct host_view *host, struct alert_limits limits,
		       size_t counts[ALERT_KIND_COUNT]);
/* Adds those of one host; sort when all are in. */
/* A machine that twins (NULL: none) count on another host is left out, as in the header. */
void alerts_add_host(struct alerts *alerts, const struct twins *twins, const struct host_view *host,
		     struct alert_limits limits);
/* By gravity; those of one kind in the order in which they came. */
void alerts_sort(struct alerts *alerts);
void alerts_clear(struct alerts *alerts);
