// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/readers.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/str.h"
#include "model/machine.h"
#include "virt/internal.h"
#include "virt/sample.h"
#include "virt/virerr.h"
#include "xml/machine.h"

static_assert((int)VCPU_OFFLINE == (int)VIR_VCPU_OFFLINE, "states are libvirt's");
static_assert((int)VCPU_RUNNING == (int)VIR_VCPU_RUNNING, "states are libvirt's");
static_assert((int)VCPU_BLOCKED == (int)VIR_VCPU_BLOCKED, "states are libvirt's");

#define THINGS_MOST 4096 /* vCPUs, disks, NICs of a machine */
#define CPUS_MOST   8192 /* of a host */
#define SIZES_MOST  32   /* disks that are asked for one by one, each time */

/* ---- libvirt's bulk figures ---- */

/* "block.3.rd.bytes" is thing 3 and "rd.bytes" after "block."; false when it has another beginning. */
static bool split_field(const char *field, const char *group, unsigned *ret_index, const char **ret_rest)
{
	size_t len = strlen(group);
	int used = 0;
	if (strncmp(field, group, len) != 0 || field[len] != '.' ||
	    sscanf(field + len + 1, "%6u.%n", ret_index, &used) != 1 || !used)
		return false;
	*ret_rest = field + len + 1 + used;
	return *ret_index < THINGS_MOST;
}

struct place {
	const char *name;
	size_t offset;
};

static uint64_t *find_place(void *thing, const struct place *places, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(places[i].name, name) == 0)
			return (uint64_t *)(void *)((char *)thing + places[i].offset);
	return NULL;
}

static struct vcpu_figures *need_vcpu(struct machine_figures *f, unsigned number)
{
	for (size_t i = 0; i < f->n_vcpus; i++)
		if (f->vcpus[i].number == number)
			return &f->vcpus[i];
	struct vcpu_figures *v = arr_add(f->vcpus, f->n_vcpus, f->cap_vcpus);
	*v = (struct vcpu_figures){.number = number, .state = VCPU_UNKNOWN, .cpu = -1};
	return v;
}

static void read_vcpu(struct machine_figures *f, unsigned number, const char *name, const virTypedParameter *p)
{
	struct vcpu_figures *v = need_vcpu(f, number);
	if (strcmp(name, "state") == 0) {
		v->state = (enum vcpu_state)sample_number(p);
	} else if (strcmp(name, "time") == 0) {
		v->time_ns = sample_number(p);
		v->time_known = true;
	} else if (strcmp(name, "wait") == 0) {
		v->wait_ns = sample_number(p);
		v->wait_known = true;
	} else if (strcmp(name, "delay") == 0) {
		v->delay_ns = sample_number(p);
		v->delay_known = true;
	}
}

#define AT(field) offsetof(struct disk_figures, field)
static const struct place disk_places[] = {
	{"rd.bytes", AT(read.bytes)},	 {"rd.reqs", AT(read.requests)},    {"rd.times", AT(read.ns)},
	{"wr.bytes", AT(written.bytes)}, {"wr.reqs", AT(written.requests)}, {"wr.times", AT(written.ns)},
	{"fl.reqs", AT(flushed.requests)}, {"fl.times", AT(flushed.ns)},    {"errors", AT(errors)},
	{"capacity", AT(capacity)},	 {"allocation", AT(allocation)},    {"physical", AT(physical)},
};
#undef AT

static void read_disk(struct machine_figures *f, unsigned number, const char *name, const virTypedParameter *p)
{
	while (f->n_disks <= number)
		arr_add(f->disks, f->n_disks, f->cap_disks);
	struct disk_figures *disk = &f->disks[number];
	uint64_t *place = find_place(disk, disk_places, ARRAY_SIZE(disk_places), name);
	if (place)
		*place = sample_number(p);
	if (strcmp(name, "name") == 0 && p->type == VIR_TYPED_PARAM_STRING)
		disk->target = arena_strdup(f->arena, p->value.s);
	disk->counters |= str_starts(name, "rd.");
	disk->errors_known |= strcmp(name, "errors") == 0;
	disk->sizes |= strcmp(name, "capacity") == 0;
}

