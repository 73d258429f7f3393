// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/brief.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/states.h"
#include "ui/panes/page.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/list.h"

#define WORDS_WIDTH 44 /* of a line with three graphs */

static void add(struct doc *doc, enum role role, const char *text)
{
	if (text && text[0])
		doc_piecef(doc, role, "%s   ", text);
}

/* --- what it did lately ----------------------------------------------------------------------- */

/* One line high, blocks tell more than dots. */
static enum chart_style style_of(const struct app *app)
{
	const char *name = app->options->graphs;
	bool is_auto = !name || str_equal(name, "auto");

	return chart_style_named(is_auto ? "blocks" : name, app->surface->unicode);
}

static void add_trend(struct doc *doc, const char *what, const struct trend *trend, enum trend_metric metric,
		      enum chart_style style, int width, double top, const char *now)
{
	float points[TREND_MOST];
	struct chart chart = {.points = points, .top = (float)top};
	autostr struct str line = {0};

	chart.n = trend_read(trend, metric, TREND_MINUTES, points);
	chart_line(&chart, style, width, 1, 0, &line);
	doc_piecef(doc, ROLE_DIM, "%s ", what);
	doc_piece(doc, ROLE_GRAPH, str_text(&line));
	doc_piecef(doc, ROLE_TEXT, " %-7s  ", now);
}

/* Columns of each of three. */
static int width_of_trend(int width)
{
	int each = (width - WORDS_WIDTH) / 3;

	return each < TREND_FINE / 2 ? each : TREND_FINE / 2;
}

/* --- machines --------------------------------------------------------------------------------- */

/* "started 12 min ago": the newest that its host has told of it. */
static void add_event(const struct app *app, struct obj_id id, struct doc *doc)
{
	const struct event_log *log = app->events;
	char age[UNITS_SIZE];

	for (size_t i = 0; i < event_log_count(log); i++) {
		const struct event_entry *e = event_log_at(log, i);
		double age_s = (double)(clock_wall_s() - e->wall_s);

		if (!obj_id_equal(e->object, id))
			continue;
		if (age_s < 1)
			doc_piecef(doc, ROLE_DIM, "%s just now   ", e->what);
		else
			doc_piecef(doc, ROLE_DIM, "%s %s ago   ", e->what, units_duration(age, age_s));
		return;
	}
}

static void add_domain(const struct app *app, const struct domain_row *row, struct obj_id id, struct doc *doc)
{
	const struct domain *d = row->domain;
	const struct guest_facts *f = domain_is_active(d) ? guests_find(row->host->guests, d->uuid) : NULL;
	const char *reason = domain_reason_text(d->state, d->reason);
	bool up = row->host->state == HOST_UP;

	doc_line(doc);
	add(doc, ROLE_STRONG, d->name);
	doc_piecef(doc, up ? tone_role(domain_state_tone(d->state, d->reason)) : ROLE_DIM, "%s%s%s   ",
		   domain_state_text(d->state), reason ? ": " : "", reason ? reason : "");
	add(doc, ROLE_TEXT, f ? f->addresses : NULL);
	add_event(app, id, doc);
	add(doc, ROLE_TEXT, f && f->os ? f->os : d->def.os);
	add(doc, ROLE_DIM, d->autostart ? "autostart" : NULL);
	add(doc, ROLE_DIM, d->def.tags);
}

static const char *rate(char *buf, const struct figures *f, unsigned group, double a, double b)
{
	return (f->last.has & group) && a >= 0 && b >= 0 ? units_rate(buf, a + b) : "-";
}

static void add_lately(const struct app *app, const struct domain_row *row, int width, struct doc *doc)
{
	const struct figures *f = domain_figures(row, STATS_CPU);
	unsigned vcpus = f->last.vcpus ? f->last.vcpus : row->domain->def.vcpus;
	char cpu[UNITS_SIZE], disk[UNITS_SIZE], net[UNITS_SIZE];
	autofree char *percent = NULL;
	int each = width_of_trend(width);

	percent = f->cpu_percent >= 0 ? mem_printf("%s%%", units_percent(cpu, f->cpu_percent)) : mem_strdup("-");
	add_trend(doc, "cpu", &f->trend, TREND_CPU, style_of(app), each, 100.0 * vcpus, percent);
	add_trend(doc, "disk", &f->trend, TREND_DISK, style_of(app), each, 0,
		  rate(disk, f, STATS_DISK, f->disk_read_rate, f->disk_write_rate));
	add_trend(doc, "net", &f->trend, TREND_NET, style_of(app), each, 0,
		  rate(net, f, STATS_NET, f->net_rx_rate, f->net_tx_rate));
}

