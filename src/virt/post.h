// SPDX-License-Identifier: GPL-3.0-or-later
/* From where a host is asked one thing at a time, on a lane of its own, or on the host's only one. The lane is open
 * while it is needed; one that hangs is left behind. Main thread. */
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
	struct leftovers leftovers;
};

void post_init(struct post *p, const struct home *home, home_answered_fn *answered);
/* True when all workers ended by deadline_ns. */
bool post_finish(struct post *p, int64_t deadline_ns);

/* The host is there; shared is its only lane, else NULL. */
void post_up(struct post *p, struct seat *shared);
void post_down(struct post *p);
/* The lane is left behind, with what it was asked. */
void post_leave(struct post *p);
/* So many lanes hang that no more are opened. */
bool post_is_stuck(const struct post *p);

/* Where to ask; what names a lane that has to be opened. NULL: not now. */
struct seat *post_seat(struct post *p, const char *what);
/* An ask of this round, for post_submit(). */
struct ask *post_ask(const struct post *p, struct seat *seat, enum ask_kind kind);
void post_submit(struct post *p, struct seat *seat, struct ask *ask);
/* It was asked since the lane was opened. */
bool post_is_current(const struct post *p, const struct ask *ask);
