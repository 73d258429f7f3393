// SPDX-License-Identifier: GPL-3.0-or-later
/* What hosts have told by themselves, and how their connections fared. */
#include "ui/panes/panes.h"

#include "model/facts.h"
#include "model/fields.h"
#include "ui/app.h"
#include "ui/widgets/list.h"

static struct obj_id row_id(const void *p)
{
	return obj_id_numbered(OBJ_EVENT, ((const struct event_row *)p)->event->number);
}

static const struct list_ops list_ops = {
	.columns = event_columns,
	.row_size = sizeof(struct event_row),
	.id = row_id,
	.groupings = event_groupings,
	.words = &event_words,
	.empty = "no host has told anything yet",
};

static void open_pane(struct pane *pane)
{
	pane->list = list_create(&list_ops, "time", true);
}

/* Newest first, as they are sorted in most cases: then there is nothing to sort. */
static void model(struct pane *pane, unsigned what)
{
	const struct app *app = pane->app;
	struct cell_ask ask = app_cell_ask(app);

	if (!(what & PANE_CHANGED_EVENTS))
		return;
	list_clear(pane->list);
	for (size_t i = 0; i < event_log_count(app->events); i++) {
		struct event_row *row = list_add(pane->list);

		row->event = event_log_at(app->events, i);
	}
	list_settle(pane->list, &ask);
}

static void selected(struct pane *pane, struct selection *ret)
{
	const struct event_row *row = list_selected(pane->list);

	if (!row)
		return;
	*ret = (struct selection){
		.id = row_id(row),
		.name = row->event->object_name ? row->event->object_name : row->event->host_name,
		.facts = FACT_SELECTED,
	};
}

static void note(struct pane *pane, struct str *out)
{
	const struct event_row *row = list_selected(pane->list);
	const struct event_entry *e;

	if (!row)
		return;
	e = row->event;
	str_addf(out, "%s%s%s  %s%s%s", e->object_name ? e->object_name : "",
		 e->object_name ? " on " : "", e->host_name, e->what, e->why ? ": " : "",
		 e->why ? e->why : "");
}

const struct pane_ops events_pane = {
	.name = "events",
	.title = "Events",
	.tab = 5,
	.scope = SCOPE_EVENT,
	.columns = event_columns,
	.fields = event_fields,
	.rows = "events",
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
