// SPDX-License-Identifier: GPL-3.0-or-later
/* src/virt against a real libvirtd with a running guest: VIRTTY_TEST_LIBVIRTD_URI. virsh says what
 * is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
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

static int teardown(void **state)
{
	rig_destroy(*state);
	return 0;
}

#define check(ok, err)                                                                             \
	do {                                                                                       \
		if (!(ok))                                                                         \
			fail_msg("%s", (err).text);                                                \
		assert_int_equal((err).code, ERR_NONE);                                            \
	} while (0)

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
		if (str_starts(line, key) && strchr("=:", line[strlen(key)])) {
			*ret = strtoull(line + strlen(key) + 1, NULL, 10);
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

static struct snapshot *list_ok(struct rig *rig)
{
	autoerr struct err err = {0};
	struct snapshot *s = rig_list(rig, NULL, NULL, 0, &err);
	check(s, err);
	return s;
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
		{"block", "rd.reqs", offsetof(struct sample, disk_reads)},
		{"block", "wr.reqs", offsetof(struct sample, disk_writes)},
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
	assert_int_equal(info.memory, number(nodeinfo, "Memory size") * 1024);
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
	return teardown(state);
}

static void check_step(struct rig *rig, const unsigned char *uuid, enum domain_verb verb,
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

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(facts),
		TEST(list),
		TEST(figures),
		TEST(figures_only_of_what_was_asked),
		TEST(node),
		cmocka_unit_test_setup_teardown(life_of_a_guest, setup_guest, teardown_guest),
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
