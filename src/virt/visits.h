// SPDX-License-Identifier: GPL-3.0-or-later
/* Whose insides are read when: the guests that somebody looks at, one after the other, on a lane of
 * their own, as an agent may not answer. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/guests.h"
#include "virt/home.h"
#include "virt/seat.h"

struct visits;

struct visits *visits_create(const struct home *home, home_answered_fn *answered);
/* True when all workers ended by deadline_ns. */
bool visits_destroy(struct visits *v, int64_t deadline_ns);

/* The host is there; shared is its only lane, else NULL. */
void visits_up(struct visits *v, struct seat *shared);
void visits_down(struct visits *v);
void visits_want(struct visits *v, const unsigned char (*uuids)[UUID_SIZE], size_t n);
/* A new list: what is known of guests that stopped or started is forgotten. before may be NULL. */
void visits_listed(struct visits *v, const struct snapshot *before, const struct snapshot *now);
/* This one has something new to say: it is read once more, soon, if it is wanted. */
void visits_again(struct visits *v, const unsigned char uuid[UUID_SIZE]);
/* All that is looked at is read again, now. */
void visits_refresh(struct visits *v);
/* All that is known of guests, and who does not answer. */
void visits_forget(struct visits *v);

/* definitions_come: some are still being read. */
void visits_pump(struct visits *v, bool definitions_come, int64_t now_ns);
/* When to pump again, as of the last time; 0: nothing to wake up for. */
int64_t visits_wake_ns(const struct visits *v);
/* No guest is being read, and each that is wanted was, but for those that could not be. */
bool visits_settled(const struct visits *v);
