// SPDX-License-Identifier: GPL-3.0-or-later
/* Tells when this machine's own network may have returned: a link has its carrier again, there is a new address, or the
 * machine was asleep. The kernel says so (rtnetlink, a timer that ends when it wakes up); nothing is asked for. The taps of
 * virtual machines, addresses that are of one link only and those that are told once more are no return. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "loop/loop.h"

struct netwatch;

/* returned() comes a quarter of a second after it happened, and again at most every five seconds. Where the kernel does
 * not tell, it never comes. */
struct netwatch *netwatch_create(struct loop *loop, void (*returned)(void *opaque), void *opaque);
void netwatch_destroy(struct netwatch *watch); /* NULL is fine */

/* For tests: what the kernel says, as it came from its socket; true when the network may have returned with it. */
bool netwatch_hear(struct netwatch *watch, const void *said, size_t size);
