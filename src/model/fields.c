// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fields.h"

#include <stdio.h>

#include "base/clock.h"
#include "model/pools.h"
#include "model/states.h"
#include "model/uses.h"

static void set_number(struct filter_value *v, bool known, double number)
{
	v->known = known;
	v->number = number;
}

static void set_age(struct filter_value *v, const struct cell_ask *ask, int64_t since_ns)
{
	set_number(v, since_ns > 0, (double)(ask->now_ns - since_ns) / NS_PER_S);
}

/* NULL: it is in none. */
static const char *group_of(const struct host_view *host)
{
	return host->group;
}

/* The same as the column of this id, in another unit. */
#define FIELD_IN_UNIT(function, columns, id, factor)                                                          \
	static void function(const void *row, const struct cell_ask *ask, struct filter_value *ret)           \
	{                                                                                                     \
		filter_value_of_column(&columns[columns_find(columns, id)], factor, row, ask, ret);           \
	}

/* --- machines ---------------------------------------------------------------------------------- */

#define ROW const struct domain_row *row = p; (void)ask

static const struct guest_facts *guest_of(const struct domain_row *row)
{
	const struct guests *guests = row->host->guests;

	return guests && domain_is_active(row->domain) ? guests_find(guests, row->domain->uuid) : NULL;
}

static void domain_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->domain->name;
}

static void domain_host(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->host->name;
}

static void domain_group(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = group_of(row->host);
}

static void domain_state(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = domain_state_text(row->domain->state);
	v->more = domain_reason_text(row->domain->state, row->domain->reason);
}

static void domain_title(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->domain->def.title;
}

static void domain_tags(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->domain->def.tags;
}

static void domain_addresses(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct guest_facts *guest = guest_of(row);

	v->text = guest ? guest->addresses : NULL;
}

static void domain_os(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct guest_facts *guest = guest_of(row);

	v->text = guest && guest->os ? guest->os : row->domain->def.os;
}

static void domain_hostname(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct guest_facts *guest = guest_of(row);

	v->text = guest ? guest->hostname : NULL;
}

/* uuid_format() takes too long for each of ten thousand rows. */
static void set_uuid(struct filter_value *v, const unsigned char uuid[UUID_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	char *to = v->buf;

	_Static_assert(UUID_TEXT_SIZE <= FILTER_VALUE_SIZE, "a UUID fits");
	for (int i = 0; i < UUID_SIZE; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = digits[uuid[i] >> 4];
		*to++ = digits[uuid[i] & 15];
	}
	*to = '\0';
	v->text = v->buf;
}

static void domain_uuid(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_uuid(v, row->domain->uuid);
}

static void domain_macs(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->domain->def.macs;
}

static void domain_nets(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->domain->def.nets;
}

/* Those that disks name, and those whose directory they are in. */
static void domain_pools(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct roster *pools = host_pools(row->host);
	size_t at = 0;

	v->text = row->domain->def.pools;
	for (size_t i = 0; i < roster_count(pools) && at < sizeof(v->buf); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (machine_is_in(row->domain, pool))
			at += (size_t)snprintf(v->buf + at, sizeof(v->buf) - at, "%s%s", at ? " " : "", pool->name);
	}
	if (!at)
		return;
	v->more = v->text;
	v->text = v->buf;
}

static void domain_cpu(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct figures *f = domain_figures(row, STATS_CPU);

	set_number(v, f && f->cpu_percent >= 0, f ? f->cpu_percent : 0);
}

static void domain_memory(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct domain_definition *def = &row->domain->def;
	const struct figures *f = domain_figures(row, STATS_MEMORY);

	if (f)
		set_number(v, true, (double)f->last.memory);
	else
		set_number(v, def->known && def->memory_max,
			   (double)(domain_is_active(row->domain) ? def->memory : def->memory_max));
}

static void domain_vcpus(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct figures *f = domain_figures(row, STATS_VCPU);
	unsigned vcpus = f ? f->last.vcpus : row->domain->def.vcpus;

	set_number(v, vcpus > 0, vcpus);
}

static void domain_disk(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct figures *f = domain_figures(row, STATS_DISK);

	set_number(v, f && f->disk_read_rate >= 0 && f->disk_write_rate >= 0,
		   f ? f->disk_read_rate + f->disk_write_rate : 0);
}

static void domain_net_rate(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct figures *f = domain_figures(row, STATS_NET);

	set_number(v, f && f->net_rx_rate >= 0 && f->net_tx_rate >= 0,
		   f ? f->net_rx_rate + f->net_tx_rate : 0);
}

static void domain_age(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_age(v, ask, row->host->last_answer_ns);
}

#undef ROW

const struct filter_field domain_fields[] = {
	{FILTER_NAME, domain_name, true, 0},
	{FILTER_HOST, domain_host, true, 0},
	{FILTER_GROUP, domain_group, true, 0},
	{FILTER_STATE, domain_state, true, 0},
	{FILTER_TITLE, domain_title, true, 0},
	{FILTER_TAG, domain_tags, true, 0},
	{FILTER_IP, domain_addresses, true, STATS_GUEST},
	{FILTER_OS, domain_os, true, STATS_GUEST},
	{FILTER_HOSTNAME, domain_hostname, true, STATS_GUEST},
	{FILTER_UUID, domain_uuid, false, 0},
	{FILTER_MAC, domain_macs, false, 0},
	{FILTER_NET, domain_nets, false, 0},
	{FILTER_POOL, domain_pools, false, STATS_POOLS},
	{FILTER_CPU, domain_cpu, false, STATS_CPU},
	{FILTER_MEM, domain_memory, false, STATS_MEMORY},
	{FILTER_VCPUS, domain_vcpus, false, STATS_VCPU},
	{FILTER_DISK, domain_disk, false, STATS_DISK},
	{FILTER_NET_RATE, domain_net_rate, false, STATS_NET},
	{FILTER_AGE, domain_age, false, 0},
	{.get = NULL},
};

/* --- hosts ------------------------------------------------------------------------------------- */

#define HOST const struct host_view *host = ((const struct host_row *)p)->host; (void)ask

static void host_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = host->name;
}