#define AT(field) offsetof(struct nic_figures, field)
static const struct place nic_places[] = {
	{"rx.bytes", AT(received.bytes)}, {"rx.pkts", AT(received.packets)}, {"rx.errs", AT(received.errors)},
	{"rx.drop", AT(received.drops)},  {"tx.bytes", AT(sent.bytes)},	     {"tx.pkts", AT(sent.packets)},
	{"tx.errs", AT(sent.errors)},	  {"tx.drop", AT(sent.drops)},
};
#undef AT

static void read_nic(struct machine_figures *f, unsigned number, const char *name, const virTypedParameter *p)
{
	while (f->n_nics <= number)
		arr_add(f->nics, f->n_nics, f->cap_nics);
	struct nic_figures *nic = &f->nics[number];
	uint64_t *place = find_place(nic, nic_places, ARRAY_SIZE(nic_places), name);
	if (place)
		*place = sample_number(p);
	if (strcmp(name, "name") == 0 && p->type == VIR_TYPED_PARAM_STRING)
		nic->target = arena_strdup(f->arena, p->value.s);
}

static const struct {
	const char *name;
	bool kib;
} balloon_names[] = {
	[BALLOON_CURRENT] = {"current", true},
	[BALLOON_MAXIMUM] = {"maximum", true},
	[BALLOON_RSS] = {"rss", true},
	[BALLOON_AVAILABLE] = {"available", true},
	[BALLOON_UNUSED] = {"unused", true},
	[BALLOON_USABLE] = {"usable", true},
	[BALLOON_DISK_CACHES] = {"disk_caches", true},
	[BALLOON_SWAP_IN] = {"swap_in", true},
	[BALLOON_SWAP_OUT] = {"swap_out", true},
	[BALLOON_MAJOR_FAULTS] = {"major_fault", false},
	[BALLOON_MINOR_FAULTS] = {"minor_fault", false},
	[BALLOON_HUGE_ALLOCATED] = {"hugetlb_pgalloc", false},
	[BALLOON_HUGE_FAILED] = {"hugetlb_pgfail", false},
};
static_assert(ARRAY_SIZE(balloon_names) == BALLOON_COUNT, "a name for each");

static void put_balloon(struct machine_figures *f, enum balloon_figure which, uint64_t value)
{
	f->balloon[which] = balloon_names[which].kib ? value * 1024 : value;
	f->balloon_known |= 1u << which;
}

static void read_balloon(struct machine_figures *f, const char *name, const virTypedParameter *p)
{
	for (enum balloon_figure i = 0; i < BALLOON_COUNT; i++)
		if (strcmp(balloon_names[i].name, name) == 0)
			put_balloon(f, i, sample_number(p));
	if (strcmp(name, "last-update") == 0)
		f->balloon_updated_s = (int64_t)sample_number(p);
}

static void read_cpu(struct machine_figures *f, const char *name, const virTypedParameter *p)
{
	if (strcmp(name, "time") == 0) {
		f->cpu_ns = sample_number(p);
		f->cpu_known = true;
	}
}

static void read_param(struct machine_figures *f, const virTypedParameter *p)
{
	static const struct {
		const char *name;
		void (*read)(struct machine_figures *f, unsigned number, const char *name,
			     const virTypedParameter *p);
	} groups[] = {{"vcpu", read_vcpu}, {"block", read_disk}, {"net", read_nic}};
	unsigned number;
	const char *rest;
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		if (split_field(p->field, groups[i].name, &number, &rest)) {
			groups[i].read(f, number, rest, p);
			return;
		}
	if (str_starts(p->field, "balloon."))
		read_balloon(f, p->field + strlen("balloon."), p);
	else if (str_starts(p->field, "cpu."))
		read_cpu(f, p->field + strlen("cpu."), p);
}

