// SPDX-License-Identifier: GPL-3.0-or-later
/* Requests that are asked for together, after at most one question. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/actions/request.h"

struct batch {
	struct request *all; /* in the app's arena, as the batch itself */
	size_t n;
	size_t hidden; /* marked ones that the filter hides: not in it */
	size_t left_out; /* marked ones that it does not apply to */
	bool named; /* by a command: they are not marked */
	bool again; /* it came to nothing before: asks only where something is lost by it */
	const char *note; /* what else a person has to know, a line; NULL; in the arena, too */
	const struct verb_words *words; /* of what is done; NULL: the requests', where they have some, else by their verbs */
};

/* Asks the person first; of machines whose definition goes too the XML can be saved before. The batch is
 * not empty and lives as long as the app. */
void batch_confirm(struct app *app, struct batch *batch);
/* Asks the person where that is needed, else the hosts; nothing of an empty one. */
void batch_go(struct app *app, struct batch *batch);
/* What a verb's action asks of what is selected or marked. */
struct batch *batch_of_targets(struct app *app, const struct action *action);
/* The same for one machine that is paused, and resumed first; what it is resumed for is called label. */
void batch_confirm_resume(struct app *app, struct batch *batch, const char *label);
