// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks, pools, volumes, devices and interfaces on libvirt's own test driver. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/devices.h"
#include "model/duid.h"
#include "model/networks.h"
#include "model/plan.h"
#include "model/pools.h"
#include "rig.h"
#include "virt/domain.h"
#include "xml/definition.h"

#define NETWORKS 40
#define VOLUMES  10000

static char node_path[] = "/tmp/virtty-room-XXXXXX";
static char *node_uri;

static int write_node(void **state)
{
	(void)state;
	autostr struct str xml = {0};
	for (unsigned i = 0; i < NETWORKS; i++)
		str_addf(&xml, "<network><name>net%02u</name><bridge name='virbr%u'/>%s"
			       "<ip address='10.0.%u.1' netmask='255.255.255.0'/></network>",
			 NETWORKS - 1 - i, i, i % 2 ? "<forward mode='nat'/>" : "", i);
	str_add(&xml, "<pool type='dir'><name>big</name><target><path>/img</path></target>");
	for (unsigned i = 0; i < VOLUMES; i++)
		str_addf(&xml, "<volume type='file'><name>v%05u</name><capacity unit='bytes'>%u</capacity>"
			       "<target><path>/img/v%05u</path><format type='qcow2'/></target></volume>",
			 (i * 7919u) % VOLUMES, 1000 + (i * 7919u) % VOLUMES, (i * 7919u) % VOLUMES);
	str_add(&xml, "</pool>");
	node_uri = node_write(node_path, str_text(&xml));
	xml_init();
	return node_uri ? 0 : -1;
}

static int remove_node(void **state)
{
	(void)state;
	free(node_uri);
	return unlink(node_path);
}

static void do_ok(struct rig *rig, const unsigned char uuid[UUID_SIZE], enum verb verb, const char *expected)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	check(rig_do(rig, uuid, verb, &calls, &err), err);
	assert_string_equal(calls, expected);
}

static void networks_come_sorted_and_whole(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, node_uri);
	struct roster *r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	assert_int_equal(r->n, NETWORKS);
	for (unsigned i = 0; i < NETWORKS; i++) {
		const struct network *n = roster_at(r, i);
		autofree char *name = mem_printf("net%02u", i);
		assert_string_equal(n->name, name);
		assert_true(n->known && n->active && n->persistent && !n->autostart);
		assert_int_equal(n->mode, (NETWORKS - 1 - i) % 2 ? NETWORK_NAT : NETWORK_ISOLATED);
		assert_int_equal(n->leases, -1);
		assert_non_null(n->xml);
		assert_ptr_equal(networks_find(r, n->uuid), n);
		assert_ptr_equal(networks_named(r, name, strlen(name)), n);
	}
	assert_null(networks_named(r, "net", 3));
	assert_null(networks_named(r, "net999", 6));
	roster_destroy(r);
}

