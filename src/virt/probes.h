// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures of machines, for most of which libvirt asks each QEMU (STATS_DEEP), read on a lane of its own: a QEMU that hangs holds
 * up the call for as long as it hangs. Such a lane is left behind; the next call leaves out the QEMU that
 * the former one still waits for, and tells of all others. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "virt/home.h"
#include "virt/seat.h"

struct probes;

/* answered() is not called for a connection that was left behind. */
struct probes *probes_create(const struct home *home, home_answered_fn *answered);
/* True when all workers ended by deadline_ns. */
bool probes_destroy(struct probes *p, int64_t deadline_ns);

void probes_up(struct probes *p);
void probes_down(struct probes *p);
/* Groups of STATS_ALL; other ones than before are asked for at once. */
void probes_want(struct probes *p, unsigned groups);
/* Something has started: again at once, and soon after, so that there are rates. */
void probes_fresh(struct probes *p, int64_t now_ns);

/* Hands out what is due at now_ns, on the clock of clock_now_ns(); cheap when nothing is. */
void probes_pump(struct probes *p, int64_t now_ns);
/* When to pump again, as of the last time; 0: nothing to wake up for. */
int64_t probes_wake_ns(const struct probes *p);
/* Nothing is being read, and two samples were, if any are wanted. */
bool probes_settled(const struct probes *p);
/* All that is wanted has been told within two ticks, of all machines, and nothing hangs or is late. */
bool probes_steady(const struct probes *p, int64_t now_ns);
/* True once for a call that takes half a tick and more: whether it is its host that hangs is to be found out now. */
bool probes_doubt(struct probes *p, int64_t now_ns);
/* Calls that a QEMU holds up. */
size_t probes_stuck(const struct probes *p);
