// SPDX-License-Identifier: GPL-3.0-or-later
/* src/virt against libvirt's own test driver, in process. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "rig.h"

#define DOMAINS 1000
#define MIB (UINT64_C(1) << 20)

/* What the numbered domains take turns in. */
static const struct {
	const char *extra; /* in the test driver's words */
	enum domain_state state;
	bool managed_save;
} kinds[] = {
	{"<t:runstate>1</t:runstate>", DOMAIN_RUNNING, false},
	{"<t:runstate>3</t:runstate>", DOMAIN_PAUSED, false},
	{"<t:runstate>5</t:runstate>", DOMAIN_SHUTOFF, false},
	{"<t:runstate>5</t:runstate><t:hasmanagedsave>1</t:hasmanagedsave>", DOMAIN_SHUTOFF, true},
};

static uint64_t memory_of(unsigned i)
{
	return (64 + i % 7) * MIB;
}

static unsigned vcpus_of(unsigned i)
{
	return 1 + i % 4;
}

static void add_domain(struct str *xml, unsigned i)
{
	str_addf(xml,
		 "<domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>"
		 "<name>vm%u</name><uuid>%08x-0000-4000-8000-000000000001</uuid>"
		 "<title>Number %u</title>"
		 "<memory>%llu</memory><vcpu>%u</vcpu><os><type>hvm</type></os>%s"
		 "<devices><disk type='file' device='disk'><source file='/%u'/>"
		 "<target dev='vda' bus='virtio'/></disk>"
		 "<graphics type='vnc' port='-1'/></devices></domain>",
		 i, i * 2654435761u, i, (unsigned long long)(memory_of(i) / 1024), vcpus_of(i),
		 kinds[i % ARRAY_SIZE(kinds)].extra, i);
}

static char node_path[] = "/tmp/virtty-node-XXXXXX";
static char *node_uri;

