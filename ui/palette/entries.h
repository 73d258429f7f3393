// SPDX-License-Identifier: GPL-3.0-or-later
/* What the palette lists while the first word is typed: actions. What may follow it is in complete.h. Main
 * thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/commands.h"
#include "ui/actions.h"
#include "ui/app.h"

struct entry {
	char *label, *help;
	char *obstacle; /* why it cannot be done now; NULL: it can */
	const struct action *action; /* NULL: a word for the line, or a view */
	char *line;      /* the line that it stands for; NULL: none */
	char *key;       /* a view's; NULL */
	bool meant;      /* what is typed says so: Enter may do it before the cursor was moved to it */
	bool alike;      /* another one has the same label and help */
	bool elsewhere;  /* the action is not for this pane, but for what is named after it */
	char *insert;    /* in the place of the word that is typed; NULL: an action */
	bool goes_on;    /* the word is not complete with it: a directory, a key */
	int score;
	size_t rank;     /* among those of one score */
};

struct entries {
	struct entry *all;
	size_t n, cap;
};

void entries_clear(struct entries *entries);
/* The best first. */
void entries_sort(struct entries *entries);

/* What the first word stands for: a row of the table, or an action's id. False when it is neither. */
bool entries_find_command(const struct app *app, const char *word, struct command *ret);
/* What is typed for an action: the first command that means it, else its id. */
const char *entries_name(const struct action *action);
/* Why the action is not for the pane that is on top; NULL when it is. Static. */
const char *entries_not_here(const struct app *app, const struct action *action);
/* The host that a command which needs one works on when none is named. */
bool entries_host(const struct app *app, struct obj_id *ret);

/* What stands in the way of each action, looked at once: with many marked rows that takes its time. */
struct obstacles {
	char **all; /* by the action's place among all; NULL: nothing */
	size_t n;
	bool *known;
};
void obstacles_clear(struct obstacles *obstacles);
/* The actions and views that fit the pattern; the palette itself is not open. */
void entries_actions(struct app *app, const char *pattern, struct obstacles *obstacles, struct entries *ret);
/* Adds to the words of a command the actions whose label the whole line begins: "save XML" is no "save". The first
 * is meant when it is all of a label and names no thing that there is. */
void entries_labels(struct app *app, const char *line, struct obstacles *obstacles, struct entries *ret);
