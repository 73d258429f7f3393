// SPDX-License-Identifier: GPL-3.0-or-later
/* What the network wizard makes of its fields, and what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/draft.h"
#include "model/hostview.h"
#include "model/networks.h"
#include "model/plan.h"
#include "ui/forms/network-checks.h"
#include "ui/forms/network-place.h"
#include "ui/forms/network.h"
#include "ui/widgets/wizard.h"
#include "xml/fill.h"

static struct network_place *place;
static struct draft *d;

static void take_subnet(const char *text, const char *by)
{
	struct taken_subnet *taken = arr_add(place->subnets, place->n, place->cap);

	assert_true(subnet_parse(text, &taken->subnet));
	taken->by = mem_strdup(by);
}

/* A host with a network and a way out. */
static int make(void **state)
{
	(void)state;
	place = network_form_nowhere();
	take_subnet("192.168.100.0/24", "the network nat1");
	take_subnet("10.20.0.0/16", "a route of the host by tun0");
	*arr_add(place->networks, place->n_networks, place->cap_networks) = mem_strdup("nat1");
	*arr_add(place->bridges, place->n_bridges, place->cap_bridges) =
		(struct taken_bridge){mem_strdup("virbr0"), true};
	*arr_add(place->bridges, place->n_bridges, place->cap_bridges) = (struct taken_bridge){mem_strdup("br0"), false};
	place->networks_known = true;
	place->address = mem_strdup("10.20.0.7");
	d = draft_create(network_form, place);
	return 0;
}

static int end(void **state)
{
	(void)state;
	draft_destroy(d);
	network_place_free(place);
	return 0;
}

static void set(const char *id, const char *text)
{
	draft_set(d, id, text);
}

static char *xml(void)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse("<network>\n</network>\n", NULL, &err);
	size_t wrong = draft_first_wrong(d, NULL);
	autofree char *why = wrong < draft_count(d) ? draft_wrong_at(d, wrong) : NULL;
	char *text;

	if (why)
		fail_msg("%s: %s", network_form[wrong].id, why);
	if (!fill_doc(d, doc, &err))
		fail_msg("%s", err.text);
	text = xml_doc_text(doc);
	xml_doc_destroy(doc);
	return text;
}

static void assert_xml(const char *wanted)
{
	autofree char *text = xml();

	assert_string_equal(text, wanted);
}

static void assert_wrong(const char *id, const char *text, const char *words)
{
	autofree char *why = NULL;

	set(id, text);
	assert_true(draft_shows(d, id));
	why = draft_wrong_at(d, (size_t)(field_find(network_form, id) - network_form));
	if (!words && why)
		fail_msg("%s %s: %s", id, text, why);
	if (words && (!why || !strstr(why, words)))
		fail_msg("%s %s: %s", id, text, why ? why : "taken");
}

/* --- what is made ------------------------------------------------------------------------------ */

static void what_is_suggested_is_free(void **state)
{
	(void)state;
	assert_string_equal(draft_text(d, "name"), "nat2");
	assert_string_equal(draft_text(d, "subnet"), "192.168.101.0/24");
	assert_string_equal(draft_text(d, "bridge"), "virbr1");
	assert_xml("<network>\n"
		   "  <name>nat2</name>\n"
		   "  <forward mode=\"nat\"/>\n"
		   "  <bridge name=\"virbr1\"/>\n"
		   "  <ip address=\"192.168.101.1\" prefix=\"24\">\n"
		   "    <dhcp>\n"
		   "      <range start=\"192.168.101.2\" end=\"192.168.101.254\"/>\n"
		   "    </dhcp>\n"
		   "  </ip>\n"
		   "</network>\n");
}

