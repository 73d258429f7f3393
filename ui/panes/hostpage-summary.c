// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host is, how it is, and what is left of it. */
#include "ui/panes/hostpage.h"

#include <stdio.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/budget.h"
#include "model/sysinfo.h"
#include "ui/actions.h"
#include "ui/widgets/list.h"

#define BAR       20
#define LINES     3  /* of a graph */
#define HOUR_FROM 10 /* points, from which on the hour says more than the minutes */

static void add_state(const struct page *page, struct doc *doc, const struct host_view *host)
{
	double since_s = (double)(clock_now_ns() - host->state_since_ns) / NS_PER_S;
	double retry_s = (double)(host->retry_at_ns - clock_now_ns()) / NS_PER_S;
	autofree char *state = mem_strdup(host_state_text(host->state));
	char age[UNITS_SIZE], buf[KEY_NAME_SIZE];
	const char *retry = action_key_of(page->app, "host.retry", buf);

	if (host->state_since_ns && !clock_is_fixed()) {
		free(state);
		state = mem_printf("%s since %s", host_state_text(host->state), units_duration(age, since_s));
	}
	doc_pair(doc, ROLE_DIM, "state", tone_role(host_state_tone(host->state)), state);
	if (host->why && host->state != HOST_UP)
		doc_pair(doc, ROLE_DIM, "why", ROLE_STATE_WARN, host->why);
	if (retry_s > 0 && !clock_is_fixed())
		doc_pairf(doc, "next try", "in %s (%s tries now)", units_duration(age, retry_s), retry);
	else if (host->state == HOST_CLOSED && host->by_hand)
		doc_pairf(doc, "opened", "by hand: %s opens it (autoconnect = no)", retry);
	if (host->state == HOST_UP && host->round_trip_ns >= 20000 && !clock_is_fixed())
		doc_pairf(doc, "round trip", "%s", units_duration(age, (double)host->round_trip_ns / NS_PER_S));
}

static void add_connection(const struct page *page, struct doc *doc)
{
	const struct host_view *host = page->view;
	const struct node_state *node = hostpage_node(page);

	doc_pair(doc, ROLE_DIM, "URI", ROLE_TEXT, host->shown_uri);
	if (node) {
		autostr struct str who = {0};

		hostpage_connection(host, node, &who);
		doc_pair(doc, ROLE_DIM, "connection", ROLE_TEXT, str_text(&who));
	}
	if (host->readonly)
		doc_pairf(doc, "access", "read-only%s%s", host->readonly_why ? ": " : "",
			  host->readonly_why ? host->readonly_why : "");
	if (host->group)
		doc_pair(doc, ROLE_DIM, "group", ROLE_TEXT, host->group);
	if (host->origin)
		doc_pair(doc, ROLE_DIM, "from", ROLE_TEXT, host->origin);
}

static void add_versions(struct doc *doc, const struct host_view *host)
{
	const struct node_info *node = &host->node;

	if (node->hostname)
		doc_pair(doc, ROLE_DIM, "host name", ROLE_TEXT, node->hostname);
	if (node->os)
		doc_pair(doc, ROLE_DIM, "OS", ROLE_TEXT, node->os);
	if (node->driver)
		doc_pairf(doc, "driver", "%s%s%s, libvirt %s", node->driver, node->hypervisor_version ? " " : "",
			  node->hypervisor_version ? node->hypervisor_version : "",
			  node->libvirt_version ? node->libvirt_version : "?");
	if (host->state == HOST_UP && host->is_test)
		doc_pair(doc, ROLE_DIM, "figures", ROLE_TEXT,
			 host->simulated ? "simulated here: the test driver has none"
					 : "the test driver has none for CPU, disk and net");
}

/* What has none to tell of is not named: many a guest that is a host. */
static void add_hardware(const struct page *page, struct doc *doc)
{
	const struct sysinfo *info = page_data(page, reading_key_host(READING_SYSINFO));

	if (!info)
		return;
	if (info->machine)
		doc_pair(doc, ROLE_DIM, "hardware", ROLE_TEXT, info->machine);
	if (info->board)
		doc_pair(doc, ROLE_DIM, "board", ROLE_TEXT, info->board);
	if (info->firmware)
		doc_pair(doc, ROLE_DIM, "firmware", ROLE_TEXT, info->firmware);
}

/* From 80 and 90 % on it is coloured. */
static void add_level(const struct page *page, struct doc *doc, const char *name, double fill,
		      const char *text)
{
	enum tone tone = pool_tone(100 * fill);

	doc_line(doc);
	doc_piecef(doc, ROLE_DIM, "%-*s", DOC_LEFT, name);
	hostpage_bar(doc, page, tone == TONE_PLAIN ? ROLE_BAR : tone_role(tone), fill, BAR);
	doc_piecef(doc, tone_role(tone), "  %s", text);
}

