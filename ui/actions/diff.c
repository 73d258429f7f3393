// SPDX-License-Identifier: GPL-3.0-or-later
/* Two definitions beside each other: of things, and of files of this machine. */
#include "ui/actions/tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "model/kinds.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/difftext.h"
#include "ui/palette/resolve.h"
#include "ui/targets.h"
#include "ui/widgets/prompt.h"

#define TEXT_MOST ((size_t)4 << 20) /* bytes */

/* In the app's arena; what is read of hosts comes when it does. */
struct side {
	const char *name;
	char *text;
	struct obj_id id; /* of no object: a file */
	struct pair *pair;
};

struct pair {
	const struct action *action;
	struct side sides[2];
};

static void forget(void *opaque)
{
	struct pair *pair = opaque;

	for (size_t i = 0; i < ARRAY_SIZE(pair->sides); i++)
		wipe_free(take(pair->sides[i].text));
}

static void show(struct app *app, struct pair *pair)
{
	const struct side *both = pair->sides;

	diff_show_rewritten(app, both[0].text, both[1].text, both[0].name, both[1].name);
	forget(pair);
}

static void text_came(const struct request *r, const char *text)
{
	struct side *side = r->opaque;
	struct pair *pair = side->pair;

	wipe_free(side->text);
	side->text = mem_strdup(text);
	if (pair->sides[0].text && pair->sides[1].text)
		show(r->app, pair);
}

static bool is_file(const char *word)
{
	return strchr("/.~", word[0]) || str_ends(word, ".xml");
}

/* NULL when it is known what to read; else a sentence. */
static char *find_side(struct app *app, const char *word, struct side *ret)
{
	const char *home = getenv("HOME");
	autofree char *path = home && str_starts(word, "~/") ? mem_printf("%s%s", home, word + 1) : mem_strdup(word);
	autoerr struct err err = {0};

	ret->name = arena_strdup(app->requests, word);
	if (!is_file(word))
		return resolve_thing(app, word, &ret->id, &err) ? NULL : mem_strdup(err.text);
	ret->text = file_read_up_to(path, TEXT_MOST, &err);
	return ret->text ? NULL : mem_printf("%s: %s", path, err.text);
}

static char *take_selected(struct app *app, struct side *ret)
{
	struct selection s;

	app_selection(app, &s);
	if (obj_id_is_none(s.id) || !kind_of(s.id.kind))
		return mem_strdup("Two names or files are needed here: nothing is selected that has a definition");
	ret->name = arena_strdup(app->requests, s.name);
	ret->id = s.id;
	return NULL;
}

/* False when it is gone since. */
static bool ask_for(struct app *app, struct side *side)
{
	struct selection s;

	if (obj_id_is_none(side->id) || !targets_describe(app, side->id, &s))
		return obj_id_is_none(side->id);
	request_ask(request_keep(&(struct request){.app = app,
						   .action = side->pair->action,
						   .object = side->id,
						   .name = s.name,
						   .verb = kind_of(side->id.kind)->read,
						   .options = s.facts & FACT_WRITABLE ? "--security-info" : NULL,
						   .answer = text_came,
						   .opaque = side}),
		    0);
	return true;
}

/* words: one or two. */
static char *compare(struct app *app, const struct action *action, char *const *words, size_t n)
{
	struct pair *pair = arena_alloc(app->requests, sizeof(*pair));
	char *wrong = NULL;

	arena_own(app->requests, pair, forget); /* what is never answered */
	pair->action = action;
	pair->sides[0].pair = pair->sides[1].pair = pair;
	wrong = n > 1 ? find_side(app, words[0], &pair->sides[0]) : take_selected(app, &pair->sides[0]);
	if (!wrong)
		wrong = find_side(app, words[n - 1], &pair->sides[1]);
	if (wrong)
		return wrong;
	if (obj_id_is_none(pair->sides[0].id) && obj_id_is_none(pair->sides[1].id)) {
		show(app, pair);
		return NULL;
	}
	if (!ask_for(app, &pair->sides[0]) || !ask_for(app, &pair->sides[1]))
		return mem_strdup("It is not there any more");
	return NULL;
}

static char *words_typed(struct app *app, void *opaque, const char *text)
{
	const struct action *action = opaque;
	autoargv struct argv words = {0};
	autoerr struct err err = {0};

	if (!argv_split(text, &words, &err))
		return mem_strdup(err.text);
	if (words.n < 1 || words.n > 2)
		return mem_strdup("One or two names or files, parted by a space");
	return compare(app, action, words.words, words.n);
}

static void action_diff(struct app *app, const struct action *action)
{
	if (app->said && app->said->text) {
		char *text = mem_strdup(app->said->text);
		char *newline = strchr(text, '\n');
		char *words[] = {text, newline ? newline + 1 : NULL};

		if (newline)
			*newline = '\0';
		app->said->refusal = compare(app, action, words, newline ? 2 : 1);
		free(text);
		return;
	}
	prompt_ask(app, &(struct prompt_question){.title = "What differs",
						  .label = "Two names or files; one: from what is selected",
						  .ok = "compare",
						  .answer = words_typed,
						  .opaque = (void *)(uintptr_t)action});
}

const struct action diff_actions[] = {
	{.id = "app.diff", .group = "virtty", .label = "compare XML",
	 .help = "what differs between two definitions, or one and a file", .keys = "", .scope = SCOPE_APP,
	 .run = action_diff},
	{.id = NULL},
};