/* V10, A17 to A19, A21 */
static void nat_with_all_there_is(void **state)
{
	(void)state;
	set("name", "lab");
	set("subnet", "192.168.99.0/24");
	set("dhcp-start", "192.168.99.128");
	set("lease", "1");
	set("hosts", "52:54:00:12:34:56\tweb1\t192.168.99.10\n");
	set("ipv6", "yes");
	set("subnet6", "2001:db8:ca2:2::/64");
	set("dhcp6", "yes");
	set("domain", "vm.example.net");
	set("local-only", "yes");
	set("mtu", "9000");
	set("device", "eth1");
	set("nat-start", "203.0.113.5");
	set("port-start", "1024");
	set("in-average", "1000");
	assert_xml("<network>\n"
		   "  <name>lab</name>\n"
		   "  <forward mode=\"nat\" dev=\"eth1\">\n"
		   "    <nat>\n"
		   "      <address start=\"203.0.113.5\" end=\"203.0.113.5\"/>\n"
		   "      <port start=\"1024\" end=\"65535\"/>\n"
		   "    </nat>\n"
		   "  </forward>\n"
		   "  <bridge name=\"virbr1\"/>\n"
		   "  <mtu size=\"9000\"/>\n"
		   "  <domain name=\"vm.example.net\" localOnly=\"yes\"/>\n"
		   "  <bandwidth>\n"
		   "    <inbound average=\"1000\"/>\n"
		   "  </bandwidth>\n"
		   "  <ip address=\"192.168.99.1\" prefix=\"24\">\n"
		   "    <dhcp>\n"
		   "      <range start=\"192.168.99.128\" end=\"192.168.99.254\">\n"
		   "        <lease expiry=\"1\" unit=\"hours\"/>\n"
		   "      </range>\n"
		   "      <host mac=\"52:54:00:12:34:56\" name=\"web1\" ip=\"192.168.99.10\"/>\n"
		   "    </dhcp>\n"
		   "  </ip>\n"
		   "  <ip family=\"ipv6\" address=\"2001:db8:ca2:2::1\" prefix=\"64\">\n"
		   "    <dhcp>\n"
		   "      <range start=\"2001:db8:ca2:2::100\" end=\"2001:db8:ca2:2::1ff\"/>\n"
		   "    </dhcp>\n"
		   "  </ip>\n"
		   "</network>\n");
}

/* V08, V09, A20 */
static void routed_says_what_the_router_needs(void **state)
{
	autostr struct str out = {0};
	autofree char *remark = NULL;

	(void)state;
	set("mode", "route");
	set("name", "vmango");
	set("subnet", "203.0.113.0/24");
	set("device", "eth1");
	set("bridge", "virbr8");
	assert_xml("<network>\n"
		   "  <name>vmango</name>\n"
		   "  <forward mode=\"route\" dev=\"eth1\"/>\n"
		   "  <bridge name=\"virbr8\"/>\n"
		   "  <ip address=\"203.0.113.1\" prefix=\"24\">\n"
		   "    <dhcp>\n"
		   "      <range start=\"203.0.113.2\" end=\"203.0.113.254\"/>\n"
		   "    </dhcp>\n"
		   "  </ip>\n"
		   "</network>\n");
	remark = network_remark_subnet(d, draft_text(d, "subnet"));
	assert_string_equal(remark, "253 usable, 1 lost to the gateway");
	network_remarks(d, &out);
	assert_non_null(strstr(str_text(&out), "\n  203.0.113.0/24 via 10.20.0.7\n"));
}

/* V13 */
static void open_has_no_rules_and_says_for_what(void **state)
{
	autofree char *remark = network_remark_mode(d, "open");
	autofree char *nat = network_remark_mode(d, "nat");

	(void)state;
	assert_non_null(strstr(remark, "VPN"));
	assert_non_null(strstr(nat, "choose routed or open"));
	set("mode", "open");
	set("name", "vpn");
	set("dhcp", "no");
	assert_xml("<network>\n"
		   "  <name>vpn</name>\n"
		   "  <forward mode=\"open\"/>\n"
		   "  <bridge name=\"virbr1\"/>\n"
		   "  <ip address=\"192.168.101.1\" prefix=\"24\"/>\n"
		   "</network>\n");
}

static void isolated_has_no_way_out(void **state)
{
	(void)state;
	set("mode", "isolated");
	set("name", "iso");
	set("ipv4", "no");
	set("isolated-ports", "yes");
	assert_xml("<network>\n"
		   "  <name>iso</name>\n"
		   "  <bridge name=\"virbr1\"/>\n"
		   "  <port isolated=\"yes\"/>\n"
		   "</network>\n");
}

