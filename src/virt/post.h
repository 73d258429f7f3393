// SPDX-License-Identifier: GPL-3.0-or-later
/* From where a host is asked one thing at a time, on a lane of its own, or on the host's only one. The lane is open
 * while it is needed; one that hangs is left behind. Opening its connection has all the time there is: what is asked
 * is asked of one that stands. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "virt/home.h"
#include "virt/seat.h"

struct post {
	struct home home;
	home_answered_fn *answered;
	bool up, destroying;
	uint64_t round; /* of the lane; what comes from an older one is dropped */
	struct seat *shared;
	struct seat seat;
	bool opening, open;      /* the lane's connection is, or is being opened */
	int64_t closed_until_ns; /* it could not be; 0: it could */
	char *why;               /* so */
	struct leftovers stuck;  /* lanes that hang, */
	struct leftovers ending; /* and those that are not needed any more */
};

void post_init(struct post *p, const struct home *home, home_answered_fn *answered);
/* True when all workers ended by deadline_ns. */
bool post_finish(struct post *p, int64_t deadline_ns);

/* The host is there; shared is its only lane, else NULL. */
void post_up(struct post *p, struct seat *shared);
void post_down(struct post *p);
/* The lane is left behind, with what it was asked: it hangs. */
void post_leave(struct post *p);
/* It is not needed for now. */
void post_close(struct post *p);
/* So many lanes hang that no more are opened. */
bool post_is_stuck(const struct post *p);
/* Why there is no connection, and none is tried now; NULL: there may be one. */
const char *post_closed_why(const struct post *p, int64_t now_ns);
/* It is tried again at once. */
void post_retry(struct post *p);

/* Frees lanes that have ended. */
void post_reap(struct post *p);
/* When to pump again for that, or to open it again; 0: nothing to wake up for. */
int64_t post_wake_ns(const struct post *p, int64_t now_ns);

/* Where to ask; what names a lane that has to be opened. NULL: not now; home.pump() comes when its connection is
 * there, or could not be opened. */
struct seat *post_seat(struct post *p, const char *what, int64_t now_ns);
/* An ask of this round, for post_submit(). */
struct ask *post_ask(const struct post *p, struct seat *seat, enum ask_kind kind);
void post_submit(struct post *p, struct seat *seat, struct ask *ask);
/* An answer has come: false when it is of a lane that was left. */
bool post_takes(struct post *p, const struct ask *ask);
