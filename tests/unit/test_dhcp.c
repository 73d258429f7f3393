// SPDX-License-Identifier: GPL-3.0-or-later
/* What a network gives away and what may be changed of it; what its NICs carry, and how they are plugged in again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/dhcp.h"
#include "model/nics.h"
#include "xml/definition.h"
#include "xml/network.h"
#include "xml/nic.h"

#define IP(ranges) "<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp>" ranges "</dhcp></ip>"
#define HOST_1 "<host mac='52:54:00:00:00:01' name='web1' ip='10.0.0.2'/>"
#define DUID "00:03:00:01:52:54:00:00:00:06"
#define V6_HOST(ip) "<host id='" DUID "' name='six' ip='" ip "'/>"
#define LAN "<network><name>lan</name><dns><host ip='10.0.0.2'><hostname>web1</hostname><hostname>www</hostname></host></dns>" \
	    IP("<range start='10.0.0.100' end='10.0.0.199'/>" HOST_1) "<ip family='ipv6' address='fd00::1' prefix='64'/></network>"

static void leases_of(struct leases *leases, struct lease *lease)
{
	static char mac[] = "52:54:00:00:00:03", ip[] = "10.0.0.3/24", name[] = "db";

	*lease = (struct lease){.mac = mac, .ip = ip, .name = name};
	*leases = (struct leases){.all = lease, .n = 1};
}

static struct dhcp *begin(const char *xml, bool active, bool persistent, const char *definition)
{
	struct roster *r = roster_create(&network_kind);
	struct network *n = roster_add(r);
	struct dhcp *d;
	struct lease lease;
	struct leases leases;
	autoerr struct err err = {0};

	n->xml = mem_strdup(xml);
	n->active = active;
	n->persistent = persistent;
	n->known = network_read_xml(xml, n, &err);
	assert_true(n->known);
	if (definition)
		network_compare(n, definition, &err);
	assert_int_equal(err.code, ERR_NONE);
	leases_of(&leases, &lease);
	d = dhcp_create(n, &leases);
	roster_destroy(r);
	return d;
}

static void wrong(char *sentence, const char *words)
{
	autofree char *text = sentence;

	if (!words && text)
		fail_msg("%s", text);
	if (words && (!text || !strstr(text, words)))
		fail_msg("\"%s\" without \"%s\"", text ? text : "nothing", words);
}

static void an_address_is_looked_at(void **state)
{
	static const struct {
		const char *address, *words;
	} cases[] = {
		{"10.0.0.7", NULL},	  {"10.0.0.150", NULL},
		{"10.0.1.7", "is not in the subnet 10.0.0.0/24 or fd00::/64"},
		{"10.0.0.0", "the subnet itself"},	{"10.0.0.255", "broadcast"},
		{"10.0.0.1", "the host's own address"}, {"10.0.0.2", "set aside for web1 already"},
		{"fd00::9", NULL},	  {"10.0.0", NULL /* the field's type says so */},
	};
	struct dhcp *d = begin(LAN, true, true, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		wrong(dhcp_wrong_address(d, cases[i].address, SIDE_BOTH, NULL), cases[i].words);
	wrong(dhcp_wrong_address(d, "10.0.0.2", SIDE_BOTH, &d->fixed[0]), NULL);
	wrong(dhcp_wrong_mac(d, "52:54:00:00:00:01", SIDE_BOTH, NULL), "has a fixed address already: 10.0.0.2");
	wrong(dhcp_wrong_mac(d, "52:54:00:00:00:02", SIDE_BOTH, NULL), NULL);
	wrong(dhcp_wrong_mac(d, "52:54:00:00:00:01", SIDE_BOTH, &d->fixed[0]), NULL);
	wrong(dhcp_wrong_name(d, "WEB1", SIDE_BOTH, 4, NULL), "has a fixed address already: 10.0.0.2");
	wrong(dhcp_wrong_name(d, "WEB1", SIDE_BOTH, 6, NULL), NULL);
	wrong(dhcp_wrong_name(d, "a_b", SIDE_BOTH, 4, NULL), "is no name of a host");
	wrong(dhcp_wrong_name(d, "-a", SIDE_BOTH, 4, NULL), "is no name of a host");
	wrong(dhcp_wrong_name(d, "", SIDE_BOTH, 4, NULL), NULL);
	dhcp_destroy(d);
}

