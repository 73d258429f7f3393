// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/calm.h"

#define TURNS 3

static void wake(void *opaque)
{
	(void)opaque; /* a turn of the loop is all that is wanted */
}

struct calm calm_start(struct app *app)
{
	return (struct calm){.app = app, .timer = loop_add_timer(app->loop, wake, NULL)};
}

void calm_finish(struct calm *calm)
{
	loop_remove_timer(calm->app->loop, calm->timer);
}

void calm_wait(const struct calm *calm, int wait_ms)
{
	loop_arm_timer(calm->app->loop, calm->timer, wait_ms);
}

bool calm_reached(struct calm *calm, int wait_ms)
{
	calm->turns = app_settled(calm->app) ? calm->turns + 1 : 0;
	if (calm->turns >= TURNS)
		return true;
	calm_wait(calm, calm->turns ? 1 : wait_ms);
	return false;
}
