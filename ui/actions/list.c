// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include "base/clock.h"
#include "base/mem.h"
#include "ui/app.h"
#include "ui/panes/find.h"
#include "ui/panes/table.h"
#include "ui/marks.h"
#include "ui/targets.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/list.h"

static void action_move(struct app *app, const struct action *action)
{
	struct pane *top = app_top(app);

	app_react(app, top, top->ops->move(top, (enum move)action->arg));
}

static void action_mark(struct app *app, const struct action *action)
{
	struct pane *pane = app_body(app);

	switch (action->arg) {
	case 0:
		list_mark_cursor(pane->list);
		list_move(pane->list, MOVE_DOWN);
		break;
	case 1:
		list_mark_range(pane->list);
		break;
	case 2:
		list_mark_invert(pane->list);
		break;
	default:
		list_mark_none(pane->list);
		marks_forget_waiting(app, pane);
		break;
	}
	app_react(app, pane, REACT_REDRAW);
}

static void action_sort(struct app *app, const struct action *action)
{
	struct pane *pane = app_body(app);

	list_sort_step(pane->list, action->arg);
	app_react(app, pane, REACT_RECALC | REACT_RELAYOUT);
}

static void action_reverse(struct app *app, const struct action *action)
{
	struct pane *pane = app_body(app);

	(void)action;
	list_sort_reverse(pane->list);
	app_react(app, pane, REACT_RECALC);
}

static void action_sort_by(struct app *app, const struct action *action)
{
	autoerr struct err err = {0};

	(void)action;
	if (!app->said || !app->said->text)
		columns_open_sort(app);
	else if (!table_sort(app_body(app), app->said->text, &err))
		app->said->refusal = take(err.text);
	else
		list_touch(app_body(app)->list, LIST_TOUCHED_SORT);
}

static void action_columns(struct app *app, const struct action *action)
{
	(void)action;
	columns_open(app);
}

/* --- groups ----------------------------------------------------------------------------------- */

static void group_chosen(struct app *app, void *opaque, size_t index)
{
	struct pane *pane = app_body(app);
	const struct grouping *groupings = list_get_ops(pane->list)->groupings;

	(void)opaque;
	list_choose_group(pane->list, index ? groupings[index - 1].id : NULL);
	app_react(app, pane, REACT_RECALC);
}

static void group_said(struct app *app, const char *word)
{
	const struct grouping *groupings = list_get_ops(app_body(app)->list)->groupings;
	autostr struct str known = {0};

	for (size_t n = 0; groupings && groupings[n].id; n++) {
		if (str_equal(groupings[n].id, word)) {
			group_chosen(app, NULL, n + 1);
			return;
		}
		str_addf(&known, "%s, ", groupings[n].id);
	}
	if (str_equal(word, "nothing"))
		group_chosen(app, NULL, 0);
	else
		app->said->refusal =
			mem_printf("there is no group by %s here, but: %snothing", word, str_text(&known));
}

static void action_group(struct app *app, const struct action *action)
{
	struct list *list = app_body(app)->list;
	const struct grouping *groupings = list_get_ops(list)->groupings;
	autofree char *now = list_group(list) ? mem_printf("Now by %s.", list_group(list)) : NULL;
	struct choose_question q = {
		.title = "Group by",
		.text = now ? now : "Now without groups.",
		.answer = group_chosen,
	};

	(void)action;
	if (app->said && app->said->text) {
		group_said(app, app->said->text);
		return;
	}
	choose_add(&q, (struct choice){.label = "nothing", .help = "one table, without groups"});
	for (size_t n = 0; groupings && groupings[n].id; n++)
		choose_add(&q, (struct choice){.label = groupings[n].id, .help = groupings[n].help});
	choose_ask(app, &q);
}

static void action_fold(struct app *app, const struct action *action)
{
	struct pane *pane = app_body(app);

	list_fold(pane->list, (enum list_fold)action->arg);
	app_react(app, pane, REACT_REDRAW);
}

/* --- holding still ---------------------------------------------------------------------------- */

/* Tasks and events have no figures: they go on. */
static bool has_figures(const struct pane *pane)
{
	return pane && pane->ops->table && pane->ops->table->has_figures;
}

static void action_hold_figures(struct app *app, const struct action *action)
{
	bool hold = !app->held_s;

	(void)action;
	app->held_s = hold ? clock_wall_s() : 0;
	for (size_t i = 0; i < app->n_hosts; i++)
		host_hold_figures(app->hosts[i], hold);
	for (int i = 1; i <= APP_TABS; i++) {
		if (!has_figures(app->tabs[i]))
			continue;
		list_stand_still(app->tabs[i]->list, hold);
		app_react(app, app->tabs[i], REACT_RECALC);
	}
	app_say(app, hold ? "figures and their order are held still; states, tasks and events go on"
			  : "figures go on");
}

