// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include "base/mem.h"
#include "base/str.h"
#include "ui/app.h"
#include "ui/edit.h"
#include "ui/palette/palette.h"
#include "ui/panel.h"
#include "ui/panes/find.h"
#include "ui/questions.h"
#include "ui/runs.h"
#include "ui/settings.h"
#include "ui/signals.h"
#include "ui/targets.h"
#include "ui/themes.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/menu.h"

static void quit_confirmed(struct app *app, void *opaque)
{
	(void)opaque;
	app_quit(app);
}

/* What leaving would lose, and how. */
struct losses {
	struct str text, lost;
};

static void add_loss(struct losses *l, const char *text, const char *lost)
{
	str_addf(&l->text, "%s%s", l->text.len ? "\n" : "", text);
	str_addf(&l->lost, "%s%s", l->lost.len ? "\n" : "", lost);
}

static void add_running(const struct app *app, struct losses *l)
{
	size_t n = tasks_count_running(app->tasks);

	if (n && n == runs_count_detached(app->runs))
		add_loss(l, "A command is still running.", "The command goes on, and what it prints from now on is lost.");
	else if (n)
		add_loss(l, "A call to a hypervisor is still under way.",
			 "The call goes on there, and what became of it will not be seen here.");
}

static void add_drafts(const struct app *app, struct losses *l)
{
	size_t n = edits_drafts(app->edits);
	autofree char *text = n == 1 ? mem_strdup("A definition was edited and not defined.")
				     : mem_printf("%zu definitions were edited and not defined.", n);

	if (n)
		add_loss(l, text, "What was written and not defined is lost.");
}

static void add_typed(const struct app *app, struct losses *l)
{
	for (size_t i = 0; i < app->n_floats; i++) {
		const struct pane *pane = app->floats[i];

		if (!pane->ops->typed || !pane->ops->typed(pane))
			continue;
		add_loss(l, "A form is open, and nothing of it has been done yet.", "What was typed in it is thrown away.");
		return;
	}
}

/* Whoever asks for it again when it has been said what is lost means it. */
static void action_quit(struct app *app, const struct action *action)
{
	struct losses l = {0};

	(void)action;
	add_running(app, &l);
	add_drafts(app, &l);
	add_typed(app, &l);
	if (!l.text.len || confirm_is_open(app, quit_confirmed))
		app_quit(app);
	else
		confirm_ask(app, &(struct confirm_question){.title = "Leave virtty",
							    .text = str_text(&l.text),
							    .lost = str_text(&l.lost),
							    .yes = "Leave",
							    .answer = quit_confirmed});
	str_free(&l.text);
	str_free(&l.lost);
}

static void action_panel(struct app *app, const struct action *action)
{
	(void)action;
	panel_toggle(app);
}

static void action_menu(struct app *app, const struct action *action)
{
	(void)action;
	menu_open(app);
}

static void action_palette(struct app *app, const struct action *action)
{
	(void)action;
	palette_open(app);
}

static void action_refresh(struct app *app, const struct action *action)
{
	(void)action;
	for (size_t i = 0; i < app->n_hosts; i++)
		host_refresh(app->hosts[i]);
	app_say(app, "asking all hosts again");
}

static void action_repaint(struct app *app, const struct action *action)
{
	(void)action;
	app->full = true;
}

static void action_suspend(struct app *app, const struct action *action)
{
	(void)action;
	signals_suspend(app);
}

static void action_answer(struct app *app, const struct action *action)
{
	(void)action;
	questions_answer(app);
}

static void action_next_tab(struct app *app, const struct action *action)
{
	int tab = app->tab;

	do {
		tab = (tab - 1 + action->arg + APP_TABS) % APP_TABS + 1;
	} while (!app->tabs[tab]);
	app_show_tab(app, tab);
}

static void action_theme(struct app *app, const struct action *action)
{
	autoerr struct err err = {0};

	(void)action;
	if (!app->said || !app->said->text)
		themes_choose(app);
	else if (!app_set_option(app, "theme", app->said->text, &err))
		app->said->refusal = take(err.text);
}

static void action_back(struct app *app, const struct action *action)
{
	struct pane *pane = app_body(app);
	autoerr struct err err = {0};

	(void)action;
	if (app_top(app) == pane && pane->filter)
		table_filter(pane, "", &err);
	else if (app->n_floats)
		app_pop(app);
}

const struct action panel_actions[] = {
	{.id = "app.panel", .group = "virtty", .label = "side panel",
	 .help = "show or hide the panel beside the table, and the strip below it", .keys = "\\",
	 .scope = SCOPE_LIST, .run = action_panel},
	{.id = NULL},
};

const struct action menu_actions[] = {
	{.id = "app.next-pane", .group = "virtty", .label = "next pane", .help = "the next pane",
	 .keys = "Tab", .scope = SCOPE_APP, .flags = ACTION_QUIET, .run = action_next_tab, .arg = 1},
	{.id = "app.previous-pane", .group = "virtty", .label = "previous pane",
	 .help = "the previous pane", .keys = "S-Tab", .scope = SCOPE_APP, .flags = ACTION_QUIET,
	 .run = action_next_tab, .arg = -1},
	{.id = "app.menu", .group = "virtty", .label = "menu", .help = "all that can be done here",
	 .keys = "m F9", .scope = SCOPE_APP, .flags = ACTION_QUIET, .bar = 90, .run = action_menu},
	{.id = "app.palette", .group = "virtty", .label = "commands",
	 .help = "everything by name, and command lines", .keys = ":", .scope = SCOPE_APP,
	 .flags = ACTION_QUIET, .bar = 80, .run = action_palette},
	{.id = NULL},
};

const struct action app_actions[] = {
	{.id = "app.refresh", .group = "virtty", .label = "ask again",
	 .help = "ask all hosts for everything again", .keys = "F5", .scope = SCOPE_APP,
	 .run = action_refresh},
	{.id = "app.repaint", .group = "virtty", .label = "repaint", .help = "draw the screen anew",
	 .keys = "C-l", .scope = SCOPE_ALWAYS, .run = action_repaint},
	{.id = "app.answer", .group = "virtty", .label = "answer",
	 .help = "open what a host asks, such as its password; puts it off while it is open", .keys = "C-r",
	 .scope = SCOPE_ALWAYS, .needs = FACT_ASKED, .flags = ACTION_SHY, .bar = 79, .run = action_answer},
	{.id = "app.theme", .group = "virtty", .label = "theme",
	 .help = "choose the colours; each is tried on as the cursor moves", .keys = "",
	 .scope = SCOPE_APP, .run = action_theme},
	{.id = "app.suspend", .group = "virtty", .label = "suspend",
	 .help = "put virtty into the background; fg brings it back", .keys = "C-z",
	 .scope = SCOPE_ALWAYS, .run = action_suspend},
	{.id = "app.quit", .group = "virtty", .label = "quit", .help = "leave virtty, from the top only",
	 .keys = "q", .scope = SCOPE_APP, .needs = FACT_AT_TOP, .bar = 92, .run = action_quit},
	{.id = "app.back", .group = "virtty", .label = "back", .help = "close what is open, one layer",
	 .keys = "Esc", .scope = SCOPE_APP, .flags = ACTION_QUIET, .bar = 92,
	 .run = action_back},
	{.id = "app.quit-now", .group = "virtty", .label = "quit from anywhere",
	 .help = "leave virtty from anywhere", .keys = "Q C-c", .scope = SCOPE_ALWAYS,
	 .run = action_quit, .arg = 1},
	{.id = NULL},
};