static void a_duid_is_looked_at(void **state)
{
	static const struct {
		const char *duid, *words;
	} cases[] = {
		{"00:03:00:01:52:54:00:00:00:07", NULL}, {"0:3:0:1:52:54:0:0:0:7", NULL},
		{"00:01:00:01:12:34:56:78:52:54:00:00:00:06", NULL}, {"00:02:00:00:00:09:aa", NULL},
		{"00:04:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff", NULL},
		{"52:54:00:00:00:06", "begins with 00:01, 00:02"}, {"00:05:00:01:52:54:00:00:00:06", "begins with"},
		{"00:03:00:01:52:54:00:00:06", "made of a MAC and has 10 or more bytes, not 9"},
		{"00:04:00:11", "made of a UUID and has 18 bytes, not 4"},
		{"00:03:01:01:52:54:00:00:00:06", "00:03:00:01 for Ethernet"},
		{"00:03:00:01:52:54:00:00:00:0g", "is no DUID"}, {"00:03:00:01:52:54:00:00:00:", "is no DUID"},
		{"0003000152540000", "is no DUID"},
		{"0:3:0:1:52:54:0:0:0:6", "has a fixed address already: fd00::6"}, /* however it is written */
	};
	struct dhcp *d = begin("<network><ip family='ipv6' address='fd00::1' prefix='64'><dhcp>" V6_HOST("fd00::6")
			       "</dhcp></ip></network>", true, true, NULL);

	(void)state;
	assert_null(d->fixed[0].mac);
	assert_string_equal(d->fixed[0].duid, DUID);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		wrong(dhcp_wrong_duid(d, cases[i].duid, SIDE_BOTH, NULL), cases[i].words);
	wrong(dhcp_wrong_duid(d, DUID, SIDE_BOTH, &d->fixed[0]), NULL);
	dhcp_destroy(d);
}

