// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Domains pane. */
#include "model/columns.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/units.h"
#include "model/columns-common.h"
#include "model/states.h"

static const struct figures *figures_of(const struct domain_row *row)
{
	return row->host->stats ? stats_find(row->host->stats, row->domain->uuid) : NULL;
}

/* The rows of a host that does not answer show what was true when it last did. */
/* The test driver makes its CPU, disk and net figures up; showing them would be a lie. */
static bool has_figures(const struct domain_row *row, unsigned group, struct value *v)
{
	const struct figures *f = figures_of(row);

	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (!domain_is_active(row->domain) || column_is_old(row->host))
		return false;
	if (row->host->is_test && !row->host->simulated &&
	    (group & (STATS_CPU | STATS_DISK | STATS_NET)))
		return false;
	if (!f || !(f->last.has & group)) {
		if (row->host->bulk_stats && f)
			v->kind = VALUE_SILENT;
		return false;
	}
	return true;
}

const struct figures *domain_figures(const struct domain_row *row, unsigned group)
{
	struct value v = {.kind = VALUE_NONE};

	return has_figures(row, group, &v) ? figures_of(row) : NULL;
}

int64_t domain_silent_ns(const struct domain_row *row, int64_t now_ns)
{
	const struct figures *f = figures_of(row);

	if (!f || !f->silent_since_ns || column_is_old(row->host) || !domain_is_active(row->domain))
		return 0;
	return now_ns > f->silent_since_ns ? now_ns - f->silent_since_ns : 1;
}

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;

	(void)ask;
	value_set_text(v, column_tone(row->host, TONE_PLAIN), row->domain->name);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;

	(void)ask;
	value_set_text(v, host_state_tone(row->host->state) == TONE_BAD ? TONE_BAD
			  : host_accent(row->host) != TONE_PLAIN       ? host_accent(row->host)
								       : TONE_DIM,
		       row->host->name);
}

/* While a guest is waited for its machine may have got into trouble. What is to run again has not come that far before
 * the list says so; it fails by itself. */
static bool hides_trouble(const struct task *task, const struct domain_row *row, int64_t silent_ns)
{
	const struct domain *d = row->domain;

	return task->state == TASK_WAITING && task->goal.states & 1u << DOMAIN_SHUTOFF && !column_is_old(row->host) &&
	       (silent_ns || domain_state_tone(d->state, d->reason) == TONE_BAD);
}

static void get_state(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct domain *d = row->domain;
	struct obj_id id = obj_id_domain(row->host->number, d->uuid);
	const struct task *task = ask->tasks ? tasks_pending(ask->tasks, id) : NULL;
	const struct task *failed = ask->tasks ? tasks_failed(ask->tasks, id) : NULL;
	const char *state = domain_state_text(d->state);
	const char *reason = domain_reason_text(d->state, d->reason);
	const char *twin = row->twin_host;
	int64_t silent_ns = domain_silent_ns(row, ask->now_ns);
	const char *star = d->def.differs ? " " DIFFERS_MARK : "";
	char age[UNITS_SIZE];

	value_number(v, TONE_DIM, domain_state_rank(d->state, d->reason));
	if (task && !hides_trouble(task, row, silent_ns)) {
		if (task->share >= 0)
			value_printf(v, TONE_BUSY, "%s %.0f%%", task->overlay, 100 * task->share);
		else
			value_printf(v, TONE_BUSY, "%s", task->overlay);
	} else if (column_is_old(row->host)) {
		column_ago(row->host, state, ask, v);
	} else if (failed) {
		value_printf(v, TONE_BAD, "%s failed", failed->label);
	} else if (twin) {
		value_printf(v, TONE_BUSY, "%s%salso on %s", ask->wide ? state : "",
			     ask->wide ? ", " : "", twin);
	} else if (silent_ns) {
		units_duration(age, (double)silent_ns / (double)NS_PER_S);
		value_printf(v, TONE_BAD, "%s%sno answer %s", ask->wide ? state : "",
			     ask->wide ? ", " : "", age);
	} else if (reason) {
		value_printf(v, domain_state_tone(d->state, d->reason), "%s: %s%s", state, reason,
			     star);
	} else {
		value_printf(v, domain_state_tone(d->state, d->reason), "%s%s", state, star);
	}
}

static void get_cpu(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct figures *f = figures_of(row);
	unsigned vcpus;
	char text[UNITS_SIZE];

	(void)ask;
	if (!has_figures(row, STATS_CPU, v) || f->cpu_percent < 0)
		return;
	vcpus = f->last.vcpus ? f->last.vcpus : row->domain->def.vcpus;
	value_number(v, f->cpu_percent < 0.05 ? TONE_DIM : TONE_PLAIN, f->cpu_percent);
	value_printf(v, v->tone, "%s", units_percent(text, f->cpu_percent));
	if (vcpus)
		v->bar = f->cpu_percent / (100.0 * vcpus);
}