static int write_node(void **state)
{
	(void)state;
	autostr struct str xml = {0};
	str_add(&xml, "<node>");
	for (unsigned i = 0; i < DOMAINS; i++)
		add_domain(&xml, i);
	str_add(&xml, "</node>");
	int fd = mkstemp(node_path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (!file || fputs(str_text(&xml), file) < 0 || fclose(file) != 0)
		return -1;
	node_uri = mem_printf("test://%s", node_path);
	return 0;
}

static int remove_node(void **state)
{
	(void)state;
	free(node_uri);
	return unlink(node_path);
}

static int setup(void **state)
{
	*state = rig_create();
	return 0;
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

static void open_ok(struct rig *rig, const char *uri)
{
	autoerr struct err err = {0};
	check(rig_open(rig, uri, false, &err), err);
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
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	struct conn_facts facts = rig_facts(rig);
	assert_true(facts.is_test);
	assert_true(facts.shares_lane);
	assert_false(facts.bulk_stats);
}

static void uris(void **state)
{
	(void)state;
	assert_true(conn_uri_is_test("test:///default"));
	assert_true(conn_uri_is_test("TEST+tcp://rack-a/default"));
	assert_false(conn_uri_is_test("tester:///default"));
	assert_false(conn_uri_is_test("qemu:///test:"));
	assert_false(conn_uri_is_test(NULL));
	assert_true(conn_uri_shares_lane("test+ssh://rack-a/default"));
	assert_false(conn_uri_shares_lane("qemu:///system"));
}

static void fails_to_open(struct rig *rig, const char *uri, enum err_code code, const char *words)
{
	autoerr struct err err = {0};
	assert_false(rig_open(rig, uri, false, &err));
	if (err.code != code || !strstr(err.text, words))
		fail_msg("%s: %d: %s", uri, err.code, err.text);
}

static void open_errors(void **state)
{
	struct rig *rig = *state;
	fails_to_open(rig, "qemu+unix:///system?socket=/nowhere/sock", ERR_NO_DAEMON,
		      "listens at /nowhere/sock");
	fails_to_open(rig, "rack-a", ERR_INVALID, "such as qemu:///system");
	fails_to_open(rig, "qemu+pigeon://rack-a/system", ERR_INVALID, "transport");
	fails_to_open(rig, "test:///nowhere/node.xml", ERR_FAILED, "node.xml");
	assert_null(rig->conn);
}

static void readonly(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	check(rig_open(rig, "test:///default", true, &err), err);
	struct snapshot *s = list_ok(rig);
	assert_false(rig_do(rig, s->domains[0].uuid, DOMAIN_VERB_SUSPEND, NULL, &err));
	assert_int_equal(err.code, ERR_DENIED);
	snapshot_unref(s);
}

static void check_domain(const struct snapshot *s, unsigned i)
{
	char name[16];
	snprintf(name, sizeof(name), "vm%u", i);
	const struct domain *d = find_named(s, name);
	assert_non_null(d);
	assert_ptr_equal(snapshot_find_domain(s, d->uuid), d);
	assert_int_equal(d->state, kinds[i % ARRAY_SIZE(kinds)].state);
	assert_int_equal(d->id >= 0, d->state != DOMAIN_SHUTOFF);
	assert_true(d->flags_known);
	assert_true(d->persistent);
	assert_false(d->autostart);
	assert_int_equal(d->managed_save, kinds[i % ARRAY_SIZE(kinds)].managed_save);
	assert_false(d->def.known);
}

static void list(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, node_uri);
	struct snapshot *s = list_ok(rig);
	assert_int_equal(s->host, 7);
	assert_int_equal(s->generation, 3);
	assert_true(s->time_ns > 0);
	assert_int_equal(s->n_domains, DOMAINS);
	for (unsigned i = 0; i < DOMAINS; i++)
		check_domain(s, i);
	assert_string_equal(s->domains[10].name, "vm10");
	snapshot_unref(s);
}

static void check_definition(const struct domain *d)
{
	unsigned i = (unsigned)strtoul(d->name + 2, NULL, 10);
	autofree char *title = mem_printf("Number %u", i);
	assert_string_equal(d->def.title, title);
	assert_int_equal(d->def.memory_max, memory_of(i));
	assert_int_equal(d->def.memory, memory_of(i));
	assert_int_equal(d->def.vcpus_max, vcpus_of(i));
	assert_int_equal(d->def.vcpus, vcpus_of(i));
	assert_int_equal(d->def.disks, 1);
	assert_int_equal(d->def.nics, 0);
	assert_true(d->def.has_display);
	assert_false(d->def.has_agent);
}

static void count_known(const struct snapshot *s, size_t *ret_active, size_t *ret_others)
{
	*ret_active = *ret_others = 0;
	for (size_t i = 0; i < s->n_domains; i++)
		if (s->domains[i].def.known) {
			check_definition(&s->domains[i]);
			*(domain_is_active(&s->domains[i]) ? ret_active : ret_others) += 1;
		}
}

/* 3 are looked up one by one, 400 through a list; others come when all active ones are known. */
static void definitions(void **state)
{
	static const struct {
		size_t most, left, active, others;
	} steps[] = {
		{0, DOMAINS, 0, 0},
		{3, DOMAINS - 3, 3, 0},
		{400, DOMAINS - 403, 403, 0},
		{100, DOMAINS - 503, DOMAINS / 2, 3},
		{DOMAINS, 0, DOMAINS / 2, DOMAINS / 2},
		{DOMAINS, 0, DOMAINS / 2, DOMAINS / 2},
	};
	struct rig *rig = *state;
	open_ok(rig, node_uri);
	struct snapshot *s = list_ok(rig);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		autoerr struct err err = {0};
		size_t left = 12345, active, others;
		struct snapshot *next = rig_definitions(rig, s, steps[i].most, &left, &err);
		check(next, err);
		snapshot_unref(s);
		s = next;
		assert_int_equal(s->n_domains, DOMAINS);
		assert_int_equal(s->generation, 3);
		assert_int_equal(left, steps[i].left);
		count_known(s, &active, &others);
		assert_int_equal(active, steps[i].active);
		assert_int_equal(others, steps[i].others);
	}
	snapshot_unref(s);
}

/* A snapshot of a domain that the connection does not have. */
static void definition_of_a_gone_domain(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	size_t left = 12345;
	open_ok(rig, "test:///default");
	struct snapshot *before = snapshot_create(7, 3);
	struct domain *d = snapshot_add_domain(before);
	d->name = snapshot_strdup(before, "gone");
	memset(d->uuid, 0xab, UUID_SIZE);
	snapshot_seal(before);
	struct snapshot *s = rig_definitions(rig, before, 10, &left, &err);
	check(s, err);
	assert_int_equal(left, 0);
	assert_true(s->domains[0].def.known);
	assert_int_equal(s->domains[0].def.memory_max, 0);
	snapshot_unref(before);
	snapshot_unref(s);
}