/* False for an error that is no "this driver has none". With NOWAIT half of it would be missing whenever somebody
 * else asks its QEMU at the same moment. */
static bool read_bulk(struct conn *conn, virDomainPtr domain, struct machine_figures *f, struct err *err)
{
	virDomainPtr one[] = {domain, NULL};
	virDomainStatsRecordPtr *records = NULL;
	unsigned groups = VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU |
			  VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK;
	int64_t before_ns = clock_now_ns();
	int n = virDomainListGetStats(one, groups, &records, 0);
	f->time_ns = before_ns + (clock_now_ns() - before_ns) / 2;
	if (n < 0) {
		autoerr struct err why = {0};
		virerr_take(&why, conn->vir);
		if (why.code == ERR_UNSUPPORTED)
			return true;
		err_move(err, &why);
		return false;
	}
	for (int i = 0; n > 0 && i < records[0]->nparams; i++)
		read_param(f, &records[0]->params[i]);
	virDomainStatsRecordListFree(records);
	return true;
}

/* ---- what the bulk figures do not have ---- */

static int count_host_cpus(struct conn *conn)
{
	virNodeInfo info;
	int n = virNodeGetCPUMap(conn->vir, NULL, NULL, 0);
	if (n <= 0)
		n = virNodeGetInfo(conn->vir, &info) == 0 ? (int)VIR_NODEINFO_MAXCPUS(info) : 0;
	return n > CPUS_MOST ? CPUS_MOST : n;
}

/* "0-3,8" */
static const char *pins_text(struct machine_figures *f, const unsigned char *map, int cpus)
{
	autostr struct str text = {0};
	for (int i = 0; i < cpus; i++) {
		int first = i;
		if (!(map[i / 8] & (1u << (i % 8))))
			continue;
		while (i + 1 < cpus && (map[(i + 1) / 8] & (1u << ((i + 1) % 8))))
			i++;
		str_addf(&text, first == i ? "%s%d" : "%s%d-%d", text.len ? "," : "", first, i);
	}
	return arena_strdup(f->arena, str_text(&text));
}

static void read_vcpu_places(struct conn *conn, virDomainPtr domain, struct machine_figures *f, int cpus)
{
	virDomainInfo info;
	if (virDomainGetInfo(domain, &info) < 0 || !info.nrVirtCpu || info.nrVirtCpu > THINGS_MOST)
		return;
	int n = info.nrVirtCpu, length = VIR_CPU_MAPLEN(cpus);
	autofree virVcpuInfo *infos = mem_new_array((size_t)n, sizeof(*infos));
	autofree unsigned char *maps = mem_new_array((size_t)n, (size_t)length);
	n = virDomainGetVcpus(domain, infos, n, maps, length);
	for (int i = 0; i < n; i++) {
		struct vcpu_figures *v = need_vcpu(f, infos[i].number);
		v->cpu = infos[i].cpu;
		v->pins = pins_text(f, &maps[i * length], cpus);
		if (v->state == VCPU_UNKNOWN)
			v->state = (enum vcpu_state)infos[i].state;
		if (!v->time_known && !conn->facts.is_test) {
			v->time_ns = infos[i].cpuTime;
			v->time_known = true;
		}
	}
}

/* Of one that is off. */
static void read_vcpu_pins(virDomainPtr domain, struct machine_figures *f, int cpus)
{
	int n = virDomainGetVcpusFlags(domain, VIR_DOMAIN_AFFECT_CONFIG);
	int length = VIR_CPU_MAPLEN(cpus);
	if (n <= 0 || n > THINGS_MOST)
		return;
	autofree unsigned char *maps = mem_new_array((size_t)n, (size_t)length);
	n = virDomainGetVcpuPinInfo(domain, n, maps, length, VIR_DOMAIN_AFFECT_CONFIG);
	for (int i = 0; i < n; i++)
		need_vcpu(f, (unsigned)i)->pins = pins_text(f, &maps[i * length], cpus);
}

