// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/handlers.h"

#include "base/clock.h"
#include "base/mem.h"
#include "ui/app.h"
#include "ui/panes/table.h"
#include "ui/marks.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/list.h"

void action_move(struct app *app, const struct action *action)
{
	struct pane *top = app_top(app);

	app_react(app, top, top->ops->move(top, (enum move)action->arg));
}

void action_mark(struct app *app, const struct action *action)
{
	struct pane *top = app_top(app);

	switch (action->arg) {
	case 0:
		list_mark_cursor(top->list);
		list_move(top->list, MOVE_DOWN);
		break;
	case 1:
		list_mark_range(top->list);
		break;
	case 2:
		list_mark_invert(top->list);
		break;
	default:
		list_mark_none(top->list);
		marks_forget_waiting(app, top);
		break;
	}
	app_react(app, top, REACT_REDRAW);
}

void action_sort(struct app *app, const struct action *action)
{
	struct pane *top = app_top(app);

	list_sort_step(top->list, action->arg);
	app_react(app, top, REACT_RECALC | REACT_RELAYOUT);
}

void action_reverse(struct app *app, const struct action *action)
{
	struct pane *top = app_top(app);

	(void)action;
	list_sort_reverse(top->list);
	app_react(app, top, REACT_RECALC);
}

void action_sort_by(struct app *app, const struct action *action)
{
	(void)action;
	columns_open_sort(app);
}

void action_columns(struct app *app, const struct action *action)
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

void action_group(struct app *app, const struct action *action)
{
	struct list *list = app_body(app)->list;
	const struct grouping *groupings = list_get_ops(list)->groupings;
	autofree char *now = list_group(list) ? mem_printf("Now by %s.", list_group(list)) : NULL;
	struct choose_question q = {
		.title = "Group by",
		.text = now ? now : "Now without groups.",
		.choices[0] = {.label = "nothing", .help = "one table, without groups"},
		.answer = group_chosen,
	};

	(void)action;
	for (size_t n = 0; groupings && groupings[n].id && n + 1 < CHOICES_MOST; n++)
		q.choices[n + 1] = (struct choice){.label = groupings[n].id, .help = groupings[n].help};
	choose_ask(app, &q);
}

void action_fold(struct app *app, const struct action *action)
{
	struct pane *top = app_top(app);

	list_fold(top->list, (enum list_fold)action->arg);
	app_react(app, top, REACT_REDRAW);
}

/* --- holding still ---------------------------------------------------------------------------- */

/* Tasks and events have no figures: they go on. */
static bool has_figures(const struct pane *pane)
{
	return pane && pane->ops->table && pane->ops->table->has_figures;
}

void action_hold_figures(struct app *app, const struct action *action)
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
