// SPDX-License-Identifier: GPL-3.0-or-later
/* What was asked of a machine, and what its host has told of it. */
#include "ui/panes/machine.h"

#include "base/arr.h"
#include "base/clock.h"
#include "ui/widgets/list.h"

static const struct doc_column asked[] = {
	{"ASKED", false, false}, {"WHAT", false, true}, {"STATE", false, false}, {"WHY", false, true},
};

static const struct doc_column told[] = {
	{"TOLD", false, false}, {"EVENT", false, false}, {"WHY", false, true},
};

static void add_time(struct doc *doc, int64_t wall_s)
{
	char text[32];

	clock_format_time(wall_s, text, sizeof(text));
	doc_cell(doc, ROLE_DIM, text);
}

static bool add_asked(const struct page *page, struct doc *doc)
{
	const struct tasks *tasks = page->app->tasks;
	bool any = false;

	doc_table(doc, asked, ARRAY_SIZE(asked));
	for (size_t i = 0; i < tasks_count(tasks); i++) {
		const struct task *task = tasks_at(tasks, i);

		if (!obj_id_equal(task->object, page->id))
			continue;
		add_time(doc, task->asked_wall_s);
		doc_cell(doc, ROLE_TEXT, task->what);
		doc_cell(doc, tone_role(task_state_tone(task->state)), task_state_text(task->state));
		doc_cell(doc, ROLE_TEXT, task->error ? task->error : "");
		any = true;
	}
	return any;
}

static bool add_told(const struct page *page, struct doc *doc)
{
	const struct event_log *log = page->app->events;
	bool any = false;

	doc_table(doc, told, ARRAY_SIZE(told));
	for (size_t i = 0; i < event_log_count(log); i++) {
		const struct event_entry *e = event_log_at(log, i);

		if (!obj_id_equal(e->object, page->id))
			continue;
		add_time(doc, e->wall_s);
		if (e->times > 1)
			doc_cellf(doc, tone_role(e->tone), page->unicode ? "%s ×%u" : "%s x%u", e->what, e->times);
		else
			doc_cell(doc, tone_role(e->tone), e->what);
		doc_cell(doc, ROLE_TEXT, e->why ? e->why : "");
		any = true;
	}
	return any;
}

void machine_events(struct page *page, struct doc *doc)
{
	if (add_asked(page, doc))
		doc_text(doc, ROLE_TEXT, "");
	if (!add_told(page, doc))
		doc_text(doc, ROLE_DIM, "Nothing was told of it since virtty began.");
}