/* Of a vCPU's time in that of the host's CPUs, at the clock that libvirt tells of them. */
static void get_mhz(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct figures *f = figures_of(row);
	double mhz;

	(void)ask;
	if (!has_figures(row, STATS_CPU, v))
		return;
	v->kind = VALUE_ABSENT;
	if (f->cpu_percent < 0 || !row->host->node.mhz)
		return;
	mhz = f->cpu_percent / 100 * row->host->node.mhz;
	value_number(v, mhz < 0.5 ? TONE_DIM : TONE_PLAIN, mhz);
	value_printf(v, v->tone, "%.0f", mhz);
}

/* Two amounts of memory in one unit, that of the larger: "1.1/4.0G". */
static void print_memory(struct value *v, enum tone tone, uint64_t now, uint64_t most, bool wide)
{
	const double gib = 1024.0 * 1024 * 1024;
	bool small = most < (uint64_t)gib;
	double unit = small ? 1024.0 * 1024 : gib;
	double a = (double)now / unit;
	double b = (double)most / unit;
	const char *suffix = wide ? (small ? " MiB" : " GiB") : (small ? "M" : "G");
	const char *between = wide ? " / " : "/";

	value_number(v, tone, (double)(now ? now : most));
	if (!now)
		value_printf(v, tone, "%.*f%s", b < 99.95 && !small, b, suffix);
	else
		value_printf(v, tone, "%.*f%s%.*f%s", a < 99.95 && !small, a, between,
			     b < 99.95 && !small, b, suffix);
}

static void get_memory(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct domain *d = row->domain;
	const struct figures *f = figures_of(row);

	if (domain_is_active(d) && f && (f->last.has & STATS_MEMORY)) {
		uint64_t most = f->last.memory_max ? f->last.memory_max : d->def.memory_max;

		print_memory(v, column_tone(row->host, TONE_PLAIN), f->last.memory, most, ask->wide);
		if (most && !column_is_old(row->host))
			v->bar = (double)f->last.memory / (double)most;
	} else if (d->def.known && d->def.memory_max) {
		print_memory(v, TONE_DIM, domain_is_active(d) ? d->def.memory : 0,
			     d->def.memory_max, ask->wide);
	} else {
		v->kind = VALUE_ABSENT;
	}
}

static void get_vcpus(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct domain *d = row->domain;
	const struct figures *f = figures_of(row);
	unsigned now = d->def.vcpus;
	unsigned most = d->def.vcpus_max;

	(void)ask;
	if (domain_is_active(d) && f && (f->last.has & STATS_VCPU)) {
		now = f->last.vcpus;
		/* Some drivers tell only of those that it has. */
		if (f->last.vcpus_max > most)
			most = f->last.vcpus_max;
	}
	if (!now) {
		v->kind = VALUE_ABSENT;
		return;
	}
	if (most < now)
		most = now;
	value_number(v, column_tone(row->host, domain_is_active(d) ? TONE_PLAIN : TONE_DIM), now);
	value_printf(v, v->tone, "%u/%u", now, most);
}

static void get_disk(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct figures *f = figures_of(row);

	if (has_figures(row, STATS_DISK, v))
		column_rates(v, f->disk_read_rate, f->disk_write_rate, ask->wide);
}

static void get_net(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct figures *f = figures_of(row);

	if (has_figures(row, STATS_NET, v))
		column_rates(v, f->net_rx_rate, f->net_tx_rate, ask->wide);
}

static void print_flag(struct value *v, const struct domain_row *row, bool on)
{
	if (!row->domain->flags_known) {
		v->kind = VALUE_SILENT;
		return;
	}
	value_number(v, column_tone(row->host, on ? TONE_PLAIN : TONE_DIM), on);
	value_printf(v, v->tone, "%s", on ? "yes" : "no");
}

static void get_autostart(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;

	(void)ask;
	print_flag(v, row, row->domain->autostart);
}

static void get_persistent(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;

	(void)ask;
	print_flag(v, row, row->domain->persistent);
}

static void get_id(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;

	(void)ask;
	if (row->domain->id < 0) {
		v->kind = VALUE_ABSENT;
		return;
	}
	value_number(v, TONE_DIM, row->domain->id);
	value_printf(v, TONE_DIM, "%d", row->domain->id);
}

static void get_snapshots(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;

	(void)ask;
	print_flag(v, row, row->domain->has_snapshot);
}

/* Letters that are not there leave no gap: the column sorts by them. */
static void get_flags(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct domain *d = row->domain;
	bool known = d->flags_known;

	(void)ask;
	value_printf(v, column_tone(row->host, TONE_PLAIN), "%s%s%s%s%s", d->def.differs ? DIFFERS_MARK : "",
		     known && d->autostart ? "A" : "", known && d->managed_save ? "S" : "",
		     known && !d->persistent ? "T" : "", d->has_snapshot ? "n" : "");
	if (!v->buf[0])
		v->kind = known ? VALUE_ABSENT : VALUE_SILENT;
}

static const struct guest_facts *guest_of(const struct domain_row *row)
{
	const struct guests *guests = row->host->guests;

	return guests && domain_is_active(row->domain) ? guests_find(guests, row->domain->uuid) : NULL;
}

