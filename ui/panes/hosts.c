// SPDX-License-Identifier: GPL-3.0-or-later
/* The hosts and their connections. */
#include "ui/panes/panes.h"

#include "base/clock.h"
#include "base/units.h"
#include "model/facts.h"
#include "model/fields.h"
#include "ui/app.h"
#include "ui/widgets/list.h"

static struct obj_id row_id(const void *p)
{
	return obj_id_host(((const struct host_row *)p)->host->number);
}

static void row_mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct host_view *host = ((const struct host_row *)p)->host;

	ret->glyph = host_state_glyph(host->state, unicode);
	ret->tone = host->unresponsive ? TONE_WARN : host_state_tone(host->state);
}

static const struct list_ops list_ops = {
	.columns = host_columns,
	.row_size = sizeof(struct host_row),
	.id = row_id,
	.groupings = host_groupings,
	.words = &host_words,
	.mark = row_mark,
	.empty = "no hosts: N adds one",
};

static void open_pane(struct pane *pane)
{
	pane->list = list_create(&list_ops, NULL, false);
}

static void model(struct pane *pane, unsigned what)
{
	const struct app *app = pane->app;
	struct cell_ask ask = app_cell_ask(app);

	(void)what;
	list_clear(pane->list);
	for (size_t i = 0; i < app->n_hosts; i++) {
		struct host_row *row = list_add(pane->list);

		row->host = host_view(app->hosts[i]);
	}
	list_settle(pane->list, &ask);
}

static void selected(struct pane *pane, struct selection *ret)
{
	const struct host_row *row = list_selected(pane->list);

	if (!row)
		return;
	*ret = (struct selection){
		.id = row_id(row),
		.name = row->host->name,
		.facts = facts_of_host(row->host),
	};
}

static void note(struct pane *pane, struct str *out)
{
	const struct host_row *row = list_selected(pane->list);
	const struct host_view *host;
	char text[UNITS_SIZE];

	if (!row)
		return;
	host = row->host;
	if (host->state == HOST_UP && host->simulated)
		str_add(out, "test driver: its figures are simulated here");
	else if (host->state == HOST_UP && host->is_test)
		str_add(out, "test driver: it has no figures for CPU, disk and net");
	else if (host->state == HOST_CLOSED && host->by_hand)
		str_addf(out, "it is not opened at the start (autoconnect = no): Enter or r opens it");
	else if (host->why)
		str_add(out, host->why);
	else
		str_add(out, host->uri);
	if (host->retry_at_ns > clock_now_ns() && !clock_is_fixed()) {
		units_duration(text, (double)(host->retry_at_ns - clock_now_ns()) / NS_PER_S);
		str_addf(out, "  (next try in %s)", text);
	}
}

const struct pane_ops hosts_pane = {
	.name = "hosts",
	.title = "Hosts",
	.tab = 1,
	.scope = SCOPE_HOST,
	.columns = host_columns,
	.fields = host_fields,
	.rows = "hosts",
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
