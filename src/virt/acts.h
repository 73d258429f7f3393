// SPDX-License-Identifier: GPL-3.0-or-later
/* What the person asked of one host: a queue, and the lanes it is worked off on. `act` is for what is
 * short and for what has to be said to a job that runs (how far is it, stop it); up to `lanes` - 1
 * spare ones are opened when they are needed and closed when they are not. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "virt/home.h"
#include "virt/host.h"
#include "virt/seat.h"

struct acts;

/* answered() comes before a request's done(). How many requests go at once may change: those that run go on. */
struct acts *acts_create(const struct home *home, home_answered_fn *answered);
/* No done() is called any more, also of what the shared lane still answers: acts_destroy() follows. */
void acts_mute(struct acts *a);
/* Frees; no done() is called. True when all workers ended by deadline_ns. */
bool acts_destroy(struct acts *a, int64_t deadline_ns);

/* The host is there: everything goes over shared when there is such a lane, else the act lane opens. */
void acts_up(struct acts *a, struct seat *shared);
/* It is gone: what runs goes on and will be answered, what waits stays until acts_fail_queued(). */
void acts_down(struct acts *a);
/* Tells those that wait that nothing was done. */
void acts_fail_queued(struct acts *a);

/* Takes its place behind those that wait. The request and its text are copied. Returns its ticket. */
uint64_t acts_add(struct acts *a, const struct host_request *request);
/* What waits is answered at once as cancelled; what runs is aborted where libvirt can, as soon as its job runs, a plan
 * before its next step.
 * False when the ticket has been answered already. */
bool acts_cancel(struct acts *a, uint64_t ticket);

/* Hands out what is due at now_ns, on the clock of clock_now_ns(); cheap when nothing is. */
void acts_pump(struct acts *a, int64_t now_ns);
/* When to pump again; 0: nothing to wake up for. */
int64_t acts_wake_ns(const struct acts *a, int64_t now_ns);
bool acts_any(const struct acts *a);  /* not answered */
bool acts_idle(const struct acts *a); /* the lanes have nothing to do */
size_t acts_left_behind(const struct acts *a); /* lanes of former connections, still busy */