/* V07 */
static void open_vswitch_has_port_groups(void **state)
{
	(void)state;
	set("mode", "openvswitch");
	set("name", "ovsnet");
	set("host-bridge", "ovsbr1");
	set("groups", "novlan\tyes\t\nengineering\tno\t42\ntrunk\tno\t42, 47 native\n");
	assert_xml("<network>\n"
		   "  <name>ovsnet</name>\n"
		   "  <forward mode=\"bridge\"/>\n"
		   "  <bridge name=\"ovsbr1\"/>\n"
		   "  <virtualport type=\"openvswitch\"/>\n"
		   "  <portgroup name=\"novlan\" default=\"yes\"/>\n"
		   "  <portgroup name=\"engineering\">\n"
		   "    <vlan>\n"
		   "      <tag id=\"42\"/>\n"
		   "    </vlan>\n"
		   "  </portgroup>\n"
		   "  <portgroup name=\"trunk\">\n"
		   "    <vlan trunk=\"yes\">\n"
		   "      <tag id=\"42\"/>\n"
		   "      <tag id=\"47\" nativeMode=\"untagged\"/>\n"
		   "    </vlan>\n"
		   "  </portgroup>\n"
		   "</network>\n");
}

/* A22 to A24 */
static void what_the_host_has_is_named(void **state)
{
	(void)state;
	set("name", "n");
	set("mode", "bridge");
	set("host-bridge", "br0");
	assert_xml("<network>\n  <name>n</name>\n  <forward mode=\"bridge\"/>\n  <bridge "
	           "name=\"br0\"/>\n</network>\n");
	set("mode", "passthrough");
	set("devices", "eth10 eth11");
	assert_xml("<network>\n  <name>n</name>\n  <forward mode=\"passthrough\">\n    <interface dev=\"eth10\"/>\n"
		   "    <interface dev=\"eth11\"/>\n  </forward>\n</network>\n");
	set("mode", "macvtap");
	set("devices", "eth10");
	set("macvtap", "vepa");
	assert_xml("<network>\n  <name>n</name>\n  <forward mode=\"vepa\">\n    <interface dev=\"eth10\"/>\n"
		   "  </forward>\n</network>\n");
	set("mode", "hostdev");
	set("card", "eth3");
	assert_xml("<network>\n  <name>n</name>\n  <forward mode=\"hostdev\" managed=\"yes\">\n    <pf "
	           "dev=\"eth3\"/>\n"
	           "  </forward>\n</network>\n");
}

static void the_range_follows_the_gateway(void **state)
{
	autofree char *remark = NULL, *again = NULL;

	(void)state;
	set("subnet", "10.5.0.0/28");
	assert_string_equal(draft_text(d, "dhcp-start"), "10.5.0.2");
	assert_string_equal(draft_text(d, "dhcp-end"), "10.5.0.14");
	/* As it comes out of a paste. */
	set("subnet", " 10.5.0.0/28 ");
	assert_string_equal(draft_text(d, "dhcp-start"), "10.5.0.2");
	assert_string_equal(draft_text(d, "subnet"), " 10.5.0.0/28 ");
	set("gateway", "10.5.0.14");
	assert_string_equal(draft_text(d, "dhcp-start"), "10.5.0.1");
	assert_string_equal(draft_text(d, "dhcp-end"), "10.5.0.13");
	remark = network_remark_range(d, "10.5.0.13");
	assert_string_equal(remark, "13 guests");
	again = network_remark_range(d, "10.5.0.14");
	assert_string_equal(again, "13 guests");
	/* Nobody counts from what is wrong. */
	set("dhcp-start", "1.0.0.1");
	assert_null(network_remark_range(d, "10.5.0.14"));
	set("dhcp-start", "10.5.0.1");
	assert_null(network_remark_range(d, "10.5.1.14"));
}

static void assert_range(const char *start, const char *end)
{
	assert_string_equal(draft_text(d, "dhcp-start"), start);
	assert_string_equal(draft_text(d, "dhcp-end"), end);
}

