// SPDX-License-Identifier: GPL-3.0-or-later
/* What a hypervisor tells by itself. Callbacks come on the main thread, from inside loop_turn(). They
 * only note; the host asks again what they made stale. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/ids.h"
#include "model/tone.h"
#include "virt/conn.h"

enum event_kind {
	EVENT_DOMAIN_STATE,      /* started, stopped, suspended, resumed, crashed ... */
	EVENT_DOMAIN_DEFINITION, /* defined, undefined, device or metadata changed */
	EVENT_DOMAIN_AGENT,      /* a guest agent came or went: what the guest says may be new */
	EVENT_DOMAIN_WATCHDOG,
	EVENT_DOMAIN_MEMORY,     /* of the host or the guest has failed */
	EVENT_DOMAIN_OTHER,      /* reboot, I/O error, job completed: the list may have changed */
	EVENT_DOMAIN_NOTE,       /* balloon, clock, display: comes often, and nothing in the list changed */
	EVENT_NETWORK,
	EVENT_POOL,
	EVENT_SECRET,
	EVENT_DEVICE,            /* of the host; udev tells many, one for each NIC of a machine that starts */
	EVENT_CLOSED,            /* the connection is gone; `text` says why */
};

struct event {
	enum event_kind kind;
	unsigned char uuid[UUID_SIZE]; /* zero for EVENT_CLOSED; of a device its device_id() */
	const char *name;              /* of the object, borrowed; NULL for EVENT_CLOSED */
	const char *what;              /* "started"; NULL for EVENT_CLOSED; borrowed */
	const char *why;               /* "booted": reason or detail; NULL when there is none; borrowed */
	const char *text;              /* both: "started: booted"; borrowed */
	enum tone tone;
};

/* What it is about; OBJ_NONE: the connection. */
static inline enum obj_kind event_object(enum event_kind kind)
{
	switch (kind) {
	case EVENT_CLOSED:
		return OBJ_NONE;
	case EVENT_NETWORK:
		return OBJ_NETWORK;
	case EVENT_POOL:
		return OBJ_POOL;
	case EVENT_SECRET:
		return OBJ_SECRET;
	case EVENT_DEVICE:
		return OBJ_DEVICE;
	default:
		return OBJ_DOMAIN;
	}
}

/* Comes often: those that tell the same are one in the log. */
static inline bool event_repeats(enum event_kind kind)
{
	return kind == EVENT_DOMAIN_NOTE || kind == EVENT_DEVICE;
}

/* Whether the host's list and definitions may be old after it. */
static inline bool event_refreshes(enum event_kind kind)
{
	return kind <= EVENT_DOMAIN_OTHER || kind == EVENT_CLOSED;
}

/* Where events go. fn runs on the main thread. opaque must live until `release` is called, once, on
 * any thread, after the last fn. */
struct event_sink {
	void (*fn)(void *opaque, const struct event *event);
	void (*release)(void *opaque);
	void *opaque;
};

/* Registers for everything the driver offers, and for the connection's end; a driver without an event
 * is not an error. On failure release was called. Blocks. */
bool events_register(struct work *work, struct conn *conn, const struct event_sink *sink,
		     struct err *err);
/* Then those of secrets and devices, once, after the first list. Blocks. */
void events_register_rest(struct work *work, struct conn *conn);