static void definitions_are_taken_over(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	size_t left, known = 0;
	open_ok(rig, node_uri);
	struct snapshot *bare = list_ok(rig);
	struct snapshot *full = rig_definitions(rig, bare, DOMAINS, &left, &err);
	check(full, err);
	unsigned char stale[2][UUID_SIZE];
	memcpy(stale[0], find_named(full, "vm900")->uuid, UUID_SIZE);
	memcpy(stale[1], find_named(full, "vm8")->uuid, UUID_SIZE);
	check(rig_do(rig, find_named(full, "vm4")->uuid, DOMAIN_VERB_FORCE_OFF, NULL, &err), err);

	struct snapshot *s = rig_list(rig, full, (const unsigned char(*)[UUID_SIZE])stale, 2, &err);
	check(s, err);
	snapshot_unref(bare);
	snapshot_unref(full);
	for (size_t i = 0; i < s->n_domains; i++) {
		known += s->domains[i].def.known;
		if (s->domains[i].def.known)
			check_definition(&s->domains[i]);
	}
	assert_int_equal(known, DOMAINS - 3);
	assert_false(find_named(s, "vm900")->def.known);
	assert_false(find_named(s, "vm8")->def.known);
	assert_false(find_named(s, "vm4")->def.known); /* its inactive definition is another one */
	snapshot_unref(s);
}

struct step {
	enum domain_verb verb;
	enum domain_state state; /* afterwards */
	const char *calls;
	const char *event; /* NULL when libvirt tells none */
};

static void check_step(struct rig *rig, const unsigned char *uuid, const struct step *step)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	rig_forget(rig);
	check(rig_do(rig, uuid, step->verb, &calls, &err), err);
	assert_string_equal(calls, step->calls);
	if (step->event) {
		const struct seen *seen =
			rig_wait(rig, EVENT_DOMAIN_STATE, uuid, step->event);
		assert_string_equal(seen->name, "test");
	}
	struct snapshot *s = list_ok(rig);
	const struct domain *d = snapshot_find_domain(s, uuid);
	assert_int_equal(d->state, step->state);
	assert_int_equal(domain_is_active(d), step->state != DOMAIN_SHUTOFF);
	assert_int_equal(d->autostart, step->verb == DOMAIN_VERB_AUTOSTART_ON);
	snapshot_unref(s);
}

static void verbs(void **state)
{
	static const struct step steps[] = {
		{DOMAIN_VERB_SUSPEND, DOMAIN_PAUSED, "virDomainSuspend(test)",
		 "paused: by the user"},
		{DOMAIN_VERB_RESUME, DOMAIN_RUNNING, "virDomainResume(test)",
		 "resumed: by the user"},
		{DOMAIN_VERB_SHUTDOWN, DOMAIN_SHUTOFF, "virDomainShutdownFlags(test, 0)",
		 "stopped: shut down"},
		{DOMAIN_VERB_START, DOMAIN_RUNNING, "virDomainCreateWithFlags(test, 0)",
		 "started: booted"},
		{DOMAIN_VERB_FORCE_OFF, DOMAIN_SHUTOFF, "virDomainDestroyFlags(test, 0)",
		 "stopped: forced off"},
		{DOMAIN_VERB_AUTOSTART_ON, DOMAIN_SHUTOFF, "virDomainSetAutostart(test, 1)", NULL},
		{DOMAIN_VERB_AUTOSTART_OFF, DOMAIN_SHUTOFF, "virDomainSetAutostart(test, 0)", NULL},
	};
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, "test:///default");
	check(rig_events(rig, &err), err);
	struct snapshot *s = list_ok(rig);
	unsigned char uuid[UUID_SIZE];
	memcpy(uuid, find_named(s, "test")->uuid, UUID_SIZE);
	snapshot_unref(s);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		check_step(rig, uuid, &steps[i]);
}

static void verb_errors(void **state)
{
	struct rig *rig = *state;
	autoerr struct err gone = {0}, again = {0};
	autofree char *calls = NULL;
	unsigned char nobody[UUID_SIZE] = {1, 2, 3};
	open_ok(rig, "test:///default");
	assert_false(rig_do(rig, nobody, DOMAIN_VERB_START, &calls, &gone));
	assert_int_equal(gone.code, ERR_NOT_FOUND);
	assert_string_equal(calls, "");

	struct snapshot *s = list_ok(rig);
	assert_false(rig_do(rig, s->domains[0].uuid, DOMAIN_VERB_START, NULL, &again));
	assert_int_equal(again.code, ERR_FAILED);
	assert_non_null(strstr(again.text, "already running"));
	assert_int_not_equal(again.detail, 0);
	snapshot_unref(s);
}