static void get_address(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct guest_facts *f = guest_of(row);

	v->kind = VALUE_ABSENT;
	if (!f || !f->addresses)
		return;
	enum tone tone = column_tone(row->host, guest_age_ns(f, ask->now_ns) ? TONE_DIM : TONE_PLAIN);
	if (ask->wide || f->n_all < 2)
		value_set_text(v, tone, f->addresses);
	else
		value_printf(v, tone, "%s +%zu", f->all[0].text, f->n_all - 1);
}

static void get_hostname(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct guest_facts *f = guest_of(row);

	(void)ask;
	v->kind = VALUE_ABSENT;
	if (f && f->hostname)
		value_set_text(v, column_tone(row->host, TONE_PLAIN), f->hostname);
}

static void get_os(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct domain_row *row = p;
	const struct guest_facts *f = guest_of(row);
	bool told = f && f->os;
	const char *os = told ? f->os : row->domain->def.os;
	enum tone tone = told ? column_tone(row->host, TONE_PLAIN) : TONE_DIM;

	v->kind = VALUE_ABSENT;
	if (os && ask->wide)
		value_set_text(v, tone, os);
	else if (os)
		column_os(v, tone, os);
}

/* Narrow widths add up so that 80 columns hold all up to NET and DISK. */
const struct column domain_columns[] = {
	{.id = "name", .title = "NAME", .help = "the machine's name", .flexible = 13,
	 .wide_priority = 8, .get = get_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12,
	 .keeps_end = true, .priority = 3, .wide_priority = 18, .get = get_host},
	{.id = "state", .title = "STATE", .help = "what it does, and why; * changes wait for a power cycle",
	 .width = 17, .wide = 24, .priority = 1, .wide_priority = 19, .get = get_state},
	{.id = "cpu", .title = "CPU%", .help = "CPU time it uses; 100 is one host CPU", .width = 5,
	 .wide = 12, .bar = 7, .priority = 2, .wide_priority = 9, .right = true, .descending = true,
	 .stats = STATS_CPU, .get = get_cpu},
	{.id = "memory", .title = "MEM/MAX", .wide_title = "MEM now / max",
	 .help = "memory it has now, and may have at most", .width = 10, .wide = 17, .bar = 2,
	 .priority = 4, .wide_priority = 10, .right = true, .descending = true,
	 .stats = STATS_MEMORY, .get = get_memory},
	{.id = "vcpus", .title = "vCPU", .help = "vCPUs it has now, and may have at most", .width = 5,
	 .priority = 5, .right = true, .descending = true, .stats = STATS_VCPU, .get = get_vcpus},
	{.id = "disk", .title = "DISK/s", .wide_title = "DISK r / w",
	 .help = "bytes a second read and written, all disks", .width = 6, .wide = 13, .priority = 7,
	 .wide_priority = 16, .right = true, .descending = true, .stats = STATS_DISK,
	 .get = get_disk},
	{.id = "net", .title = "NET/s", .wide_title = "NET rx / tx",
	 .help = "bytes a second received and sent, all NICs", .width = 5, .wide = 13, .priority = 6,
	 .wide_priority = 15, .right = true, .descending = true, .stats = STATS_NET,
	 .get = get_net},
	{.id = "ip", .title = "IP", .help = "its addresses: from the lease, the agent or ARP, +1 is one more; dim when they are old",
	 .width = 15, .keeps_end = true,
	 .wide = 30, .priority = 11, .wide_priority = 22, .stats = STATS_GUEST, .get = get_address},
	{.id = "os", .title = "OS",
	 .help = "its operating system: from the agent, else (dim) what it was made for", .width = 14,
	 .wide = 30, .priority = 20, .wide_priority = 23, .stats = STATS_GUEST, .get = get_os},
	{.id = "hostname", .title = "HOSTNAME",
	 .help = "the name that the guest gives itself, from the agent", .width = 12, .wide = 24, .priority = 21,
	 .wide_priority = 24, .stats = STATS_GUEST,
	 .get = get_hostname},
	{.id = "flags", .title = "FLAGS",
	 .help = "* changes wait for a power cycle; A starts with its host; S has saved state; T transient; "
		 "n has snapshots",
	 .width = 5, .priority = 12, .get = get_flags},
	{.id = "autostart", .title = "AUTO", .help = "starts with its host", .width = 4,
	 .priority = 13, .descending = true, .get = get_autostart},
	{.id = "persistent", .title = "PERS", .help = "has a definition that outlives it", .width = 4,
	 .priority = 14, .descending = true, .get = get_persistent},
	{.id = "snapshots", .title = "SNAP", .help = "has snapshots", .width = 4, .priority = 25,
	 .descending = true, .get = get_snapshots},
	{.id = "id", .title = "ID", .help = "libvirt's number while it is active", .width = 5,
	 .priority = 17, .right = true, .get = get_id},
	{.id = "mhz", .title = "MHZ",
	 .help = "CPU time it uses, in MHz of its host's CPUs: CPU% of the clock that libvirt tells of them",
	 .width = 5, .priority = 26, .right = true, .descending = true, .stats = STATS_CPU, .get = get_mhz},
	{.id = NULL},
};