static void a_network_stops_and_starts(void **state)
{
	struct rig *rig = *state;
	unsigned char uuid[UUID_SIZE];
	autoerr struct err err = {0};
	open_ok(rig, "test:///default");
	check(rig_events(rig, &err), err);
	struct roster *r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	memcpy(uuid, ((const struct network *)roster_at(r, 0))->uuid, UUID_SIZE);
	roster_destroy(r);

	do_ok(rig, uuid, NETWORK_VERB_STOP, "virNetworkDestroy(default)");
	rig_wait(rig, EVENT_NETWORK, uuid, "network stopped");
	do_ok(rig, uuid, NETWORK_VERB_AUTOSTART_ON, "virNetworkSetAutostart(default, 1)");
	r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	assert_false(((const struct network *)roster_at(r, 0))->active);
	assert_true(((const struct network *)roster_at(r, 0))->autostart);
	roster_destroy(r);
	do_ok(rig, uuid, NETWORK_VERB_START, "virNetworkCreate(default)");
	rig_wait(rig, EVENT_NETWORK, uuid, "network started");
	assert_false(rig_do(rig, uuid, NETWORK_VERB_START, NULL, &err));
	assert_non_null(strstr(err.text, "already running"));
	do_ok(rig, uuid, NETWORK_VERB_AUTOSTART_OFF, "virNetworkSetAutostart(default, 0)");
	r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	assert_true(((const struct network *)roster_at(r, 0))->active);
	assert_false(((const struct network *)roster_at(r, 0))->autostart);
	roster_destroy(r);

	err_clear(&err);
	memset(uuid, 9, UUID_SIZE);
	assert_false(rig_do(rig, uuid, NETWORK_VERB_START, NULL, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

#define LAN "<network>\n  <name>lan</name>\n  <uuid>11111111-2222-3333-4444-555555555555</uuid>\n" \
	    "  <bridge name='virbr9'/>\n  <ip address='10.9.9.1' netmask='255.255.255.0'>\n    <dhcp>\n" \
	    "      <range start='10.9.9.100' end='10.9.9.200'/>\n    </dhcp>\n  </ip>\n</network>\n"

/* The request is made; what the definition was before, to be freed; NULL: it is the same. */
static char *was_before(struct rig *rig, struct verb_request request, const char *expected_calls, bool expected_ok)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	char *was = NULL;
	request.ret_was = &was;
	assert_int_equal(rig_request(rig, &request, &calls, &err), expected_ok);
	if (expected_calls)
		assert_string_equal(calls, expected_calls);
	return was;
}

/* The request is made; what it answers, to be freed. */
static char *ask_ok(struct rig *rig, struct verb_request request, const char *expected_calls)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	char *answer = NULL;
	request.ret_answer = &answer;
	check(rig_request(rig, &request, &calls, &err), err);
	if (expected_calls)
		assert_string_equal(calls, expected_calls);
	return answer;
}

static void ask_fails(struct rig *rig, struct verb_request request, enum err_code code, const char *words)
{
	autoerr struct err err = {0};
	autofree char *answer = NULL;
	request.ret_answer = &answer;
	assert_false(rig_request(rig, &request, NULL, &err));
	assert_int_equal(err.code, code);
	if (!strstr(err.text, words))
		fail_msg("%s", err.text);
}

static void a_network_is_defined_and_edited(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	autofree char *made = ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_DEFINE, .text = LAN},
				     "virNetworkDefineXMLFlags(XML, VIR_NETWORK_DEFINE_VALIDATE)\n"
				     "virNetworkGetXMLDesc(lan, VIR_NETWORK_XML_INACTIVE)");
	assert_non_null(strstr(made, "<range start='10.9.9.100' end='10.9.9.200'/>"));
	autofree char *read = ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_READ_XML, .name = "lan"},
				     "virNetworkGetXMLDesc(lan, VIR_NETWORK_XML_INACTIVE)");
	assert_string_equal(read, made);
	ask_fails(rig, (struct verb_request){.verb = NETWORK_VERB_DEFINE, .text = "<network><nam/></network>"},
		  ERR_FAILED, "failed to validate");
	/* Only as it was read: somebody else may have changed it. */
	autostr struct str other = {0};
	const char *end = strstr(read, "10.9.9.200");
	str_addf(&other, "%.*s10.9.9.150%s", (int)(end - read), read, end + strlen("10.9.9.200"));
	ask_fails(rig, (struct verb_request){.verb = NETWORK_VERB_EDIT, .name = "lan", .text = str_text(&other), .before = LAN},
		  ERR_CHANGED, "Somebody else has changed lan");
	autofree char *edited = ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_EDIT, .name = "lan",
								  .text = str_text(&other), .before = read}, NULL);
	assert_non_null(strstr(edited, "10.9.9.150"));
	free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_START, .name = "lan"}, "virNetworkCreate(lan)"));
	ask_fails(rig, (struct verb_request){.verb = NETWORK_VERB_UNDEFINE, .name = "lan"}, ERR_INVALID,
		  "lan is running: stop it");
	free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_STOP, .name = "lan"}, NULL));
	autofree char *last = was_before(rig, (struct verb_request){.verb = NETWORK_VERB_UNDEFINE, .name = "lan"},
					 "virNetworkGetXMLDesc(lan, VIR_NETWORK_XML_INACTIVE)\nvirNetworkUndefine(lan)", true);
	assert_non_null(strstr(last, "<name>lan</name>"));
	ask_fails(rig, (struct verb_request){.verb = NETWORK_VERB_READ_XML, .name = "lan"}, ERR_NOT_FOUND, "lan");
}

static const struct network *find_lan(const struct roster *r)
{
	const struct network *n = networks_named(r, "lan", 3);
	assert_non_null(n);
	return n;
}

static void a_transient_network_is_kept(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_CREATE, .text = LAN},
		    "virNetworkCreateXMLFlags(XML, VIR_NETWORK_CREATE_VALIDATE)"));
	struct roster *r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	assert_true(find_lan(r)->active && !find_lan(r)->persistent);
	roster_destroy(r);
	autofree char *kept = ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_PERSIST, .name = "lan"}, NULL);
	assert_non_null(strstr(kept, "<name>lan</name>"));
	r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	assert_true(find_lan(r)->active && find_lan(r)->persistent);
	roster_destroy(r);
}

/* Stopped it is gone: what it was is handed out, and of one that stays it is not. */
static void a_transient_network_leaves_its_definition(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_CREATE, .text = LAN}, NULL));
	autofree char *was = was_before(rig, (struct verb_request){.verb = NETWORK_VERB_STOP, .name = "lan"},
					"virNetworkGetXMLDesc(lan, VIR_NETWORK_XML_INACTIVE)\nvirNetworkDestroy(lan)", true);
	assert_non_null(strstr(was, "<name>lan</name>"));
	assert_null(was_before(rig, (struct verb_request){.verb = NETWORK_VERB_STOP, .name = "default"}, NULL, true));
}

