// SPDX-License-Identifier: GPL-3.0-or-later
/* What hosts have told by themselves, and how their connections fared. */
#include "ui/panes/panes.h"

#include "model/facts.h"
#include "model/fields.h"
#include "ui/app.h"
#include "ui/panes/table.h"

static struct obj_id id_of(const void *p)
{
	return obj_id_numbered(OBJ_EVENT, ((const struct event_row *)p)->event->number);
}

/* Newest first, as they are sorted in most cases: then there is nothing to sort. */
static void rows(struct pane *pane)
{
	const struct event_log *events = pane->app->events;

	for (size_t i = 0; i < event_log_count(events); i++) {
		struct event_row *row = list_add(pane->list);

		row->event = event_log_at(events, i);
	}
}

static void describe(const void *p, struct selection *ret)
{
	const struct event_entry *e = ((const struct event_row *)p)->event;

	ret->name = e->object_name ? e->object_name : e->host_name;
	ret->facts = FACT_SELECTED;
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct event_entry *e = ((const struct event_row *)p)->event;

	(void)pane;
	str_addf(out, "%s%s%s  %s%s%s", e->object_name ? e->object_name : "",
		 e->object_name ? " on " : "", e->host_name, e->what, e->why ? ": " : "",
		 e->why ? e->why : "");
}

static const struct table table = {
	.list = {
		.columns = event_columns,
		.row_size = sizeof(struct event_row),
		.id = id_of,
		.groupings = event_groupings,
		.words = &event_words,
		.empty = "no host has told anything yet",
	},
	.fields = event_fields,
	.kind = OBJ_EVENT,
	.sort = "time",
	.reverse = true,
	.changes = PANE_CHANGED_EVENTS,
	.rows = rows,
	.describe = describe,
	.note = note,
};

const struct pane_ops events_pane = {
	.name = "events",
	.title = "Events",
	.brief = "Ev",
	.tab = 5,
	.show = {"app.events", "events", "show what the hosts told"},
	.scope = SCOPE_EVENT,
	.table = &table,
	TABLE_OPS,
};