static void add_size(const struct page *page, struct doc *doc, const struct capabilities *caps)
{
	const struct host_view *host = page->view;
	const struct node_info *node = &host->node;
	char used[UNITS_SIZE];
	char all[UNITS_SIZE];

	if (node->cpus)
		doc_pairf(doc, "CPUs", "%u at %u MHz", node->cpus, node->mhz);
	if (node->sockets)
		doc_pairf(doc, "topology", "sockets %u, cores of each %u, threads of each core %u", node->sockets,
			  node->cores, node->threads);
	if (caps && caps->arch)
		doc_pairf(doc, "CPU", "%s%s%s%s%s", caps->arch, caps->vendor ? ", " : "",
			  caps->vendor ? caps->vendor : "", caps->model ? ", " : "", caps->model ? caps->model : "");
	if (host->state == HOST_UP && host->cpu_percent >= 0) {
		autofree char *text = mem_printf("%s%%", units_percent(used, host->cpu_percent));

		add_level(page, doc, "CPU used", host->cpu_percent / 100, text);
	}
	if (node->memory && node->memory_free_known) {
		uint64_t taken = node->memory > node->memory_free ? node->memory - node->memory_free : 0;
		autofree char *text = mem_printf("%s of %s", units_bytes_long(used, taken),
						 units_bytes_long(all, node->memory));

		add_level(page, doc, "memory used", (double)taken / (double)node->memory, text);
	} else if (node->memory) {
		doc_pair(doc, ROLE_DIM, "memory", ROLE_TEXT, units_bytes_long(all, node->memory));
	}
}

/* --- what it was ------------------------------------------------------------------------------- */

static const struct {
	enum trend_metric metric;
	const char *name;
} trends[] = {{TREND_CPU, "CPU"}, {TREND_MEMORY, "memory"}};

static void add_charts(const struct page *page, struct doc *doc, enum trend_span span)
{
	static const char *const words[TREND_SPANS] = {"5 minutes", "1 hour"};
	const struct host_view *host = page->view;
	float points[ARRAY_SIZE(trends)][TREND_MOST];
	char captions[ARRAY_SIZE(trends)][32];
	struct chart charts[ARRAY_SIZE(trends)];

	for (size_t i = 0; i < ARRAY_SIZE(trends); i++) {
		snprintf(captions[i], sizeof(captions[i]), "%s, %s", trends[i].name, words[span]);
		charts[i] = (struct chart){
			.caption = captions[i],
			.points = points[i],
			.n = trend_read(&host->trend, trends[i].metric, span, points[i]),
			.top = trends[i].metric == TREND_CPU ? 100 : (float)host->node.memory,
		};
	}
	doc_charts(doc, chart_style_named(page->app->options->graphs, page->unicode), LINES, charts,
		   ARRAY_SIZE(trends));
}

/* Under a clock that stands still nothing is shown that goes on by it. */
static void add_history(const struct page *page, struct doc *doc)
{
	if (clock_is_fixed() || trend_count(&page->view->trend, TREND_MINUTES) < 2)
		return;
	doc_text(doc, ROLE_TEXT, "");
	add_charts(page, doc, TREND_MINUTES);
	if (trend_count(&page->view->trend, TREND_HOUR) > HOUR_FROM)
		add_charts(page, doc, TREND_HOUR);
}

/* --- machines ---------------------------------------------------------------------------------- */

static void add_share(struct doc *doc, const char *name, double share, const char *text)
{
	enum role role = share > 1.0001 ? ROLE_STATE_WARN : ROLE_TEXT;

	if (share < 0) {
		doc_pairf(doc, name, "%s", text);
		return;
	}
	autofree char *all = mem_printf("%s: overcommit %.2f", text, share);
	doc_pair(doc, ROLE_DIM, name, role, all);
}

/* Directories on one file system have its size; what is left there they tell as it was when each was looked at: it may
 * differ by a hundredth. */
static bool is_nearly(uint64_t a, uint64_t b, uint64_t of)
{
	return (a > b ? a - b : b - a) <= of / 100;
}

static bool is_told(const struct roster *pools, size_t at)
{
	const struct pool *pool = roster_at(pools, at);

	for (size_t i = 0; i < at; i++) {
		const struct pool *other = roster_at(pools, i);

		if (pool_directory(pool) && pool_directory(other) && other->active && other->capacity == pool->capacity &&
		    is_nearly(other->available, pool->available, pool->capacity))
			return true;
	}
	return false;
}

