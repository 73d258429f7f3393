// SPDX-License-Identifier: GPL-3.0-or-later
/* Which readings are read when: those that somebody looks at, over lanes of their own, as what they ask may
 * hang though the host does not. What hangs is left behind, and left alone for a while. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/reading.h"
#include "virt/home.h"
#include "virt/seat.h"

struct looks;

struct looks *looks_create(const struct home *home, home_answered_fn *answered);
/* What takes longer hangs, from now on; 0: each kind says so itself. */
void looks_set_patience(struct looks *l, int ms);
/* True when all workers ended by deadline_ns. */
bool looks_destroy(struct looks *l, int64_t deadline_ns);

/* The host is there; shared is its only lane, else NULL. */
void looks_up(struct looks *l, struct seat *shared);
void looks_down(struct looks *l);
/* What somebody looks at from now on; copied. Pools are read now and then whoever looks, for the alerts. */
void looks_want(struct looks *l, const struct reading_key *keys, size_t n);
/* Something has happened to an object; uuid NULL: to one that is not known. */
void looks_changed(struct looks *l, enum obj_kind object, const unsigned char uuid[UUID_SIZE]);
void looks_forget(struct looks *l); /* all that was read */
/* All that is looked at is read again, now. */
void looks_refresh(struct looks *l);

/* Hands out what is due at now_ns, on the clock of clock_now_ns(); cheap when nothing is. */
void looks_pump(struct looks *l, int64_t now_ns);
/* When to pump again, as of the last time; 0: nothing to wake up for. */
int64_t looks_wake_ns(const struct looks *l);
/* Nothing is being read, and all that is wanted was, or could not be. */
bool looks_settled(const struct looks *l);
