// SPDX-License-Identifier: GPL-3.0-or-later
/* For tests that wait for something to happen on a loop. */
#pragma once

#include "base/clock.h"
#include "loop/loop.h"

#define PATIENCE_NS (20 * NS_PER_S)

/* Turns the loop until it holds. The test fails where it says so, not here, when it does not come. Something
 * has to wake the loop now and then. */
#define turn_until(w, condition)                                                                   \
	do {                                                                                       \
		int64_t deadline_ = clock_now_ns() + PATIENCE_NS;                                  \
		while (!(condition)) {                                                             \
			assert_true(clock_now_ns() < deadline_);                                   \
			loop_turn((w)->loop);                                                      \
		}                                                                                  \
	} while (0)
