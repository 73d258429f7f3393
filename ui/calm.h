// SPDX-License-Identifier: GPL-3.0-or-later
/* When everything counts as settled: after a few turns of the loop in which nothing went on. Main thread. */
#pragma once

#include <stdbool.h>

#include "ui/app.h"

struct calm {
	struct app *app;
	int timer; /* ends a turn of the loop, and does nothing else */
	int turns;
};

struct calm calm_start(struct app *app);
void calm_finish(struct calm *calm);
/* To be asked once a turn. Before it is true the next turn ends at once when it may be so, else when something
 * happens or after so many ms. */
bool calm_reached(struct calm *calm, int wait_ms);
/* The next turn ends after so many ms; -1: only when something happens. */
void calm_wait(const struct calm *calm, int wait_ms);