static void nics_are_not_plugged_in_again(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	const struct verb_request request = {.verb = NETWORK_VERB_REPLUG, .name = "default"};
	open_ok(rig, "test:///default");
	assert_false(rig_request(rig, &request, NULL, &err));
	assert_int_equal(err.code, ERR_UNSUPPORTED);
	assert_int_equal(err.detail, DOMAIN_NO_SUCH_CALL);
}

static void change_ok(struct rig *rig, const char *options, const char *xml)
{
	free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_UPDATE, .name = "lan", .options = options, .text = xml},
		    NULL));
}

/* Words of virsh's say which part of it, and whether as it runs, in its definition, or both. */
static void parts_of_a_network_are_changed(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_DEFINE, .text = LAN}, NULL));
	autofree char *was = was_before(
		rig, (struct verb_request){.verb = NETWORK_VERB_UPDATE, .name = "lan",
					   .options = "add-last ip-dhcp-host --parent-index 0 --config",
					   .text = "<host mac='52:54:00:00:00:01' ip='10.9.9.5'/>"},
		"virNetworkGetXMLDesc(lan, VIR_NETWORK_XML_INACTIVE)\n"
		"virNetworkUpdate(lan, VIR_NETWORK_UPDATE_COMMAND_ADD_LAST, VIR_NETWORK_SECTION_IP_DHCP_HOST, 0, "
		"<host mac='52:54:00:00:00:01' ip='10.9.9.5'/>, VIR_NETWORK_UPDATE_AFFECT_CONFIG)", true);
	/* What it was before. */
	assert_non_null(strstr(was, "10.9.9.100"));
	assert_null(strstr(was, "10.9.9.5"));
	change_ok(rig, "add-last ip-dhcp-range --parent-index 0 --config", "<range start='10.9.9.210' end='10.9.9.220'/>");
	change_ok(rig, "delete ip-dhcp-range --parent-index 0 --config", "<range start='10.9.9.100' end='10.9.9.200'/>");
	change_ok(rig, "modify ip-dhcp-host --parent-index 0 --config",
		  "<host mac='52:54:00:00:00:01' name='web1' ip='10.9.9.6'/>");
	change_ok(rig, "add-first dns-host --config", "<host ip='10.9.9.6'><hostname>web1</hostname></host>");
	struct roster *r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	const struct network *n = find_lan(r);
	assert_string_equal(n->ranges, "10.9.9.210 - 10.9.9.220");
	assert_int_equal(n->n_ranges, 1);
	assert_int_equal(n->n_lines, 2);
	assert_string_equal(n->lines[0].b, "10.9.9.6");
	assert_string_equal(n->lines[1].a, "52:54:00:00:00:01");
	assert_string_equal(n->lines[1].b, "web1");
	assert_string_equal(n->lines[1].c, "10.9.9.6");
	roster_destroy(r);
	ask_fails(rig, (struct verb_request){.verb = NETWORK_VERB_UPDATE, .name = "lan", .options = "add-last ip-dhcp-cat",
					     .text = "<cat/>"},
		  ERR_INVALID, "\"add-last ip-dhcp-cat\" does not say what is to be changed");
	ask_fails(rig, (struct verb_request){.verb = NETWORK_VERB_UPDATE, .name = "lan", .options = "add ip-dhcp-host --config",
					     .text = "<host mac='52:54:00:00:00:01' ip='10.9.9.7'/>"},
		  ERR_FAILED, "existing");
}

#define RANGE(last) "<range start='10.9.9.100' end='10.9.9." last "'/>"

/* A step of a change: "add-last" or "delete". */
static struct plan_step *add_change(struct plan *plan, const char *command, const char *back, const char *xml)
{
	autofree char *options = mem_printf("%s ip-dhcp-range --parent-index 0 --config", command);
	struct verb_request request = {.verb = NETWORK_VERB_UPDATE, .name = "lan", .options = options, .text = xml};
	struct plan_step *step = plan_add(plan, &request, mem_strdup(command), NULL);
	plan_step_undo(step, NETWORK_VERB_UPDATE, NULL, mem_strdup(xml), mem_strdup(back));
	step->undo_options = mem_printf("%s ip-dhcp-range --parent-index 0 --config", back);
	return step;
}

/* Changed in two steps, the definition is kept as it was before both; what is undone keeps nothing, what could not be
 * undone does. */