static void release_once(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	for (int round = 1; round <= 3; round++) {
		open_ok(rig, "test:///default");
		check(rig_events(rig, &err), err);
		struct snapshot *s = list_ok(rig);
		rig_forget(rig);
		check(rig_do(rig, s->domains[0].uuid, DOMAIN_VERB_SUSPEND, NULL, &err), err);
		/* In every other round the events are still on their way when it closes. */
		if (round % 2)
			rig_wait(rig, EVENT_DOMAIN_STATE, NULL, "paused: by the user");
		assert_int_equal(rig->released, round - 1);
		rig_close(rig);
		assert_int_equal(rig->released, round);
		assert_int_equal(rig_count(rig, EVENT_CLOSED), 0);
		snapshot_unref(s);
	}
}

static void figures(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, node_uri);
	struct snapshot *s = list_ok(rig);
	struct figure_set *set = rig_figures(rig, s, STATS_ALL, &err);
	check(set, err);
	assert_int_equal(set->n, DOMAINS / 2);
	assert_true(set->time_ns >= s->time_ns);
	for (size_t i = 0; i < set->n; i++) {
		const struct sample *sample = &set->samples[i];
		const struct domain *d = snapshot_find_domain(s, sample->uuid);
		unsigned number = (unsigned)strtoul(d->name + 2, NULL, 10);
		assert_true(sample->time_ns >= s->time_ns);
		assert_int_equal(sample->has, STATS_MEMORY | STATS_VCPU);
		assert_int_equal(sample->state, d->state);
		assert_int_equal(sample->reason, d->reason);
		assert_int_equal(sample->memory, memory_of(number));
		assert_int_equal(sample->memory_max, memory_of(number));
		assert_int_equal(sample->vcpus, vcpus_of(number));
		assert_int_equal(sample->vcpus_max, 0);
		assert_int_equal(sample->cpu_ns, 0);
		assert_false(sample->memory_usable_known);
	}
	figure_set_free(set);
	snapshot_unref(s);
}

static void figures_only_of_what_was_asked(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, node_uri);
	struct snapshot *s = list_ok(rig);
	static const unsigned asked[] = {0, STATS_MEMORY, STATS_VCPU | STATS_CPU, STATS_NET};
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		struct figure_set *set = rig_figures(rig, s, asked[i], &err);
		check(set, err);
		assert_int_equal(set->n, DOMAINS / 2);
		for (size_t k = 0; k < set->n; k++) {
			assert_int_equal(set->samples[k].has,
					 asked[i] & (STATS_MEMORY | STATS_VCPU));
			assert_true(set->samples[k].state == DOMAIN_RUNNING ||
				    set->samples[k].state == DOMAIN_PAUSED);
		}
		figure_set_free(set);
	}
	snapshot_unref(s);
}

static void node(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	struct node_info info = {0};
	open_ok(rig, "test:///default");
	check(rig_node(rig, &info, &err), err);
	assert_string_equal(info.driver, "TEST");
	assert_string_equal(info.hypervisor_version, "0.0.2");
	assert_non_null(info.libvirt_version);
	assert_non_null(info.hostname);
	assert_int_equal(info.memory, 3072 * MIB);
	assert_int_equal(info.cpus, 16);
	assert_int_equal(info.mhz, 1400);
	check(rig_node_figures(rig, &info, &err), err);
	assert_false(info.memory_free_known);
	assert_int_equal(info.cpu_total_ns, 0);
	assert_int_equal(info.memory, 3072 * MIB);
	node_info_clear(&info);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(facts),
		cmocka_unit_test(uris),
		TEST(open_errors),
		TEST(readonly),
		TEST(list),
		TEST(definitions),
		TEST(definition_of_a_gone_domain),
		TEST(definitions_are_taken_over),
		TEST(verbs),
		TEST(verb_errors),
		TEST(release_once),
		TEST(figures),
		TEST(figures_only_of_what_was_asked),
		TEST(node),
	};
	return cmocka_run_group_tests(tests, write_node, remove_node);
}