static void a_range_is_looked_at(void **state)
{
	static const struct {
		const char *start, *end, *words;
	} cases[] = {
		{"10.0.0.10", "10.0.0.20", NULL},
		{"10.0.0.20", "10.0.0.10", "The range is reversed: 10.0.0.10 comes before 10.0.0.20"},
		{"10.0.0.10", "10.0.1.20", "10.0.1.20 is not in the subnet"},
		{"10.0.0.10", "10.0.0.100", "It overlaps with the range 10.0.0.100 - 10.0.0.199"},
		{"10.0.0.50", "10.0.0.250", "It overlaps"},
		{"10.0.0.199", "10.0.0.250", "It overlaps"},
		{"10.0.0.200", "10.0.0.255", "broadcast"},
		{"10.0.0.10", "fd00::20", "are not in the same subnet"},
		{"fd00::10", "fd00::20", NULL},
		{"fd00::10", "fd00::1:20", "all but the last group"},
	};
	struct dhcp *d = begin(LAN, true, true, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		wrong(dhcp_wrong_range(d, cases[i].start, cases[i].end, SIDE_BOTH, NULL), cases[i].words);
	wrong(dhcp_wrong_start(d, "10.0.2.1", SIDE_BOTH, NULL), "is not in the subnet");
	wrong(dhcp_wrong_range(d, "10.0.0.90", "10.0.0.110", SIDE_BOTH, &d->ranges[0]), NULL);
	assert_int_equal(dhcp_range_count(&d->ranges[0]), 100);
	dhcp_destroy(d);
}

static void suggests(const char *xml, const char *expected)
{
	struct dhcp *d = begin(xml, true, true, NULL);
	const struct dhcp_subnet *usual = dhcp_usual_subnet(d);
	struct inet a;
	char buf[INET_SIZE];
	bool found = dhcp_suggest(d, &usual->subnet, &a);

	assert_string_equal(found ? inet_format(&a, buf) : "none", expected);
	dhcp_destroy(d);
}

/* Not the host's (.1), not set aside (.2), not a lease's (.3), and where that can be in no range. */
static void a_free_address_is_suggested(void **state)
{
	(void)state;
	suggests(LAN, "10.0.0.4");
	suggests("<network>" IP("<range start='10.0.0.2' end='10.0.0.99'/>") "</network>", "10.0.0.100");
	suggests("<network>" IP("<range start='10.0.0.2' end='10.0.0.99'/><range start='10.0.0.100' end='10.0.0.109'/>")
		 "</network>", "10.0.0.110");
	suggests("<network>" IP("<range start='10.0.0.2' end='10.0.0.254'/>" HOST_1) "</network>", "10.0.0.4");
	suggests("<network><ip address='10.0.0.1' prefix='30'><dhcp>" HOST_1 "</dhcp></ip></network>", "none");
	suggests("<network><dns><host ip='10.0.0.2'><hostname>nas</hostname></host></dns>" IP("") "</network>", "10.0.0.4");
	suggests("<network><ip family='ipv6' address='fd00::1' prefix='64'><dhcp>" V6_HOST("fd00::2") "</dhcp></ip></network>",
		 "fd00::3");
	/* In the subnet that DHCP serves, though another stands before it. */
	suggests("<network><ip address='10.1.0.1' prefix='24'/>" IP(HOST_1) "</network>", "10.0.0.4");
}

/* What is said of both is there once; one that is said twice does not clash with itself on the other side. */
static void what_runs_and_the_definition(void **state)
{
	const char *definition = "<network><name>lan</name>" IP("<range start='10.0.0.100' end='10.0.0.199'/>"
				 "<host mac='52:54:00:00:00:09' ip='10.0.0.9'/>" HOST_1) "</network>";
	struct dhcp *d = begin(LAN, true, true, definition);

	(void)state;
	assert_int_equal(d->sides, SIDE_BOTH);
	assert_int_equal(d->n_fixed, 2);
	assert_int_equal(d->fixed[0].sides, SIDE_BOTH);
	assert_int_equal(d->fixed[1].sides, SIDE_CONFIG);
	assert_int_equal(d->n_ranges, 1);
	assert_int_equal(d->ranges[0].sides, SIDE_BOTH);
	assert_int_equal(d->n_names, 1);
	assert_string_equal(d->names[0].names, "web1 www");
	assert_int_equal(d->names[0].sides, SIDE_LIVE);
	wrong(dhcp_wrong_mac(d, "52:54:00:00:00:09", SIDE_LIVE, NULL), NULL);
	wrong(dhcp_wrong_mac(d, "52:54:00:00:00:09", SIDE_CONFIG, NULL), "already");
	dhcp_destroy(d);
	d = begin(LAN, false, true, NULL);
	assert_int_equal(d->sides, SIDE_CONFIG);
	dhcp_destroy(d);
	d = begin(LAN, true, false, NULL);
	assert_int_equal(d->sides, SIDE_LIVE);
	dhcp_destroy(d);
}

#define SIX "<ip family='ipv6' address='fd00::1' prefix='64'><dhcp>" V6_HOST("fd00::6") "</dhcp></ip>"
#define FOUR IP("<range start='10.0.0.100' end='10.0.0.199'/>" HOST_1)
#define OTHER "<ip address='10.2.0.1' prefix='24'/>"

/* The definition has other subnets, and the same ones elsewhere. */
static void subnets_are_numbered_on_each_side(void **state)
{
	struct dhcp *d = begin("<network>" FOUR SIX "</network>", true, true, "<network>" OTHER SIX FOUR "</network>");
	struct inet a;

	(void)state;
	assert_int_equal(d->n_subnets, 3);
	assert_int_equal(d->n_fixed, 2);
	assert_string_equal(d->fixed[0].mac, "52:54:00:00:00:01");
	assert_int_equal(d->fixed[0].of[SIDE_INDEX(SIDE_LIVE)], 0);
	assert_int_equal(d->fixed[0].of[SIDE_INDEX(SIDE_CONFIG)], 2);
	assert_int_equal(d->ranges[0].of[SIDE_INDEX(SIDE_LIVE)], 0);
	assert_int_equal(d->ranges[0].of[SIDE_INDEX(SIDE_CONFIG)], 2);
	assert_int_equal(d->fixed[1].of[SIDE_INDEX(SIDE_LIVE)], 1);
	assert_int_equal(d->fixed[1].of[SIDE_INDEX(SIDE_CONFIG)], 1);
	assert_true(inet_parse("10.0.0.9", &a));
	assert_int_equal(d->subnets[dhcp_subnet_of(d, &a, SIDE_LIVE)].of[SIDE_INDEX(SIDE_LIVE)], 0);
	assert_int_equal(d->subnets[dhcp_subnet_of(d, &a, SIDE_CONFIG)].of[SIDE_INDEX(SIDE_CONFIG)], 2);
	assert_true(inet_parse("10.2.0.9", &a));
	assert_true(dhcp_subnet_of(d, &a, SIDE_LIVE) == SIZE_MAX);
	wrong(dhcp_wrong_address(d, "10.2.0.9", SIDE_LIVE, NULL), "is not in the subnet 10.0.0.0/24 or fd00::/64");
	/* libvirt has one subnet of a family served. */
	wrong(dhcp_wrong_address(d, "10.2.0.9", SIDE_CONFIG, NULL), "serves one IPv4 subnet of a network: that is 10.0.0.0/24");
	wrong(dhcp_wrong_address(d, "fd00::9", SIDE_BOTH, NULL), NULL);
	wrong(dhcp_wrong_address(d, "10.0.0.9", SIDE_BOTH, NULL), NULL);
	dhcp_destroy(d);
	d = begin("<network>" OTHER "</network>", true, true, "<network>" SIX "</network>");
	wrong(dhcp_wrong_address(d, "10.2.0.9", SIDE_BOTH, NULL), "in a subnet of what runs alone: it can hold until that stops");
	wrong(dhcp_wrong_address(d, "fd00::9", SIDE_BOTH, NULL), "of the definition alone: it can hold from the next start on");
	wrong(dhcp_wrong_address(d, "fd00::9", SIDE_CONFIG, NULL), NULL);
	dhcp_destroy(d);
}

static void serves_another(const struct dhcp *d, const char *address, unsigned sides, const struct dhcp_fixed *except,
			   bool expected)
{
	struct inet a;
	size_t of;

	assert_true(inet_parse(address, &a));
	of = dhcp_subnet_of(d, &a, SIDE_BOTH);
	assert_true(of < d->n_subnets);
	assert_int_equal(dhcp_serves_another(d, &d->subnets[of], sides, except), expected);
}

/* DHCP is on the one in what runs, and on the other one from the next start on: each is right on its side. */
static void what_dhcp_serves_is_asked_of_each_side(void **state)
{
	struct dhcp *d = begin("<network>" IP(HOST_1) OTHER "</network>", true, true,
			       "<network><ip address='10.0.0.1' prefix='24'/><ip address='10.2.0.1' prefix='24'><dhcp>"
			       "<range start='10.2.0.100' end='10.2.0.199'/></dhcp></ip></network>");

	(void)state;
	assert_int_equal(d->n_subnets, 2);
	serves_another(d, "10.0.0.9", SIDE_LIVE, NULL, false);
	serves_another(d, "10.0.0.9", SIDE_CONFIG, NULL, true);
	serves_another(d, "10.0.0.9", SIDE_BOTH, NULL, true);
	serves_another(d, "10.2.0.9", SIDE_LIVE, NULL, true);
	serves_another(d, "10.2.0.9", SIDE_CONFIG, NULL, false);
	serves_another(d, "10.2.0.9", SIDE_BOTH, NULL, true);
	/* The one that is changed does not stand in its own way. */
	serves_another(d, "10.2.0.9", SIDE_LIVE, &d->fixed[0], false);
	dhcp_destroy(d);
}

static void differs(const char *runs, const char *definition, bool expected)
{
	struct roster *r = roster_create(&network_kind);
	struct network *n = roster_add(r);
	autoerr struct err err = {0};

	n->xml = mem_strdup(runs);
	network_compare(n, definition, &err);
	assert_int_equal(n->defined != NULL, expected);
	roster_destroy(r);
}

/* What only one that runs can say is no difference. */
static void a_definition_that_waits_is_told(void **state)
{
	(void)state;
	differs("<network connections='3'><name>a</name></network>", "<network>\n<name>a</name></network>", true);
	differs("<network connections='3'><name>a</name></network>", "<network><name>a</name></network>", false);
	differs("<network><name>a</name><bandwidth class_id='1'/></network>", "<network><name>a</name><bandwidth/></network>",
		false);
	differs("<network><name>a</name><mtu size='9000'/></network>", "<network><name>a</name></network>", true);
	differs("<network><forward mode='nat'>\n<nat>\n<port start='1024' end='65535'/>\n</nat>\n</forward></network>",
		"<network><forward mode='nat'/></network>", false);
	differs("<network><forward mode='nat'><nat ipv6='yes'><port start='1024' end='65535'/></nat></forward></network>",
		"<network><forward mode='nat'><nat ipv6='yes'/></forward></network>", false);
	differs("<network><forward mode='nat'><nat><port start='1024' end='2000'/></nat></forward></network>",
		"<network><forward mode='nat'/></network>", true);
	differs("<network><forward mode='hostdev'><pf dev='e0'/><address/></forward></network>",
		"<network><forward mode='hostdev'><pf dev='e0'/></forward></network>", false);
}

static struct span span_of(const char *text)
{
	return (struct span){text, strlen(text)};
}

static void rates_are_of_each_nic(void **state)
{
	struct nic_counts *before = mem_new(struct nic_counts), *now = mem_new(struct nic_counts);
	struct nic_rates rates;

	(void)state;
	nic_counts_add(before, mem_strdup("vnet1"), 1000, 5000);
	nic_counts_add(before, mem_strdup("vnet0"), 0, 0);
	nic_counts_sort(before);
	now->time_ns = 2 * NS_PER_S;
	nic_counts_add(now, mem_strdup("vnet1"), 3000, 4000);
	nic_counts_add(now, mem_strdup("vnet2"), 3000, 4000);
	nic_counts_sort(now);
	rates = nic_rates_of(before, now, span_of("vnet1"));
	assert_true(rates.received > 999 && rates.received < 1001);
	assert_true(rates.sent < 0); /* it went back */
	assert_true(nic_rates_of(before, now, span_of("vnet2")).received < 0);
	assert_true(nic_rates_of(NULL, now, span_of("vnet1")).received < 0);
	assert_true(nic_rates_of(before, NULL, span_of("vnet1")).received < 0);
	nic_counts_free(before);
	nic_counts_free(now);
}

#define MACHINE "<domain><devices><interface type='network'><mac address='52:54:00:00:00:01'/>" \
		"<source network='lan' portid='1-2' bridge='virbr1' portgroup='g'/><link state='up'/></interface>" \
		"<interface type='bridge'><mac address='52:54:00:00:00:02'/><source bridge='virbr1'/></interface>" \
		"<interface type='network'><source network='other'/></interface><interface type='user'/></devices></domain>"

static void a_nic_is_parked_and_comes_back(void **state)
{
	struct nics_xml nics = {0};
	autoerr struct err err = {0};
	autofree char *mac = port_read_mac("<networkport><mac address='52:54:00:00:00:01'/></networkport>");

	(void)state;
	assert_true(nics_read_xml(MACHINE, NULL, &(struct nics_place){"lan", "virbr1", "aside"}, &nics, &err));
	assert_int_equal(nics.n, 2);
	assert_string_equal(nics.all[0].mac, mac);
	assert_string_equal(nics.all[0].whole, "<interface type=\"network\"><mac address=\"52:54:00:00:00:01\"/>"
					       "<source network=\"lan\" portgroup=\"g\"/><link state=\"up\"/></interface>");
	assert_string_equal(nics.all[0].parked, "<interface type=\"network\"><mac address=\"52:54:00:00:00:01\"/>"
						"<source network=\"aside\"/><link state=\"up\"/></interface>");
	assert_non_null(strstr(nics.all[1].whole, "type=\"bridge\""));
	assert_non_null(strstr(nics.all[1].whole, "<source bridge=\"virbr1\"/>"));
	assert_non_null(strstr(nics.all[1].parked, "<interface type=\"network\">"));
	assert_non_null(strstr(nics.all[1].parked, "<source network=\"aside\"/>"));
	nics_clear(&nics);
	assert_false(nics_read_xml("<domain>", NULL, &(struct nics_place){"lan", NULL, "aside"}, &nics, &err));
}

#define NIC(type, mac, source, more) \
	"<interface type=\"" type "\"><mac address=\"52:54:00:00:00:" mac "\"/>" source more "</interface>"
#define ASIDE(mac) \
	"<interface type='network'><mac address='52:54:00:00:00:" mac "'/><source network='aside' portid='1' bridge='virbr7'/>" \
	"<target dev='vnet1'/></interface>"

/* The connection broke when it was on its parking: what it is on by rights is in the definition, if anywhere. */
static void a_nic_that_stayed_parked_comes_back(void **state)
{
	static const char live[] = "<domain><devices>" ASIDE("a1") ASIDE("02") ASIDE("03") "</devices></domain>";
	static const char kept[] = "<domain><devices>"
				   NIC("network", "A1", "<source network=\"lan\" portgroup=\"g\"/>", "<link state=\"down\"/>")
				   NIC("bridge", "02", "<source bridge=\"virbr1\"/>", "")
				   NIC("network", "03", "<source network=\"other\"/>", "") "</devices></domain>";
	static const char *const whole[] = {
		NIC("network", "a1", "<source network=\"lan\" portgroup=\"g\"/>", "<target dev=\"vnet1\"/>"),
		NIC("bridge", "02", "<source bridge=\"virbr1\"/>", "<target dev=\"vnet1\"/>"),
		NIC("network", "03", "<source network=\"lan\"/>", "<target dev=\"vnet1\"/>"),
	};
	const struct nics_place place = {"lan", "virbr1", "aside"};
	struct nics_xml nics = {0};
	autoerr struct err err = {0};

	(void)state;
	assert_true(nics_read_xml(live, kept, &place, &nics, &err));
	assert_int_equal(nics.n, ARRAY_SIZE(whole));
	for (size_t i = 0; i < nics.n; i++) {
		assert_string_equal(nics.all[i].whole, whole[i]);
		assert_null(nics.all[i].parked);
	}
	nics_clear(&nics);
	assert_true(nics_read_xml(live, NULL, &place, &nics, &err));
	assert_string_equal(nics.all[0].whole, NIC("network", "a1", "<source network=\"lan\"/>", "<target dev=\"vnet1\"/>"));
	nics_clear(&nics);
}

/* In a large network that is full, while a person waits. */
static void a_free_address_among_many_does_not_take_long(void **state)
{
	const int64_t begun_ns = clock_now_ns();
	struct dhcp d = {0};
	struct dhcp_subnet all = {.sides = SIDE_BOTH};
	struct inet found, wanted;

	(void)state;
	assert_true(subnet_parse("10.0.0.1/8", &all.subnet));
	assert_true(inet_parse("10.0.234.97", &wanted));
	d.subnets = &all;
	d.n_subnets = 1;
	d.n_leases = 60000;
	d.leases = mem_new_array(d.n_leases, sizeof(*d.leases));
	for (size_t i = 0; i < d.n_leases; i++) {
		bool over;

		/* The last first. */
		d.leases[i].address = inet_step(&all.subnet.address, (int64_t)(d.n_leases - 1 - i), &over);
	}
	for (int i = 0; i < 3; i++)
		assert_true(dhcp_suggest(&d, &all.subnet, &found));
	assert_int_equal(inet_compare(&found, &wanted), 0);
	assert_true(clock_now_ns() - begun_ns < INT64_C(15) * 1000000000);
	free(d.leases);
}

static int setup(void **state)
{
	(void)state;
	xml_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_looked_at),
		cmocka_unit_test(a_duid_is_looked_at),
		cmocka_unit_test(a_range_is_looked_at),
		cmocka_unit_test(a_free_address_is_suggested),
		cmocka_unit_test(what_runs_and_the_definition),
		cmocka_unit_test(subnets_are_numbered_on_each_side),
		cmocka_unit_test(what_dhcp_serves_is_asked_of_each_side),
		cmocka_unit_test(a_definition_that_waits_is_told),
		cmocka_unit_test(rates_are_of_each_nic),
		cmocka_unit_test(a_nic_is_parked_and_comes_back),
		cmocka_unit_test(a_nic_that_stayed_parked_comes_back),
		cmocka_unit_test(a_free_address_among_many_does_not_take_long),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
