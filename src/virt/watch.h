// SPDX-License-Identifier: GPL-3.0-or-later
/* The lane on which a host is watched: its events, its list, its definitions, its figures and its own facts, one
 * call at a time. It says what is asked next; the host says what the answers mean. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"
#include "virt/event.h"
#include "virt/home.h"
#include "virt/pace.h"
#include "virt/seat.h"

struct link;

typedef void watch_event_fn(void *opaque, const struct event *event);

struct watch {
	struct home home;
	home_answered_fn *answered;
	watch_event_fn *event; /* of the connection that stands */
	struct seat seat;
	struct leftovers leftovers; /* of former connections */
	uint64_t round;   /* of the connection; what comes from an older one is dropped */
	bool destroying;
	bool shares_lane; /* the host has no lane but this one */
	struct link *link;
	struct pace pace;
	bool leans; /* what is asked apart tells of all machines, at every tick: nothing more has to be asked of them */
	unsigned groups;                   /* figures that somebody looks at */
	int64_t machines_ns; /* when this lane was last asked for any; 0: not on this connection */
	bool node_all;       /* all of the host's own is to be read the next time */
	int64_t node_due_ns;               /* when the host's own facts are to be read; 0: they were */
	bool listen_due; /* the rest of the events is to be registered, */
	bool listening;  /* or is being registered, which takes as long as opening may */
	bool all_stale;                    /* read every definition again */
	unsigned char (*stale)[UUID_SIZE]; /* definitions to read again */
	size_t n_stale, cap_stale;
	size_t definitions_left;
};

void watch_init(struct watch *w, const struct home *home, home_answered_fn *answered, watch_event_fn *event);
/* True when all workers ended by deadline_ns. */
bool watch_finish(struct watch *w, int64_t deadline_ns);

/* Begins to open a connection. False when there is not even a lane for it. */
bool watch_open(struct watch *w, struct err *err);
void watch_close(struct watch *w);
/* The lane, where the others have to share it; else NULL. */
struct seat *watch_shared(struct watch *w);
/* libvirt asks each QEMU for the figures that only that one knows, and a lane of their own is better for that. */
bool watch_asks_apart(const struct watch *w);

/* All of it is read again, now. */
void watch_refresh(struct watch *w);
/* Figures are asked for at once. */
void watch_hurry(struct watch *w, int64_t now_ns);
/* The definition is read again with the next list. */
void watch_stale_definition(struct watch *w, const unsigned char uuid[UUID_SIZE]);
/* A new list: what it does not know of machines is read. */
void watch_listed(struct watch *w, const struct snapshot *list);

/* Asks what is due at now_ns, on the clock of clock_now_ns(); cheap when nothing is. */
void watch_pump(struct watch *w, int64_t now_ns);
/* When to pump again, while nothing is asked; 0: nothing to wake up for. */
int64_t watch_wake_ns(const struct watch *w);
/* Nothing is asked, nothing is stale, and there are two samples, if any are wanted. */
bool watch_settled(const struct watch *w);