static void read_pins(struct conn *conn, virDomainPtr domain, struct machine_figures *f)
{
	int cpus = count_host_cpus(conn);
	if (cpus <= 0)
		return;
	if (f->active)
		read_vcpu_places(conn, domain, f, cpus);
	else
		read_vcpu_pins(domain, f, cpus);
	autofree unsigned char *map = mem_new_array((size_t)VIR_CPU_MAPLEN(cpus), 1);
	unsigned flags = f->active ? VIR_DOMAIN_AFFECT_LIVE : VIR_DOMAIN_AFFECT_CONFIG;
	if (virDomainGetEmulatorPinInfo(domain, map, VIR_CPU_MAPLEN(cpus), flags) >= 0)
		f->emulator_pins = pins_text(f, map, cpus);
}

static bool read_size(virDomainPtr domain, struct disk_figures *disk)
{
	virDomainBlockInfo info;
	if (virDomainGetBlockInfo(domain, disk->target, &info, 0) < 0)
		return false;
	disk->sizes = true;
	disk->capacity = info.capacity;
	disk->allocation = info.allocation;
	disk->physical = info.physical;
	return true;
}

/* The bulk figures' allocation is how far QEMU has written, nothing as long as it has not. QEMU has just answered
 * for those that have counters. */
static void refine_sizes(virDomainPtr domain, struct machine_figures *f)
{
	for (size_t i = 0; i < f->n_disks && i < SIZES_MOST; i++)
		if (f->disks[i].target && f->disks[i].counters && f->disks[i].sizes)
			read_size(domain, &f->disks[i]);
}

static void add_size(struct conn *conn, virDomainPtr domain, struct machine_figures *f, const char *target)
{
	struct disk_figures *disk = arr_add(f->disks, f->n_disks, f->cap_disks);
	disk->target = arena_strdup(f->arena, target);
	if (read_size(domain, disk))
		return;
	autoerr struct err why = {0};
	virerr_take(&why, conn->vir);
	disk->why = arena_strdup(f->arena, why.text);
}

/* The bulk figures have no disks of one that is off. */
static void read_sizes(struct work *work, struct conn *conn, virDomainPtr domain, struct machine_figures *f)
{
	autofree char *xml = virDomainGetXMLDesc(domain, 0);
	struct machine_definition *d = xml ? machine_definition_create() : NULL;
	bool ok = d && machine_read_xml(xml, d, NULL);
	for (size_t i = 0; ok && i < d->n_disks && !work_cancelled(work); i++)
		if (d->disks[i].source)
			add_size(conn, domain, f, d->disks[i].target);
	if (d)
		machine_definition_free(d);
}

static void read_memory(virDomainPtr domain, struct machine_figures *f)
{
	virDomainInfo info;
	if (virDomainGetInfo(domain, &info) < 0)
		return;
	put_balloon(f, BALLOON_CURRENT, info.memory);
	put_balloon(f, BALLOON_MAXIMUM, info.maxMem);
}

/* Without the agent, which may hang. */
static bool read_addresses(struct conn *conn, virDomainPtr domain, struct machine_figures *f, struct err *err)
{
	struct guest_facts found = {0};
	bool ok = guest_read_addresses(conn, domain, GUEST_LEASE, &found, err) &&
		  guest_read_addresses(conn, domain, GUEST_ARP, &found, err);
	f->addresses = found.all;
	f->n_addresses = found.n_all;
	return ok;
}

