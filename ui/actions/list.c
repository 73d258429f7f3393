// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/handlers.h"

#include "ui/app.h"
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
		list_mark_toggle(top->list, list_cursor(top->list));
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
