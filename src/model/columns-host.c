// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Hosts pane. */
#include "model/columns.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/units.h"
#include "model/budget.h"
#include "model/columns-common.h"

#define MEMORY_WARN_PERCENT 80 /* of what there is, from which on it is coloured; as of pools */

static bool is_up(const struct host_row *row, struct value *v)
{
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	return row->host->state == HOST_UP;
}

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	value_set_text(v, host_accent(row->host), row->host->name);
}

/* Why it is not up, and what will be done about it. */
static void add_why(const struct host_view *host, const struct cell_ask *ask, struct value *v)
{
	char text[UNITS_SIZE];

	if (host->state == HOST_UP)
		return;
	v->why = host->why;
	if (host->state == HOST_CLOSED && host->by_hand)
		snprintf(v->more, sizeof(v->more), "Enter opens it");
	else if (host->retry_at_ns > ask->now_ns && !clock_is_fixed())
		snprintf(v->more, sizeof(v->more), "next try in %s",
			 units_duration(text, (double)((host->retry_at_ns - ask->now_ns) / NS_PER_S + 1)));
}

static void get_state(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_view *host = ((const struct host_row *)p)->host;
	char age[UNITS_SIZE];
	bool timed = host->state == HOST_LOST || host->state == HOST_CONNECTING;

	value_number(v, host_state_tone(host->state), (double)host->state);
	if (host->unresponsive) {
		units_duration(age, (double)(ask->now_ns - host->asked_since_ns) / NS_PER_S);
		value_printf(v, TONE_WARN, "no answer %s", age);
	} else if (host->slow && !clock_is_fixed()) {
		units_duration(age, (double)host->round_trip_ns / NS_PER_S);
		value_printf(v, TONE_WARN, "slow %s", age);
	} else if (timed && ask->now_ns - host->state_since_ns > NS_PER_S) {
		units_duration(age, (double)(ask->now_ns - host->state_since_ns) / NS_PER_S);
		value_printf(v, v->tone, "%s %s", host_state_text(host->state), age);
	} else {
		value_printf(v, host_health_tone(host), "%s", host_health_text(host));
	}
	add_why(host, ask, v);
}

static void get_group(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	if (row->host->group)
		value_set_text(v, TONE_PLAIN, row->host->group);
}

static void get_round_trip(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	char text[UNITS_SIZE];

	(void)ask;
	/* Nothing was gone round for the test driver inside the program. */
	if (!is_up(row, v) || row->host->round_trip_ns < 20000 || clock_is_fixed())
		return;
	value_number(v, TONE_PLAIN, (double)row->host->round_trip_ns);
	value_printf(v, TONE_PLAIN, "%s",
		     units_duration(text, (double)row->host->round_trip_ns / NS_PER_S));
}

static void get_cpu(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	char text[UNITS_SIZE];

	(void)ask;
	if (!is_up(row, v) || row->host->cpu_percent < 0)
		return;
	value_number(v, TONE_PLAIN, row->host->cpu_percent);
	value_printf(v, TONE_PLAIN, "%s%%", units_percent(text, row->host->cpu_percent));
	v->bar = row->host->cpu_percent / 100;
	v->trend = &row->host->trend;
	v->metric = TREND_CPU;
	v->most = 100;
}

static void get_memory(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	const struct node_info *node = &row->host->node;
	char now[UNITS_SIZE];
	char all[UNITS_SIZE];
	uint64_t used;

	(void)ask;
	if (!is_up(row, v) || !node->memory)
		return;
	units_gib(all, node->memory);
	if (!node->memory_free_known) {
		value_number(v, TONE_DIM, 0);
		value_printf(v, TONE_DIM, "%s GiB", all);
		return;
	}
	used = node->memory > node->memory_free ? node->memory - node->memory_free : 0;
	v->bar = (double)used / (double)node->memory;
	v->trend = &row->host->trend;
	v->metric = TREND_MEMORY;
	v->most = (float)node->memory;
	value_number(v, v->bar * 100 >= MEMORY_WARN_PERCENT ? TONE_WARN : TONE_PLAIN, (double)used);
	value_printf(v, v->tone, "%s / %s GiB", units_gib(now, used), all);
}