static const char *operation_text(int operation)
{
	switch ((virDomainJobOperation)operation) {
	case VIR_DOMAIN_JOB_OPERATION_START:
		return "starting";
	case VIR_DOMAIN_JOB_OPERATION_SAVE:
		return "saving";
	case VIR_DOMAIN_JOB_OPERATION_RESTORE:
		return "restoring";
	case VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN:
		return "migrating to here";
	case VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT:
		return "migrating away";
	case VIR_DOMAIN_JOB_OPERATION_SNAPSHOT:
		return "making a snapshot";
	case VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT:
		return "going back to a snapshot";
	case VIR_DOMAIN_JOB_OPERATION_DUMP:
		return "dumping memory";
	case VIR_DOMAIN_JOB_OPERATION_BACKUP:
		return "making a backup";
	case VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_DELETE:
		return "deleting a snapshot";
	case VIR_DOMAIN_JOB_OPERATION_UNKNOWN:
		break;
	}
	return "something that it does not name";
}

static void read_job(virDomainPtr domain, struct machine_figures *f)
{
	virTypedParameterPtr params = NULL;
	int type = VIR_DOMAIN_JOB_NONE, n = 0, operation = 0;
	unsigned long long total = 0, left = 0;
	if (virDomainGetJobStats(domain, &type, &params, &n, 0) < 0)
		return;
	if (type == VIR_DOMAIN_JOB_BOUNDED || type == VIR_DOMAIN_JOB_UNBOUNDED) {
		virTypedParamsGetInt(params, n, VIR_DOMAIN_JOB_OPERATION, &operation);
		f->job = operation_text(operation);
		if (virTypedParamsGetULLong(params, n, VIR_DOMAIN_JOB_DATA_TOTAL, &total) == 1 && total &&
		    virTypedParamsGetULLong(params, n, VIR_DOMAIN_JOB_DATA_REMAINING, &left) == 1 && left <= total)
			f->job_percent = 100.0 * (double)(total - left) / (double)total;
	}
	virTypedParamsFree(params, n);
}

static const char *block_job_text(int type)
{
	switch (type) {
	case VIR_DOMAIN_BLOCK_JOB_TYPE_PULL:
		return "pulled up from what it is based on";
	case VIR_DOMAIN_BLOCK_JOB_TYPE_COPY:
		return "copied";
	case VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT:
	case VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT:
		return "committed to what it is based on";
	case VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP:
		return "backed up";
	}
	return "worked on";
}

/* Of disks that have figures; what has no such call tells of the first that it has none. */
static void read_block_jobs(virDomainPtr domain, struct machine_figures *f)
{
	for (size_t i = 0; i < f->n_disks && i < SIZES_MOST; i++) {
		virDomainBlockJobInfo info = {0};
		int n = virDomainGetBlockJobInfo(domain, f->disks[i].target, &info, 0);

		if (n < 0 && virGetLastErrorCode() == VIR_ERR_NO_SUPPORT)
			return;
		if (n <= 0)
			continue;
		f->disks[i].job = block_job_text(info.type);
		f->disks[i].job_percent = info.end ? 100.0 * (double)info.cur / (double)info.end : -1;
	}
}

static bool read_all(struct work *work, struct conn *conn, virDomainPtr domain, struct machine_figures *f,
		     struct err *err)
{
	int active = virDomainIsActive(domain);
	if (active < 0)
		return virerr_take(err, conn->vir);
	f->active = active;
	f->wall_s = clock_wall_s();
	if (!read_bulk(conn, domain, f, err))
		return false;
	if (!f->balloon_known)
		read_memory(domain, f);
	read_pins(conn, domain, f);
	if (active)
		refine_sizes(domain, f);
	else
		read_sizes(work, conn, domain, f);
	if (active && !conn->facts.is_test && !read_addresses(conn, domain, f, err))
		return false;
	if (active)
		read_job(domain, f);
	if (active && !conn->facts.is_test)
		read_block_jobs(domain, f);
	return true;
}

void *read_machine(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	virDomainPtr domain = virDomainLookupByUUID(conn->vir, key->uuid);
	struct machine_figures *f = domain ? machine_figures_create() : NULL;
	if (!domain) {
		virerr_take(err, conn->vir);
		return NULL;
	}
	if (!read_all(work, conn, domain, f, err)) {
		machine_figures_free(f);
		f = NULL;
	}
	virDomainFree(domain);
	virResetLastError();
	return f;
}
