// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include "base/mem.h"
#include "base/str.h"
#include "model/plan.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/edit.h"
#include "ui/palette/palette.h"
#include "ui/panel.h"
#include "ui/panes/find.h"
#include "ui/questions.h"
#include "ui/settings.h"
#include "ui/signals.h"
#include "ui/targets.h"
#include "ui/themes.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/menu.h"

static void quit_confirmed(struct app *app, void *opaque)
{
	(void)opaque;
	app->drafts_go = true;
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

/* What is open, by what becomes of it when virtty leaves. */
struct unfinished {
	size_t calls, plans, queued, commands;
	size_t restarts, follow;              /* what comes after something open: machines that are off then, others */
	const struct request *restart, *next; /* one of each */
};

static bool is_restart(const struct task *task, const struct request *then)
{
	return task->goal.states & 1u << DOMAIN_SHUTOFF && verb_words[then->verb].goal.states & 1u << DOMAIN_RUNNING;
}

static void count_unfinished(const struct app *app, struct unfinished *ret)
{
	for (size_t i = 0; i < tasks_count(app->tasks); i++) {
		const struct task *task = tasks_at(app->tasks, i);
		const struct request *r = task->request;
		bool runs = task->state == TASK_RUNNING;

		ret->queued += task->state == TASK_QUEUED;
		ret->commands += runs && task->command;
		ret->plans += runs && r && r->plan && r->plan->n > 1;
		ret->calls += runs && !task->command && !(r && r->plan && r->plan->n > 1);
		if ((!runs && task->state != TASK_WAITING) || !r || !r->then)
			continue;
		if (is_restart(task, r->then)) {
			ret->restarts++;
			ret->restart = r->then;
		} else {
			ret->follow++;
			ret->next = r->then;
		}
	}
}

/* One sentence of one, another of many, which has their number in it. */
static void add_many(struct losses *l, size_t n, const char *one, const char *many, const char *lost)
{
	autofree char *text = n == 1 ? mem_strdup(one) : mem_printf("%zu %s", n, many);

	if (n)
		add_loss(l, text, lost);
}

static void add_restarts(const struct unfinished *u, struct losses *l)
{
	autofree char *what = u->restart ? request_what(u->restart) : NULL;
	autofree char *one = mem_printf("\"%s\" is still to follow once it is off.", what ? what : "");
	autofree char *lost = u->restarts == 1 ? mem_printf("%s goes off and is not started again.", u->restart->name)
					       : mem_strdup("Those machines go off and are not started again.");

	add_many(l, u->restarts, one, "machines are to be started again once they are off.", lost);
}

static void add_followers(const struct unfinished *u, struct losses *l)
{
	autofree char *what = u->next ? request_what(u->next) : NULL;
	autofree char *one = mem_printf("\"%s\" is still to follow.", what ? what : "");
	autofree char *lost = mem_printf("\"%s\" is not done.", what ? what : "");

	add_many(l, u->follow, one, "requests are still to follow others.",
		 u->follow == 1 ? lost : "What is to follow others is not done.");
}

static void add_unfinished(const struct app *app, struct losses *l)
{
	struct unfinished u = {0};

	count_unfinished(app, &u);
	add_many(l, u.calls, "A call to a hypervisor is still under way.", "calls to hypervisors are still under way.",
		 u.calls == 1 ? "The call goes on there, and what became of it will not be seen here."
			      : "The calls go on there, and what became of them will not be seen here.");
	add_many(l, u.plans, "One of several steps is still under way.", "requests of several steps are still under way.",
		 "The call of the moment goes on there; steps after it are not done.");
	add_many(l, u.commands, "A command is still running.", "commands are still running.",
		 u.commands == 1 ? "The command goes on, and what it prints from now on is lost."
				 : "The commands go on, and what they print from now on is lost.");
	add_many(l, u.queued, "A request waits its turn and has not begun.",
		 "requests wait their turn and have not begun.",
		 u.queued == 1 ? "What has not begun is not done." : "Those that have not begun are not done.");
	add_restarts(&u, l);
	add_followers(&u, l);
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
	add_unfinished(app, &l);
	add_drafts(app, &l);
	add_typed(app, &l);
	if (!l.text.len || confirm_is_open(app, quit_confirmed))
		quit_confirmed(app, NULL);
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