static void add_storage(const struct page *page, struct doc *doc)
{
	const struct host_view *host = page->view;
	const struct roster *pools = host_pools(host);
	autostr struct str names = {0};
	int n = hostpage_pools(host, &names);
	uint64_t capacity = 0, left = 0;
	char used[UNITS_SIZE], all[UNITS_SIZE], percent[UNITS_SIZE];

	if (n < 0)
		return;
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (!pool->active || pool->available > pool->capacity || is_told(pools, i))
			continue;
		capacity += pool->capacity;
		left += pool->available;
	}
	if (!capacity) {
		doc_pairf(doc, "storage", "pools that are active: %d", n);
		return;
	}
	double fill = (double)(capacity - left) / (double)capacity;
	autofree char *text = mem_printf("%s of %s, %s%%; pools %d", units_bytes_long(used, capacity - left),
					 units_bytes_long(all, capacity), units_percent(percent, 100 * fill), n);
	add_level(page, doc, "storage", fill, text);
}

static void add_machines(const struct page *page, struct doc *doc, const struct budget *b)
{
	const struct host_view *host = page->view;
	autostr struct str networks = {0};
	int n_networks = hostpage_networks(host, &networks);
	char most[UNITS_SIZE];
	char all[UNITS_SIZE];

	if (!host->snapshot)
		return;
	doc_heading(doc, "Machines");
	doc_pairf(doc, "active", "%zu of %zu", b->active, b->machines);
	if (b->active && host->node.cpus) {
		autofree char *cpus = mem_printf("%u of active machines on %u CPUs%s", b->vcpus, host->node.cpus,
						 b->machines_known ? "" : ", as far as is known");
		autofree char *memory = mem_printf("%s promised, of %s%s", units_bytes_long(most, b->reserved),
						   units_bytes_long(all, host->node.memory),
						   b->machines_known ? "" : ", as far as is known");

		add_share(doc, "vCPUs", budget_cpu_share(host, b), cpus);
		add_share(doc, "memory", budget_memory_share(host, b), memory);
	}
	add_storage(page, doc);
	if (n_networks >= 0)
		doc_pairf(doc, "networks", "active: %d", n_networks);
}

/* --- memory ------------------------------------------------------------------------------------ */

static const struct doc_column memory_columns[] = {
	{.title = "MEMORY"}, {.title = "BYTES", .right = true}, {.title = "WHAT IT IS", .flexible = true},
};

static void add_bytes(struct doc *doc, const char *name, bool known, uint64_t bytes, const char *what)
{
	char text[UNITS_SIZE];

	doc_cell(doc, ROLE_TEXT, name);
	doc_cell(doc, known ? ROLE_TEXT : ROLE_DIM, known ? units_bytes_long(text, bytes) : "-");
	doc_cell(doc, ROLE_DIM, what);
}

static void add_available(struct doc *doc, const struct budget *b)
{
	bool over = b->available < 0;
	uint64_t bytes = (uint64_t)(over ? -b->available : b->available);
	char text[UNITS_SIZE];

	doc_cell(doc, ROLE_STRONG, over ? "over by" : "available");
	doc_cell(doc, over ? ROLE_STATE_WARN : ROLE_STRONG,
		 b->used_known && b->machines_known ? units_bytes_long(text, bytes) : "-");
	doc_cell(doc, ROLE_DIM, "total - reserved by machines - used by the OS");
}

static void add_budget(struct doc *doc, const struct host_view *host, const struct budget *b)
{
	bool free_known = host->node.memory_free_known;

	if (host->state != HOST_UP || !host->node.memory)
		return;
	doc_heading(doc, "What its memory is for");
	doc_table(doc, memory_columns, ARRAY_SIZE(memory_columns));
	if (b->huge)
		add_bytes(doc, "huge pages", true, b->huge, "set apart: not in what follows");
	add_bytes(doc, "total", true, b->total, "");
	add_bytes(doc, "used", free_known, b->used, "caches not counted");
	add_bytes(doc, "  by machines", b->used_known, b->used_machines, "what they have in memory now");
	add_bytes(doc, "  by the OS", b->used_known, b->used_os, "all the rest");
	add_bytes(doc, "reserved", b->machines_known, b->reserved, "what active machines may grow to");
	add_available(doc, b);
	if (!b->used_known && free_known)
		doc_text(doc, ROLE_DIM, "Not every machine tells what it uses.");
}

/* --- CPUs -------------------------------------------------------------------------------------- */

static const struct doc_column cpu_columns[] = {
	{.title = "CPU"}, {.title = "AMOUNT", .right = true}, {.title = "WHAT IT IS", .flexible = true},
};