/* What it has, where it has no figures. */
static void add_made_of(const struct domain_definition *def, struct doc *doc)
{
	char memory[UNITS_SIZE];

	if (def->known)
		doc_piecef(doc, ROLE_DIM, "%u vCPU%s, %s, disks %u, NICs %u", def->vcpus_max, def->vcpus_max == 1 ? "" : "s",
			   units_bytes_long(memory, def->memory_max), def->disks, def->nics);
}

static void domain_brief(const struct app *app, const struct host_view *host, struct obj_id id, int width,
			 struct doc *doc)
{
	struct domain_row row = {
		.host = host,
		.domain = host->snapshot ? snapshot_find_domain(host->snapshot, id.uuid) : NULL,
	};

	if (!row.domain)
		return;
	add_domain(app, &row, id, doc);
	doc_line(doc);
	if (domain_figures(&row, STATS_CPU))
		add_lately(app, &row, width, doc);
	else
		add_made_of(&row.domain->def, doc);
}

/* --- hosts ------------------------------------------------------------------------------------ */

static void add_host_lately(const struct app *app, const struct host_view *host, int width, struct doc *doc)
{
	const struct node_info *node = &host->node;
	char text[UNITS_SIZE], all[UNITS_SIZE];

	if (host->cpu_percent >= 0) {
		autofree char *now = mem_printf("%s%% of %u CPUs", units_percent(text, host->cpu_percent), node->cpus);

		add_trend(doc, "cpu", &host->trend, TREND_CPU, style_of(app), width_of_trend(width), 100, now);
	}
	if (node->memory_free_known && node->memory >= node->memory_free) {
		autofree char *now = mem_printf("%s / %s GiB", units_gib(text, node->memory - node->memory_free),
						units_gib(all, node->memory));

		add_trend(doc, "mem", &host->trend, TREND_MEMORY, style_of(app), width_of_trend(width),
			  (double)node->memory, now);
	}
}

/* Not all of them are known from the beginning. */
static void add_versions(struct doc *doc, const struct node_info *node)
{
	const char *version = node->hypervisor_version;

	if (!node->libvirt_version)
		return;
	if (node->driver)
		doc_piecef(doc, ROLE_DIM, "%s%s%s, ", node->driver, version ? " " : "", version ? version : "");
	doc_piecef(doc, ROLE_DIM, "libvirt %s", node->libvirt_version);
}

static void host_brief(const struct app *app, const struct host_view *host, struct obj_id id, int width,
		       struct doc *doc)
{
	const struct snapshot *s = host->snapshot;
	size_t active = 0;

	(void)id;
	for (size_t i = 0; s && i < s->n_domains; i++)
		active += domain_is_active(&s->domains[i]);
	doc_line(doc);
	add(doc, ROLE_STRONG, host->name);
	add(doc, tone_role(host_state_tone(host->state)), host_state_text(host->state));
	if (s)
		doc_piecef(doc, ROLE_TEXT, "%zu machine%s, %zu active   ", s->n_domains, s->n_domains == 1 ? "" : "s",
			   active);
	add(doc, ROLE_DIM, host->group);
	add(doc, ROLE_STATE_WARN, host->readonly ? "read-only" : NULL);
	if (host->state == HOST_UP)
		add_versions(doc, &host->node);
	doc_line(doc);
	if (host->state == HOST_UP)
		add_host_lately(app, host, width, doc);
}

/* --- others ----------------------------------------------------------------------------------- */

/* Of what has a page and no brief of its own. */
static void add_head(struct app *app, struct obj_id id, struct doc *doc)
{
	autostr struct str name = {0};
	autostr struct str state = {0};
	enum role role = ROLE_TEXT;

	if (!page_describe(app, id, &name, &state, &role))
		return;
	doc_line(doc);
	add(doc, ROLE_STRONG, str_text(&name));
	add(doc, role, str_text(&state));
}

/* --- the kinds -------------------------------------------------------------------------------- */

static const struct brief {
	enum obj_kind kind;
	unsigned stats;
	void (*build)(const struct app *app, const struct host_view *host, struct obj_id id, int width,
		      struct doc *doc);
} briefs[] = {
	{OBJ_DOMAIN, STATS_CPU | STATS_DISK | STATS_NET, domain_brief},
	{OBJ_HOST, 0, host_brief},
};

static const struct brief *find(enum obj_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(briefs); i++)
		if (briefs[i].kind == kind)
			return &briefs[i];
	return NULL;
}

bool brief_has(enum obj_kind kind)
{
	return find(kind) || page_kind_of(kind);
}

unsigned brief_stats(enum obj_kind kind)
{
	const struct brief *brief = find(kind);

	return brief ? brief->stats : 0;
}

void brief_build(struct app *app, struct obj_id id, int width, struct doc *doc)
{
	const struct brief *brief = find(id.kind);
	struct host *host = app_find_host(app, id.host);

	if (brief && host)
		brief->build(app, host_view(host), id, width, doc);
	else
		add_head(app, id, doc);
}
