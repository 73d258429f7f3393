// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include "base/mem.h"
#include "conf/fleet.h"
#include "ui/app.h"
#include "ui/opening.h"
#include "ui/panes/page.h"
#include "ui/panes/panes.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list.h"
#include "ui/widgets/prompt.h"

static void action_retry(struct app *app, const struct action *action)
{
	struct selection selection;
	struct host *host;
	bool was_up;

	(void)action;
	app_selection(app, &selection);
	host = app_find_host(app, selection.id.host);
	if (!host)
		return;
	was_up = host_view(host)->state == HOST_UP;
	host_open(host);
	host_again(host, was_up);
	app_say(app, was_up ? "asking %s: it is connected anew unless it answers soon" : "connecting to %s",
		selection.name);
}

static void action_host_details(struct app *app, const struct action *action)
{
	struct selection selection;

	app_selection(app, &selection);
	if (host_view(app_find_host(app, selection.id.host))->state == HOST_CLOSED)
		action_retry(app, action);
	else
		page_open(app, selection.id, NULL);
}

static bool is_busy(const struct app *app, uint32_t number)
{
	for (size_t i = 0; i < tasks_count(app->tasks); i++) {
		const struct task *task = tasks_at(app->tasks, i);

		if (task->object.host == number && !task->ended_ns)
			return true;
	}
	return false;
}

/* What is under way goes on there, and would be answered to nobody. */
static void action_host_close(struct app *app, const struct action *action)
{
	struct selection selection;
	struct host *host;

	(void)action;
	app_selection(app, &selection);
	host = app_find_host(app, selection.id.host);
	if (host_view(host)->state == HOST_CLOSED) {
		app_say(app, "%s is off already", selection.name);
		return;
	}
	if (is_busy(app, selection.id.host)) {
		app_complain(app, "disconnect: a task of %s still goes on", selection.name);
		return;
	}
	host_close(host);
	app_say(app, "%s is off until it is opened again", selection.name);
}

/* --- added here ------------------------------------------------------------------------------ */

static void remember(struct app *app, struct host *host)
{
	const struct host_view *view = host_view(host);

	fleet_remember(app->state, view->name, view->uri);
	opening_keep(app, host, HOST_REMEMBERED, "it is remembered");
	if (app_remember(app))
		app_say(app, "%s is remembered: virtty without -c opens it again", view->name);
}

static char *add_typed(struct app *app, void *opaque, const char *text)
{
	struct host *host;
	char *wrong = opening_typed(app, text, &host);

	(void)opaque;
	if (wrong)
		return wrong;
	host_open(host);
	panes_show(app, obj_id_host(host_view(host)->number));
	remember(app, host);
	return NULL;
}

static void action_host_add(struct app *app, const struct action *action)
{
	(void)action;
	prompt_ask(app, &(struct prompt_question){
				.title = "Add a host",
				.label = "URI, or NAME=URI, such as qemu+ssh://root@kvm1/system",
				.ok = "open",
				.answer = add_typed});
}

static void action_host_remember(struct app *app, const struct action *action)
{
	struct selection selection;

	(void)action;
	app_selection(app, &selection);
	remember(app, app_find_host(app, selection.id.host));
}

/* What was asked of a host that is gone cannot be asked again. */
static void drop_requests(struct app *app, uint32_t number)
{
	for (size_t i = 0; i < tasks_count(app->tasks); i++) {
		const struct task *task = tasks_at(app->tasks, i);

		if (task->object.host == number)
			tasks_find(app->tasks, task->number)->request = NULL;
	}
}

static void forget_confirmed(struct app *app, void *opaque)
{
	uint32_t number = (uint32_t)(uintptr_t)opaque;
	struct host *host = app_find_host(app, number);
	autofree char *name = host ? mem_strdup(host_view(host)->name) : NULL;

	if (!host)
		return;
	if (is_busy(app, number)) {
		app_complain(app, "forget: a task of %s still goes on", name);
		return;
	}
	fleet_forget(app->state, name);
	drop_requests(app, number);
	app_remove_host(app, host);
	if (app_remember(app))
		app_say(app, "%s is forgotten", name);
}

static void action_host_forget(struct app *app, const struct action *action)
{
	struct selection selection;
	autofree char *title = NULL;

	(void)action;
	app_selection(app, &selection);
	title = mem_printf("Forget %s", selection.name);
	confirm_ask(app, &(struct confirm_question){
				 .title = title,
				 .text = host_view(app_find_host(app, selection.id.host))->shown_uri,
				 .lost = "Its connection is closed, and it is opened no more.\n"
					 "Nothing changes there: its machines go on.",
				 .yes = "Forget",
				 .answer = forget_confirmed,
				 .opaque = (void *)(uintptr_t)selection.id.host});
}

const struct action host_actions[] = {
	{.id = "host.details", .group = "Host", .label = "details",
	 .help = "all that is known of the host", .keys = "Enter H",
	 .scope = SCOPE_HOST, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_host_details},
	{.id = "host.retry", .group = "Host", .label = "try again", .help = "open the connection now, or anew when it does not answer",
	 .keys = "r", .scope = SCOPE_HOST, .needs = FACT_SELECTED | FACT_NOT_UP, .bar = 2,
	 .run = action_retry},
	{.id = "host.close", .group = "Host", .label = "disconnect",
	 .help = "close its connections; it stays off until it is opened again", .keys = "", .scope = SCOPE_HOST,
	 .needs = FACT_SELECTED, .run = action_host_close},
	{.id = "host.add", .group = "Host", .label = "add a host",
	 .help = "open another host and remember it", .keys = "N", .scope = SCOPE_HOST, .bar = 3,
	 .run = action_host_add},
	{.id = "host.remember", .group = "Host", .label = "remember",
	 .help = "open it again the next time", .keys = "", .scope = SCOPE_HOST,
	 .needs = FACT_SELECTED | FACT_UNKEPT, .run = action_host_remember},
	{.id = "host.forget", .group = "Host", .label = "forget", .help = "close it and open it no more",
	 .keys = "Del", .scope = SCOPE_HOST, .needs = FACT_SELECTED | FACT_REMOVABLE,
	 .run = action_host_forget},
	{.id = NULL},
};