static void add_mhz(struct doc *doc, const char *name, bool known, double mhz, const char *what)
{
	doc_cell(doc, ROLE_TEXT, name);
	if (known)
		doc_cellf(doc, ROLE_TEXT, "%.0f MHz", mhz);
	else
		doc_cell(doc, ROLE_DIM, "-");
	doc_cell(doc, ROLE_DIM, what);
}

static void add_promised(struct doc *doc, const struct host_view *host, const struct budget *b)
{
	double share = budget_cpu_share(host, b);

	doc_cell(doc, ROLE_TEXT, "vCPUs");
	doc_cellf(doc, ROLE_TEXT, "%u", b->vcpus);
	doc_cell(doc, ROLE_DIM, b->machines_known ? "of active machines" : "of active machines, as far as is known");
	doc_cell(doc, ROLE_STRONG, "overcommit");
	if (share < 0)
		doc_cell(doc, ROLE_DIM, "-");
	else
		doc_cellf(doc, share > 1.0001 ? ROLE_STATE_WARN : ROLE_STRONG, "%.2f", share);
	doc_cell(doc, ROLE_DIM, "vCPUs for each CPU");
}

static void add_cpu_budget(struct doc *doc, const struct host_view *host, const struct budget *b)
{
	const struct node_info *node = &host->node;
	double total = (double)node->cpus * node->mhz;
	bool known = host->cpu_percent >= 0;
	double used = known ? total * host->cpu_percent / 100 : 0;
	autofree char *made_of = mem_printf("%u CPUs at %u MHz", node->cpus, node->mhz);

	if (host->state != HOST_UP || total <= 0)
		return;
	doc_heading(doc, "What its CPUs are for");
	doc_table(doc, cpu_columns, ARRAY_SIZE(cpu_columns));
	add_mhz(doc, "total", true, total, made_of);
	add_mhz(doc, "used", known, used, "by machines and the OS");
	add_mhz(doc, "free", known, total - used, "");
	add_promised(doc, host, b);
}

/* --- limits ------------------------------------------------------------------------------------ */

static void add_security(struct doc *doc, const struct capabilities *caps)
{
	if (!caps)
		return;
	doc_heading(doc, "Security");
	for (size_t i = 0; i < caps->n_security; i++)
		doc_pairf(doc, i ? "" : "machines are", "%s %s%s%s", "kept apart by",
			  caps->security[i].model ? caps->security[i].model : "?",
			  caps->security[i].label ? ", as " : "",
			  caps->security[i].label ? caps->security[i].label : "");
	if (!caps->n_security)
		doc_pair(doc, ROLE_DIM, "machines are", ROLE_TEXT, "not kept apart by a security model");
}

/* Labels of what its driver has said that it does not have. */
static void add_lacking(struct str *out, const struct host_view *host)
{
	for (const struct action *a = action_table_next(NULL); a; a = action_table_next(a))
		if ((a->flags & ACTION_VERB) && host->cannot[a->arg])
			str_addf(out, "%s%s", out->len ? ", " : "", a->label);
}

static void add_limits(struct doc *doc, const struct host_view *host)
{
	autostr struct str lacking = {0};

	add_lacking(&lacking, host);
	if (host->state != HOST_UP || (!host->why && !lacking.len && host->bulk_stats))
		return;
	doc_heading(doc, "What does not work");
	if (host->why)
		doc_pair(doc, ROLE_DIM, "limit", ROLE_STATE_WARN, host->why);
	if (lacking.len)
		doc_pair(doc, ROLE_DIM, "not there", ROLE_TEXT, str_text(&lacking));
	if (!host->bulk_stats && !host->is_test)
		doc_pair(doc, ROLE_DIM, "figures", ROLE_TEXT, "are asked for one machine after the other: slow");
	else if (!host->bulk_stats)
		doc_pair(doc, ROLE_DIM, "figures", ROLE_TEXT, "of machines are not told by this driver");
}

void hostpage_summary(struct page *page, struct doc *doc)
{
	const struct host_view *host = page->view;
	const struct capabilities *caps = hostpage_capabilities(page);
	struct budget budget;

	budget_of(host, caps, &budget);
	add_state(page, doc, host);
	add_connection(page, doc);
	add_versions(doc, host);
	add_hardware(page, doc);
	add_size(page, doc, caps);
	add_history(page, doc);
	add_machines(page, doc, &budget);
	add_budget(doc, host, &budget);
	add_cpu_budget(doc, host, &budget);
	add_security(doc, caps);
	add_limits(doc, host);
}