const struct action move_actions[] = {
	{.id = "list.down", .group = "Moving", .label = "down", .help = "one down", .keys = "Down j",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_DOWN},
	{.id = "list.up", .group = "Moving", .label = "up", .help = "one up", .keys = "Up k",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_UP},
	{.id = "list.page-down", .group = "Moving", .label = "page down", .help = "a page down",
	 .keys = "PgDn C-f", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_PAGE_DOWN},
	{.id = "list.page-up", .group = "Moving", .label = "page up", .help = "a page up",
	 .keys = "PgUp C-b", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_PAGE_UP},
	{.id = "list.top", .group = "Moving", .label = "top", .help = "to the first", .keys = "Home g",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_TOP},
	{.id = "list.bottom", .group = "Moving", .label = "bottom", .help = "to the last",
	 .keys = "End G", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_BOTTOM},
	{.id = "list.mark", .group = "Marks", .label = "mark", .help = "mark the row, or take its mark off",
	 .keys = "Space", .scope = SCOPE_MARKS, .flags = ACTION_QUIET, .run = action_mark, .arg = 0},
	{.id = "list.mark-range", .group = "Marks", .label = "mark range",
	 .help = "mark all from the last marked row to here", .keys = "V", .scope = SCOPE_MARKS,
	 .flags = ACTION_QUIET, .run = action_mark, .arg = 1},
	{.id = "list.mark-invert", .group = "Marks", .label = "invert marks",
	 .help = "mark what is not, unmark what is", .keys = "*", .scope = SCOPE_MARKS,
	 .flags = ACTION_QUIET, .run = action_mark, .arg = 2},
	{.id = "list.mark-none", .group = "Marks", .label = "unmark all", .help = "take all marks off",
	 .keys = "u", .scope = SCOPE_MARKS, .needs = FACT_MARKED, .flags = ACTION_QUIET,
	 .run = action_mark, .arg = 3},
	{.id = NULL},
};

const struct action sort_actions[] = {
	{.id = "list.sort-left", .group = "Table", .label = "sort by left",
	 .help = "sort by the column to the left", .keys = "<", .scope = SCOPE_LIST,
	 .run = action_sort, .arg = -1},
	{.id = "list.sort-right", .group = "Table", .label = "sort by right",
	 .help = "sort by the column to the right", .keys = ">", .scope = SCOPE_LIST,
	 .run = action_sort, .arg = 1},
	{.id = "list.reverse", .group = "Table", .label = "reverse", .help = "reverse the order",
	 .keys = ",", .scope = SCOPE_LIST, .run = action_reverse},
	{.id = NULL},
};

const struct action group_actions[] = {
	{.id = "list.sort-by", .group = "Table", .label = "sort by",
	 .help = "sort by any column, also one that is not shown", .keys = "O", .scope = SCOPE_LIST,
	 .run = action_sort_by},
	{.id = "list.columns", .group = "Table", .label = "columns",
	 .help = "choose columns, their order and their widths", .keys = "|", .scope = SCOPE_LIST,
	 .run = action_columns},
	{.id = "list.group", .group = "Table", .label = "group by",
	 .help = "put rows into groups by host, state and the like", .keys = "B", .scope = SCOPE_LIST,
	 .run = action_group},
	{.id = "list.fold", .group = "Table", .label = "fold", .help = "fold or unfold this group",
	 .keys = "Enter", .scope = SCOPE_LIST, .needs = FACT_GROUPED | FACT_ON_GROUP, .bar = 1,
	 .run = action_fold, .arg = LIST_FOLD_TOGGLE},
	{.id = "list.fold-away", .group = "Table", .label = "fold away",
	 .help = "fold the group that the row is in", .keys = "Left h", .scope = SCOPE_LIST,
	 .needs = FACT_GROUPED, .run = action_fold, .arg = LIST_FOLD},
	{.id = "list.unfold", .group = "Table", .label = "unfold", .help = "unfold the group",
	 .keys = "Right l", .scope = SCOPE_LIST, .needs = FACT_GROUPED, .run = action_fold,
	 .arg = LIST_UNFOLD},
	{.id = "list.fold-all", .group = "Table", .label = "fold all", .help = "fold all groups",
	 .keys = "-", .scope = SCOPE_LIST, .needs = FACT_GROUPED, .run = action_fold,
	 .arg = LIST_FOLD_ALL},
	{.id = "list.unfold-all", .group = "Table", .label = "unfold all", .help = "unfold all groups",
	 .keys = "=", .scope = SCOPE_LIST, .needs = FACT_GROUPED, .run = action_fold,
	 .arg = LIST_UNFOLD_ALL},
	{.id = "list.hold-figures", .group = "Table", .label = "hold figures",
	 .help = "hold figures and their order still, or let them go on", .keys = "z",
	 .scope = SCOPE_LIST, .run = action_hold_figures},
	{.id = NULL},
};