/* libvirt counts by the last two bytes. */
static void a_range_is_as_large_as_libvirt_takes_it(void **state)
{
	(void)state;
	set("subnet", "172.16.0.0/12");
	assert_range("172.16.0.2", "172.16.255.255");
	assert_wrong("dhcp-end", "172.16.255.255", NULL);
	assert_wrong("dhcp-end", "172.17.0.0", "the range is too large: all but the last two numbers");
	assert_wrong("dhcp-end", "172.31.255.254", "too large");
	/* What was typed stands, and what follows from it follows. */
	draft_destroy(d);
	d = draft_create(network_form, place);
	set("subnet", "172.16.0.0/12");
	set("dhcp-start", "172.31.9.1");
	assert_range("172.31.9.1", "172.31.255.254");
	set("dhcp-start", "172.20.0.5");
	assert_range("172.20.0.5", "172.20.255.255");
	draft_destroy(d);
	d = draft_create(network_form, place);
	set("subnet", "172.16.0.0/12");
	set("gateway", "172.31.255.254");
	assert_range("172.16.0.1", "172.16.255.255");
	/* Not the five that are left before the next ones. */
	set("gateway", "172.16.255.250");
	assert_range("172.17.0.0", "172.17.255.255");
	set("subnet", "172.16.0.0/16");
	assert_range("172.16.0.1", "172.16.255.249");
	set("ipv6", "yes");
	set("subnet6", "fd00:9::/64");
	set("dhcp6", "yes");
	assert_wrong("dhcp6-end", "fd00:9::ffff", NULL);
	assert_wrong("dhcp6-end", "fd00:9::1:100", "the range is too large: all but the last group");
}

/* One that has another mode keeps nothing of the one before. */
static void another_mode_takes_the_rest_away(void **state)
{
	autoerr struct err err = {0};
	struct xml_doc *doc;
	autofree char *before = NULL, *after = NULL;

	(void)state;
	set("name", "n");
	set("nat-start", "203.0.113.5");
	set("hosts", "52:54:00:12:34:56\t\t192.168.101.10\n");
	before = xml();
	doc = xml_doc_parse(before, NULL, &err);
	set("mode", "bridge");
	set("host-bridge", "br0");
	assert_true(fill_doc(d, doc, &err));
	after = xml_doc_text(doc);
	assert_null(strstr(after, "<ip"));
	assert_null(strstr(after, "<nat"));
	assert_non_null(strstr(after, "<bridge name=\"br0\"/>"));
	xml_doc_destroy(doc);
}

/* Written by hand before, as `e` does it; what is set then stands in the text. */
static void begin_with(const char *text)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);

	assert_non_null(doc);
	fill_draft(d, doc);
	draft_renew(d);
	xml_doc_destroy(doc);
}

static char *become(const char *text)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);
	char *then;

	if (!fill_doc(d, doc, &err))
		fail_msg("%s", err.text);
	then = xml_doc_text(doc);
	xml_doc_destroy(doc);
	return then;
}

static void becomes(const char *before, const char *after)
{
	autofree char *then = become(before);

	if (!strstr(then, after))
		fail_msg("no %s in\n%s", after, then);
}

#define WITH(ips) "<network><name>n</name><bridge name=\"virbr1\"/>" ips "</network>\n"
#define MASK "<ip address=\"10.77.5.1\" netmask=\"255.255.255.0\"/>"
#define SIX "<ip family=\"ipv6\" address=\"fd00:77::1\" prefix=\"64\"/>"

static void each_family_has_a_mask_of_its_own(void **state)
{
	(void)state;
	begin_with(WITH(MASK));
	assert_string_equal(draft_text(d, "subnet"), "10.77.5.0/24");
	becomes(WITH(MASK), WITH(MASK));
	set("ipv6", "yes");
	set("subnet6", "fd00:77::/64");
	set("gateway6", "fd00:77::1");
	becomes(WITH(MASK), WITH(MASK SIX));
	/* Another length is said by a prefix, and in the other one nothing changes. */
	set("subnet", "10.77.0.0/16");
	set("gateway", "10.77.0.1");
	becomes(WITH(MASK), WITH("<ip address=\"10.77.0.1\" prefix=\"16\"/>" SIX));
	set("subnet", "10.77.5.0/24");
	set("gateway", "10.77.5.9");
	set("ipv6", "no");
	becomes(WITH(MASK), WITH("<ip address=\"10.77.5.9\" netmask=\"255.255.255.0\"/>"));
}

#define CLASS_A "<ip address=\"10.77.5.1\"/>"

