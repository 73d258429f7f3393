// SPDX-License-Identifier: GPL-3.0-or-later
/* What an action works on: what a command line names, else the marked rows, else the one under the cursor.
 * Main thread. */
#pragma once

#include <stddef.h>

#include "ui/actions.h"
#include "ui/app.h"

struct target {
	struct obj_id id;
	char *name;
	uint64_t facts;
};

struct targets {
	struct target *all; /* those for which the action's facts hold */
	size_t n, cap;
	size_t left_out; /* marked ones for which they do not */
	size_t hidden;   /* marked ones that the filter hides: left out, too */
};

/* What a command line says: the action is done to these instead of to what is selected or marked, and text
 * is taken instead of being asked for. */
struct said {
	const struct obj_id *objects;
	size_t n;         /* 0: what is selected or marked */
	const char *text; /* NULL: it is asked for */
	char *refusal;    /* of the handler: why the text will not do; NULL; freed by who sets app->said */
};

/* A machine, a host, a network and so on as it would be described if it were selected. False when it is gone. */
bool targets_describe(const struct app *app, struct obj_id id, struct selection *ret);
/* True when the action takes marks and there are some, or is told to work on several things. */
bool targets_are_marked(const struct app *app, const struct action *action);
void targets_gather(const struct app *app, const struct action *action, struct targets *ret);
void targets_finish(struct targets *targets);
/* True when it is about the row under the cursor, and this fact is all that it needs and has not; 0: it has all. */
bool targets_lack_only(const struct app *app, const struct action *action, uint64_t fact);
/* Where nothing is selected: the hosts that an action can be about which only needs one, at most so many. 0 when there
 * are none, or it is not such an action. */
size_t targets_hosts(const struct app *app, const struct action *action, struct obj_id *ret_ids, size_t most);
/* The driver of the host that this is on, or is, does not have the action's verb. */
bool targets_driver_lacks(const struct app *app, const struct action *action, struct obj_id id);
/* Why nothing of it can be done: NULL when something can. The caller frees. */
char *targets_obstacle(const struct app *app, const struct action *action);
