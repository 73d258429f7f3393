// SPDX-License-Identifier: GPL-3.0-or-later
/* src/virt against libvirt's own test driver, in process. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/capabilities.h"
#include "model/nodestate.h"
#include "model/plan.h"
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
	for (unsigned i = 0; i < DOMAINS; i++)
		add_domain(&xml, i);
	node_uri = node_write(node_path, str_text(&xml));
	return node_uri ? 0 : -1;
}

static int remove_node(void **state)
{
	(void)state;
	free(node_uri);
	return unlink(node_path);
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
	enum verb verb;
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

static void path_in_tmp(char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s-%s", node_path, name);
}

static const char tiny_xml[] =
	"<domain type='test'><name>tiny</name><memory>4096</memory><os><type>hvm</type></os>"
	"</domain>";
static const char live_xml[] =
	"<domain type='test'><name>live</name><memory>4096</memory><os><type>hvm</type></os>"
	"</domain>";

/* NULL name: it has no domain yet. */
static bool request_with(struct rig *rig, const char *name, enum verb verb, const char *text, const char *options,
			 char **calls, struct err *err)
{
	struct verb_request r = {.verb = verb, .text = text, .options = options};
	if (name) {
		struct snapshot *s = list_ok(rig);
		assert_non_null(find_named(s, name));
		memcpy(r.uuid, find_named(s, name)->uuid, UUID_SIZE);
		snapshot_unref(s);
	}
	return rig_request(rig, &r, calls, err);
}

static bool request(struct rig *rig, const char *name, enum verb verb, const char *text,
		    char **calls, struct err *err)
{
	return request_with(rig, name, verb, text, NULL, calls, err);
}

static int state_of(struct rig *rig, const char *name)
{
	struct snapshot *s = list_ok(rig);
	const struct domain *d = find_named(s, name);
	int state = d ? (int)d->state : -1;
	snapshot_unref(s);
	return state;
}

static void asked(struct rig *rig, const char *name, enum verb verb, const char *text,
		  const char *expected_calls)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	if (!request(rig, name, verb, text, &calls, &err))
		fail_msg("%s: %s", expected_calls, err.text);
	assert_string_equal(calls, expected_calls);
}

static void refused(struct rig *rig, const char *name, enum verb verb, const char *text, const char *why)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	assert_false(request(rig, name, verb, text, &calls, &err));
	assert_string_equal(err.text, why);
}

