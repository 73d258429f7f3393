// SPDX-License-Identifier: GPL-3.0-or-later
/* What its host has told of a machine. */
#include "ui/panes/machine.h"

#include "base/arr.h"
#include "base/clock.h"
#include "ui/widgets/list.h"

static const struct doc_column columns[] = {
	{"TIME", false, false},
	{"EVENT", false, false},
	{"WHY", false, true},
};

static void add_row(struct doc *doc, const struct event_entry *e)
{
	char text[32];

	clock_format_time(e->wall_s, text, sizeof(text));
	doc_cell(doc, ROLE_DIM, text);
	doc_cell(doc, tone_role(e->tone), e->what);
	doc_cell(doc, ROLE_TEXT, e->why ? e->why : "");
}

void machine_events(struct page *page, struct doc *doc)
{
	const struct event_log *log = page->app->events;
	bool any = false;

	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < event_log_count(log); i++) {
		const struct event_entry *e = event_log_at(log, i);

		if (!obj_id_equal(e->object, page->id))
			continue;
		add_row(doc, e);
		any = true;
	}
	if (!any)
		doc_text(doc, ROLE_DIM, "Nothing was told of it since virtty began.");
}
