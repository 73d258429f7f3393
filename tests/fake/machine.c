// SPDX-License-Identifier: GPL-3.0-or-later
/* What the page of a machine shows, on the fake: always the same for a machine, and rates that are always the
 * same. */
#include "tests/fake/machine.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/str.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)
#define READ_NS (2 * NS_PER_S) /* from one reading to the next, on its own clock */

static const struct io_figures per_second[] = {{3 * MIB, 100, 40 * NS_PER_MS}, {MIB, 50, 100 * NS_PER_MS}};

static struct io_figures after(const struct io_figures *rate, uint64_t s)
{
	return (struct io_figures){rate->bytes * s, rate->requests * s, rate->ns * s};
}

/* The letters of vda, vdb ...; the last one of several is a cdrom. */
static const char *target_name(struct arena *arena, unsigned i)
{
	autofree char *name = mem_printf("vd%c", (char)('a' + i % 26));
	return arena_strdup(arena, name);
}

static unsigned disks_of(const struct fake_domain *d)
{
	return d->def.disks ? d->def.disks : 1;
}

static void add_vcpus(const struct fake_domain *d, struct machine_figures *f, uint64_t s)
{
	for (unsigned i = 0; i < d->def.vcpus; i++) {
		struct vcpu_figures *v = arr_add(f->vcpus, f->n_vcpus, f->cap_vcpus);
		*v = (struct vcpu_figures){.number = i, .state = VCPU_UNKNOWN, .cpu = -1, .pins = "0-7"};
		if (d->id < 0)
			continue;
		v->state = i ? VCPU_BLOCKED : VCPU_RUNNING;
		v->cpu = (int)(i + 2);
		v->time_known = v->wait_known = v->delay_known = true;
		v->time_ns = s * (uint64_t)(i ? NS_PER_S / 20 : NS_PER_S / 2);
		v->wait_ns = s * (uint64_t)NS_PER_MS;
		v->delay_ns = s * (uint64_t)NS_PER_MS * 2;
	}
	f->emulator_pins = "0-3";
}

static void add_disks(const struct fake_domain *d, struct machine_figures *f, uint64_t s)
{
	for (unsigned i = 0; i < disks_of(d); i++) {
		struct disk_figures *disk = arr_add(f->disks, f->n_disks, f->cap_disks);
		disk->target = target_name(f->arena, i);
		disk->sizes = true;
		disk->capacity = 20 * GIB;
		disk->allocation = disk->physical = 5 * GIB;
		if (d->id < 0)
			continue;
		disk->counters = disk->errors_known = true;
		disk->errors = d->state == DOMAIN_PAUSED ? 3 : 0;
		disk->read = after(&per_second[0], s);
		disk->written = after(&per_second[1], s);
	}
}

static const char *mac_text(struct arena *arena, const struct fake_domain *d, unsigned i)
{
	autofree char *mac = fake_mac(d, i);
	return arena_strdup(arena, mac);
}

static const char *nic_name(struct arena *arena, unsigned i)
{
	autofree char *name = mem_printf("vnet%u", i);
	return arena_strdup(arena, name);
}

static void add_nics(const struct fake_domain *d, struct machine_figures *f, uint64_t s)
{
	for (unsigned i = 0; i < d->def.nics && d->id >= 0; i++) {
		struct nic_figures *nic = arr_add(f->nics, f->n_nics, f->cap_nics);
		nic->target = nic_name(f->arena, i);
		nic->received = (struct packet_figures){s * 2 * MIB, s * 1000, 0, s};
		nic->sent = (struct packet_figures){s * MIB / 2, s * 400, 0, 0};
	}
	struct guest_facts leased = {0};
	if (d->id >= 0)
		fake_add_addresses(d, GUEST_LEASE, &leased);
	f->addresses = leased.all;
	f->n_addresses = leased.n_all;
}

static void add_balloon(const struct fake_domain *d, struct machine_figures *f)
{
	const uint64_t current = d->def.memory;
	const uint64_t values[BALLOON_COUNT] = {
		[BALLOON_CURRENT] = current,	    [BALLOON_MAXIMUM] = d->def.memory_max,
		[BALLOON_RSS] = current / 2,	    [BALLOON_AVAILABLE] = current / 100 * 97,
		[BALLOON_UNUSED] = current / 4,	    [BALLOON_USABLE] = current / 2,
		[BALLOON_DISK_CACHES] = current / 8, [BALLOON_MAJOR_FAULTS] = 12,
	};
	memcpy(f->balloon, values, sizeof(values));
	f->balloon_known = 1u << BALLOON_CURRENT | 1u << BALLOON_MAXIMUM;
	if (d->id >= 0)
		f->balloon_known = (1u << BALLOON_HUGE_ALLOCATED) - 1;
	f->balloon_updated_s = d->id >= 0 ? f->wall_s - 7 : 0;
}