static void life_from_a_file(void **state)
{
	struct rig *rig = *state;
	char saved[64];
	path_in_tmp(saved, sizeof(saved), "saved");
	open_ok(rig, "test:///default");
	asked(rig, NULL, DOMAIN_VERB_DEFINE, tiny_xml,
	      "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
	assert_int_equal(state_of(rig, "tiny"), DOMAIN_SHUTOFF);
	asked(rig, "tiny", DOMAIN_VERB_RENAME, "small", "virDomainRename(tiny, small, 0)");
	asked(rig, "small", DOMAIN_VERB_START, NULL, "virDomainCreateWithFlags(small, 0)");
	asked(rig, "small", DOMAIN_VERB_REBOOT, NULL, "virDomainReboot(small, 0)");
	asked(rig, "small", DOMAIN_VERB_SEND_KEYS, "ctrl+alt+delete",
	      "virDomainSendKey(small, VIR_KEYCODE_SET_LINUX, 0, ctrl+alt+delete, 3, 0)");
	asked(rig, "small", DOMAIN_VERB_MANAGED_SAVE, NULL, "virDomainManagedSave(small, 0)");
	assert_int_equal(state_of(rig, "small"), DOMAIN_SHUTOFF);
	struct snapshot *s = list_ok(rig);
	assert_true(find_named(s, "small")->managed_save);
	snapshot_unref(s);
	/* The test driver does not know the flag. */
	asked(rig, "small", DOMAIN_VERB_START_FRESH, NULL,
	      "virDomainCreateWithFlags(small, VIR_DOMAIN_START_FORCE_BOOT)\n"
	      "virDomainManagedSaveRemove(small, 0)\n"
	      "virDomainCreateWithFlags(small, 0)");
	assert_int_equal(state_of(rig, "small"), DOMAIN_RUNNING);

	autofree char *save = mem_printf("virDomainSaveFlags(small, %s, NULL, 0)", saved);
	autofree char *restore = mem_printf("virDomainRestoreFlags(%s, NULL, 0)", saved);
	autofree char *why = mem_printf("%s holds the saved memory of small: choose another file", saved);
	asked(rig, "small", DOMAIN_VERB_SAVE, saved, save);
	assert_int_equal(state_of(rig, "small"), DOMAIN_SHUTOFF);
	refused(rig, "test", DOMAIN_VERB_SAVE, saved, why);
	refused(rig, "test", DOMAIN_VERB_DUMP, saved, why);
	assert_int_equal(state_of(rig, "test"), DOMAIN_RUNNING);
	asked(rig, NULL, DOMAIN_VERB_RESTORE, saved, restore);
	asked(rig, "small", DOMAIN_VERB_SAVE, saved, save); /* over its own */
	asked(rig, NULL, DOMAIN_VERB_RESTORE, saved, restore);
	assert_int_equal(state_of(rig, "small"), DOMAIN_RUNNING);
	assert_int_equal(unlink(saved), 0);
	asked(rig, "small", DOMAIN_VERB_FORCE_OFF, NULL, "virDomainDestroyFlags(small, 0)");

	asked(rig, NULL, DOMAIN_VERB_CREATE, live_xml,
	      "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	assert_int_equal(state_of(rig, "live"), DOMAIN_RUNNING);
	asked(rig, "live", DOMAIN_VERB_FORCE_OFF, NULL, "virDomainDestroyFlags(live, 0)");
	assert_int_equal(state_of(rig, "live"), -1);
}

static void xml_kept(struct rig *rig, const char *name, const char *path, const char *options, const char *ways)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	struct stat st;
	if (!request_with(rig, name, DOMAIN_VERB_SAVE_XML, path, options, &calls, &err))
		fail_msg("%s: %s", name, err.text);
	assert_int_equal(stat(path, &st), 0);
	autofree char *expected = mem_printf("%swrote %d bytes to %s", ways, (int)st.st_size, path);
	assert_string_equal(calls, expected);
}

static void xml_is_an_answer(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	autofree char *xml = NULL;
	autofree char *calls = NULL;
	struct verb_request r = {.verb = DOMAIN_VERB_READ_XML, .ret_answer = &xml};
	open_ok(rig, "test:///default");
	struct snapshot *s = list_ok(rig);
	memcpy(r.uuid, find_named(s, "test")->uuid, UUID_SIZE);
	snapshot_unref(s);
	assert_true(rig_request(rig, &r, &calls, &err));
	assert_string_equal(calls, "virDomainGetXMLDesc(test, VIR_DOMAIN_XML_INACTIVE)");
	assert_non_null(strstr(xml, "<name>test</name>"));
	r.uuid[0] ^= 0xff;
	free(take(xml));
	assert_false(rig_request(rig, &r, NULL, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(xml);
}

static void xml_of_a_transient_one_for_who_may_only_look(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	autofree char *xml = NULL;
	autofree char *calls = NULL;
	struct verb_request r = {.verb = DOMAIN_VERB_READ_XML, .ret_answer = &xml};
	char path[] = "/tmp/virtty-node-XXXXXX";
	autofree char *uri = node_write(path, "<domain type='test' "
		"xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>passing</name>"
		"<memory>1024</memory><os><type>hvm</type></os><test:transient/></domain>");
	assert_non_null(uri);
	check(rig_open(rig, uri, true, &err), err);
	assert_int_equal(unlink(path), 0);
	struct snapshot *s = list_ok(rig);
	assert_false(find_named(s, "passing")->persistent);
	memcpy(r.uuid, find_named(s, "passing")->uuid, UUID_SIZE);
	snapshot_unref(s);
	check(rig_request(rig, &r, &calls, &err), err);
	assert_string_equal(calls, "virDomainGetXMLDesc(passing, VIR_DOMAIN_XML_MIGRATABLE)\n"
				   "virDomainGetXMLDesc(passing, VIR_DOMAIN_XML_INACTIVE)");
	assert_non_null(strstr(xml, "<name>passing</name>"));
}

/* The file defines it again. */
static void definition_goes_to_a_file(void **state)
{
	struct rig *rig = *state;
	char path[64];
	char xml[8192] = "";
	path_in_tmp(path, sizeof(path), "xml");
	open_ok(rig, "test:///default");
	xml_kept(rig, "test", path, "--inactive --security-info",
		 "virDomainGetXMLDesc(test, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE)\n");
	assert_int_equal(unlink(path), 0);
	asked(rig, NULL, DOMAIN_VERB_CREATE, live_xml,
	      "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	xml_kept(rig, "live", path, "--inactive --security-info",
		 "virDomainGetXMLDesc(live, VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE)\n");
	asked(rig, "live", DOMAIN_VERB_FORCE_OFF, NULL, "virDomainDestroyFlags(live, 0)");
	assert_int_equal(state_of(rig, "live"), -1);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	assert_true(fread(xml, 1, sizeof(xml) - 1, f) > 0);
	fclose(f);
	asked(rig, NULL, DOMAIN_VERB_DEFINE, xml,
	      "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
	assert_int_equal(state_of(rig, "live"), DOMAIN_SHUTOFF);
	assert_int_equal(unlink(path), 0);
}

static void transient_one_is_kept(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	asked(rig, NULL, DOMAIN_VERB_CREATE, live_xml,
	      "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	asked(rig, "live", DOMAIN_VERB_PERSIST, NULL,
	      "virDomainGetXMLDesc(live, VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE)\n"
	      "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
	asked(rig, "live", DOMAIN_VERB_FORCE_OFF, NULL, "virDomainDestroyFlags(live, 0)");
	assert_int_equal(state_of(rig, "live"), DOMAIN_SHUTOFF);
}

/* A file without them would not be what was asked for, and what follows would lose them. */
static void who_may_only_look_keeps_it_without_secrets(void **state)
{
	static const char *const options[] = {"--inactive --security-info", "--migratable --security-info",
					      "--security-info"};
	struct rig *rig = *state;
	autoerr struct err err = {0};
	char path[64];
	path_in_tmp(path, sizeof(path), "xml");
	if (!rig_open(rig, "test:///default", true, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		autoerr struct err denied = {0};
		assert_false(request_with(rig, "test", DOMAIN_VERB_SAVE_XML, path, options[i], NULL, &denied));
		assert_int_equal(denied.code, ERR_DENIED);
		assert_true(str_starts(denied.text, "its passwords may not be read, save it without them: "));
		assert_int_equal(access(path, F_OK), -1);
	}
	xml_kept(rig, "test", path, "--inactive",
		 "virDomainGetXMLDesc(test, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE)\n"
		 "virDomainGetXMLDesc(test, VIR_DOMAIN_XML_INACTIVE)\n");
	assert_int_equal(unlink(path), 0);
}

/* What was read is what is changed: not what somebody else made of it meanwhile. */
static void edited_only_as_it_was_read(void **state)
{
	struct rig *rig = *state;
	autofree char *before = NULL, *answer = NULL, *now = NULL, *calls = NULL;
	autoerr struct err err = {0}, changed = {0};
	struct verb_request read = {.verb = DOMAIN_VERB_READ_XML, .name = "test", .options = "--security-info",
				    .ret_answer = &before};
	open_ok(rig, "test:///default");
	check(rig_request(rig, &read, &calls, &err), err);
	assert_string_equal(calls, "virDomainGetXMLDesc(test, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE)");
	autofree char *mine = mem_printf("%.*s<title>mine</title>%s", (int)(strstr(before, "</name>") + 7 - before),
					 before, strstr(before, "</name>") + 7);
	struct verb_request edit = {.verb = DOMAIN_VERB_EDIT, .name = "test", .text = mine, .before = before,
				    .ret_answer = &answer};
	check(rig_request(rig, &edit, NULL, &err), err);
	assert_non_null(strstr(answer, "<title>mine</title>"));
	edit.ret_answer = &now;
	assert_false(rig_request(rig, &edit, NULL, &changed));
	assert_int_equal(changed.code, ERR_CHANGED);
	assert_string_equal(now, answer);
	edit.before = now;
	edit.text = "<domain type='test'><name>test</name><memory>4096</memory><os><type>hvm</type></os>"
		    "<devices><pool/></devices></domain>";
	assert_false(rig_request(rig, &edit, NULL, &err));
	assert_non_null(strstr(err.text, "validate"));
}

/* The last step fails: what the steps before it made is gone again, what needed no undoing stays. */
static void plan_that_fails_is_undone(void **state)
{
	struct rig *rig = *state;
	struct plan *plan = plan_create();
	autofree char *calls = NULL;
	autoerr struct err err = {0};
	const struct verb_request define = {.verb = DOMAIN_VERB_DEFINE, .text = tiny_xml};
	const struct verb_request start = {.verb = DOMAIN_VERB_START, .name = "tiny"};
	const struct verb_request again = {.verb = DOMAIN_VERB_RENAME, .name = "test", .text = "other"};
	open_ok(rig, "test:///default");
	plan_step_undo(plan_add(plan, &define, mem_strdup("define tiny"), NULL), DOMAIN_VERB_UNDEFINE,
		       mem_strdup("tiny"), NULL, NULL);
	plan_step_undo(plan_add(plan, &start, mem_strdup("start tiny"), NULL), DOMAIN_VERB_FORCE_OFF, NULL, NULL,
		       NULL);
	plan_add(plan, &again, mem_strdup("rename test"), NULL);
	const struct verb_request all = {.verb = PLAN_VERB, .plan = plan};
	assert_false(rig_request(rig, &all, &calls, &err));
	assert_true(str_starts(err.text, "rename test: "));
	assert_non_null(strstr(calls, "virDomainCreateWithFlags(tiny, 0)\n"));
	assert_non_null(strstr(calls, "virDomainDestroyFlags(tiny, 0)"));
	assert_int_equal(state_of(rig, "tiny"), -1);
	assert_int_equal(state_of(rig, "test"), DOMAIN_RUNNING);
	plan_unref(plan);
}

/* What was there before the plan is not removed when it fails, but is as it was. */
static void plan_gives_back_what_it_replaced(void **state)
{
	struct rig *rig = *state;
	struct plan *plan = plan_create();
	autofree char *before = NULL, *after = NULL;
	autoerr struct err err = {0};
	struct verb_request read = {.verb = NETWORK_VERB_READ_XML, .name = "default", .ret_answer = &before};
	const struct verb_request start = {.verb = NETWORK_VERB_START, .name = "default"};
	open_ok(rig, "test:///default");
	check(rig_request(rig, &read, NULL, &err), err);
	autofree char *mine = mem_printf("%.*s<domain name='mine'/></network>",
					 (int)(strstr(before, "</network>") - before), before);
	const struct verb_request define = {.verb = NETWORK_VERB_DEFINE, .text = mine};
	plan_step_undo(plan_add(plan, &define, mem_strdup("define default"), NULL), NETWORK_VERB_UNDEFINE,
		       mem_strdup("default"), NULL, NULL);
	plan_add(plan, &start, mem_strdup("start default"), NULL);
	const struct verb_request all = {.verb = PLAN_VERB, .plan = plan};
	assert_false(rig_request(rig, &all, NULL, &err));
	assert_true(str_starts(err.text, "start default: "));
	assert_null(strstr(err.text, "undoing it failed"));
	err_clear(&err);
	read.ret_answer = &after;
	check(rig_request(rig, &read, NULL, &err), err);
	assert_string_equal(after, before);
	plan_unref(plan);
}

static void saved_state_is_dropped(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, node_uri);
	asked(rig, "vm3", DOMAIN_VERB_DROP_SAVED, NULL, "virDomainManagedSaveRemove(vm3, 0)");
	struct snapshot *s = list_ok(rig);
	assert_false(find_named(s, "vm3")->managed_save);
	assert_true(find_named(s, "vm7")->managed_save);
	snapshot_unref(s);
}

static void dump_with_what_the_driver_knows(void **state)
{
	struct rig *rig = *state;
	char core[64];
	path_in_tmp(core, sizeof(core), "core");
	open_ok(rig, "test:///default");
	autofree char *tried = mem_printf("virDomainCoreDump(test, %s, VIR_DUMP_MEMORY_ONLY | VIR_DUMP_LIVE)\n"
					  "virDomainCoreDump(test, %s, VIR_DUMP_LIVE)",
					  core, core);
	autofree char *calls = NULL;
	autoerr struct err err = {0};
	assert_false(request(rig, "test", DOMAIN_VERB_DUMP, core, &calls, &err));
	assert_int_equal(err.code, ERR_UNSUPPORTED);
	assert_non_null(strstr(err.text, "pause it first"));
	assert_string_equal(calls, tried);
	assert_int_equal(access(core, F_OK), -1);
	assert_int_equal(state_of(rig, "test"), DOMAIN_RUNNING);

	asked(rig, "test", DOMAIN_VERB_SUSPEND, NULL, "virDomainSuspend(test)");
	autofree char *all = mem_printf("%s\nvirDomainCoreDump(test, %s, 0)", tried, core);
	asked(rig, "test", DOMAIN_VERB_DUMP, core, all);
	assert_int_equal(unlink(core), 0);
	assert_int_equal(state_of(rig, "test"), DOMAIN_PAUSED);
}

/* The newest title, read from the definition. */
static char *title_of(struct rig *rig, const char *name)
{
	autoerr struct err err = {0};
	size_t left;
	struct snapshot *bare = list_ok(rig);
	struct snapshot *s = rig_definitions(rig, bare, bare->n_domains, &left, &err);
	check(s, err);
	char *title = mem_strdup(find_named(s, name)->def.title);
	snapshot_unref(bare);
	snapshot_unref(s);
	return title;
}

/* It runs without the disk, which it gets when it starts again. */
static void disk_of_the_next_start_is_used(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	size_t left;
	open_ok(rig, "test:///default");
	asked(rig, NULL, DOMAIN_VERB_DEFINE,
	      "<domain type='test'><name>test</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>"
	      "<memory>8388608</memory><vcpu>2</vcpu><os><type>hvm</type></os><devices><disk type='file' device='disk'>"
	      "<source file='/p/next.img'/><target dev='vdb' bus='virtio'/></disk></devices></domain>",
	      "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
	struct snapshot *bare = list_ok(rig);
	struct snapshot *s = rig_definitions(rig, bare, bare->n_domains, &left, &err);
	check(s, err);
	assert_true(find_named(s, "test")->def.differs);
	assert_non_null(strstr(find_named(s, "test")->def.files, "vdb, next start\t\t/p/next.img\n"));
	snapshot_unref(bare);
	snapshot_unref(s);
}

static void titles(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, node_uri);
	asked(rig, "vm0", DOMAIN_VERB_SET_TITLE, "<Post> & co",
	      "virDomainSetMetadata(vm0, VIR_DOMAIN_METADATA_TITLE, <Post> & co, NULL, NULL, "
	      "VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)");
	autofree char *title = title_of(rig, "vm0");
	assert_string_equal(title, "<Post> & co");
	asked(rig, "vm2", DOMAIN_VERB_SET_TITLE, "",
	      "virDomainSetMetadata(vm2, VIR_DOMAIN_METADATA_TITLE, NULL, NULL, NULL, "
	      "VIR_DOMAIN_AFFECT_CONFIG)");
	autofree char *none = title_of(rig, "vm2");
	assert_null(none);
	asked(rig, "vm2", DOMAIN_VERB_SET_DESCRIPTION, "Two\nlines",
	      "virDomainSetMetadata(vm2, VIR_DOMAIN_METADATA_DESCRIPTION, Two\nlines, NULL, NULL, "
	      "VIR_DOMAIN_AFFECT_CONFIG)");
	assert_false(request(rig, "vm2", DOMAIN_VERB_SET_TITLE, "a\033b", NULL, &err));
	assert_int_equal(err.code, ERR_INVALID);
}

static char *tags_in(struct rig *rig, const char *name)
{
	autoerr struct err err = {0};
	size_t left;
	struct snapshot *bare = list_ok(rig);
	struct snapshot *s = rig_definitions(rig, bare, bare->n_domains, &left, &err);
	check(s, err);
	char *tags = mem_strdup(find_named(s, name)->def.tags);
	snapshot_unref(bare);
	snapshot_unref(s);
	return tags;
}

static void tags(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, node_uri);
	autofree char *none = tags_in(rig, "vm0");
	assert_null(none);
	asked(rig, "vm0", DOMAIN_VERB_SET_TAGS, "lab owner=anna",
	      "virDomainSetMetadata(vm0, VIR_DOMAIN_METADATA_ELEMENT, "
	      "<domain><tags>lab owner=anna</tags></domain>, virtty, urn:virtty:domain:1.0, "
	      "VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)");
	autofree char *two = tags_in(rig, "vm0");
	assert_string_equal(two, "lab owner=anna");
	asked(rig, "vm0", DOMAIN_VERB_SET_TAGS, "prod",
	      "virDomainSetMetadata(vm0, VIR_DOMAIN_METADATA_ELEMENT, "
	      "<domain><tags>prod</tags></domain>, virtty, urn:virtty:domain:1.0, "
	      "VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)");
	autofree char *other = tags_in(rig, "vm0");
	assert_string_equal(other, "prod");
	asked(rig, "vm0", DOMAIN_VERB_DROP_TAGS, NULL,
	      "virDomainSetMetadata(vm0, VIR_DOMAIN_METADATA_ELEMENT, NULL, virtty, "
	      "urn:virtty:domain:1.0, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)");
	autofree char *gone = tags_in(rig, "vm0");
	assert_null(gone);
	asked(rig, "vm2", DOMAIN_VERB_SET_TAGS, "lab",
	      "virDomainSetMetadata(vm2, VIR_DOMAIN_METADATA_ELEMENT, "
	      "<domain><tags>lab</tags></domain>, virtty, urn:virtty:domain:1.0, "
	      "VIR_DOMAIN_AFFECT_CONFIG)");
	autofree char *off = tags_in(rig, "vm2");
	assert_string_equal(off, "lab");
}

/* In the place of libvirt's: fails where a test wants it. */
static bool metadata_fails;

char *virDomainGetMetadata(virDomainPtr domain, int type, const char *uri, unsigned flags)
{
	static char *(*real)(virDomainPtr domain, int type, const char *uri, unsigned flags);
	if (!real)
		real = (char *(*)(virDomainPtr, int, const char *, unsigned))dlsym(RTLD_NEXT, "virDomainGetMetadata");
	return real(domain, type, metadata_fails ? NULL : uri, flags);
}

static void tags_that_cannot_be_read_are_not_overwritten(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	open_ok(rig, node_uri);
	metadata_fails = true;
	bool done = request(rig, "vm0", DOMAIN_VERB_SET_TAGS, "lab", &calls, &err);
	metadata_fails = false;
	assert_false(done);
	assert_int_equal(err.code, ERR_INVALID);
	assert_string_equal(calls, "");
}

static void undefining(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, node_uri);
	assert_false(request(rig, "vm0", DOMAIN_VERB_UNDEFINE, NULL, NULL, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_string_equal(err.text,
			    "vm0 is running: shut it down before its definition is removed");
	autoerr struct err none = {0};
	autofree char *calls = NULL;
	check(request(rig, "vm3", DOMAIN_VERB_UNDEFINE, NULL, &calls, &none), none);
	assert_non_null(strstr(calls, "virDomainUndefineFlags(vm3, "
				      "VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | "));
	assert_int_equal(state_of(rig, "vm3"), -1);
}

static void what_it_says_of_bad_input(void **state)
{
	static const struct {
		enum verb verb;
		const char *on, *text;
		enum err_code code;
		const char *words;
	} rows[] = {
		{DOMAIN_VERB_RENAME, "test", "other", ERR_FAILED, "active"},
		{DOMAIN_VERB_SEND_KEYS, "test", "nokey", ERR_INVALID, "\"nokey\" is no key"},
		{DOMAIN_VERB_SAVE, "test", "relative", ERR_INVALID, "begin with /"},
		{DOMAIN_VERB_DUMP, "test", NULL, ERR_INVALID, "begin with /"},
		{DOMAIN_VERB_RESTORE, NULL, "relative", ERR_INVALID, "begin with /"},
		{DOMAIN_VERB_RESTORE, NULL, "/nowhere/at/all", ERR_FAILED, "/nowhere/at/all"},
		{DOMAIN_VERB_DEFINE, NULL, "<domain", ERR_FAILED, "domain_definition"},
		{DOMAIN_VERB_DEFINE, NULL, "", ERR_FAILED, "Document is empty"},
		{DOMAIN_VERB_START_PAUSED, "test", NULL, ERR_UNSUPPORTED, "This driver cannot"},
		{DOMAIN_VERB_CREATE, NULL, "<domain type='test'/>", ERR_FAILED, "validate"},
		{DOMAIN_VERB_DEFINE, NULL,
		 "<domain type='test'><name>a</name><memory>1</memory><os><type>hvm</type></os>"
		 "<devices><pool/></devices></domain>",
		 ERR_FAILED, "validate"},
	};
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};
		assert_false(request(rig, rows[i].on, rows[i].verb, rows[i].text, NULL, &err));
		if (err.code != rows[i].code || !strstr(err.text, rows[i].words))
			fail_msg("row %zu: %d: %s", i, err.code, err.text);
	}
}

static void no_jobs_and_no_guests(void **state)
{
	struct rig *rig = *state;
	autoerr struct err progress_err = {0}, abort_err = {0}, guest_err = {0};
	struct job_progress progress;
	struct guest_facts facts;
	open_ok(rig, "test:///default");
	struct snapshot *s = list_ok(rig);
	const unsigned char *uuid = s->domains[0].uuid;
	struct job_of job = {.verb = DOMAIN_VERB_SAVE};
	memcpy(job.uuid, uuid, UUID_SIZE);
	assert_false(rig_progress(rig, &job, &progress, &progress_err));
	assert_int_equal(progress_err.code, ERR_UNSUPPORTED);
	assert_false(rig_abort(rig, &job, &abort_err));
	assert_int_equal(abort_err.code, ERR_UNSUPPORTED);
	check(rig_guest(rig, uuid, GUEST_ASK_AGENT, &facts, &guest_err), guest_err);
	assert_memory_equal(facts.uuid, uuid, UUID_SIZE);
	assert_true(facts.time_ns > 0);
	assert_null(facts.addresses); /* it would tell 192.168.122.3 for every one */
	assert_null(facts.hostname);
	guest_facts_clear(&facts);
	snapshot_unref(s);
}

/* By what libvirt tells of the job that runs. */
static void whose_job_it_is(void **state)
{
	static const struct {
		enum verb verb;
		int operation;
		unsigned elapsed_ms, age_ms;
		bool fits;
	} rows[] = {
		{DOMAIN_VERB_SAVE, VIR_DOMAIN_JOB_OPERATION_SAVE, 900, 1000, true},
		{DOMAIN_VERB_MANAGED_SAVE, VIR_DOMAIN_JOB_OPERATION_SAVE, 1000, 1000, true},
		{DOMAIN_VERB_DUMP, VIR_DOMAIN_JOB_OPERATION_DUMP, 0, 1000, true},
		{DOMAIN_VERB_SAVE, VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT, 900, 1000, false},
		{DOMAIN_VERB_SAVE, VIR_DOMAIN_JOB_OPERATION_DUMP, 900, 1000, false},
		{DOMAIN_VERB_SAVE, VIR_DOMAIN_JOB_OPERATION_SAVE, 1200, 1000, false}, /* it ran before */
		{DOMAIN_VERB_SAVE, VIR_DOMAIN_JOB_OPERATION_SAVE, 3601000, 3600000, true}, /* that clock is faster */
		{DOMAIN_VERB_SAVE, VIR_DOMAIN_JOB_OPERATION_UNKNOWN, 0, 1000, true}, /* nothing is told */
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct job_of job = {.verb = rows[i].verb, .asked_ns = 7 * NS_PER_S};
		int64_t now_ns = job.asked_ns + rows[i].age_ms * NS_PER_MS;
		if (domain_job_fits(&job, rows[i].operation, rows[i].elapsed_ms, now_ns) != rows[i].fits)
			fail_msg("row %zu", i);
	}
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

static void capabilities(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	struct node_caps caps = {0};
	uint64_t bytes = 7;
	open_ok(rig, "test:///default");
	check(rig_caps(rig, &caps, &err), err);
	assert_string_equal(caps.arch, "i686");
	assert_null(caps.vendor);
	assert_false(caps.has_uuid);
	assert_int_equal(caps.pages.n_cells, 2);
	assert_false(rig_pages(rig, &caps, &bytes, &err));
	assert_int_equal(err.code, ERR_UNSUPPORTED);
	assert_int_equal(bytes, 7);
	node_caps_clear(&caps);
}

/* What it tells of the machine that it happens to run on, or makes up, is not shown as the host's. */
static void host_readings(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, "test:///default");
	struct capabilities *caps = rig_host_reading(rig, READING_CAPABILITIES, &err);
	check(caps, err);
	assert_string_equal(caps->arch, "i686");
	assert_int_equal(caps->n_cells, 2);
	assert_int_equal(capabilities_cpus(caps), 16);
	assert_int_equal(caps->cells[1].memory, 4096 * MIB);
	assert_string_equal(caps->security[0].model, "testSecurity");
	assert_string_equal(capabilities_native(caps)->emulator, "/usr/bin/test-hv");
	capabilities_free(caps);

	assert_null(rig_host_reading(rig, READING_DOMAIN_CAPABILITIES, &err));
	assert_int_equal(err.code, ERR_UNSUPPORTED);
	err_clear(&err);
	assert_null(rig_host_reading(rig, READING_SYSINFO, &err));
	assert_int_equal(err.code, ERR_UNSUPPORTED);
	err_clear(&err);
	assert_null(rig_host_reading(rig, READING_CPUS, &err));
	assert_int_equal(err.code, ERR_UNSUPPORTED);
	err_clear(&err);

	struct node_state *node = rig_host_reading(rig, READING_NODE, &err);
	check(node, err);
	assert_true(node->memory_why && node->pages_why && node->ksm_why && node->files_why);
	assert_int_equal(node->n_cells, 0);
	assert_int_equal(node->secure, 1);
	node_state_free(node);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(facts),
		TEST(capabilities),
		TEST(host_readings),
		cmocka_unit_test(uris),
		TEST(open_errors),
		TEST(readonly),
		TEST(list),
		TEST(definitions),
		TEST(definition_of_a_gone_domain),
		TEST(definitions_are_taken_over),
		TEST(verbs),
		TEST(verb_errors),
		TEST(life_from_a_file),
		TEST(xml_is_an_answer),
		TEST(definition_goes_to_a_file),
		TEST(transient_one_is_kept),
		TEST(who_may_only_look_keeps_it_without_secrets),
		TEST(edited_only_as_it_was_read),
		TEST(plan_that_fails_is_undone),
		TEST(plan_gives_back_what_it_replaced),
		TEST(saved_state_is_dropped),
		TEST(xml_of_a_transient_one_for_who_may_only_look),
		TEST(dump_with_what_the_driver_knows),
		TEST(disk_of_the_next_start_is_used),
		TEST(titles),
		TEST(tags),
		TEST(tags_that_cannot_be_read_are_not_overwritten),
		TEST(undefining),
		TEST(what_it_says_of_bad_input),
		TEST(no_jobs_and_no_guests),
		cmocka_unit_test(whose_job_it_is),
		TEST(release_once),
		TEST(figures),
		TEST(figures_only_of_what_was_asked),
		TEST(node),
	};
	return cmocka_run_group_tests(tests, write_node, remove_node);
}
