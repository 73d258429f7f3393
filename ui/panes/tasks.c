// SPDX-License-Identifier: GPL-3.0-or-later
/* What was asked for, and what became of it. */
#include "ui/panes/panes.h"

#include "model/facts.h"
#include "model/fields.h"
#include "ui/app.h"
#include "ui/widgets/list.h"

static struct obj_id row_id(const void *p)
{
	return obj_id_numbered(OBJ_TASK, ((const struct task_row *)p)->task->number);
}

static const struct list_ops list_ops = {
	.columns = task_columns,
	.row_size = sizeof(struct task_row),
	.id = row_id,
	.groupings = task_groupings,
	.words = &task_words,
	.empty = "nothing was asked for yet",
};

static void open_pane(struct pane *pane)
{
	pane->list = list_create(&list_ops, "time", true);
}

static void model(struct pane *pane, unsigned what)
{
	struct app *app = pane->app;
	struct cell_ask ask = app_cell_ask(app);

	if (!(what & PANE_CHANGED_TASKS))
		return;
	list_clear(pane->list);
	for (size_t i = 0; i < tasks_count(app->tasks); i++) {
		struct task_row *row = list_add(pane->list);

		row->task = tasks_at(app->tasks, i);
	}
	list_settle(pane->list, &ask);
}

static void selected(struct pane *pane, struct selection *ret)
{
	const struct task_row *row = list_selected(pane->list);

	if (!row)
		return;
	*ret = (struct selection){
		.id = row_id(row),
		.name = row->task->what,
		.facts = facts_of_task(row->task),
	};
}

static void note(struct pane *pane, struct str *out)
{
	const struct task_row *row = list_selected(pane->list);

	if (!row)
		return;
	if (row->task->error)
		str_add(out, row->task->error);
	else if (row->task->state == TASK_WAITING)
		str_add(out, "the call was accepted; waiting for the machine to get there");
	else if (row->task->virsh)
		str_add(out, row->task->virsh);
}

const struct pane_ops tasks_pane = {
	.name = "tasks",
	.title = "Tasks",
	.tab = 6,
	.scope = SCOPE_TASK,
	.columns = task_columns,
	.fields = task_fields,
	.rows = "tasks",
	.open = open_pane,
	.close = table_close,
	.model = model,
	.layout = table_layout,
	.draw = table_draw,
	.move = table_move,
	.press = table_press,
	.cell = table_cell,
	.selected = selected,
	.note = note,
};
