// SPDX-License-Identifier: GPL-3.0-or-later
/* Actions: everything a person can do is a row of a table. Key bar, menu, help, key pages, script names and
 * the tests' list come from these. They are in ui/actions/, below their handlers. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "ui/input.h"
#include "ui/pane.h"


enum {
	ACTION_QUIET = 1, /* not in the menu: moving the cursor and the like */
	ACTION_MARKS = 2, /* works on the marked rows when there are any */
	ACTION_VERB = 4,  /* asks for the verb that arg is */
	ACTION_OPENS = 8, /* opens the page: not on that page itself */
	ACTION_SHY = 16,  /* in the key bar only while it can be done */
	ACTION_TURNS = 32, /* in the key bar only on pages of several parts */
};

struct app;

struct action {
	const char *id;    /* "domain.start": stable, for scripts and key files */
	const char *group; /* heading in help and menus */
	const char *label; /* in the key bar and menus */
	const char *help;  /* one line */
	const char *keys;  /* names parted by spaces; the first is shown */
	enum scope scope;
	uint64_t needs; /* FACT_* */
	unsigned flags; /* ACTION_* */
	int bar;        /* place in the key bar, from 1; below 0: before all others; 0: not there */
	unsigned bar_in; /* in the bar of the tables of these scopes alone, bits of 1u << SCOPE_*; 0: wherever it is in
			  * scope */
	void (*run)(struct app *app, const struct action *action);
	/* When FACT_NOT_PAUSED is all that a machine lacks: offers to resume it first. NULL: only says so. */
	void (*cure)(struct app *app, const struct action *action);
	int arg; /* for the handler */
	/* Why it cannot be done to what is selected, where no fact says so; the caller frees. NULL, also the function: it
	 * can. Not asked where several are marked. */
	char *(*why_not)(const struct app *app, const struct selection *s);
};

/* Of virtty's own the one after this, in the order of help and menus: NULL begins and ends. A person's commands
 * are actions besides: walk with action_next(). */
const struct action *action_table_next(const struct action *before);

/* All actions in the order of help and menus: NULL begins and ends. */
const struct action *action_next(const struct app *app, const struct action *before);
const struct action *action_find(const struct app *app, const char *id);
/* True when the action can be used with this pane on top. */
bool action_in_scope(const struct action *action, const struct pane *top);
/* The action that the keys mean here: of those that share them the one that can be done, else the one whose facts hold
 * though the host's driver does not have it, else the first. NULL when there is none. */
const struct action *action_for_keys(const struct app *app, const struct key *keys, int n);
const struct action *action_for_key(const struct app *app, const struct key *key);
/* Of virtty's own alone; NULL when there is none. */
const struct action *action_of_table(const char *id);
/* The first that has the key, anywhere; NULL when it is free. */
const struct action *action_with_key(const struct app *app, const struct key *key);
/* What may follow this key here, "d undefine"; "" when nothing does. The caller frees. */
char *action_following(const struct app *app, const struct key *key);
/* Why it cannot be done now; the caller frees. NULL when it can. */
char *action_obstacle(const struct app *app, const struct action *action);
/* Its first key as shown; "" when it has none. */
const char *action_key(const struct app *app, const struct action *action, char buf[KEY_NAME_SIZE]);
/* The same by id, for sentences: where it has no key, its name. */
const char *action_key_of(const struct app *app, const char *id, char buf[KEY_NAME_SIZE]);
/* All its keys, parted by spaces; "" when it has none. */
const char *action_keys(const struct app *app, const struct action *action);

struct keymap;
/* --list-actions: id, keys, scope, needs, group, help; parted by tabs. */
void actions_list(const struct keymap *keymap, struct str *out);
