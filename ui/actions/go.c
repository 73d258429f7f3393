// SPDX-License-Identifier: GPL-3.0-or-later
/* To a machine or a host by its name, and to hosts that are not there yet. */
#include "ui/actions/tables.h"

#include <string.h>

#include "base/mem.h"
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

static char *refuse_host(const struct app *app, const char *name, const char *uri)
{
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);

		if (str_equal(host->uri, uri))
			return mem_printf("%s is here already: it is called %s", uri, host->name);
		if (str_equal(host->name, name))
			return mem_printf("%s is taken: it is %s", name, host->shown_uri);
	}
	if (!strchr(uri, ':'))
		return mem_strdup("It wants a URI, such as qemu+ssh://root@kvm1/system, or NAME=URI");
	return NULL;
}

static char *uri_typed(struct app *app, void *opaque, const char *text)
{
	size_t len = strcspn(text, "=:/?");
	bool named = text[len] == '=' && len;
	autofree char *name = named ? mem_strndup(text, len) : NULL;
	const char *uri = named ? text + len + 1 : text;
	char *wrong = refuse_host(app, name, uri);
	struct host *host;

	(void)opaque;
	if (wrong)
		return wrong;
	host = app_add_host(app, name, uri, false);
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
