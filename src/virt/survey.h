// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host says of itself, while somebody looks at it: its hypervisor's version and its capabilities, once
 * for each connection, and its free huge pages every few ticks. All of it on a lane of its own, as the first
 * two can take a libvirtd many seconds; the lane is open only as long as there is something to ask. Main
 * thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "virt/home.h"
#include "virt/seat.h"

struct survey;

struct survey *survey_create(const struct home *home, home_answered_fn *answered);
/* True when all workers ended by deadline_ns. */
bool survey_destroy(struct survey *s, int64_t deadline_ns);

/* The host is there; shared is its only lane, else NULL. Everything that is wanted is asked anew. */
void survey_up(struct survey *s, struct seat *shared);
void survey_down(struct survey *s);
/* Everything that is wanted is asked again, now. */
void survey_refresh(struct survey *s);
/* STATS_VERSION, STATS_CAPS, STATS_PAGES; others do not matter. */
void survey_want(struct survey *s, unsigned groups);

/* Hands out what is due at now_ns, on the clock of clock_now_ns(); cheap when nothing is. */
void survey_pump(struct survey *s, int64_t now_ns);
/* When to pump again, as of the last time; 0: nothing to wake up for. */
int64_t survey_wake_ns(const struct survey *s);
/* Nothing is being read, and all that is wanted was, as far as it could be. */
bool survey_settled(const struct survey *s);
