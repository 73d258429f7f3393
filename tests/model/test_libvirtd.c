// SPDX-License-Identifier: GPL-3.0-or-later
/* src/virt against a real libvirtd with a running guest: VIRTTY_TEST_LIBVIRTD_URI. virsh says what
 * is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/capabilities.h"
#include "model/networks.h"
#include "model/nodestate.h"
#include "model/nwfilters.h"
#include "model/pools.h"
#include "model/secrets.h"
#include "rig.h"

#define SKIPPED 77
#define GUEST "virtty-test"

static const char *uri;

static int setup(void **state)
{
	autoerr struct err err = {0};
	struct rig *rig = rig_create();
	*state = rig;
	if (rig_open(rig, uri, false, &err))
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

/* What virsh prints; the caller frees. A failure fails the test unless fails is true. The loop goes
 * on meanwhile, as the daemon wants its pings answered. */
static char *virsh(struct rig *rig, bool fails, const char *args)
{
	autofree char *command = mem_printf("virsh -q -c '%s' %s%s", uri, args,
					    fails ? " 2>/dev/null" : "");
	struct str out = {0};
	char buf[4096];
	FILE *pipe = popen(command, "re");
	assert_non_null(pipe);
	assert_int_equal(fcntl(fileno(pipe), F_SETFL, O_NONBLOCK), 0);
	for (ssize_t n; (n = read(fileno(pipe), buf, sizeof(buf))) != 0;) {
		if (n > 0)
			str_addn(&out, buf, (size_t)n);
		else
			loop_turn(rig->loop);
	}
	int status = pclose(pipe);
	if (status != 0 && !fails)
		fail_msg("%s: status %d", command, status);
	return str_take(&out);
}

