// SPDX-License-Identifier: GPL-3.0-or-later
/* What an action works on: the marked rows, else the one under the cursor. Main thread. */
#pragma once

#include <stddef.h>

#include "ui/actions.h"
#include "ui/app.h"

struct target {
	struct obj_id id;
	char *name;
	unsigned facts;
};

struct targets {
	struct target *all; /* those for which the action's facts hold */
	size_t n, cap;
	size_t left_out; /* marked ones for which they do not */
	size_t hidden;   /* marked ones that the filter hides: left out, too */
};

/* True when the action takes marks and there are some. */
bool targets_are_marked(const struct app *app, const struct action *action);
void targets_gather(const struct app *app, const struct action *action, struct targets *ret);
void targets_finish(struct targets *targets);
/* True when it is about the row under the cursor, and this fact is all that it needs and has not. */
bool targets_lack_only(const struct app *app, const struct action *action, unsigned fact);
/* Why nothing of it can be done: NULL when something can. The caller frees. */
char *targets_obstacle(const struct app *app, const struct action *action);
