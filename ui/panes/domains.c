// SPDX-License-Identifier: GPL-3.0-or-later
/* The machines of all hosts. */
#include "ui/panes/panes.h"

#include "base/clock.h"
#include "base/units.h"
#include "model/facts.h"
#include "model/fields.h"
#include "model/states.h"
#include "ui/actions.h"
#include "ui/app.h"
#include "ui/panel.h"
#include "ui/panes/find.h"
#include "ui/panes/table.h"
#include "ui/panes/things.h"

static struct obj_id id_of(const void *p)
{
	const struct domain_row *row = p;

	return obj_id_domain(row->host->number, row->domain->uuid);
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct domain_row *row = p;
	const struct domain *d = row->domain;

	ret->glyph = domain_state_glyph(d->state, unicode);
	ret->tone = row->host->state == HOST_UP ? domain_state_tone(d->state, d->reason) : TONE_DIM;
}

static const char *twin_host(const struct twins *twins, const struct host_view *host,
			     const struct domain *d)
{
	const struct host_view *other = NULL;

	if (twins && twins_count(twins) && domain_is_active(d))
		other = twins_other(twins, host->number, d->uuid);
	return other ? other->name : NULL;
}

static void rows(struct pane *pane)
{
	struct app *app = pane->app;
	const struct twins *twins = app_twins(app);

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
}

static void describe(const void *p, struct selection *ret)
{
	const struct domain_row *row = p;

	ret->name = row->domain->name;
	ret->facts = facts_of_domain(row->host, row->domain);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct domain_row *row = p;
	const struct domain *d = row->domain;
	const struct task *failed = tasks_failed(pane->app->tasks, id_of(row));
	const char *reason;
	const char *trouble;
	int64_t silent_ns;

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
	if (!panel_has_strip(pane->app))
		str_add(out, d->name);
	silent_ns = domain_silent_ns(row, app_cell_ask(pane->app).now_ns);
	if (silent_ns) {
		char age[UNITS_SIZE], menu[KEY_NAME_SIZE];

		units_duration(age, (double)silent_ns / NS_PER_S);
		str_addf(out, "  its QEMU has not answered for %s: NMI, dump memory or force off (%s)", age,
			 action_key_of(pane->app, "app.menu", menu));
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

/* Which pool a path is in, only while it is asked for. */
static void peeks(struct pane *pane, struct peek_list *out)
{
	if (table_stats(pane) & STATS_POOLS)
		things_peek_hosts(pane->app, READING_POOLS, out);
}

static const struct table table = {
	.list = {
		.columns = domain_columns,
		.row_size = sizeof(struct domain_row),
		.id = id_of,
		.groupings = domain_groupings,
		.words = &domain_words,
		.mark = mark,
	},
	.fields = domain_fields,
	.kind = OBJ_DOMAIN,
	.printed = 1,
	.sort = "name",
	.can_mark = true,
	.has_figures = true,
	.changes = HOST_CHANGED_LIST | HOST_CHANGED_STATE,
	.rows = rows,
	.describe = describe,
	.note = note,
};

const struct pane_ops domains_pane = {
	.name = "domains",
	.title = "Domains",
	.brief = "Dom",
	.tab = 2,
	.show = {"app.domains", "domains", "show the machines"},
	.scope = SCOPE_DOMAIN,
	.table = &table,
	TABLE_OPS,
	.peeks = peeks,
};
