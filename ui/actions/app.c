// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/handlers.h"

#include "ui/app.h"
#include "ui/palette/palette.h"
#include "ui/panel.h"
#include "ui/panes/find.h"
#include "ui/panes/help.h"
#include "ui/runs.h"
#include "ui/signals.h"
#include "ui/themes.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/help.h"
#include "ui/widgets/menu.h"

static void quit_confirmed(struct app *app, void *opaque)
{
	(void)opaque;
	app_quit(app);
}

void action_quit(struct app *app, const struct action *action)
{
	size_t open = tasks_count_running(app->tasks);
	bool only_commands = open && open == runs_count_detached(app->runs);

	(void)action;
	if (!open) {
		app_quit(app);
		return;
	}
	confirm_ask(app, &(struct confirm_question){
				 .title = "Leave virtty",
				 .text = only_commands ? "A command is still running."
						       : "A call to a hypervisor is still under way.",
				 .lost = only_commands ? "It goes on, and what it prints from now on is lost."
						       : "It goes on there, and what became of it will not be "
							 "seen here.",
				 .yes = "Leave",
				 .answer = quit_confirmed});
}

void action_help(struct app *app, const struct action *action)
{
	(void)action;
	help_open(app);
}

void action_help_follow(struct app *app, const struct action *action)
{
	(void)action;
	help_pane_follow(app_tab_pane(app));
	app->dirty = true;
}

void action_panel(struct app *app, const struct action *action)
{
	(void)action;
	panel_toggle(app);
}

void action_menu(struct app *app, const struct action *action)
{
	(void)action;
	menu_open(app);
}

static const char *const some[][5] = {
	[SOME_WORDS] = {"domain.title", "domain.tags", "domain.description", NULL},
	[SOME_INJECT] = {"domain.send-keys", "domain.nmi", "domain.dump", NULL},
};

void action_some(struct app *app, const struct action *action)
{
	menu_open_some(app, some[action->arg]);
}

void action_palette(struct app *app, const struct action *action)
{
	(void)action;
	palette_open(app);
}

void action_refresh(struct app *app, const struct action *action)
{
	(void)action;
	for (size_t i = 0; i < app->n_hosts; i++)
		host_refresh(app->hosts[i]);
	app_say(app, "asking all hosts again");
}

void action_repaint(struct app *app, const struct action *action)
{
	(void)action;
	app->full = true;
}

void action_suspend(struct app *app, const struct action *action)
{
	(void)action;
	signals_suspend(app);
}

void action_tab(struct app *app, const struct action *action)
{
	app_show_tab(app, action->arg);
}

void action_next_tab(struct app *app, const struct action *action)
{
	int tab = app->tab;

	do {
		tab = (tab - 1 + action->arg + APP_TABS) % APP_TABS + 1;
	} while (!app->tabs[tab]);
	app_show_tab(app, tab);
}

void action_theme(struct app *app, const struct action *action)
{
	(void)action;
	themes_choose(app);
}

void action_back(struct app *app, const struct action *action)
{
	struct pane *pane = app_body(app);
	autoerr struct err err = {0};

	(void)action;
	if (app_top(app) == pane && pane->filter)
		table_filter(pane, "", &err);
	else if (app->n_floats)
		app_pop(app);
}
