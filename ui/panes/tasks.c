// SPDX-License-Identifier: GPL-3.0-or-later
/* What was asked for, and what became of it. */
#include "ui/panes/panes.h"

#include "model/facts.h"
#include "model/fields.h"
#include "ui/app.h"
#include "ui/panes/table.h"

static struct obj_id id_of(const void *p)
{
	return obj_id_numbered(OBJ_TASK, ((const struct task_row *)p)->task->number);
}

static void rows(struct pane *pane)
{
	const struct tasks *tasks = pane->app->tasks;

	for (size_t i = 0; i < tasks_count(tasks); i++) {
		struct task_row *row = list_add(pane->list);

		row->task = tasks_at(tasks, i);
	}
}

static void describe(const void *p, struct selection *ret)
{
	const struct task *task = ((const struct task_row *)p)->task;

	ret->name = task->what;
	ret->facts = facts_of_task(task);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct task *task = ((const struct task_row *)p)->task;

	(void)pane;
	if (task->error)
		str_add(out, task->error);
	else if (task->state == TASK_WAITING)
		str_add(out, "the call was accepted; waiting for the machine to get there");
	else if (task->virsh)
		str_add(out, task->virsh);
}

static const struct table table = {
	.list = {
		.columns = task_columns,
		.row_size = sizeof(struct task_row),
		.id = id_of,
		.groupings = task_groupings,
		.words = &task_words,
		.empty = "nothing was asked for yet",
	},
	.fields = task_fields,
	.kind = OBJ_TASK,
	.sort = "time",
	.reverse = true,
	.changes = PANE_CHANGED_TASKS,
	.rows = rows,
	.describe = describe,
	.note = note,
};

const struct pane_ops tasks_pane = {
	.name = "tasks",
	.title = "Tasks",
	.tab = 6,
	.show = {"app.tasks", "tasks", "show what was asked for"},
	.scope = SCOPE_TASK,
	.table = &table,
	TABLE_OPS,
};
