// SPDX-License-Identifier: GPL-3.0-or-later
/* What needs a person: machines that crashed or were paused by an error, hosts that do not answer or have
 * no memory left. Pure. */
#pragma once

#include <stddef.h>

#include "model/hostview.h"
#include "model/ids.h"
#include "model/tone.h"

/* The gravest first. */
enum alert_kind {
	ALERT_CRASHED,
	ALERT_PAUSED,  /* by an I/O error, a watchdog ... */
	ALERT_HUNG,    /* its QEMU does not answer */
	ALERT_STOPPED, /* off because it crashed or failed to start */
	ALERT_LOST,
	ALERT_REFUSED,
	ALERT_SILENT,
	ALERT_MEMORY, /* of the host, over ALERT_MEMORY_PERCENT */
	ALERT_POOL,   /* over ALERT_POOL_PERCENT */
};

#define ALERT_MEMORY_PERCENT 95
#define ALERT_POOL_PERCENT 95

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

/* Adds those of one host; sort when all are in. */
void alerts_add_host(struct alerts *alerts, const struct host_view *host);
/* By gravity; those of one kind in the order in which they came. */
void alerts_sort(struct alerts *alerts);
void alerts_clear(struct alerts *alerts);