static void host_group(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = group_of(host);
}

static void host_state(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = host_state_text(host->state);
	v->more = host->unresponsive ? "no answer" : host->slow ? "slow" : NULL;
}

static void host_uri(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = host->shown_uri;
}

static void host_why(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = host->why;
}

static void host_cpu(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	set_number(v, host->state == HOST_UP && host->cpu_percent >= 0, host->cpu_percent);
}

static void host_memory(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	const struct node_info *node = &host->node;

	set_number(v, host->state == HOST_UP && node->memory_free_known && node->memory >= node->memory_free,
		   (double)(node->memory - node->memory_free));
}

static void host_age(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	set_age(v, ask, host->last_answer_ns);
}

static void host_uuid(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	if (host->caps.has_uuid)
		set_uuid(v, host->caps.uuid);
}

static void host_arch(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = host->caps.arch;
}

static void host_vendor(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = host->caps.vendor;
}

static void host_model(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	v->text = host->caps.model;
}

static void host_cpus(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	set_number(v, host->node.cpus > 0, host->node.cpus);
}

static void host_memory_free(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	set_number(v, host->state == HOST_UP && host->node.memory_free_known,
		   (double)host->node.memory_free);
}

static void host_huge_free(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	HOST;
	set_number(v, host->state == HOST_UP && host->huge_free_known, (double)host->huge_free);
}

#undef HOST

FIELD_IN_UNIT(host_round_trip, host_columns, "rtt", 1.0 / NS_PER_S)

const struct filter_field host_fields[] = {
	{FILTER_NAME, host_name, true, 0},   {FILTER_HOST, host_name, false, 0},
	{FILTER_GROUP, host_group, true, 0}, {FILTER_STATE, host_state, true, 0},
	{FILTER_URI, host_uri, true, 0},     {FILTER_WHY, host_why, true, 0},
	{FILTER_CPU, host_cpu, false, 0},    {FILTER_MEM, host_memory, false, 0},
	{FILTER_AGE, host_age, false, 0},    {FILTER_CPUS, host_cpus, false, 0},
	{FILTER_UUID, host_uuid, false, STATS_CAPS},
	{FILTER_ARCH, host_arch, false, STATS_CAPS},
	{FILTER_VENDOR, host_vendor, false, STATS_CAPS},
	{FILTER_MODEL, host_model, false, STATS_CAPS},
	{FILTER_MEM_AVL, host_memory_free, false, 0},
	{FILTER_HP_AVL, host_huge_free, false, STATS_PAGES},
	{FILTER_RTT, host_round_trip, false, 0},
	{.get = NULL},
};

/* --- events ------------------------------------------------------------------------------------ */

#define EVENT const struct event_entry *event = ((const struct event_row *)p)->event; (void)ask

static void event_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	EVENT;
	v->text = event->object_name;
}

static void event_host(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	EVENT;
	v->text = event->host_name;
}

static void event_what(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	EVENT;
	v->text = event->what;
}

static void event_why(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	EVENT;
	v->text = event->why;
}

static void event_age(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	EVENT;
	set_number(v, true, (double)(clock_wall_s() - event->wall_s));
}

#undef EVENT

const struct filter_field event_fields[] = {
	{FILTER_NAME, event_name, true, 0}, {FILTER_HOST, event_host, true, 0},
	{FILTER_WHAT, event_what, true, 0}, {FILTER_WHY, event_why, true, 0},
	{FILTER_AGE, event_age, false, 0},  {.get = NULL},
};

/* --- tasks ------------------------------------------------------------------------------------- */

#define TASK const struct task *task = ((const struct task_row *)p)->task; (void)ask

static void task_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	TASK;
	v->text = task->object_name;
}

static void task_host(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	TASK;
	v->text = task->host_name;
}

static void task_state(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	TASK;
	v->text = task_state_text(task->state);
}

static void task_what(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	TASK;
	v->text = task->what;
}

static void task_why(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	TASK;
	v->text = task->error;
}

static void task_age(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	TASK;
	set_number(v, true, (double)(clock_wall_s() - task->asked_wall_s));
}

#undef TASK

FIELD_IN_UNIT(task_took, task_columns, "took", 1.0 / NS_PER_S)

const struct filter_field task_fields[] = {
	{FILTER_NAME, task_name, true, 0},   {FILTER_HOST, task_host, true, 0},
	{FILTER_STATE, task_state, true, 0}, {FILTER_WHAT, task_what, true, 0},
	{FILTER_WHY, task_why, true, 0},     {FILTER_AGE, task_age, false, 0},
	{FILTER_TOOK, task_took, false, 0},
	{.get = NULL},
};

/* --- the log ----------------------------------------------------------------------------------- */

#define LINE const struct log_entry *entry = ((const struct log_row *)p)->entry; (void)ask

static void line_host(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	LINE;
	v->text = entry->host;
}

static void line_level(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	LINE;
	v->text = log_level_text(entry->level);
}

static void line_text(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	LINE;
	v->text = entry->text;
}

static void line_age(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	LINE;
	set_number(v, true, (double)(clock_wall_s() - entry->wall_s));
}

#undef LINE

const struct filter_field log_fields[] = {
	{FILTER_HOST, line_host, true, 0}, {FILTER_LEVEL, line_level, true, 0},
	{FILTER_WHAT, line_text, true, 0}, {FILTER_AGE, line_age, false, 0},
	{.get = NULL},
};