static void a_plan_keeps_what_was_before_it(void **state)
{
	static const struct {
		const char *added;
		bool works, undoes;
	} cases[] = {
		{RANGE("150"), true, true}, {"<range start='10.9.9.100' end='10.9.8.1'/>", false, true},
		{"<range start='10.9.9.100' end='10.9.8.1'/>", false, false},
	};
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct plan *plan = plan_create();
		free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_DEFINE, .text = LAN}, NULL));
		struct plan_step *step = add_change(plan, "delete", "add-last", RANGE("200"));
		if (!cases[i].undoes)
			step->undo_text[1] = 'x';
		add_change(plan, "add-last", "delete", cases[i].added);
		autofree char *was = was_before(rig, (struct verb_request){.verb = PLAN_VERB, .plan = plan}, NULL,
						cases[i].works);
		plan_unref(plan);
		assert_int_equal(was != NULL, cases[i].works || !cases[i].undoes);
		if (was)
			assert_non_null(strstr(was, "10.9.9.200"));
		free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_UNDEFINE, .name = "lan"}, NULL));
	}
	/* One step that is refused keeps nothing. */
	free(ask_ok(rig, (struct verb_request){.verb = NETWORK_VERB_DEFINE, .text = LAN}, NULL));
	assert_null(was_before(rig, (struct verb_request){.verb = NETWORK_VERB_UPDATE, .name = "lan", .text = RANGE("150"),
							  .options = "delete ip-dhcp-range --parent-index 0 --config"},
			       NULL, false));
}

/* What a form takes as a DUID libvirt takes, and the other way round. */
static void libvirt_takes_the_same_duids(void **state)
{
	static const char *const all[] = {
		"00:03:00:01:52:54:00:00:00:07", "0:3:0:1:52:54:0:0:0:7", "00:03:00:0f:52:54:00:00:00:07",
		"00:03:00:10:52:54:00:00:00:07", "00:03:01:01:52:54:00:00:00:07", "00:03:00:01:52:54:00:00:07",
		"00:03:00:01:52:54:00:00:00:07:08:09", "00:03:00:01:52:54:00:00:00:07:08:09:0a",
		"00:01:00:01:12:34:56:78:52:54:00:00:00:07", "00:01:00:01:12:34:56:52:54:00:00:00:07",
		"00:02:00:00:00:09:aa", "00:02:00:00:00:09", "00:04:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff",
		"00:04:00:11", "00:05:00:01:52:54:00:00:00:07", "52:54:00:00:00:07", "00:03:00:01:52:54:00:00:00:0g",
		"00:03:00:01:52:54:00:00:00:007", "00:03:00:01:52:54:00:00:00:",
	};
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		autofree char *xml = mem_printf("<network><name>six%zu</name><ip family='ipv6' address='fd00::1' prefix='64'>"
						"<dhcp><host id='%s' ip='fd00::7'/></dhcp></ip></network>", i, all[i]);
		const struct verb_request define = {.verb = NETWORK_VERB_DEFINE, .text = xml};
		autoerr struct err err = {0}, ours = {0};
		if (rig_request(rig, &define, NULL, &err) != duid_check(all[i], &ours))
			fail_msg("%s: libvirt says \"%s\", we say \"%s\"", all[i], err.text ? err.text : "yes",
				 ours.text ? ours.text : "yes");
	}
}

static void leases_are_not_told(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, "test:///default");
	struct roster *r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	const struct network *n = roster_at(r, 0);
	assert_null(rig_piece(rig, reading_key_of(READING_LEASES, n->uuid), false, &err));
	assert_int_equal(err.code, ERR_UNSUPPORTED);
	roster_destroy(r);
}

static void count_libvirts(void *opaque, const struct log_line *line)
{
	unsigned *n = opaque;
	*n += strncmp(line->text, "libvirt: ", 9) == 0 ? line->times : 0;
}

/* So often something of libvirt's was noted after the line of this number. */
static unsigned noted_after(uint64_t line)
{
	unsigned n = 0;
	log_each(line, count_libvirts, &n);
	return n;
}

/* That there is no "lost+found", and one text only, is an answer; what goes wrong is noted. */
static void answers_are_not_noted(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, node_uri);
	uint64_t before = log_newest();
	struct roster *r = rig_roster(rig, reading_key_host(READING_POOLS));
	struct verb_request read = {.verb = POOL_VERB_READ_XML};
	memcpy(read.uuid, pools_named(r, "big", 3)->uuid, UUID_SIZE);
	roster_destroy(r);
	free(ask_ok(rig, read, NULL));
	r = rig_roster(rig, reading_key_host(READING_NETWORKS));
	read = (struct verb_request){.verb = NETWORK_VERB_READ_XML};
	memcpy(read.uuid, networks_named(r, "net00", 5)->uuid, UUID_SIZE);
	roster_destroy(r);
	free(ask_ok(rig, read, NULL));
	assert_int_equal(noted_after(before), 0);

	memset(read.uuid, 8, UUID_SIZE);
	ask_fails(rig, read, ERR_NOT_FOUND, "no network");
	assert_int_equal(noted_after(before), 1);
}