static void get_bytes(struct value *v, bool known, uint64_t bytes)
{
	char text[UNITS_SIZE];

	if (!known)
		return;
	value_number(v, TONE_PLAIN, (double)bytes);
	value_printf(v, TONE_PLAIN, "%s", units_bytes(text, bytes));
}

static void get_memory_free(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	if (is_up(row, v))
		get_bytes(v, row->host->node.memory_free_known, row->host->node.memory_free);
}

static void get_huge_free(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	if (is_up(row, v))
		get_bytes(v, row->host->huge_free_known, row->host->huge_free);
}

static void get_domains(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	const struct snapshot *s = row->host->snapshot;
	size_t active = 0;

	(void)ask;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (!s)
		return;
	for (size_t i = 0; i < s->n_domains; i++)
		active += domain_is_active(&s->domains[i]);
	value_number(v, row->host->state == HOST_UP ? TONE_PLAIN : TONE_DIM, (double)s->n_domains);
	value_printf(v, v->tone, "%zu/%zu%s", active, s->n_domains,
		     row->host->state == HOST_UP ? "" : " then");
}

static void get_cpus(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	if (!is_up(row, v) || !row->host->node.cpus)
		return;
	value_number(v, TONE_PLAIN, row->host->node.cpus);
	value_printf(v, TONE_PLAIN, "%u", row->host->node.cpus);
}

static void get_topology(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	const struct node_info *node = &row->host->node;

	(void)ask;
	if (is_up(row, v) && node->sockets && node->cores && node->threads)
		value_printf(v, TONE_PLAIN, "%ux%ux%u", node->sockets, node->cores, node->threads);
}

static void get_told(const struct host_row *row, const char *text, struct value *v)
{
	if (is_up(row, v) && text)
		value_set_text(v, TONE_PLAIN, text);
}

static void get_arch(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	get_told(row, row->host->caps.arch, v);
}

static void get_vendor(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	get_told(row, row->host->caps.vendor, v);
}

static void get_model(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	get_told(row, row->host->caps.model, v);
}

static void get_age(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_view *host = ((const struct host_row *)p)->host;
	double seconds = (double)(ask->now_ns - host->last_answer_ns) / NS_PER_S;
	char text[UNITS_SIZE];

	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (!host->last_answer_ns)
		return;
	/* The clock of a script may stand still since before it. */
	value_number(v, TONE_PLAIN, seconds > 0 ? seconds : 0);
	value_printf(v, TONE_PLAIN, "%s", units_duration(text, v->number < 1 ? 0 : v->number));
}

static void get_uuid(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	char text[UUID_TEXT_SIZE];

	(void)ask;
	if (!is_up(row, v) || !row->host->caps.has_uuid)
		return;
	uuid_format(row->host->caps.uuid, text);
	value_printf(v, TONE_DIM, "%s", text);
}

static void get_overcommit(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	struct budget budget;
	double cpu;
	double memory;

	(void)ask;
	if (!is_up(row, v) || !row->host->snapshot)
		return;
	budget_of(row->host, NULL, &budget);
	cpu = budget_cpu_share(row->host, &budget);
	memory = budget_memory_share(row->host, &budget);
	if (cpu < 0 || memory < 0)
		return;
	value_number(v, memory > 1 ? TONE_WARN : TONE_PLAIN, cpu);
	value_printf(v, v->tone, "cpu %.1f mem %.1f", cpu, memory);
}

static void get_version(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;
	const struct node_info *node = &row->host->node;

	if (!is_up(row, v) || !node->driver)
		return;
	value_printf(v, TONE_DIM, "%s %s / %s%s", node->driver,
		     node->hypervisor_version ? node->hypervisor_version : "", ask->wide ? "libvirt " : "",
		     node->libvirt_version ? node->libvirt_version : "?");
}

static void get_os(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	if (!is_up(row, v))
		return;
	v->kind = VALUE_ABSENT;
	if (row->host->node.os && ask->wide)
		value_set_text(v, TONE_DIM, row->host->node.os);
	else if (row->host->node.os)
		column_os(v, TONE_DIM, row->host->node.os);
}

