// SPDX-License-Identifier: GPL-3.0-or-later
/* The machines of all hosts. */
#include "ui/panes/panes.h"

#include "base/clock.h"
#include "base/units.h"
#include "base/utf8.h"
#include "model/facts.h"
#include "model/fields.h"
#include "model/states.h"
#include "ui/app.h"
#include "ui/widgets/list.h"

static struct obj_id row_id(const void *p)
{
	const struct domain_row *row = p;

	return obj_id_domain(row->host->number, row->domain->uuid);
}

static void row_mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct domain_row *row = p;
	const struct domain *d = row->domain;

	ret->glyph = domain_state_glyph(d->state, unicode);
	ret->tone = row->host->state == HOST_UP ? domain_state_tone(d->state, d->reason) : TONE_DIM;
}

static const struct list_ops list_ops = {
	.columns = domain_columns,
	.row_size = sizeof(struct domain_row),
	.id = row_id,
	.groupings = domain_groupings,
	.words = &domain_words,
	.mark = row_mark,
};

static void open_pane(struct pane *pane)
{
	pane->list = list_create(&list_ops, "name", false);
}

static const char *twin_host(const struct twins *twins, const struct host_view *host,
			     const struct domain *d)
{
	const struct host_view *other = NULL;

	if (twins && twins_count(twins) && domain_is_active(d))
		other = twins_other(twins, host->number, d->uuid);
	return other ? other->name : NULL;
}

static void fill(struct pane *pane)
{
	struct app *app = pane->app;
	const struct twins *twins = app_twins(app);
	struct cell_ask ask = app_cell_ask(app);

	list_clear(pane->list);
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);
		const struct snapshot *s = host->snapshot;

		for (size_t j = 0; s && j < s->n_domains; j++) {
			struct domain_row *row = list_add(pane->list);

			row->host = host;
			row->domain = &s->domains[j];
			row->twin_host = twin_host(twins, host, row->domain);
		}
	}
	list_settle(pane->list, &ask);
}

static void model(struct pane *pane, unsigned what)
{
	struct cell_ask ask = app_cell_ask(pane->app);

	if ((what & (HOST_CHANGED_LIST | HOST_CHANGED_STATE)) || pane->filter)
		fill(pane);
	else if (what & HOST_CHANGED_FIGURES)
		list_resort(pane->list, &ask, STATS_ALL);
}

/* Without machines the hosts are what there is to say. */
static void draw_hosts(const struct app *app, struct area area)
{
	int y = 0;

	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);
		const char *why = host->why ? host->why : "";
		int x = area_text(area, 0, y, tone_role(host_state_tone(host->state)),
				  host_state_glyph(host->state, area.surface->unicode));

		x = area_textf(area, x + 1, y, ROLE_TEXT, "%s ", host->name);
		area_textf(area, x, y++, ROLE_DIM, host->state == HOST_UP ? "%s, no machines" : "%s",
			   host_state_text(host->state));
		while (*why) {
			size_t len = utf8_break(why, area.width - 4);

			area_textf(area, 2, y++, ROLE_TEXT, "%.*s", (int)len, why);
			why += len;
			why += *why == '\n';
		}
	}
}

static void draw(struct pane *pane, struct area area)
{
	table_draw(pane, area);
	if (!list_count(pane->list) && !list_hidden(pane->list))
		draw_hosts(pane->app, area_part(area, 3, 2, area.width - 4, area.height - 2));
}

static void describe(struct pane *pane, size_t index, struct selection *ret)
{
	const struct domain_row *row = list_row(pane->list, index);

	if (!row)
		return;
	*ret = (struct selection){
		.id = row_id(row),
		.name = row->domain->name,
		.facts = facts_of_domain(row->host, row->domain),
	};
}

static void selected(struct pane *pane, struct selection *ret)
{
	describe(pane, list_cursor(pane->list), ret);
}

static void note(struct pane *pane, struct str *out)
{
	const struct domain_row *row = list_selected(pane->list);
	const struct task *failed;
	const struct domain *d;
	const char *reason;
	const char *trouble;
	int64_t silent_ns;

	if (!row)
		return;
	d = row->domain;
	failed = tasks_failed(pane->app->tasks, row_id(row));
	if (failed) {
		str_addf(out, "%s failed: %s", failed->what, failed->error);
		return;
	}
	if (row->host->state != HOST_UP) {
		str_addf(out, "%s is %s%s%s", row->host->name, host_state_text(row->host->state),
			 row->host->why ? ": " : "", row->host->why ? row->host->why : "");
		return;
	}
	if (row->host->unresponsive) {
		char age[UNITS_SIZE];
		struct cell_ask ask = app_cell_ask(pane->app);

		units_duration(age, (double)(ask.now_ns - row->host->asked_since_ns) / NS_PER_S);
		str_addf(out, "%s has not answered for %s", row->host->name, age);
		return;
	}
	str_add(out, d->name);
	silent_ns = domain_silent_ns(row, app_cell_ask(pane->app).now_ns);
	if (silent_ns) {
		char age[UNITS_SIZE];

		units_duration(age, (double)silent_ns / NS_PER_S);
		str_addf(out, "  its QEMU has not answered for %s: NMI, dump memory or force off (m)", age);
	}
	reason = domain_reason_text(d->state, d->reason);
	if (reason)
		str_addf(out, "  %s: %s", domain_state_text(d->state), reason);
	trouble = guests_trouble(row->host->guests, d->uuid);
	if (trouble)
		str_addf(out, "  %s", trouble);
	if (row->twin_host)
		str_addf(out, "  active on %s, too: it is being migrated, or that is the same host",
			 row->twin_host);
	if (d->def.title)
		str_addf(out, "  %s", d->def.title);
	if (d->def.differs)
		str_add(out, "  " DIFFERS_MARK " changes wait for a power cycle");
	if (d->managed_save)
		str_add(out, "  has saved state: start goes on from it");
	if (d->has_snapshot)
		str_add(out, "  has snapshots");
	if (d->flags_known && !d->persistent)
		str_add(out, "  transient: gone when it stops");
}

const struct pane_ops domains_pane = {
	.name = "domains",
	.title = "Domains",
	.tab = 2,
	.scope = SCOPE_DOMAIN,
	.columns = domain_columns,
	.fields = domain_fields,
	.rows = "machines",
	.open = open_pane,
	.close = table_close,
	.model = model,
	.layout = table_layout,
	.draw = draw,
	.move = table_move,
	.press = table_press,
	.cell = table_cell,
	.selected = selected,
	.describe = describe,
	.note = note,
};