/* The number behind "key=" or "key:" at the start of a line. False when there is none. */
static bool said(const char *text, const char *key, uint64_t *ret)
{
	for (const char *line = text; line && *line;) {
		line += strspn(line, " ");
		const char *end = str_starts(line, key) ? line + strlen(key) + strspn(line + strlen(key), " ") : "";
		if (*end && strchr("=:", *end)) {
			*ret = strtoull(end + 1, NULL, 10);
			return true;
		}
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return false;
}

static uint64_t number(const char *text, const char *key)
{
	uint64_t n = 0;
	if (!said(text, key, &n))
		fail_msg("virsh does not tell %s", key);
	return n;
}

static uint64_t sum(const char *text, const char *group, const char *field)
{
	uint64_t total = 0;
	autofree char *count = mem_printf("%s.count", group);
	for (uint64_t i = 0, n = number(text, count); i < n; i++) {
		autofree char *key = mem_printf("%s.%d.%s", group, (int)i, field);
		uint64_t one = 0;
		total += said(text, key, &one) ? one : 0;
	}
	return total;
}

static void facts(void **state)
{
	struct conn_facts facts = rig_facts(*state);
	assert_false(facts.is_test);
	assert_false(facts.shares_lane);
	assert_true(facts.bulk_stats);
}

static void check_flag(struct rig *rig, const struct snapshot *s, const char *args,
		       bool (*has)(const struct domain *d))
{
	autofree char *lines = virsh(rig, false, args);
	size_t ours = 0, theirs = 0;
	for (const char *line = lines; *line; line += strcspn(line, "\n"), line += *line == '\n')
		theirs += *line != '\n';
	for (size_t i = 0; i < s->n_domains; i++) {
		char uuid[UUID_TEXT_SIZE];
		uuid_format(s->domains[i].uuid, uuid);
		ours += has(&s->domains[i]);
		assert_int_equal(strstr(lines, uuid) != NULL, has(&s->domains[i]));
	}
	assert_int_equal(ours, theirs);
}

static bool is_there(const struct domain *d)
{
	return d->name && d->flags_known;
}

static bool is_persistent(const struct domain *d)
{
	return d->persistent;
}

static bool is_autostart(const struct domain *d)
{
	return d->autostart;
}

static bool has_managed_save(const struct domain *d)
{
	return d->managed_save;
}

static bool is_running(const struct domain *d)
{
	return d->state == DOMAIN_RUNNING;
}

static void list(void **state)
{
	struct rig *rig = *state;
	struct snapshot *s = list_ok(rig);
	assert_true(s->n_domains > 0);
	check_flag(rig, s, "list --uuid --all", is_there);
	check_flag(rig, s, "list --uuid", domain_is_active);
	check_flag(rig, s, "list --uuid --state-running", is_running);
	check_flag(rig, s, "list --uuid --all --persistent", is_persistent);
	check_flag(rig, s, "list --uuid --all --autostart", is_autostart);
	check_flag(rig, s, "list --uuid --all --with-managed-save", has_managed_save);
	snapshot_unref(s);
}

static void between(const char *what, uint64_t before, uint64_t ours, uint64_t after)
{
	if (ours < before || ours > after)
		fail_msg("%s: %llu is not between %llu and %llu", what, (unsigned long long)ours,
			 (unsigned long long)before, (unsigned long long)after);
}

/* Counters only rise, so that ours lies between what virsh says before and after. */
static void compare_figures(const struct sample *s, const char *before, const char *after)
{
	static const struct {
		const char *group, *field;
		size_t offset;
	} sums[] = {
		{"block", "rd.bytes", offsetof(struct sample, disk_read)},
		{"block", "wr.bytes", offsetof(struct sample, disk_written)},
		{"net", "rx.bytes", offsetof(struct sample, net_received)},
		{"net", "tx.bytes", offsetof(struct sample, net_sent)},
	};
	assert_int_equal(s->has, STATS_ALL);
	assert_int_equal(s->state, number(before, "state.state"));
	assert_int_equal(s->reason, number(before, "state.reason"));
	between("cpu.time", number(before, "cpu.time"), s->cpu_ns, number(after, "cpu.time"));
	assert_true(s->cpu_ns > 0);
	assert_int_equal(s->memory, number(before, "balloon.current") * 1024);
	assert_int_equal(s->memory_max, number(before, "balloon.maximum") * 1024);
	assert_int_equal(s->vcpus, number(before, "vcpu.current"));
	assert_int_equal(s->vcpus_max, number(before, "vcpu.maximum"));
	assert_true(s->memory_rss > 0);
	for (size_t i = 0; i < ARRAY_SIZE(sums); i++) {
		uint64_t ours;
		memcpy(&ours, (const char *)s + sums[i].offset, sizeof(ours));
		between(sums[i].field, sum(before, sums[i].group, sums[i].field), ours,
			sum(after, sums[i].group, sums[i].field));
	}
}

static void figures(void **state)
{
	struct rig *rig = *state;
	size_t compared = 0;
	struct snapshot *s = list_ok(rig);
	for (size_t i = 0; i < s->n_domains; i++) {
		autoerr struct err err = {0};
		if (!is_running(&s->domains[i]))
			continue;
		char uuid[UUID_TEXT_SIZE];
		uuid_format(s->domains[i].uuid, uuid);
		autofree char *args = mem_printf("domstats %s", uuid);
		autofree char *before = virsh(rig, false, args);
		struct figure_set *set = rig_figures(rig, s, STATS_ALL, &err);
		check(set, err);
		autofree char *after = virsh(rig, false, args);
		compare_figures(find_sample(set, s->domains[i].uuid), before, after);
		figure_set_free(set);
		compared++;
	}
	assert_true(compared > 0);
	snapshot_unref(s);
}

static void figures_only_of_what_was_asked(void **state)
{
	struct rig *rig = *state;
	for (unsigned asked = 0; asked <= STATS_ALL; asked++) {
		autoerr struct err err = {0};
		struct figure_set *set = rig_figures(rig, NULL, asked, &err);
		check(set, err);
		assert_true(set->n > 0);
		for (size_t i = 0; i < set->n; i++) {
			assert_int_equal(set->samples[i].has, asked);
			assert_int_not_equal(set->samples[i].state, DOMAIN_SHUTOFF);
			assert_int_equal(set->samples[i].time_ns, set->time_ns);
		}
		figure_set_free(set);
	}
	assert_true(rig_facts(rig).bulk_stats);
}

static void node(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	struct node_info info = {0};
	check(rig_node(rig, &info, &err), err);
	autofree char *nodeinfo = virsh(rig, false, "nodeinfo");
	autofree char *version = virsh(rig, false, "version --daemon");
	autofree char *memory = virsh(rig, false, "nodememstats");
	assert_int_equal(info.memory, number(memory, "total") * 1024);
	assert_int_equal(info.cpus, number(nodeinfo, "CPU(s)"));
	autofree char *running = mem_printf("%s %s", info.driver, info.hypervisor_version);
	assert_non_null(strstr(version, running));
	autofree char *daemon = mem_printf("daemon: %s", info.libvirt_version);
	assert_non_null(strstr(version, daemon));

	check(rig_node_figures(rig, &info, &err), err);
	uint64_t busy = info.cpu_busy_ns, total = info.cpu_total_ns;
	assert_true(info.memory_free_known);
	assert_true(info.memory_free > 0 && info.memory_free <= info.memory);
	assert_true(busy > 0 && busy <= total);
	check(rig_node_figures(rig, &info, &err), err);
	assert_true(info.cpu_busy_ns >= busy);
	assert_true(info.cpu_total_ns >= total);
	node_info_clear(&info);
}

static void capabilities(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	struct node_caps caps = {0};
	char uuid[UUID_TEXT_SIZE];
	uint64_t theirs = 0, ours = 1;
	check(rig_caps(rig, &caps, &err), err);
	autofree char *xml = virsh(rig, false, "capabilities");
	autofree char *arch = mem_printf("<arch>%s</arch>", caps.arch);
	assert_true(caps.has_uuid);
	uuid_format(caps.uuid, uuid);
	assert_non_null(strstr(xml, uuid));
	assert_non_null(strstr(xml, arch));
	assert_true(caps.pages.n_sizes > 0 && caps.pages.n_cells > 0);
	for (size_t i = 0; i < caps.pages.n_sizes; i++) {
		autofree char *size = mem_printf("freepages --all --pagesize %u", caps.pages.sizes_kib[i]);
		autofree char *key = mem_printf("%uKiB", caps.pages.sizes_kib[i]);
		autofree char *pages = virsh(rig, false, size);
		theirs += number(pages, key) * caps.pages.sizes_kib[i] * 1024;
	}
	check(rig_pages(rig, &caps, &ours, &err), err);
	assert_int_equal(ours, theirs);
	node_caps_clear(&caps);
}

static void all_capabilities(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	autofree char *theirs = virsh(rig, false, "capabilities");
	autofree char *for_guests = virsh(rig, false, "domcapabilities");
	struct capabilities *caps = rig_host_reading(rig, READING_CAPABILITIES, &err);
	check(caps, err);
	assert_non_null(strstr(theirs, caps->xml));
	autofree char *nodeinfo = virsh(rig, false, "nodeinfo");
	assert_int_equal(capabilities_cpus(caps), number(nodeinfo, "CPU(s)"));
	assert_int_equal(caps->n_cells, number(nodeinfo, "NUMA cell(s)"));
	assert_non_null(capabilities_native(caps));
	autofree char *emulator = mem_printf("<emulator>%s</emulator>", capabilities_native(caps)->emulator);
	assert_non_null(strstr(theirs, emulator));
	assert_int_equal(cap_texts_have(&capabilities_native(caps)->types, "kvm"),
			 strstr(theirs, "<domain type='kvm'/>") != NULL);
	capabilities_free(caps);

	struct domain_capabilities *domain =
		rig_host_reading(rig, READING_DOMAIN_CAPABILITIES, &err);
	check(domain, err);
	assert_non_null(strstr(for_guests, domain->xml));
	assert_true(domain->n_items > 10 && domain->n_modes > 1 && domain->n_models > 1);
	domain_capabilities_free(domain);
}

static void node_state(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	autofree char *memory = virsh(rig, false, "nodememstats");
	autofree char *pages = virsh(rig, false, "freepages --cellno 0 --pagesize 2048");
	autofree char *tune = virsh(rig, false, "node-memory-tune");
	struct node_state *node = rig_host_reading(rig, READING_NODE, &err);
	check(node, err);
	assert_null(node->memory_why);
	assert_int_equal(node->memory, number(memory, "total  ") * 1024);
	assert_true(node->memory_free > 0 && node->memory_free < node->memory);
	assert_null(node->pages_why);
	const struct node_cell *cell = node_state_cell(node, 0);
	assert_non_null(cell);
	assert_true(cell->memory_known && cell->memory_free <= node->memory);
	for (size_t i = 0; i < cell->n_pages; i++)
		if (cell->pages[i].size == 2048 * 1024)
			assert_int_equal(cell->pages[i].free, number(pages, "2048KiB"));
	assert_null(node->ksm_why);
	autofree char *pace = mem_printf("shm_pages_to_scan %d\n", (int)node->ksm.pages_to_scan);
	assert_non_null(strstr(tune, pace));
	assert_null(node->files_why);
	assert_true(node->files.has_flags);
	assert_true(node->secure == 1 && node->encrypted == 0);
	node_state_free(node);
}

static uint64_t cpu_total(struct rig *rig)
{
	autofree char *told = virsh(rig, false, "nodecpustats --cpu 0");
	return number(told, "user") + number(told, "system") + number(told, "idle") + number(told, "iowait");
}

static void times_of_cpus(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	autofree char *map = virsh(rig, false, "nodecpumap");
	uint64_t before = cpu_total(rig);
	struct node_cpus *cpus = rig_host_reading(rig, READING_CPUS, &err);
	check(cpus, err);
	assert_int_equal(cpus->present, number(map, "CPUs present"));
	assert_int_equal(cpus->online, number(map, "CPUs online"));
	assert_int_equal(cpus->n, cpus->present);
	assert_true(cpus->all[0].online);
	assert_true(cpus->all[0].busy_ns <= cpus->all[0].total_ns);
	assert_true(cpus->all[0].total_ns >= before && cpus->all[0].total_ns <= cpu_total(rig));
	node_cpus_free(cpus);
}

/* A guest of our own, without anything to boot. */
static void define_guest(struct rig *rig)
{
	char path[] = "/tmp/virtty-guest-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	static const char xml[] =
		"<domain type='qemu'><name>" GUEST "</name><title>A test's</title>"
		"<memory unit='MiB'>32</memory><vcpu current='1'>2</vcpu>"
		"<os><type arch='x86_64' machine='pc'>hvm</type></os>"
		"<devices><serial type='pty'/></devices></domain>";
	assert_int_equal(write(fd, xml, sizeof(xml) - 1), sizeof(xml) - 1);
	close(fd);
	autofree char *args = mem_printf("define %s", path);
	free(virsh(rig, false, args));
	unlink(path);
}

static void remove_guest(struct rig *rig)
{
	free(virsh(rig, true, "destroy " GUEST));
	free(virsh(rig, true, "undefine " GUEST));
}

static int setup_guest(void **state)
{
	if (setup(state) != 0)
		return -1;
	remove_guest(*state);
	return 0;
}

static int teardown_guest(void **state)
{
	remove_guest(*state);
	return rig_teardown(state);
}

static void check_step(struct rig *rig, const unsigned char *uuid, enum verb verb,
		       const char *event, enum domain_state expected)
{
	autoerr struct err err = {0};
	rig_forget(rig);
	check(rig_do(rig, uuid, verb, NULL, &err), err);
	assert_string_equal(rig_wait(rig, EVENT_DOMAIN_STATE, uuid, event)->name, GUEST);
	struct snapshot *s = list_ok(rig);
	assert_int_equal(snapshot_find_domain(s, uuid)->state, expected);
	snapshot_unref(s);
}

static void check_definition(struct rig *rig)
{
	autoerr struct err err = {0};
	size_t left;
	struct snapshot *bare = list_ok(rig);
	struct snapshot *s = rig_definitions(rig, bare, bare->n_domains, &left, &err);
	check(s, err);
	const struct domain *d = find_named(s, GUEST);
	assert_string_equal(d->def.title, "A test's");
	assert_int_equal(d->def.memory_max, 32 << 20);
	assert_int_equal(d->def.vcpus, 1);
	assert_int_equal(d->def.vcpus_max, 2);
	assert_true(d->def.has_serial);
	assert_int_equal(left, 0);
	snapshot_unref(bare);
	snapshot_unref(s);
}

static void life_of_a_guest(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	check(rig_events(rig, &err), err);
	define_guest(rig);
	unsigned char uuid[UUID_SIZE];
	memcpy(uuid, rig_wait(rig, EVENT_DOMAIN_DEFINITION, NULL, "defined: added")->uuid,
	       UUID_SIZE);
	check_definition(rig);
	check_step(rig, uuid, DOMAIN_VERB_START, "started: booted", DOMAIN_RUNNING);
	check_definition(rig);
	check_step(rig, uuid, DOMAIN_VERB_SUSPEND, "paused: by the user", DOMAIN_PAUSED);
	check_step(rig, uuid, DOMAIN_VERB_RESUME, "resumed: by the user", DOMAIN_RUNNING);
	check(rig_do(rig, uuid, DOMAIN_VERB_SHUTDOWN, NULL, &err), err); /* nobody listens */
	check_step(rig, uuid, DOMAIN_VERB_FORCE_OFF, "stopped: forced off", DOMAIN_SHUTOFF);
	free(virsh(rig, false, "undefine " GUEST));
	rig_wait(rig, EVENT_DOMAIN_DEFINITION, uuid, "undefined: removed");
	assert_false(rig_do(rig, uuid, DOMAIN_VERB_START, NULL, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	rig_close(rig);
	assert_int_equal(rig->released, 1);
	assert_int_equal(rig_count(rig, EVENT_CLOSED), 0);
}

static void asked(struct rig *rig, const unsigned char *uuid, enum verb verb,
		  const char *text, const char *expected_calls)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	struct verb_request r = {.verb = verb, .text = text};
	if (uuid)
		memcpy(r.uuid, uuid, UUID_SIZE);
	if (!rig_request(rig, &r, &calls, &err))
		fail_msg("%s: %s", expected_calls, err.text);
	assert_string_equal(calls, expected_calls);
}

static void refused(struct rig *rig, const unsigned char *uuid, enum verb verb,
		    const char *text, const char *words)
{
	autoerr struct err err = {0};
	struct verb_request r = {.verb = verb, .text = text};
	if (uuid)
		memcpy(r.uuid, uuid, UUID_SIZE);
	assert_false(rig_request(rig, &r, NULL, &err));
	assert_int_not_equal(err.code, ERR_LOST);
	if (!strstr(err.text, words))
		fail_msg("%s", err.text);
}

static const struct domain *listed(struct rig *rig, const unsigned char *uuid,
				   struct snapshot **ret_list)
{
	*ret_list = list_ok(rig);
	return snapshot_find_domain(*ret_list, uuid);
}

static void check_state(struct rig *rig, const unsigned char *uuid, enum domain_state state,
			bool managed_save)
{
	struct snapshot *s;
	const struct domain *d = listed(rig, uuid, &s);
	assert_non_null(d);
	assert_int_equal(d->state, state);
	assert_int_equal(d->managed_save, managed_save);
	snapshot_unref(s);
}

#define GUEST_XML(extra)                                                                           \
	"<domain type='qemu'><name>" GUEST "</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"   \
	"<os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>" extra   \
	"</domain>"

static void saving_and_restoring(void **state)
{
	struct rig *rig = *state;
	unsigned char uuid[UUID_SIZE];
	asked(rig, NULL, DOMAIN_VERB_DEFINE, GUEST_XML(""),
	      "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
	struct snapshot *s = list_ok(rig);
	memcpy(uuid, find_named(s, GUEST)->uuid, UUID_SIZE);
	snapshot_unref(s);
	asked(rig, uuid, DOMAIN_VERB_START_PAUSED, NULL,
	      "virDomainCreateWithFlags(" GUEST ", VIR_DOMAIN_START_PAUSED)");
	check_state(rig, uuid, DOMAIN_PAUSED, false);
	asked(rig, uuid, DOMAIN_VERB_RESUME, NULL, "virDomainResume(" GUEST ")");
	asked(rig, uuid, DOMAIN_VERB_MANAGED_SAVE, NULL, "virDomainManagedSave(" GUEST ", 0)");
	check_state(rig, uuid, DOMAIN_SHUTOFF, true);
	asked(rig, uuid, DOMAIN_VERB_START, NULL, "virDomainCreateWithFlags(" GUEST ", 0)");
	check_state(rig, uuid, DOMAIN_RUNNING, false);
	asked(rig, uuid, DOMAIN_VERB_MANAGED_SAVE, NULL, "virDomainManagedSave(" GUEST ", 0)");
	asked(rig, uuid, DOMAIN_VERB_DROP_SAVED, NULL,
	      "virDomainManagedSaveRemove(" GUEST ", 0)");
	check_state(rig, uuid, DOMAIN_SHUTOFF, false);
	asked(rig, uuid, DOMAIN_VERB_START_FRESH, NULL,
	      "virDomainCreateWithFlags(" GUEST ", VIR_DOMAIN_START_FORCE_BOOT)");
	asked(rig, uuid, DOMAIN_VERB_DUMP, "/run/" GUEST ".core",
	      "virDomainCoreDump(" GUEST ", /run/" GUEST ".core, "
	      "VIR_DUMP_MEMORY_ONLY | VIR_DUMP_LIVE)");
	check_state(rig, uuid, DOMAIN_RUNNING, false);
	asked(rig, uuid, DOMAIN_VERB_SAVE, "/run/" GUEST ".save",
	      "virDomainSaveFlags(" GUEST ", /run/" GUEST ".save, NULL, 0)");
	check_state(rig, uuid, DOMAIN_SHUTOFF, false);
	asked(rig, NULL, DOMAIN_VERB_RESTORE, "/run/" GUEST ".save",
	      "virDomainRestoreFlags(/run/" GUEST ".save, NULL, 0)");
	check_state(rig, uuid, DOMAIN_RUNNING, false);
	refused(rig, NULL, DOMAIN_VERB_RESTORE, "/run/" GUEST ".none", "No such file");
	unlink("/run/" GUEST ".core");
	unlink("/run/" GUEST ".save");
	asked(rig, uuid, DOMAIN_VERB_STOP_GRACEFUL, NULL,
	      "virDomainDestroyFlags(" GUEST ", VIR_DOMAIN_DESTROY_GRACEFUL)");
	check_state(rig, uuid, DOMAIN_SHUTOFF, false);
	asked(rig, uuid, DOMAIN_VERB_START_RESET_NVRAM, NULL,
	      "virDomainCreateWithFlags(" GUEST ", VIR_DOMAIN_START_RESET_NVRAM)");
	check_state(rig, uuid, DOMAIN_RUNNING, false);
	asked(rig, uuid, DOMAIN_VERB_FORCE_OFF, NULL, "virDomainDestroyFlags(" GUEST ", 0)");
}

#define WITH_SECRETS                                                                                  \
	"<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>" GUEST "</name>"    \
	"<memory>65536</memory><sysinfo type='fwcfg'><entry name='opt/a/password'>geheim1</entry></sysinfo>"    \
	"<os><type arch='x86_64'>hvm</type><kernel>/k</kernel><cmdline>ro password=geheim2</cmdline></os>"      \
	"<qemu:commandline><qemu:arg value='-object'/><qemu:arg value='secret,id=s0,data=geheim3'/>"            \
	"<qemu:arg value='-object'/><qemu:arg value='{\"qom-type\":\"secret\",\"id\":\"s1\",\"data\":\"geheim5\"}'/>" \
	"<qemu:env name='API_TOKEN' value='geheim4'/></qemu:commandline></domain>"

/* libvirt does not know that these are secrets, and takes what is put in their place. */
static void command_line_without_secrets(void **state)
{
	static const char *const shown[] = {"opt/a/password,string=***", "ro password=***", "secret,id=s0,data=***",
					    "API_TOKEN='***'", "\"s1\",\"data\":\"***\""};
	struct rig *rig = *state;
	autoerr struct err err = {0};
	asked(rig, NULL, DOMAIN_VERB_DEFINE, WITH_SECRETS, "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
	struct snapshot *s = list_ok(rig);
	struct reading_key key = reading_key_of(READING_COMMAND, find_named(s, GUEST)->uuid);
	snapshot_unref(s);
	autofree char *text = rig_reading(rig, &key, &err);
	check(text, err);
	for (size_t i = 0; i < ARRAY_SIZE(shown); i++)
		assert_non_null(strstr(text, shown[i]));
	assert_null(strstr(text, "geheim"));
}

static void names_keys_and_the_end(void **state)
{
	struct rig *rig = *state;
	unsigned char uuid[UUID_SIZE];
	refused(rig, NULL, DOMAIN_VERB_DEFINE, GUEST_XML("<devices><pool/></devices>"),
		"failed to validate");
	asked(rig, NULL, DOMAIN_VERB_DEFINE, GUEST_XML(""),
	      "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
	struct snapshot *s = list_ok(rig);
	memcpy(uuid, find_named(s, GUEST)->uuid, UUID_SIZE);
	snapshot_unref(s);
	asked(rig, uuid, DOMAIN_VERB_RENAME, GUEST "-2",
	      "virDomainRename(" GUEST ", " GUEST "-2, 0)");
	asked(rig, uuid, DOMAIN_VERB_RENAME, GUEST,
	      "virDomainRename(" GUEST "-2, " GUEST ", 0)");
	asked(rig, uuid, DOMAIN_VERB_START, NULL, "virDomainCreateWithFlags(" GUEST ", 0)");
	asked(rig, uuid, DOMAIN_VERB_SET_TITLE, "Live & kept",
	      "virDomainSetMetadata(" GUEST ", VIR_DOMAIN_METADATA_TITLE, Live & kept, NULL, NULL, "
	      "VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)");
	autofree char *live = virsh(rig, false, "dumpxml " GUEST);
	autofree char *kept = virsh(rig, false, "dumpxml --inactive " GUEST);
	assert_non_null(strstr(live, "<title>Live &amp; kept</title>"));
	assert_non_null(strstr(kept, "<title>Live &amp; kept</title>"));
	asked(rig, uuid, DOMAIN_VERB_SEND_KEYS, "alt+sysrq+b",
	      "virDomainSendKey(" GUEST ", VIR_KEYCODE_SET_LINUX, 0, alt+sysrq+b, 3, 0)");
	asked(rig, uuid, DOMAIN_VERB_NMI, NULL, "virDomainInjectNMI(" GUEST ", 0)");
	asked(rig, uuid, DOMAIN_VERB_RESET, NULL, "virDomainReset(" GUEST ", 0)");
	asked(rig, uuid, DOMAIN_VERB_SHUTDOWN_ACPI, NULL,
	      "virDomainShutdownFlags(" GUEST ", VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN)");
	refused(rig, uuid, DOMAIN_VERB_SHUTDOWN_AGENT, NULL, "agent");
	refused(rig, uuid, DOMAIN_VERB_RENAME, "other", "active");
	refused(rig, uuid, DOMAIN_VERB_UNDEFINE, NULL, "shut it down before");
	refused(rig, uuid, DOMAIN_VERB_WAKE_UP, NULL, "");
	asked(rig, uuid, DOMAIN_VERB_FORCE_OFF, NULL, "virDomainDestroyFlags(" GUEST ", 0)");
	asked(rig, uuid, DOMAIN_VERB_UNDEFINE, NULL,
	      "virDomainUndefineFlags(" GUEST ", VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | "
	      "VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA | "
	      "VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | VIR_DOMAIN_UNDEFINE_NVRAM)");
	assert_null(listed(rig, uuid, &s));
	snapshot_unref(s);
	asked(rig, NULL, DOMAIN_VERB_CREATE, GUEST_XML(""),
	      "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	s = list_ok(rig);
	assert_false(find_named(s, GUEST)->persistent);
	snapshot_unref(s);
}

static void no_job_and_nothing_known(void **state)
{
	struct rig *rig = *state;
	autoerr struct err progress_err = {0}, abort_err = {0}, guest_err = {0};
	struct job_progress progress;
	struct guest_facts facts;
	asked(rig, NULL, DOMAIN_VERB_CREATE, GUEST_XML(""),
	      "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	struct snapshot *s = list_ok(rig);
	const unsigned char *uuid = find_named(s, GUEST)->uuid;
	struct job_of job = {.verb = DOMAIN_VERB_SAVE};
	memcpy(job.uuid, uuid, UUID_SIZE);
	assert_false(rig_progress(rig, &job, &progress, &progress_err));
	assert_int_equal(progress_err.code, ERR_NONE);
	assert_false(rig_abort(rig, &job, &abort_err));
	assert_string_equal(abort_err.text, GUEST ": no job runs");
	check(rig_guest(rig, uuid, GUEST_ASK_AGENT, &facts, &guest_err), guest_err);
	assert_null(facts.addresses);
	assert_int_equal(facts.n_all, 0);
	guest_facts_clear(&facts);
	snapshot_unref(s);
}

/* Saving to a pipe that nobody reads from never ends, if there is more in the memory than pipes hold:
 * zeros do not count, what an option ROM holds does. */
#define SLOW_PATH "/run/" GUEST ".fifo"
#define ROM_PATH  "/run/" GUEST ".rom"
#define ROM_SIZE  (8 << 20)
#define FULL_XML                                                                                   \
	GUEST_XML("<devices><interface type='user'><model type='virtio'/><rom file='" ROM_PATH     \
		  "'/></interface></devices>")

static void make_slow_guest(struct rig *rig, unsigned char uuid[UUID_SIZE])
{
	FILE *rom = fopen(ROM_PATH, "we");
	assert_non_null(rom);
	for (unsigned i = 0, x = 1; i < ROM_SIZE; i++, x = x * 1103515245 + 12345)
		fputc((int)(x >> 16 & 0xff), rom);
	fclose(rom);
	unlink(SLOW_PATH);
	assert_int_equal(mkfifo(SLOW_PATH, 0600), 0);
	asked(rig, NULL, DOMAIN_VERB_CREATE, FULL_XML,
	      "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	struct snapshot *s = list_ok(rig);
	memcpy(uuid, find_named(s, GUEST)->uuid, UUID_SIZE);
	snapshot_unref(s);
}

static void read_all(int fd)
{
	char buf[65536];
	assert_int_equal(fcntl(fd, F_SETFL, 0), 0);
	while (read(fd, buf, sizeof(buf)) > 0)
		;
}

static void clean_up_slow_guest(void)
{
	unlink(SLOW_PATH);
	unlink(ROM_PATH);
}

/* One that somebody else asked for. */
static void check_left_alone(struct rig *rig, struct job_of job)
{
	autoerr struct err progress_err = {0}, abort_err = {0};
	struct job_progress progress;
	assert_false(rig_progress(rig, &job, &progress, &progress_err));
	assert_int_equal(progress_err.code, ERR_NONE);
	assert_false(rig_abort(rig, &job, &abort_err));
	assert_string_equal(abort_err.text, GUEST ": another job than this one runs");
}

static void progress_and_abort(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	struct job_progress progress;
	struct job_of job = {.verb = DOMAIN_VERB_SAVE, .asked_ns = clock_lived_ns()}, other;
	make_slow_guest(rig, job.uuid);
	int fd = open(SLOW_PATH, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(fd >= 0);
	autofree char *save = mem_printf("virsh -q -c '%s' save " GUEST " " SLOW_PATH " 2>&1", uri);
	FILE *saving = popen(save, "re");
	assert_non_null(saving);
	while (!rig_progress(rig, &job, &progress, &err) || progress.total == 0)
		assert_int_equal(err.code, ERR_NONE);
	assert_true(progress.total >= 32 << 20);
	assert_true(progress.done < progress.total);
	assert_true(progress.share >= 0 && progress.share < 1);
	other = job;
	other.verb = DOMAIN_VERB_DUMP;
	check_left_alone(rig, other);
	other = job;
	poll(NULL, 0, 50); /* by more than clocks differ */
	other.asked_ns = clock_lived_ns();
	check_left_alone(rig, other);
	check(rig_abort(rig, &job, &err), err);
	read_all(fd); /* libvirt waits for that even now */
	close(fd);
	char said_by_virsh[512] = {0};
	assert_true(fread(said_by_virsh, 1, sizeof(said_by_virsh) - 1, saving) > 0);
	if (!strstr(said_by_virsh, "cancel"))
		fail_msg("%s", said_by_virsh);
	assert_int_not_equal(pclose(saving), 0);
	check_state(rig, job.uuid, DOMAIN_RUNNING, false);
	clean_up_slow_guest();
}

static void aborted_by_somebody(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	struct verb_request r = {.verb = DOMAIN_VERB_SAVE, .text = SLOW_PATH};
	make_slow_guest(rig, r.uuid);
	/* What is there is looked at first: something that is no saved memory. */
	autofree char *abort = mem_printf(
		"exec 3<>" SLOW_PATH "; head -c 512 /dev/zero >&3; "
		"until virsh -q -c '%s' domjobabort " GUEST " 2>/dev/null; do :; done; "
		"exec 4<" SLOW_PATH " 3>&-; cat <&4 >/dev/null",
		uri);
	FILE *aborting = popen(abort, "re");
	assert_non_null(aborting);
	assert_false(rig_request(rig, &r, NULL, &err));
	if (err.code != ERR_CANCELLED)
		fail_msg("%d: %s", err.code, err.text);
	assert_int_equal(pclose(aborting), 0);
	check_state(rig, r.uuid, DOMAIN_RUNNING, false);
	clean_up_slow_guest();
}

/* Ends the connection under libvirt's feet. False when it is not a local one. */
static bool cut_connection(void)
{
	bool cut = false;
	for (int fd = 3; fd < 256; fd++) {
		struct sockaddr_un peer = {0};
		socklen_t size = sizeof(peer) - 1;
		if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0 &&
		    peer.sun_family == AF_UNIX && strstr(peer.sun_path, "libvirt"))
			cut |= shutdown(fd, SHUT_RDWR) == 0;
	}
	return cut;
}

static void check_lost(struct rig *rig)
{
	autoerr struct err list_err = {0}, figures_err = {0}, node_err = {0};
	struct node_info info = {0};
	assert_null(rig_list(rig, NULL, NULL, 0, &list_err));
	assert_int_equal(list_err.code, ERR_LOST);
	assert_null(rig_figures(rig, NULL, STATS_ALL, &figures_err));
	assert_int_equal(figures_err.code, ERR_LOST);
	assert_false(rig_node_figures(rig, &info, &node_err));
	assert_int_equal(node_err.code, ERR_LOST);
	autoerr struct err guest_err = {0};
	struct guest_facts facts;
	assert_false(rig_guest(rig, (const unsigned char[UUID_SIZE]){1}, GUEST_ASK_AGENT, &facts, &guest_err));
	assert_int_equal(guest_err.code, ERR_LOST);
}

static void closed_between_calls(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	check(rig_events(rig, &err), err);
	if (!cut_connection())
		skip();
	rig_wait(rig, EVENT_CLOSED, NULL, "The other side closed the connection");
	check_lost(rig);
	rig_close(rig);
	assert_int_equal(rig_count(rig, EVENT_CLOSED), 1);
	assert_int_equal(rig->released, 1);
}

/* The worker finds it dead before the loop does. */
static void closed_during_a_call(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	check(rig_events(rig, &err), err);
	if (!cut_connection())
		skip();
	check_lost(rig);
	assert_null(rig_wait(rig, EVENT_CLOSED, NULL, NULL)->name);
	rig_close(rig);
	assert_int_equal(rig_count(rig, EVENT_CLOSED), 1);
	assert_int_equal(rig->released, 1);
}

/* Behind a daemon the test driver's machines are not asked one by one: what is shown is what they are defined with. */
static void test_driver_far_away(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	size_t left;
	open_ok(rig, "test+unix:///default");
	struct snapshot *list = list_ok(rig);
	struct figure_set *blank = rig_figures(rig, list, STATS_ALL, &err);
	check(blank, err);
	struct snapshot *defined = rig_definitions(rig, list, 10, &left, &err);
	check(defined, err);
	struct figure_set *set = rig_figures(rig, defined, STATS_ALL, &err);
	check(set, err);
	const struct domain *d = find_named(defined, "test");
	const struct sample *s = find_sample(set, d->uuid);
	assert_int_equal(find_sample(blank, d->uuid)->has, 0);
	assert_int_equal(s->has, STATS_MEMORY | STATS_VCPU);
	assert_true(d->persistent && s->memory > 0 && s->memory == d->def.memory);
	assert_true(s->vcpus > 0 && s->vcpus == d->def.vcpus);
	figure_set_free(blank);
	figure_set_free(set);
	snapshot_unref(defined);
	snapshot_unref(list);
}

/* --- storage ------------------------------------------------------------------------------------ */

#define POOL_PATH "/var/lib/libvirt/images/virtty-pool"
#define POOL_XML "<pool type='dir'><name>virtty-pool</name><target><path>" POOL_PATH "</path></target></pool>"

static void pool_ok(struct rig *rig, enum verb verb, const char *text, const char *options, char **ret_answer)
{
	autoerr struct err err = {0};
	bool of_host = verb_object(verb) == OBJ_HOST;
	const struct verb_request request = {.verb = verb, .name = of_host ? NULL : "virtty-pool", .text = text,
					     .options = options, .ret_answer = ret_answer};
	check(rig_request(rig, &request, NULL, &err), err);
}

static void pool_refused(struct rig *rig, enum verb verb, const char *text, enum err_code code, const char *part)
{
	autoerr struct err err = {0};
	bool of_host = verb_object(verb) == OBJ_HOST;
	const struct verb_request request = {.verb = verb, .name = of_host ? NULL : "virtty-pool", .text = text};
	assert_false(rig_request(rig, &request, NULL, &err));
	assert_int_equal(err.code, code);
	if (!strstr(err.text, part))
		fail_msg("%s", err.text);
}

static void find_pool(struct rig *rig, unsigned char ret_uuid[UUID_SIZE])
{
	struct roster *r = rig_roster(rig, reading_key_host(READING_POOLS));
	const struct pool *p = pools_named(r, "virtty-pool", strlen("virtty-pool"));
	assert_non_null(p);
	memcpy(ret_uuid, p->uuid, UUID_SIZE);
	roster_destroy(r);
}

/* Its definition is not what runs. */
static void pool_waits(struct rig *rig, const unsigned char uuid[UUID_SIZE], bool expected)
{
	struct roster *r = rig_roster(rig, reading_key_host(READING_POOLS));
	const struct pool *p = pools_find(r, uuid);
	assert_non_null(p);
	if ((p->definition != NULL) != expected)
		fail_msg("runs: %s\ndefinition: %s", p->xml, p->definition ? p->definition : "the same");
	roster_destroy(r);
}

static void look_at_definition(struct rig *rig, const unsigned char uuid[UUID_SIZE], const char *xml)
{
	const char *end = strstr(xml, "</path>");
	autofree char *other = mem_printf("%.*s-other%s", (int)(end - xml), xml, end);
	pool_waits(rig, uuid, false);
	pool_ok(rig, POOL_VERB_EDIT, xml, NULL, NULL); /* says less than libvirt has found meanwhile */
	pool_waits(rig, uuid, false);
	pool_ok(rig, POOL_VERB_EDIT, other, NULL, NULL);
	pool_waits(rig, uuid, true);
	pool_ok(rig, POOL_VERB_EDIT, xml, NULL, NULL);
	pool_waits(rig, uuid, false);
}

static void volumes_of(struct rig *rig, const unsigned char pool[UUID_SIZE])
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	struct verb_request make = {.verb = VOLUME_VERB_CREATE, .options = "--prealloc-metadata", .text =
		"<volume><name>a.qcow2</name><capacity unit='MiB'>8</capacity><target><format type='qcow2'/></target></volume>"};
	memcpy(make.uuid, pool, UUID_SIZE);
	check(rig_request(rig, &make, &calls, &err), err);
	assert_string_equal(calls, "virStorageVolCreateXML(virtty-pool, XML, VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA)");
	assert_int_equal(access(POOL_PATH "/a.qcow2", F_OK), 0);
	/* A directory of ext4's own is no volume. */
	assert_int_equal(mkdir(POOL_PATH "/lost+found", 0700), 0);
	autofree char *refreshed = NULL;
	pool_ok(rig, POOL_VERB_REFRESH, NULL, NULL, &refreshed);
	struct roster *r = rig_roster(rig, reading_key_of(READING_VOLUMES, pool));
	assert_int_equal(r->n, 1);
	assert_string_equal(((const struct volume *)roster_at(r, 0))->format, "qcow2");
	roster_destroy(r);
	r = rig_roster(rig, reading_key_host(READING_POOLS));
	assert_int_equal(pools_find(r, pool)->volumes, 1);
	roster_destroy(r);
	assert_int_equal(rmdir(POOL_PATH "/lost+found"), 0);
	make.verb = VOLUME_VERB_DELETE;
	make.name = "a.qcow2";
	check(rig_request(rig, &make, NULL, &err), err);
	assert_int_equal(access(POOL_PATH "/a.qcow2", F_OK), -1);
}

static void life_of_a_pool(void **state)
{
	struct rig *rig = *state;
	unsigned char uuid[UUID_SIZE];
	autofree char *made = NULL, *now = NULL;
	pool_ok(rig, POOL_VERB_DEFINE, POOL_XML, NULL, &made);
	pool_refused(rig, POOL_VERB_DEFINE, "<pool type='dir'><name>other</name><target><path>" POOL_PATH
					    "</path></target></pool>",
		     ERR_FAILED, "Another pool of the host has this source or path already: choose another. (libvirt: operation failed: "
		     "Storage source conflict with pool: 'virtty-pool'");
	pool_refused(rig, POOL_VERB_DEFINE, "<pool type='dir'><name>a/b</name><target><path>/x</path></target></pool>",
		     ERR_FAILED, "/");
	pool_refused(rig, POOL_VERB_START, NULL, ERR_NO_TARGET, "build the pool");
	pool_ok(rig, POOL_VERB_BUILD, NULL, NULL, NULL);
	pool_ok(rig, POOL_VERB_START, NULL, NULL, NULL);
	pool_refused(rig, POOL_VERB_UNDEFINE, NULL, ERR_FAILED, "active");
	find_pool(rig, uuid);
	look_at_definition(rig, uuid, made);
	volumes_of(rig, uuid);
	pool_ok(rig, POOL_VERB_STOP, NULL, NULL, NULL);
	pool_ok(rig, POOL_VERB_EDIT, made, NULL, &now);
	assert_string_equal(now, made);
	pool_ok(rig, POOL_VERB_DELETE, NULL, NULL, NULL);
	assert_int_equal(access(POOL_PATH, F_OK), -1);
	pool_ok(rig, POOL_VERB_UNDEFINE, NULL, NULL, NULL);
	/* mount is what says so. */
	pool_ok(rig, POOL_VERB_DEFINE, "<pool type='netfs'><name>virtty-pool</name><source><host name='127.0.0.1'/>"
				       "<dir path='/srv'/></source><target><path>" POOL_PATH "</path></target></pool>",
		NULL, NULL);
	pool_refused(rig, POOL_VERB_START, NULL, ERR_NO_TARGET, "What it is to be mounted at is not there");
	pool_ok(rig, POOL_VERB_UNDEFINE, NULL, NULL, NULL);
	pool_ok(rig, POOL_VERB_CREATE, POOL_XML, "--build", NULL);
	assert_int_equal(access(POOL_PATH, F_OK), 0);
	pool_ok(rig, POOL_VERB_STOP, NULL, NULL, NULL); /* and nothing is left of it */
	pool_refused(rig, POOL_VERB_START, NULL, ERR_NOT_FOUND, "virtty-pool");
	assert_int_equal(rmdir(POOL_PATH), 0);
}

/* --- networks ------------------------------------------------------------------------------------- */

#define LAN "<network><name>lan</name><bridge name='virbr9'/><ip address='10.9.9.1' netmask='255.255.255.0'>" \
	    "<dhcp><range start='10.9.9.100' end='10.9.9.200'/></dhcp></ip></network>"

static void network_ok(struct rig *rig, enum verb verb, const char *options, const char *text)
{
	autoerr struct err err = {0};
	autofree char *answer = NULL;
	struct verb_request request = {.verb = verb, .name = "lan", .options = options, .text = text,
				       .ret_answer = &answer};
	check(rig_request(rig, &request, NULL, &err), err);
}

static const struct network *read_lan(struct rig *rig, struct roster **ret)
{
	*ret = rig_roster(rig, reading_key_host(READING_NETWORKS));
	const struct network *n = networks_named(*ret, "lan", 3);
	assert_non_null(n);
	return n;
}

/* A daemon keeps what runs apart from the definition. */
static void network_runs_and_is_defined(void **state)
{
	struct rig *rig = *state;
	struct roster *r;
	network_ok(rig, NETWORK_VERB_DEFINE, NULL, LAN);
	network_ok(rig, NETWORK_VERB_START, NULL, NULL);
	const struct network *n = read_lan(rig, &r);
	assert_true(n->active && n->persistent && !n->defined);
	roster_destroy(r);
	network_ok(rig, NETWORK_VERB_UPDATE, "add-last ip-dhcp-host --parent-index 0 --live",
		   "<host mac='52:54:00:00:00:01' ip='10.9.9.5'/>");
	network_ok(rig, NETWORK_VERB_UPDATE, "add-last ip-dhcp-range --parent-index 0 --config",
		   "<range start='10.9.9.210' end='10.9.9.220'/>");
	n = read_lan(rig, &r);
	assert_int_equal(n->n_lines, 1);
	assert_string_equal(n->lines[0].c, "10.9.9.5");
	assert_string_equal(n->ranges, "10.9.9.100 - 10.9.9.200");
	assert_non_null(n->defined);
	assert_int_equal(n->defined->n_lines, 0);
	assert_string_equal(n->defined->ranges, "10.9.9.100 - 10.9.9.200, 10.9.9.210 - 10.9.9.220");
	roster_destroy(r);
	network_ok(rig, NETWORK_VERB_UPDATE, "delete ip-dhcp-host --live", "<host mac='52:54:00:00:00:01'/>");
	network_ok(rig, NETWORK_VERB_UPDATE, "add-last ip-dhcp-range --live",
		   "<range start='10.9.9.210' end='10.9.9.220'/>");
	n = read_lan(rig, &r);
	assert_null(n->defined);
	roster_destroy(r);
	network_ok(rig, NETWORK_VERB_STOP, NULL, NULL);
	network_ok(rig, NETWORK_VERB_UNDEFINE, NULL, NULL);
	autofree char *left = virsh(rig, false, "net-list --all --name");
	assert_null(strstr(left, "lan"));
}

static void transient_network_is_kept(void **state)
{
	struct rig *rig = *state;
	network_ok(rig, NETWORK_VERB_CREATE, NULL, LAN);
	network_ok(rig, NETWORK_VERB_PERSIST, NULL, NULL);
	network_ok(rig, NETWORK_VERB_STOP, NULL, NULL);
	struct roster *r;
	const struct network *n = read_lan(rig, &r);
	assert_true(!n->active && n->persistent);
	roster_destroy(r);
	network_ok(rig, NETWORK_VERB_UNDEFINE, NULL, NULL);
}

#define PLUGGED "<domain type='qemu'><name>plugged</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>" \
		"<os><type arch='x86_64' machine='pc'>hvm</type></os><devices><interface type='network'>" \
		"<mac address='52:54:00:00:0a:01'/><source network='lan'/><target dev='tap-lan'/></interface>" \
		"<interface type='bridge'><mac address='52:54:00:00:0a:02'/><source bridge='virbr9'/>" \
		"<target dev='tap-bridge'/></interface><memballoon model='none'/></devices></domain>"

static bool is_in_bridge(const char *tap)
{
	autofree char *path = mem_printf("/sys/class/net/virbr9/brif/%s", tap);
	return access(path, F_OK) == 0;
}

/* As the NIC is left when the connection breaks between its two calls. */
static void leave_parked(struct rig *rig)
{
	autofree char *uuid = virsh(rig, false, "net-uuid lan");
	int len = (int)strcspn(uuid, "\n");
	autofree char *make = mem_printf("net-create /dev/stdin <<'END'\n<network><name>virtty-replug-%.*s</name>"
					 "<bridge stp='off' delay='0'/></network>\nEND\n", len, uuid);
	autofree char *park = mem_printf("update-device plugged /dev/stdin --live <<'END'\n<interface type='network'>"
					 "<mac address='52:54:00:00:0a:01'/><source network='virtty-replug-%.*s'/>"
					 "<target dev='tap-lan'/></interface>\nEND\n", len, uuid);
	free(virsh(rig, false, make));
	free(virsh(rig, false, park));
	assert_false(is_in_bridge("tap-lan"));
}

static void check_nothing_is_parked(struct rig *rig)
{
	autofree char *networks = virsh(rig, false, "net-list --all --name");
	assert_null(strstr(networks, "virtty-replug"));
	autofree char *nics = virsh(rig, false, "domiflist plugged");
	assert_non_null(strstr(nics, "network   lan"));
	assert_non_null(strstr(nics, "bridge    virbr9"));
}

/* The guest keeps its NIC: only the host's end is moved. */
static void nics_are_plugged_in_again(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	network_ok(rig, NETWORK_VERB_CREATE, NULL, LAN);
	struct verb_request create = {.verb = DOMAIN_VERB_CREATE, .text = PLUGGED};
	check(rig_request(rig, &create, NULL, &err), err);
	assert_true(is_in_bridge("tap-lan") && is_in_bridge("tap-bridge"));
	network_ok(rig, NETWORK_VERB_PERSIST, NULL, NULL);
	network_ok(rig, NETWORK_VERB_STOP, NULL, NULL);
	struct verb_request replug = {.verb = NETWORK_VERB_REPLUG, .name = "lan"};
	assert_false(rig_request(rig, &replug, NULL, &err));
	assert_string_equal(err.text, "lan does not run: start it first");
	err_clear(&err);
	network_ok(rig, NETWORK_VERB_START, NULL, NULL);
	assert_false(is_in_bridge("tap-lan") || is_in_bridge("tap-bridge"));
	network_ok(rig, NETWORK_VERB_REPLUG, NULL, "52:54:00:00:0a:01");
	assert_true(is_in_bridge("tap-lan") && !is_in_bridge("tap-bridge"));
	network_ok(rig, NETWORK_VERB_REPLUG, NULL, NULL);
	assert_true(is_in_bridge("tap-lan") && is_in_bridge("tap-bridge"));
	check_nothing_is_parked(rig);
	leave_parked(rig);
	network_ok(rig, NETWORK_VERB_REPLUG, NULL, NULL);
	assert_true(is_in_bridge("tap-lan"));
	check_nothing_is_parked(rig);
	leave_parked(rig);
	free(virsh(rig, false, "net-destroy virtty-replug-$(virsh -q -c \"$VIRTTY_TEST_LIBVIRTD_URI\" net-uuid lan)"));
	network_ok(rig, NETWORK_VERB_REPLUG, NULL, "52:54:00:00:0a:01");
	assert_true(is_in_bridge("tap-lan"));
	check_nothing_is_parked(rig);
	free(virsh(rig, false, "destroy plugged"));
	assert_false(rig_request(rig, &replug, NULL, &err));
	assert_string_equal(err.text, "No running machine has a NIC on lan");
	network_ok(rig, NETWORK_VERB_STOP, NULL, NULL);
	network_ok(rig, NETWORK_VERB_UNDEFINE, NULL, NULL);
}

/* --- secrets ----------------------------------------------------------------------------------- */

#define SECRET_UUID "5c9d2a40-0000-4000-8000-00000000abcd"
#define SECRET_XML(private)                                                                        \
	"<secret ephemeral='no' private='" private "'><uuid>" SECRET_UUID "</uuid>"                \
	"<description>the vault</description>"                                                     \
	"<usage type='volume'><volume>/var/lib/libvirt/images/vault.img</volume></usage></secret>"
#define CEPH_XML "<secret><usage type='ceph'><name>client.virtty</name></usage></secret>"

/* Takes *ret_answer over where there was one. */
static void thing_ok(struct rig *rig, struct verb_request request, char **ret_answer, char **ret_calls)
{
	autoerr struct err err = {0};
	autofree char *answer = NULL;
	request.ret_answer = &answer;
	check(rig_request(rig, &request, ret_calls, &err), err);
	if (ret_answer)
		*ret_answer = take(answer);
}

static void thing_refused(struct rig *rig, const struct verb_request *request, enum err_code code, const char *says)
{
	autoerr struct err err = {0};
	assert_false(rig_request(rig, request, NULL, &err));
	assert_int_equal(err.code, code);
	assert_non_null(strstr(err.text, says));
}

/* 1, 0, or -1 when it is not told. */
static int has_value(struct rig *rig, const unsigned char uuid[UUID_SIZE])
{
	struct reading_key key = reading_key_of(READING_SECRET_VALUE, uuid);
	autoerr struct err err = {0};
	struct secret_value *value = rig_reading(rig, &key, &err);
	int is_set = value ? value->is_set : -1;
	free(value);
	return is_set;
}

static void life_of_a_secret(void **state)
{
	struct rig *rig = *state;
	struct verb_request request = {.verb = SECRET_VERB_DEFINE, .text = SECRET_XML("no")};
	autofree char *made = NULL, *calls = NULL;
	autoerr struct err err = {0};
	check(rig_events(rig, &err), err);
	thing_ok(rig, request, &made, NULL);
	struct roster *secrets = rig_roster(rig, reading_key_host(READING_SECRETS));
	assert_int_equal(secrets->n, 1);
	const struct secret *s = roster_at(secrets, 0);
	assert_string_equal(s->name, "/var/lib/libvirt/images/vault.img");
	assert_string_equal(s->type, "volume");
	assert_string_equal(s->description, "the vault");
	assert_false(s->is_private || s->ephemeral);
	memcpy(request.uuid, s->uuid, UUID_SIZE);
	roster_destroy(secrets);
	assert_string_equal(rig_wait(rig, EVENT_SECRET, request.uuid, "secret defined")->name,
			    "/var/lib/libvirt/images/vault.img");
	assert_int_equal(has_value(rig, request.uuid), 0);

	request.verb = SECRET_VERB_SET_VALUE;
	request.text = "correct horse";
	thing_ok(rig, request, NULL, &calls);
	assert_string_equal(calls, "virSecretSetValue(/var/lib/libvirt/images/vault.img, VALUE, 0)");
	rig_wait(rig, EVENT_SECRET, request.uuid, "secret's value set");
	assert_int_equal(has_value(rig, request.uuid), 1);
	autofree char *told = virsh(rig, false, "secret-get-value --plain " SECRET_UUID);
	assert_string_equal(told, "correct horse");

	request.verb = SECRET_VERB_EDIT;
	request.text = SECRET_XML("yes");
	request.before = "another";
	thing_refused(rig, &request, ERR_CHANGED, "Somebody else");
	request.before = made;
	thing_ok(rig, request, NULL, NULL);
	assert_int_equal(has_value(rig, request.uuid), -1); /* a private one tells nobody */

	unsigned char uuid[UUID_SIZE];
	memcpy(uuid, request.uuid, UUID_SIZE);
	request = (struct verb_request){.verb = SECRET_VERB_UNDEFINE, .name = SECRET_UUID};
	thing_ok(rig, request, NULL, NULL);
	rig_wait(rig, EVENT_SECRET, uuid, "secret undefined");
	thing_refused(rig, &request, ERR_NOT_FOUND, "Secret not found");
}

/* What stands for the value in base64 is the value: that is how virsh takes it, too. */
static void ceph_key(void **state)
{
	struct rig *rig = *state;
	struct verb_request request = {.verb = SECRET_VERB_DEFINE, .text = CEPH_XML};
	thing_ok(rig, request, NULL, NULL);
	struct roster *secrets = rig_roster(rig, reading_key_host(READING_SECRETS));
	assert_int_equal(secrets->n, 1);
	char uuid[UUID_TEXT_SIZE];
	memcpy(request.uuid, ((const struct secret *)roster_at(secrets, 0))->uuid, UUID_SIZE);
	uuid_format(request.uuid, uuid);
	roster_destroy(secrets);
	request.verb = SECRET_VERB_SET_VALUE;
	request.options = "--base64 ...";
	request.text = "no base64";
	thing_refused(rig, &request, ERR_INVALID, "not base64");
	request.text = "AQBXlw4A/w==";
	thing_ok(rig, request, NULL, NULL);
	autofree char *args = mem_printf("secret-get-value %s", uuid);
	autofree char *told = virsh(rig, false, args);
	assert_true(str_starts(told, "AQBXlw4A/w=="));
	request.verb = SECRET_VERB_UNDEFINE;
	thing_ok(rig, request, NULL, NULL);
}

/* --- network filters --------------------------------------------------------------------------- */

#define FILTER_XML(rules)                                                                          \
	"<filter name='virtty-web' chain='root'><filterref filter='no-mac-spoofing'/>" rules "</filter>"
#define WEB "<rule action='accept' direction='in' priority='500'><tcp dstportstart='80'/></rule>"

static bool find_filter(struct rig *rig, const char *name, struct nwfilter *ret)
{
	struct roster *filters = rig_roster(rig, reading_key_host(READING_NWFILTERS));
	const struct nwfilter *f = nwfilters_named(filters, name, strlen(name));
	*ret = f ? *f : (struct nwfilter){.name = NULL};
	ret->xml = f ? mem_strdup(f->xml) : NULL;
	roster_destroy(filters);
	return f;
}

static void life_of_a_network_filter(void **state)
{
	struct rig *rig = *state;
	struct verb_request request = {.verb = NWFILTER_VERB_DEFINE, .text = FILTER_XML(WEB)};
	struct nwfilter f;
	autofree char *calls = NULL;
	thing_ok(rig, request, NULL, &calls);
	assert_true(str_starts(calls, "virNWFilterDefineXMLFlags(XML, VIR_NWFILTER_DEFINE_VALIDATE)"));
	assert_true(find_filter(rig, "virtty-web", &f));
	autofree char *before = f.xml;
	assert_int_equal(f.n_rules, 1);
	assert_int_equal(f.n_parts, 1);

	memcpy(request.uuid, f.uuid, UUID_SIZE);
	request.verb = NWFILTER_VERB_EDIT;
	request.text = FILTER_XML(WEB "<rule action='frobnicate' direction='in'/>");
	request.before = before;
	thing_refused(rig, &request, ERR_FAILED, "");
	autofree char *changed = mem_printf("%.*s" WEB "</filter>", (int)(strstr(before, "</filter>") - before), before);
	request.text = changed;
	thing_ok(rig, request, NULL, NULL);
	assert_true(find_filter(rig, "virtty-web", &f));
	free(f.xml);
	assert_int_equal(f.n_rules, 2);

	request = (struct verb_request){.verb = NWFILTER_VERB_UNDEFINE, .name = "virtty-web"};
	thing_ok(rig, request, NULL, NULL);
	assert_false(find_filter(rig, "virtty-web", &f));
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(facts),
		TEST(list),
		TEST(figures),
		TEST(figures_only_of_what_was_asked),
		TEST(node),
		TEST(capabilities),
		TEST(all_capabilities),
		TEST(node_state),
		TEST(times_of_cpus),
		cmocka_unit_test_setup_teardown(test_driver_far_away, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(life_of_a_guest, setup_guest, teardown_guest),
		cmocka_unit_test_setup_teardown(saving_and_restoring, setup_guest, teardown_guest),
		cmocka_unit_test_setup_teardown(command_line_without_secrets, setup_guest, teardown_guest),
		cmocka_unit_test_setup_teardown(names_keys_and_the_end, setup_guest,
						teardown_guest),
		cmocka_unit_test_setup_teardown(no_job_and_nothing_known, setup_guest,
						teardown_guest),
		cmocka_unit_test_setup_teardown(progress_and_abort, setup_guest, teardown_guest),
		cmocka_unit_test_setup_teardown(aborted_by_somebody, setup_guest, teardown_guest),
		TEST(life_of_a_pool),

		TEST(network_runs_and_is_defined),
		TEST(transient_network_is_kept),
		TEST(nics_are_plugged_in_again),
		TEST(life_of_a_secret),
		TEST(ceph_key),
		TEST(life_of_a_network_filter),
		TEST(closed_between_calls),
		TEST(closed_during_a_call),
	};
	uri = getenv("VIRTTY_TEST_LIBVIRTD_URI");
	if (!uri) {
		puts("skipped: VIRTTY_TEST_LIBVIRTD_URI names no libvirtd with a running guest");
		return SKIPPED;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
