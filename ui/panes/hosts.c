// SPDX-License-Identifier: GPL-3.0-or-later
/* The hosts and their connections. */
#include "ui/panes/panes.h"

#include "base/clock.h"
#include "base/units.h"
#include "model/facts.h"
#include "model/fields.h"
#include "ui/actions.h"
#include "ui/app.h"
#include "ui/panes/table.h"

static struct obj_id id_of(const void *p)
{
	return obj_id_host(((const struct host_row *)p)->host->number);
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct host_view *host = ((const struct host_row *)p)->host;

	ret->glyph = host_state_glyph(host->state, unicode);
	ret->tone = host_health_tone(host);
}

static bool has_groups(const struct app *app)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		if (host_view(app->hosts[i])->group)
			return true;
	return false;
}

static void rows(struct pane *pane)
{
	const struct app *app = pane->app;

	list_group_at_first(pane->list, has_groups(app) ? "group" : NULL);
	for (size_t i = 0; i < app->n_hosts; i++) {
		struct host_row *row = list_add(pane->list);

		row->host = host_view(app->hosts[i]);
	}
}

static void describe(const void *p, struct selection *ret)
{
	const struct host_view *host = ((const struct host_row *)p)->host;

	ret->name = host->name;
	ret->facts = facts_of_host(host);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct host_view *host = ((const struct host_row *)p)->host;
	char text[UNITS_SIZE], key[KEY_NAME_SIZE];

	if (host->state == HOST_UP && host->simulated)
		str_add(out, "test driver: its figures are simulated here");
	else if (host->state == HOST_UP && host->is_test)
		str_add(out, "test driver: it has no figures for CPU, disk and net");
	else if (host->state == HOST_CLOSED && host->by_hand)
		str_addf(out, "it is not opened at the start (autoconnect = no): %s opens it",
			 action_key_of(pane->app, "host.retry", key));
	else if (host->why)
		str_add(out, host->why);
	else
		str_add(out, host->shown_uri);
	if (host->retry_at_ns > clock_now_ns() && !clock_is_fixed()) {
		units_duration(text, (double)(host->retry_at_ns - clock_now_ns()) / NS_PER_S);
		str_addf(out, "  (next try in %s)", text);
	}
}

static const struct table table = {
	.list = {
		.columns = host_columns,
		.row_size = sizeof(struct host_row),
		.id = id_of,
		.groupings = host_groupings,
		.words = &host_words,
		.mark = mark,
		.empty = "no hosts: add one",
	},
	.fields = host_fields,
	.kind = OBJ_HOST,
	.printed = 2,
	.has_figures = true,
	.changes = PANE_CHANGED_ALL,
	.rows = rows,
	.describe = describe,
	.note = note,
};

const struct pane_ops hosts_pane = {
	.name = "hosts",
	.title = "Hosts",
	.tab = 1,
	.show = {"app.hosts", "hosts", "show the hosts"},
	.scope = SCOPE_HOST,
	.table = &table,
	TABLE_OPS,
};