static void a_pool_and_its_figures(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, node_uri);
	/* Their names come alone: the figures of one may hang. */
	struct roster *names = rig_piece(rig, reading_key_host(READING_POOLS), false, &err);
	check(names, err);
	assert_int_equal(names->n, 1);
	assert_true(roster_is_partial(names));
	assert_true(((const struct pool *)roster_at(names, 0))->active);
	assert_false(((const struct pool *)roster_at(names, 0))->known);
	roster_destroy(names);
	struct roster *r = rig_roster(rig, reading_key_host(READING_POOLS));
	const struct pool *p = roster_at(r, 0);
	assert_true(p->known && p->persistent && !p->autostart);
	assert_string_equal(p->type, "dir");
	assert_string_equal(p->path, "/img");
	assert_int_equal(p->volumes, VOLUMES);
	assert_true(p->capacity > 0 && p->available <= p->capacity);
	assert_ptr_equal(pools_find(r, p->uuid), p);
	assert_ptr_equal(pools_named(r, "big", 3), p);
	roster_destroy(r);
}

static void ten_thousand_volumes_in_pieces(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, node_uri);
	struct roster *pools = rig_roster(rig, reading_key_host(READING_POOLS));
	const struct pool *p = roster_at(pools, 0);
	struct reading_key key = reading_key_of(READING_VOLUMES, p->uuid);
	struct roster *r = rig_piece(rig, key, false, &err);
	check(r, err);
	assert_int_equal(r->n, VOLUMES);
	for (unsigned pieces = 0; roster_is_partial(r); pieces++) {
		struct roster *piece = rig_piece(rig, key, true, &err);
		check(piece, err);
		assert_true(piece->is_piece);
		assert_true(roster_join(r, piece));
		roster_destroy(piece);
		assert_true(pieces < VOLUMES);
	}
	for (unsigned i = 0; i < VOLUMES; i++) {
		const struct volume *v = roster_at(r, i);
		autofree char *name = mem_printf("v%05u", i);
		assert_string_equal(v->name, name);
		assert_true(v->known);
		assert_int_equal(v->capacity, 1000 + i);
		assert_string_equal(v->format, "qcow2");
	}
	const struct volume *last = roster_at(r, VOLUMES - 1);
	assert_ptr_equal(volumes_find(r, last->id), last);
	autofree char *xml = NULL;
	autofree char *calls = NULL;
	struct verb_request one = {.verb = VOLUME_VERB_READ_XML, .name = "v00007", .ret_answer = &xml};
	memcpy(one.uuid, key.uuid, UUID_SIZE);
	assert_true(rig_request(rig, &one, &calls, &err));
	assert_string_equal(calls, "virStorageVolGetXMLDesc(v00007, 0)");
	assert_non_null(strstr(xml, "<name>v00007</name>"));
	free(take(xml));
	one.name = "of no such name";
	assert_false(rig_request(rig, &one, NULL, &err));
	assert_null(xml);
	err_clear(&err);
	/* Asked for again from the middle of nothing it begins anew. */
	struct roster *again = rig_piece(rig, key, true, &err);
	check(again, err);
	assert_false(again->is_piece);
	assert_int_equal(again->n, VOLUMES);
	roster_destroy(again);
	roster_destroy(r);
	roster_destroy(pools);
}

static void a_pool_stops_and_starts(void **state)
{
	struct rig *rig = *state;
	unsigned char uuid[UUID_SIZE];
	autoerr struct err err = {0};
	open_ok(rig, "test:///default");
	check(rig_events(rig, &err), err);
	struct roster *r = rig_roster(rig, reading_key_host(READING_POOLS));
	memcpy(uuid, ((const struct pool *)roster_at(r, 0))->uuid, UUID_SIZE);
	roster_destroy(r);

	do_ok(rig, uuid, POOL_VERB_REFRESH, "virStoragePoolRefresh(default-pool, 0)");
	rig_wait(rig, EVENT_POOL, uuid, "pool refreshed");
	do_ok(rig, uuid, POOL_VERB_STOP, "virStoragePoolDestroy(default-pool)");
	rig_wait(rig, EVENT_POOL, uuid, "pool stopped");
	do_ok(rig, uuid, POOL_VERB_AUTOSTART_ON, "virStoragePoolSetAutostart(default-pool, 1)");
	r = rig_roster(rig, reading_key_host(READING_POOLS));
	assert_false(((const struct pool *)roster_at(r, 0))->active);
	assert_true(((const struct pool *)roster_at(r, 0))->autostart);
	assert_int_equal(((const struct pool *)roster_at(r, 0))->volumes, -1);
	roster_destroy(r);
	assert_null(rig_piece(rig, reading_key_of(READING_VOLUMES, uuid), false, &err));
	if (!strstr(err.text, "not active"))
		fail_msg("%s", err.text);
	err_clear(&err);
	assert_false(rig_do(rig, uuid, POOL_VERB_REFRESH, NULL, &err));
	do_ok(rig, uuid, POOL_VERB_START, "virStoragePoolCreate(default-pool, 0)");
	do_ok(rig, uuid, POOL_VERB_AUTOSTART_OFF, "virStoragePoolSetAutostart(default-pool, 0)");
	r = rig_roster(rig, reading_key_host(READING_POOLS));
	assert_true(((const struct pool *)roster_at(r, 0))->active);
	assert_false(((const struct pool *)roster_at(r, 0))->autostart);
	roster_destroy(r);
}

