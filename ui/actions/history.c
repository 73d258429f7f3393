// SPDX-License-Identifier: GPL-3.0-or-later
/* Definitions as they were before they were changed or removed: looked at, compared, brought back. */
#include "ui/actions/tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "conf/versions.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/difftext.h"
#include "ui/edit.h"
#include "ui/panes/history.h"
#include "ui/panes/table.h"
#include "ui/savetext.h"
#include "ui/targets.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"

#define TEXT_MOST ((size_t)4 << 20)

/* What a command line names, else all. */
static void action_all_history(struct app *app, const struct action *action)
{
	struct selection s = {0};

	(void)action;
	if (app->said && app->said->n)
		targets_describe(app, app->said->objects[0], &s);
	history_open(app, s.id, s.name ? s.name : "");
}

static void action_drafts(struct app *app, const struct action *action)
{
	(void)action;
	edits_choose(app);
}

void action_history(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	history_open(app, s.id, s.name);
}

/* --- one of them -------------------------------------------------------------------------------- */

static const struct version *selected(struct app *app)
{
	struct selection s;

	app_selection(app, &s);
	return history_find(app, s.id);
}

/* NULL when it cannot be read, which is said; the caller wipes and frees. */
static char *read_version(struct app *app, const struct version *v)
{
	autoerr struct err err = {0};
	char *text = file_read_up_to(v->path, TEXT_MOST, &err);

	if (!text)
		app_complain(app, "%s: %s", v->path, err.text);
	return text;
}

/* "web on kvm1, 20261130-091233"; the caller frees. */
static char *name_of(const struct version *v)
{
	const char *file = strrchr(v->path, '/') + 1;

	return mem_printf("%s on %s, %.*s", v->name, v->host, (int)strcspn(file, "."), file);
}

static void action_view(struct app *app, const struct action *action)
{
	const struct version *v = selected(app);
	char *text = v ? read_version(app, v) : NULL;
	autofree char *title = text ? name_of(v) : NULL;
	struct text *shown = text ? text_create(title) : NULL;

	(void)action;
	if (!text)
		return;
	text_set_xml(shown, text);
	wipe_free(text);
	text_show(app, shown);
}

static void action_save(struct app *app, const struct action *action)
{
	const struct version *v = selected(app);
	char *text = v ? read_version(app, v) : NULL;
	autofree char *title = v ? mem_printf("Save %s as it was", v->name) : NULL;

	(void)action;
	if (text)
		text_save_xml(app, title, v->name, text, NULL);
	wipe_free(text);
}

/* --- differences -------------------------------------------------------------------------------- */

struct comparing {
	char *text, *name;
};

/* It may never be answered. */
static void forget(void *opaque)
{
	struct comparing *c = opaque;

	wipe_free(c->text);
	free(c->name);
	free(c);
}

static void now_came(const struct request *r, const char *text)
{
	const struct comparing *c = r->opaque;

	diff_show(r->app, c->text, text, c->name, "as it is now");
}

static bool now_ended(const struct request *r, const struct err *err)
{
	struct comparing *c = r->opaque;

	/* One that failed may be asked again. */
	if (err->code == ERR_NONE)
		wipe_free(take(c->text));
	return false;
}

/* The definition is asked for: what pages have of it lacks its secrets. */
static void compare_with_now(struct app *app, const struct action *action, const struct version *v)
{
	struct comparing *c;
	struct selection s;
	char *text;

	if (obj_id_is_none(history_thing(app, v)) || host_view(history_host(app, v))->state != HOST_UP) {
		app_complain(app, "%s: its host is not connected; mark two of these with Space", v->name);
		return;
	}
	if (!targets_describe(app, history_thing(app, v), &s)) {
		app_complain(app, "%s: there is no such %s now to compare it with; mark two of these with Space", v->name,
			     history_kind(v) ? history_kind(v)->word : "thing");
		return;
	}
	text = read_version(app, v);
	if (!text)
		return;
	c = mem_new(struct comparing);
	*c = (struct comparing){text, name_of(v)};
	arena_own(app->requests, c, forget);
	request_ask(request_keep(&(struct request){.app = app,
						   .action = action,
						   .object = s.id,
						   .name = s.name,
						   .verb = history_kind(v)->read,
						   .options = s.facts & FACT_WRITABLE ? "--security-info" : NULL,
						   .answer = now_came,
						   .done = now_ended,
						   .opaque = c}),
		    0);
}

static void compare_two(struct app *app, const struct version *a, const struct version *b)
{
	autofree char *name_a = name_of(a);
	autofree char *name_b = name_of(b);
	char *text_a = read_version(app, a);
	char *text_b = text_a ? read_version(app, b) : NULL;

	if (text_b)
		diff_show(app, text_a, text_b, name_a, name_b);
	wipe_free(text_a);
	wipe_free(text_b);
}

/* The older first. */
static void action_compare(struct app *app, const struct action *action)
{
	struct targets targets;
	const struct version *two[2] = {NULL, NULL};

	targets_gather(app, action, &targets);
	for (size_t i = 0; i < targets.n && i < 2; i++)
		two[i] = history_find(app, targets.all[i].id);
	if (targets.n > 2)
		app_complain(app, "what differs: two at a time, %zu are marked", targets.n);
	else if (two[0] && two[1] && two[0] > two[1])
		compare_two(app, two[0], two[1]);
	else if (two[0] && two[1])
		compare_two(app, two[1], two[0]);
	else if (two[0])
		compare_with_now(app, action, two[0]);
	targets_finish(&targets);
}

/* --- bringing it back --------------------------------------------------------------------------- */

static void action_restore(struct app *app, const struct action *action)
{
	const struct version *v = selected(app);
	struct obj_id thing = v ? history_thing(app, v) : (struct obj_id){0};
	struct selection s;
	char *text;

	if (obj_id_is_none(thing)) {
		app_complain(app, "restore: virtty does not know what it was");
		return;
	}
	text = read_version(app, v);
	if (!text)
		return;
	if (targets_describe(app, thing, &s))
		edit_propose(app, action, s.id, s.name, text, !v->draft);
	else
		edit_look(app, action, thing, v->name, text, true);
	wipe_free(text);
}

const struct action version_actions[] = {
	{.id = "history.view", .group = "History", .label = "view", .help = "the definition as it was",
	 .keys = "Enter x", .scope = SCOPE_VERSION, .needs = FACT_SELECTED, .bar = 1, .run = action_view},
	{.id = "history.differs", .group = "History", .label = "what differs",
	 .help = "what differs from how it is now; of two that are marked: between them", .keys = "D",
	 .scope = SCOPE_VERSION, .needs = FACT_SELECTED, .flags = ACTION_MARKS, .bar = 2, .run = action_compare},
	{.id = "history.restore", .group = "History", .label = "restore",
	 .help = "make it so again; what it would change is shown first", .keys = "r", .scope = SCOPE_VERSION,
	 .needs = ON_HOST, .bar = 3, .run = action_restore},
	{.id = "history.save", .group = "History", .label = "save XML", .help = "write it to a file on this machine",
	 .keys = "s", .scope = SCOPE_VERSION, .needs = FACT_SELECTED, .bar = 4, .run = action_save},
	{.id = "app.drafts", .group = "virtty", .label = "drafts",
	 .help = "what was edited and not defined, also while its host is away", .keys = "", .scope = SCOPE_APP,
	 .run = action_drafts},
	{.id = "app.history", .group = "virtty", .label = "all history",
	 .help = "definitions as they were, also of what is gone", .keys = "", .scope = SCOPE_APP,
	 .run = action_all_history},
	{.id = NULL},
};
