// SPDX-License-Identifier: GPL-3.0-or-later
/* Snapshots, and what is being done with the machine. */
#include "ui/panes/machine.h"

#include <time.h>

#include "base/arr.h"
#include "base/clock.h"

static const struct doc_column columns[] = {
	{"SNAPSHOT", false, true}, {"MADE", false, false}, {"STATE THEN", false, false}, {"BASED ON", false, true},
	{"", false, false},
};

static void add_date(struct doc *doc, int64_t wall_s)
{
	char text[32];
	time_t at = (time_t)wall_s;
	struct tm tm;

	if (clock_is_fixed())
		gmtime_r(&at, &tm);
	else
		localtime_r(&at, &tm);
	if (!wall_s || !strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		doc_cell(doc, ROLE_DIM, "-");
	else
		doc_cell(doc, ROLE_TEXT, text);
}

static void add_jobs(const struct page *page, struct doc *doc)
{
	const struct task *task = tasks_pending(page->app->tasks, page->id);
	const struct machine_figures *f = machine_figures(page, NULL);

	bool any = task || (f && f->job);

	doc_heading(doc, "Jobs");
	if (f && f->job)
		doc_textf(doc, ROLE_STATE_BUSY, f->job_percent < 0 ? "libvirt is %s" : "libvirt is %s, %.0f%%", f->job,
			  f->job_percent);
	if (task)
		doc_textf(doc, ROLE_STATE_BUSY, "%s: %s", task->what, task_state_text(task->state));
	for (size_t i = 0; f && i < f->n_disks; i++) {
		const struct disk_figures *disk = &f->disks[i];

		if (!disk->job)
			continue;
		any = true;
		doc_textf(doc, ROLE_STATE_BUSY, disk->job_percent < 0 ? "%s is being %s" : "%s is being %s, %.0f%%",
			  disk->target, disk->job, disk->job_percent);
	}
	if (!any)
		doc_text(doc, ROLE_DIM, "Nothing is being done with it.");
}

void machine_snapshots(struct page *page, struct doc *doc)
{
	struct reading_key key = machine_key(page, READING_SNAPSHOTS);
	const struct machine_snapshots *s = page_data(page, key);

	if (page_has(page, doc, key)) {
		doc_table(doc, columns, ARRAY_SIZE(columns));
		for (size_t i = 0; i < s->n; i++) {
			const struct snapshot_entry *e = &s->all[i];

			doc_cell(doc, ROLE_STRONG, e->name);
			add_date(doc, e->wall_s);
			doc_cell(doc, ROLE_TEXT, e->state ? e->state : "-");
			doc_cell(doc, ROLE_TEXT, e->parent ? e->parent : "-");
			doc_cell(doc, ROLE_STATE_GOOD, e->current ? "current" : "");
		}
		if (!s->n)
			doc_text(doc, ROLE_DIM, "It has no snapshots.");
	}
	add_jobs(page, doc);
}