#define POOL_XML(name, path) "<pool type='dir'><name>" name "</name><target><path>" path "</path></target></pool>"

static void request_ok(struct rig *rig, const struct verb_request *request, const char *expected)
{
	autoerr struct err err = {0};
	autofree char *calls = NULL;
	check(rig_request(rig, request, &calls, &err), err);
	assert_string_equal(calls, expected);
}

static void refused(struct rig *rig, const struct verb_request *request, enum err_code code, const char *part)
{
	autoerr struct err err = {0};
	assert_false(rig_request(rig, request, NULL, &err));
	assert_int_equal(err.code, code);
	if (!strstr(err.text, part))
		fail_msg("%s", err.text);
}

static const struct pool *pool_now(struct roster *pools, const char *name)
{
	return pools_named(pools, name, strlen(name));
}

/* Defined, changed only as it was read, built, started, and gone again; its data is a verb of its own. */
static void life_of_a_pool(void **state)
{
	struct rig *rig = *state;
	autofree char *made = NULL, *read = NULL, *now = NULL;
	const char *name = "lab";
	open_ok(rig, "test:///default");
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_DEFINE, .text = POOL_XML("lab", "/lab"), .ret_answer = &made},
		   "virStoragePoolDefineXML(XML, VIR_STORAGE_POOL_DEFINE_VALIDATE)\n"
		   "virStoragePoolGetXMLDesc(lab, VIR_STORAGE_XML_INACTIVE)");
	assert_non_null(strstr(made, "<path>/lab</path>"));
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_READ_XML, .name = name, .ret_answer = &read},
		   "virStoragePoolGetXMLDesc(lab, VIR_STORAGE_XML_INACTIVE)");
	assert_string_equal(read, made);
	const char *path = strstr(read, "/lab</path>");
	autofree char *mine = mem_printf("%.*s/other%s", (int)(path - read), read, path + 4);
	struct verb_request edit = {.verb = POOL_VERB_EDIT, .name = name, .text = mine, .before = read,
				    .ret_answer = &now};
	request_ok(rig, &edit, "virStoragePoolGetXMLDesc(lab, VIR_STORAGE_XML_INACTIVE)\n"
			       "virStoragePoolDefineXML(XML, VIR_STORAGE_POOL_DEFINE_VALIDATE)\n"
			       "virStoragePoolGetXMLDesc(lab, VIR_STORAGE_XML_INACTIVE)");
	assert_non_null(strstr(now, "<path>/other</path>"));
	refused(rig, &edit, ERR_CHANGED, "Somebody else has changed lab");
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_BUILD, .name = name}, "virStoragePoolBuild(lab, 0)");
	refused(rig, &(struct verb_request){.verb = POOL_VERB_BUILD, .name = name, .options = "--no-overwrite"}, ERR_INVALID,
		"unsupported flags");
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_START, .name = name}, "virStoragePoolCreate(lab, 0)");
	refused(rig, &(struct verb_request){.verb = POOL_VERB_UNDEFINE, .name = name}, ERR_FAILED, "is active");
	refused(rig, &(struct verb_request){.verb = POOL_VERB_DELETE, .name = name}, ERR_FAILED, "is active");
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_STOP, .name = name}, "virStoragePoolDestroy(lab)");
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_DELETE, .name = name},
		   "virStoragePoolDelete(lab, VIR_STORAGE_POOL_DELETE_NORMAL)");
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_UNDEFINE, .name = name}, "virStoragePoolUndefine(lab)");
	refused(rig, &(struct verb_request){.verb = POOL_VERB_START, .name = name}, ERR_NOT_FOUND, "no storage pool");
}

