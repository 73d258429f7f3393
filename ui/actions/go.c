// SPDX-License-Identifier: GPL-3.0-or-later
/* To a machine or a host by its name, and to hosts that are not there yet. */
#include "ui/actions/tables.h"

#include "base/mem.h"
#include "ui/opening.h"
#include "ui/palette/resolve.h"
#include "ui/panes/panes.h"
#include "ui/targets.h"
#include "ui/widgets/prompt.h"

/* NULL, or a sentence that the caller frees. */
static char *go_to(struct app *app, struct obj_id id)
{
	return panes_show(app, id) ? NULL : mem_strdup("it is not in the list: what hides it?");
}

static char *name_typed(struct app *app, void *opaque, const char *text)
{
	autoerr struct err err = {0};
	autoerr struct err not_host = {0};
	struct obj_id id;

	(void)opaque;
	if (!resolve_host(app, text, &id, &not_host) && !resolve_machine(app, text, &id, &err))
		return mem_strdup(err.text);
	return go_to(app, id);
}

static void action_go(struct app *app, const struct action *action)
{
	if (app->said && app->said->n) {
		app->said->refusal = go_to(app, app->said->objects[0]);
		return;
	}
	prompt_ask(app, &(struct prompt_question){.title = "Go to",
						  .label = "Name of a machine or a host, or HOST/MACHINE",
						  .ok = action->label,
						  .answer = name_typed});
}

/* --- another host ------------------------------------------------------------------------------ */

static char *uri_typed(struct app *app, void *opaque, const char *text)
{
	struct host *host;
	char *wrong = opening_typed(app, text, &host);

	(void)opaque;
	if (wrong)
		return wrong;
	host_open(host);
	panes_show(app, obj_id_host(host_view(host)->number));
	app_say(app, "connecting to %s", host_view(host)->name);
	return NULL;
}

static void action_connect(struct app *app, const struct action *action)
{
	if (app->said && app->said->text) {
		app->said->refusal = uri_typed(app, NULL, app->said->text);
		return;
	}
	prompt_ask(app, &(struct prompt_question){.title = "Another host, until virtty ends",
						  .label = "URI, or NAME=URI, as after -c",
						  .ok = action->label,
						  .answer = uri_typed});
}

const struct action go_actions[] = {
	{.id = "app.go", .group = "virtty", .label = "go to",
	 .help = "to a machine or a host by its name", .keys = "", .scope = SCOPE_APP, .run = action_go},
	{.id = "app.connect", .group = "virtty", .label = "another host",
	 .help = "connect to one more host, until virtty ends", .keys = "", .scope = SCOPE_APP,
	 .run = action_connect},
	{.id = NULL},
};
