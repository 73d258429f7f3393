// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/run.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/facts.h"
#include "model/words.h"
#include "ui/actions/users.h"
#include "ui/palette/entries.h"
#include "ui/palette/resolve.h"
#include "ui/targets.h"

/* A name alone where a text could stand, and which no text would be: a machine is meant. */
static void take_text_as_machine(const struct app *app, struct command_line *line)
{
	autoerr struct err err = {0};
	struct obj_id id;
	bool may_be = line->command->takes == TAKES_MACHINE_TEXT || line->command->takes == TAKES_MACHINE_FILE ||
		      line->command->takes == TAKES_MACHINE_KEYS;

	if (!may_be || line->n_objects || !line->text || strpbrk(line->text, " +") ||
	    !resolve_machine(app, line->text, &id, &err))
		return;
	*arr_add(line->objects, line->n_objects, line->cap_objects) = take(line->text);
}

/* What has rosters of its own; else none. */
static const enum obj_kind named_kinds[] = {
	[TAKES_NETWORKS] = OBJ_NETWORK,
	[TAKES_POOLS] = OBJ_POOL,
	[TAKES_SECRETS] = OBJ_SECRET,
	[TAKES_FILTERS] = OBJ_NWFILTER,
};

static bool resolve_one(const struct app *app, enum command_takes takes, const char *word, struct found *found,
			struct err *err)
{
	struct obj_id id;

	if (takes == TAKES_THING) {
		if (!resolve_thing(app, word, &id, err))
			return false;
		*arr_add(found->all, found->n, found->cap) = id;
		return true;
	}
	if (takes < ARRAY_SIZE(named_kinds) && named_kinds[takes])
		return resolve_things(app, named_kinds[takes], word, found, err);
	return resolve_machines(app, word, found, err);
}

static bool find_objects(const struct app *app, const struct command_line *line, struct found *found,
			 struct err *err)
{
	bool host = line->command->takes == TAKES_HOST;
	bool host_of_selection = line->command->takes == TAKES_FILE_HERE ||
				 line->command->takes == TAKES_FILE_ON_HOST;
	struct obj_id id;

	if (host_of_selection && entries_host(app, &id))
		*arr_add(found->all, found->n, found->cap) = id;
	for (size_t i = 0; i < line->n_objects; i++) {
		if (!host && !resolve_one(app, line->command->takes, line->objects[i], found, err))
			return false;
		if (host && !resolve_host(app, line->objects[i], &id, err))
			return false;
		if (host)
			*arr_add(found->all, found->n, found->cap) = id;
	}
	return true;
}

/* NULL when nothing stands in the way. */
static char *refuse(struct app *app, const struct command_line *line, const struct action *action)
{
	const char *elsewhere = app->said->n ? NULL : entries_not_here(app, action);

	if (app->said->n > 1 && !(action->flags & ACTION_MARKS))
		return mem_printf("%s: %zu %s are named: one at a time here", line->command->name,
				  app->said->n, users_words(app->said->objects[0].kind));
	if (elsewhere)
		return mem_printf("%s: %s", line->command->name, elsewhere);
	if (action->cure && targets_lack_only(app, action, FACT_NOT_PAUSED))
		return NULL;
	return action_obstacle(app, action);
}

char *command_run(struct app *app, const char *text)
{
	autowords struct words words = {0};
	autocommand struct command_line line = {0};
	autofound struct found found = {0};
	autoerr struct err err = {0};
	struct said said = {0};
	const struct action *action;
	struct command other;

	words_split(text, &words);
	if (!entries_find_command(app, words.all[0], &other))
		return mem_printf("there is no command %s: what fits is in the list", words.all[0]);
	if (!command_parse(text, &other, &line, &err))
		return mem_strdup(err.text);
	take_text_as_machine(app, &line);
	if (!find_objects(app, &line, &found, &err))
		return mem_strdup(err.text);
	action = action_find(app, line.action);
	said = (struct said){.objects = found.all, .n = found.n, .text = line.text};
	app->said = &said;
	said.refusal = refuse(app, &line, action);
	if (!said.refusal)
		app_run_action(app, action);
	app->said = NULL;
	return said.refusal;
}