/* libvirt takes the class of the address, and 64 of IPv6. */
static void what_only_the_class_says_is_read_as_that(void **state)
{
	(void)state;
	begin_with(WITH(CLASS_A "<ip family=\"ipv6\" address=\"fd00:77::1\"/>"));
	assert_string_equal(draft_text(d, "subnet"), "10.0.0.0/8");
	assert_string_equal(draft_text(d, "subnet6"), "fd00:77::/64");
	becomes(WITH(CLASS_A), WITH(CLASS_A SIX));
	set("ipv6", "no");
	becomes(WITH(CLASS_A), WITH(CLASS_A));
	set("gateway", "10.0.0.1");
	becomes(WITH(CLASS_A), WITH("<ip address=\"10.0.0.1\"/>"));
	set("subnet", "10.0.0.0/24");
	becomes(WITH(CLASS_A), WITH("<ip address=\"10.0.0.1\" prefix=\"24\"/>"));
	set("subnet", "192.168.0.0/16");
	set("gateway", "192.168.0.1");
	becomes(WITH(CLASS_A), WITH("<ip address=\"192.168.0.1\" prefix=\"16\"/>"));
}

/* --- what is refused --------------------------------------------------------------------------- */

static void clashes_are_named(void **state)
{
	(void)state;
	assert_wrong("subnet", "192.168.100.0/25", "overlaps 192.168.100.0/24, which is the network nat1");
	assert_wrong("subnet", "10.20.30.0/24", "overlaps 10.20.0.0/16, which is a route of the host by tun0");
	assert_wrong("subnet", "10.0.0.0/8", "overlaps 10.20.0.0/16");
	assert_wrong("subnet", "10.21.0.0/24", NULL);
	assert_wrong("name", "nat1", "a network nat1 already");
	assert_wrong("bridge", "virbr0", "another network has the bridge");
	assert_wrong("bridge", "br0", "another network has the bridge");
	set("mode", "bridge");
	assert_wrong("host-bridge", "br0", NULL);
}

static void addresses_are_in_their_subnet(void **state)
{
	(void)state;
	set("subnet", "192.168.99.0/24");
	assert_wrong("gateway", "192.168.98.1", "is not in 192.168.99.0/24: 192.168.99.1 to 192.168.99.254 are");
	assert_wrong("gateway", "192.168.99.0", "is the network itself");
	assert_wrong("gateway", "192.168.99.255", "broadcast");
	assert_wrong("gateway", "192.168.99.9", NULL);
	assert_wrong("dhcp-start", "192.168.98.2", "is not in");
	assert_wrong("dhcp-start", "192.168.99.200", NULL);
	assert_wrong("dhcp-end", "192.168.99.100", "reversed");
	assert_wrong("hosts", "52:54:00:00:00:01\ta\t192.168.98.5\n", "52:54:00:00:00:01: 192.168.98.5 is not in");
	assert_wrong("hosts", "52:54:00:00:00:01\ta\t192.168.99.9\n", "is the gateway");
	assert_wrong("hosts", "52:54:00:00:00:01\ta\t192.168.99.5\n52:54:00:00:00:02\tb\t192.168.99.5\n",
	             "given to two");
	assert_wrong("hosts", "52:54:00:00:00:01\ta\t192.168.99.5\n52:54:00:00:00:01\tb\t192.168.99.6\n", "twice");
	assert_wrong("nat-start", "192.168.99.5", "within this network");
}

static void subnets_that_will_not_do(void **state)
{
	(void)state;
	assert_wrong("subnet", "127.0.0.0/24", "not for networks");
	assert_wrong("subnet", "224.0.0.0/24", "not for networks");
	assert_wrong("subnet", "192.168.99.0/31", "/8 to /30");
	assert_wrong("subnet", "192.168.99.0", "prefix is missing");
	set("ipv6", "yes");
	assert_wrong("subnet6", "ff00::/64", "multicast");
	assert_wrong("subnet6", "fd00::/127", "/64 is usual");
	set("subnet", "192.168.99.0/24");
	set("lease", "1");
	assert_wrong("lease-unit", "minutes", NULL);
	set("lease-unit", "seconds");
	assert_wrong("lease", "119", "two minutes");
	assert_wrong("lease", "0", NULL);
}

/* libvirt takes them, and they do nothing, or harm. */
static void what_does_not_belong_cannot_be_said(void **state)
{
	(void)state;
	assert_false(draft_shows(d, "vlan"));
	assert_false(draft_shows(d, "groups"));
	set("mode", "bridge");
	assert_false(draft_shows(d, "subnet"));
	assert_false(draft_shows(d, "hosts"));
	assert_false(draft_shows(d, "mtu"));
	assert_false(draft_shows(d, "in-average"));
	assert_false(draft_shows(d, "vlan"));
}