static void get_uri(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct host_row *row = p;

	(void)ask;
	value_set_text(v, TONE_DIM, row->host->shown_uri);
}

const struct column host_columns[] = {
	{.id = "name", .title = "HOST", .help = "its short name", .flexible = 10, .wide_priority = 5,
	 .get = get_name},
	{.id = "group", .title = "GROUP", .help = "its group in hosts.conf", .width = 12, .priority = 5,
	 .hides = true, .get = get_group},
	{.id = "state", .title = "STATE", .help = "the connection", .width = 17, .priority = 1,
	 .get = get_state},
	{.id = "rtt", .title = "RTT", .help = "how long a small call takes", .width = 7,
	 .priority = 6, .right = true, .get = get_round_trip},
	{.id = "cpu", .title = "CPU", .help = "of all its CPUs", .width = 5, .wide = 12, .bar = 7,
	 .priority = 3, .wide_priority = 7, .right = true, .descending = true, .get = get_cpu},
	{.id = "memory", .title = "MEMORY", .help = "used and all, in GiB", .width = 16, .wide = 22,
	 .bar = 6, .priority = 4, .wide_priority = 9, .right = true, .descending = true,
	 .get = get_memory},
	{.id = "mem_avl", .title = "MEM_AVL", .help = "memory that is free, caches counted as free",
	 .width = 7, .priority = 11, .right = true, .descending = true, .get = get_memory_free},
	{.id = "hp_avl", .title = "HP_AVL", .help = "memory in huge pages that are free, of all sizes",
	 .width = 6, .priority = 17, .right = true, .descending = true, .stats = STATS_PAGES,
	 .get = get_huge_free},
	{.id = "domains", .title = "DOMAINS", .help = "active machines, and all", .width = 10,
	 .priority = 2, .right = true, .descending = true, .get = get_domains},
	{.id = "overcommit", .title = "OVERCOMMIT",
	 .help = "vCPUs of active machines for each CPU, memory they may have for each byte", .width = 15, .priority = 7,
	 .right = true, .descending = true, .get = get_overcommit},
	{.id = "cpus", .title = "CPUS", .help = "CPUs it has: threads of all its cores", .width = 4,
	 .priority = 12, .right = true, .descending = true, .get = get_cpus},
	{.id = "topology", .title = "TOPOLOGY", .help = "sockets, cores of each, threads of each core",
	 .width = 8, .priority = 15, .get = get_topology},
	{.id = "arch", .title = "ARCH", .help = "its architecture", .width = 7, .priority = 14,
	 .stats = STATS_CAPS, .get = get_arch},
	{.id = "vendor", .title = "VENDOR", .help = "who made its CPU", .width = 6, .priority = 16,
	 .stats = STATS_CAPS, .get = get_vendor},
	{.id = "model", .title = "MODEL", .help = "its CPU, as libvirt names it", .width = 16, .wide = 24,
	 .priority = 13, .wide_priority = 20, .stats = STATS_CAPS, .get = get_model},
	{.id = "age", .title = "AGE", .help = "time since its last answer", .width = 6, .priority = 18,
	 .right = true, .descending = true, .get = get_age},
	{.id = "uuid", .title = "UUID", .help = "the UUID of the host", .width = 36, .priority = 19,
	 .stats = STATS_CAPS, .get = get_uuid},
	{.id = "version", .title = "VERSION", .help = "hypervisor and libvirt", .width = 19,
	 .wide = 28, .priority = 8, .wide_priority = 10, .stats = STATS_VERSION, .get = get_version},
	{.id = "uri", .title = "URI", .help = "what it was opened with", .width = 24, .priority = 10,
	 .get = get_uri},
	{.id = "os", .title = "OS",
	 .help = "its operating system, where it is this machine or ssh leads there", .width = 12, .wide = 30,
	 .priority = 21, .wide_priority = 24, .stats = STATS_VERSION, .get = get_os},
	{.id = NULL},
};