struct machine_figures *fake_machine_figures(struct fake_host *host, const struct fake_domain *d)
{
	struct machine_figures *f = machine_figures_create();
	f->time_ns = host->machine_clock_ns += READ_NS;
	uint64_t s = (uint64_t)(f->time_ns / NS_PER_S);
	f->active = d->id >= 0;
	f->wall_s = clock_wall_s();
	f->cpu_known = f->active;
	f->cpu_ns = s * (uint64_t)NS_PER_S;
	add_vcpus(d, f, s);
	add_disks(d, f, s);
	add_nics(d, f, s);
	add_balloon(d, f);
	if (d->job_until_ns)
		f->job = "saving";
	return f;
}

static void add_disk_definitions(const struct fake_domain *d, struct machine_definition *def)
{
	for (unsigned i = 0; i <= disks_of(d); i++) {
		struct disk_definition *disk = arr_add(def->disks, def->n_disks, def->cap_disks);
		bool cdrom = i == disks_of(d);
		autofree char *path = mem_printf("/var/lib/libvirt/images/%s-%u.qcow2", d->name, i);
		disk->target = cdrom ? "sda" : target_name(def->arena, i);
		disk->bus = cdrom ? "sata" : "virtio";
		disk->device = cdrom ? "cdrom" : "disk";
		disk->source = cdrom ? NULL : arena_strdup(def->arena, path);
		disk->format = cdrom ? "raw" : "qcow2";
		disk->readonly = cdrom;
		if (i == 0)
			disk->chain[disk->n_chain++] = "/var/lib/libvirt/images/base.qcow2";
	}
}

static void add_nic_definitions(const struct fake_domain *d, struct machine_definition *def)
{
	for (unsigned i = 0; i < d->def.nics; i++) {
		struct nic_definition *nic = arr_add(def->nics, def->n_nics, def->cap_nics);
		nic->source = i ? "bridge br0" : "network default";
		nic->mac = mac_text(def->arena, d, i);
		nic->model = "virtio";
		nic->target = d->id >= 0 ? nic_name(def->arena, i) : NULL;
		nic->link = i ? "down" : "up";
	}
}

static char *xml_of(const struct fake_domain *d, const char *title)
{
	return mem_printf("<domain type='kvm'>\n"
			  "  <name>%s</name>\n"
			  "  <title>%s</title>\n"
			  "  <vcpu>%u</vcpu>\n"
			  "  <devices>\n"
			  "    <disk type='file' device='disk'>\n"
			  "      <target dev='vda' bus='virtio'/>\n"
			  "    </disk>\n"
			  "    <graphics type='vnc' port='-1'/>\n"
			  "  </devices>\n"
			  "</domain>\n",
			  d->name, title, d->def.vcpus);
}

struct machine_definition *fake_machine_definition(const struct fake_domain *d)
{
	struct machine_definition *def = machine_definition_create();
	bool active = d->id >= 0;
	add_disk_definitions(d, def);
	add_nic_definitions(d, def);
	if (d->def.has_display)
		*arr_add(def->displays, def->n_displays, def->cap_displays) =
			(struct display_definition){"vnc", "127.0.0.1", active ? 5900 + d->id : -1};
	def->agent = !d->def.has_agent ? AGENT_NONE
		     : !active	       ? AGENT_UNKNOWN
		     : d->agent_away   ? AGENT_DISCONNECTED
				       : AGENT_CONNECTED;
	def->balloon = "virtio";
	def->balloon_period = 5;
	def->type = "kvm";
	def->system = "x86_64 pc-q35-7.2";
	def->cpu = "host-model";
	autofree char *xml = xml_of(d, d->title ? d->title : "");
	def->xml = arena_strdup(def->arena, xml);
	if (active && d->persistent) {
		autofree char *kept = xml_of(d, d->def.differs ? "another" : d->title ? d->title : "");
		def->kept = arena_strdup(def->arena, kept);
		const char *end = strstr(def->xml, "</domain>");
		autofree char *run = mem_printf("%.*s  <seclabel type='dynamic'/>\n</domain>\n",
						(int)(end - def->xml), def->xml);
		def->without_run = arena_strdup(def->arena, run);
		def->counting = d->def.differs ? def->xml : def->kept;
		def->differences = d->def.differs ? "title is none now, another after a power cycle" : NULL;
	}
	return def;
}

struct machine_snapshots *fake_machine_snapshots(const struct fake_domain *d)
{
	struct machine_snapshots *s = machine_snapshots_create();
	static const struct snapshot_entry two[] = {
		{"installed", NULL, "shutoff", 1767225600, false},
		{"before-upgrade", "installed", "running", 1769904000, true},
	};
	for (size_t i = 0; i < ARRAY_SIZE(two) && d->has_snapshot; i++)
		*arr_add(s->all, s->n, s->cap) = two[i];
	return s;
}