static void a_transient_pool_is_kept(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	request_ok(rig, &(struct verb_request){.verb = POOL_VERB_CREATE, .text = POOL_XML("short", "/s")},
		   "virStoragePoolCreateXML(XML, 0)");
	struct roster *r = rig_roster(rig, reading_key_host(READING_POOLS));
	const struct pool *p = pool_now(r, "short");
	assert_non_null(p);
	assert_true(p->active && !p->persistent);
	struct verb_request keep = {.verb = POOL_VERB_PERSIST};
	memcpy(keep.uuid, p->uuid, UUID_SIZE);
	request_ok(rig, &keep, "virStoragePoolGetXMLDesc(short, 0)\n"
			       "virStoragePoolDefineXML(XML, VIR_STORAGE_POOL_DEFINE_VALIDATE)");
	roster_destroy(r);
	r = rig_roster(rig, reading_key_host(READING_POOLS));
	assert_true(pool_now(r, "short")->persistent);
	roster_destroy(r);
}

#define VOLUME_XML(name, capacity) \
	"<volume><name>" name "</name><capacity unit='bytes'>" capacity "</capacity></volume>"

/* Of no pool: nobody's list has it. */
#define SNAPSHOT_OVER(path) \
	"<domain type='test'><name>snapped</name><uuid>7a1f0b52-6a35-4d0c-9c2e-0d5f8f6f1a77</uuid>" \
	"<memory>1024</memory><os><type>hvm</type></os><devices>" \
	"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/snaps/a'/>" \
	"<backingStore type='file'><format type='qcow2'/><source file='" path "'/></backingStore>" \
	"<target dev='vda' bus='virtio'/></disk></devices></domain>"

static void define(struct rig *rig, const char *xml)
{
	request_ok(rig, &(struct verb_request){.verb = DOMAIN_VERB_DEFINE, .text = xml},
		   "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)");
}

/* What libvirt's calls do instead of what they should. */
static enum { AS_IT_IS, NO_LIST, NO_XML, GONE } trick;

/* These two stand before libvirt's own, which fail for an object that is none. */
int virConnectListAllDomains(virConnectPtr conn, virDomainPtr **domains, unsigned flags)
{
	int (*own)(virConnectPtr, virDomainPtr **, unsigned) = dlsym(RTLD_NEXT, "virConnectListAllDomains");
	return own(trick == NO_LIST ? NULL : conn, domains, flags);
}

char *virDomainGetXMLDesc(virDomainPtr domain, unsigned flags)
{
	char *(*own)(virDomainPtr, unsigned) = dlsym(RTLD_NEXT, "virDomainGetXMLDesc");
	bool is_it = strcmp(virDomainGetName(domain), "snapped") == 0;
	if (trick == GONE && is_it)
		assert_int_equal(virDomainUndefine(domain), 0);
	return own(trick == NO_XML && is_it ? NULL : domain, flags);
}

static void check_all_are_looked_at(struct rig *rig, const struct verb_request *gone)
{
	struct verb_request start = {.verb = DOMAIN_VERB_START, .name = "snapped"};
	struct verb_request off = {.verb = DOMAIN_VERB_FORCE_OFF, .name = "snapped"};
	define(rig, SNAPSHOT_OVER("/default-pool/web.img"));
	refused(rig, gone, ERR_INVALID, "web.img is used by snapped: it is not deleted");
	request_ok(rig, &start, "virDomainCreateWithFlags(snapped, 0)");
	define(rig, SNAPSHOT_OVER("/default-pool/none.img"));
	refused(rig, gone, ERR_INVALID, "web.img is used by snapped, which runs: it is not deleted");
	request_ok(rig, &off, "virDomainDestroyFlags(snapped, 0)");
	request_ok(rig, &start, "virDomainCreateWithFlags(snapped, 0)");
	/* What it starts with next alone has it. */
	define(rig, SNAPSHOT_OVER("/default-pool/web.img"));
	refused(rig, gone, ERR_INVALID, "web.img is used by snapped, which runs: it is not deleted");
	request_ok(rig, &off, "virDomainDestroyFlags(snapped, 0)");
	trick = NO_LIST;
	refused(rig, gone, ERR_FAILED, "It is not known who uses web.img, so that it is not deleted: the host did not list its "
				       "machines: invalid connection pointer");
	trick = NO_XML;
	refused(rig, gone, ERR_FAILED, "It is not known who uses web.img, so that it is not deleted: the definition of snapped "
				       "could not be read: invalid domain pointer");
	trick = GONE;
}