/* --- what is done ------------------------------------------------------------------------------ */

static void the_plan_starts_what_it_defines(void **state)
{
	struct plan *plan = plan_create();
	autofree char *text = NULL, *summary = network_wizard.summary(d);

	(void)state;
	assert_string_equal(summary, "NAT, 192.168.101.0/24, DHCP 192.168.101.2 to 192.168.101.254, bridge virbr1");
	set("name", "my lab");
	text = xml();
	network_wizard.plan(d, "start", text, plan);
	assert_int_equal(plan->n, 3);
	assert_int_equal(plan->steps[0].request.verb, NETWORK_VERB_DEFINE);
	assert_string_equal(plan->steps[0].request.text, text);
	assert_string_equal(plan->steps[0].what, "define my lab");
	assert_string_equal(plan->steps[0].virsh, "net-define 'my lab.xml' --validate");
	assert_int_equal(plan->steps[0].undo_verb, NETWORK_VERB_UNDEFINE);
	assert_string_equal(plan->steps[0].undo_name, "my lab");
	assert_int_equal(plan->steps[1].request.verb, NETWORK_VERB_AUTOSTART_ON);
	assert_int_equal(plan->steps[2].request.verb, NETWORK_VERB_START);
	assert_string_equal(plan->steps[2].virsh, "net-start 'my lab'");
	plan_unref(plan);
	plan = plan_create();
	set("autostart", "no");
	network_wizard.plan(d, "define", text, plan);
	assert_int_equal(plan->n, 1);
	plan_unref(plan);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make, end)

static struct host_view one_host = {.name = "kvm1", .state = HOST_UP};

static const struct host_view *view_one(void *opaque, uint32_t number)
{
	(void)opaque;
	(void)number;
	return &one_host;
}

static void what_waits_for_the_next_start_is_taken(void **state)
{
	struct roster *networks = roster_create(&network_kind);
	struct network *n = roster_add(networks);
	struct subnet now, later, other;

	(void)state;
	*n = (struct network){.name = mem_strdup("lan"), .known = true, .active = true, .mode = NETWORK_NAT,
			      .bridge = mem_strdup("virbr1"), .subnets = mem_strdup("10.1.0.0/24"),
			      .defined = mem_new(struct network)};
	*n->defined = (struct network){.known = true, .mode = NETWORK_NAT, .bridge = mem_strdup("virbr2"),
				       .subnets = mem_strdup("10.2.0.0/24")};
	one_host.readings = readings_create();
	readings_put(one_host.readings, reading_key_host(READING_NETWORKS), networks, 1);
	place->view = view_one;
	network_place_renew(place);
	assert_true(subnet_parse("10.1.0.0/25", &now) && subnet_parse("10.2.0.0/25", &later) &&
		    subnet_parse("10.3.0.0/25", &other));
	assert_string_equal(network_place_clash(place, &now)->by, "the network lan");
	assert_non_null(network_place_clash(place, &later));
	assert_string_equal(network_place_clash(place, &later)->by, "the network lan");
	assert_null(network_place_clash(place, &other));
	assert_true(network_place_has_bridge(place, "virbr1"));
	assert_true(network_place_has_bridge(place, "virbr2"));
	readings_destroy(one_host.readings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_suggested_is_free),
		TEST(nat_with_all_there_is),
		TEST(routed_says_what_the_router_needs),
		TEST(open_has_no_rules_and_says_for_what),
		TEST(isolated_has_no_way_out),
		TEST(open_vswitch_has_port_groups),
		TEST(what_the_host_has_is_named),
		TEST(the_range_follows_the_gateway),
		TEST(a_range_is_as_large_as_libvirt_takes_it),
		TEST(another_mode_takes_the_rest_away),
		TEST(each_family_has_a_mask_of_its_own),
		TEST(what_only_the_class_says_is_read_as_that),
		TEST(clashes_are_named),
		TEST(what_waits_for_the_next_start_is_taken),
		TEST(addresses_are_in_their_subnet),
		TEST(subnets_that_will_not_do),
		TEST(what_does_not_belong_cannot_be_said),
		TEST(the_plan_starts_what_it_defines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