static void volumes_come_and_go(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	open_ok(rig, "test:///default");
	struct roster *pools = rig_roster(rig, reading_key_host(READING_POOLS));
	struct verb_request make = {.verb = VOLUME_VERB_CREATE, .text = VOLUME_XML("web.img", "1048576")};
	memcpy(make.uuid, ((const struct pool *)roster_at(pools, 0))->uuid, UUID_SIZE);
	roster_destroy(pools);
	struct verb_request gone = make;
	request_ok(rig, &make, "virStorageVolCreateXML(default-pool, XML, 0)");
	refused(rig, &make, ERR_FAILED, "already exists");
	make.text = VOLUME_XML("big.img", "1152921504606846976");
	refused(rig, &make, ERR_FAILED, "Not enough free space in pool");
	make.text = VOLUME_XML("web2.img", "1048576");
	make.options = "--prealloc-metadata";
	refused(rig, &make, ERR_INVALID, "unsupported flags");
	struct roster *r = rig_roster(rig, reading_key_of(READING_VOLUMES, make.uuid));
	assert_int_equal(r->n, 1);
	assert_string_equal(((const struct volume *)roster_at(r, 0))->name, "web.img");
	roster_destroy(r);
	gone = (struct verb_request){.verb = VOLUME_VERB_DELETE, .name = "web.img"};
	memcpy(gone.uuid, make.uuid, UUID_SIZE);
	request_ok(rig, &(struct verb_request){.verb = DOMAIN_VERB_CREATE, .text = SNAPSHOT_OVER("/default-pool/web.img")},
		   "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	refused(rig, &gone, ERR_INVALID, "web.img is used by snapped, which runs");
	struct verb_request save = {.verb = DOMAIN_VERB_SAVE, .name = "snapped", .text = "/default-pool/web.img"};
	refused(rig, &save, ERR_INVALID, "/default-pool/web.img is the volume web.img");
	save.verb = DOMAIN_VERB_DUMP;
	refused(rig, &save, ERR_INVALID, "/default-pool/web.img is the volume web.img");
	request_ok(rig, &(struct verb_request){.verb = DOMAIN_VERB_FORCE_OFF, .name = "snapped"},
		   "virDomainDestroyFlags(snapped, 0)");
	check_all_are_looked_at(rig, &gone);
	request_ok(rig, &gone, "virStorageVolDelete(web.img, 0)");
	trick = AS_IT_IS;
	refused(rig, &gone, ERR_NOT_FOUND, "no storage vol");
	err_clear(&err);
}

static void devices_know_their_parents(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	struct roster *r = rig_roster(rig, reading_key_host(READING_DEVICES));
	const struct device *root = devices_named(r, "computer");
	const struct device *host = devices_named(r, "scsi_host11");
	assert_non_null(root);
	assert_null(root->parent);
	assert_string_equal(root->capability, "system");
	assert_string_equal(root->what, "Libvirt");
	assert_non_null(host);
	assert_string_equal(host->parent, "scsi_host1");
	assert_ptr_equal(devices_find(r, host->id), host);
	assert_null(devices_named(r, "scsi_host"));
	assert_null(devices_named(r, NULL));
	roster_destroy(r);
}

#define HBA "<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>" \
	    "<wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability></capability></device>"

/* Another client's connection: what the test driver has by default all in this process share. */
static void devices_come_and_go(void **state)
{
	struct rig *rig = *state;
	autoerr struct err err = {0};
	unsigned char id[UUID_SIZE];
	open_ok(rig, "test:///default");
	check(rig_events(rig, &err), err);
	virConnectPtr other = virConnectOpen("test:///default");
	virNodeDevicePtr device = other ? virNodeDeviceCreateXML(other, HBA, 0) : NULL;
	assert_non_null(device);
	device_id(virNodeDeviceGetName(device), id);
	assert_string_equal(rig_wait(rig, EVENT_DEVICE, id, "device came")->name, virNodeDeviceGetName(device));
	assert_int_equal(virNodeDeviceDestroy(device), 0);
	rig_wait(rig, EVENT_DEVICE, id, "device went");
	virNodeDeviceFree(device);
	virConnectClose(other);
}

static void interfaces(void **state)
{
	struct rig *rig = *state;
	open_ok(rig, "test:///default");
	struct roster *r = rig_roster(rig, reading_key_host(READING_INTERFACES));
	const struct iface *f = ifaces_named(r, "eth1");
	assert_non_null(f);
	assert_true(f->active);
	assert_string_equal(f->mac, "aa:bb:cc:dd:ee:ff");
	assert_string_equal(f->type, "ethernet");
	assert_string_equal(f->addresses, "192.168.0.5/24");
	assert_int_equal(f->mtu, 1492);
	assert_ptr_equal(ifaces_find(r, f->id), f);
	roster_destroy(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(networks_come_sorted_and_whole, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_network_stops_and_starts, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_network_is_defined_and_edited, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_transient_network_is_kept, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_transient_network_leaves_its_definition, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(nics_are_not_plugged_in_again, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(parts_of_a_network_are_changed, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_plan_keeps_what_was_before_it, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(libvirt_takes_the_same_duids, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(leases_are_not_told, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(answers_are_not_noted, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_pool_and_its_figures, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(ten_thousand_volumes_in_pieces, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_pool_stops_and_starts, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(life_of_a_pool, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(a_transient_pool_is_kept, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(volumes_come_and_go, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(devices_know_their_parents, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(devices_come_and_go, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(interfaces, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests(tests, write_node, remove_node);
}
