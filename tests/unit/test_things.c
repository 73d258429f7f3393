// SPDX-License-Identifier: GPL-3.0-or-later
/* What the XML of networks, pools, volumes, devices and interfaces says, and who uses them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/columns.h"
#include "model/facts.h"
#include "model/fields.h"
#include "model/groupings.h"
#include "model/pins.h"
#include "model/secrets.h"
#include "model/uses.h"
#include "xml/definition.h"
#include "xml/device.h"
#include "xml/network.h"
#include "xml/nwfilter.h"
#include "xml/secret.h"
#include "xml/storage.h"

/* --- networks ---------------------------------------------------------------------------------- */

static void network_of(const char *xml, struct network *n)
{
	autoerr struct err err = {0};
	*n = (struct network){.leases = -1};
	if (!network_read_xml(xml, n, &err))
		fail_msg("%s", err.text);
}

static void a_nat_network(void **state)
{
	struct network n;
	(void)state;
	network_of("<network><name>lan</name><forward mode='nat' dev='eth0'><nat ipv6='yes'><address start='203.0.113.5'"
		   " end='203.0.113.9'/><port start='1024' end='65535'/></nat></forward><bridge name='virbr1'/>"
		   "<mtu size='1400'/><domain name='lan.example'/>"
		   "<dns><forwarder addr='192.0.2.1' domain='corp'/><host ip='10.0.0.3'><hostname>a</hostname>"
		   "<hostname>b</hostname></host></dns>"
		   "<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp><range start='10.0.0.9' end='10.0.0.99'/>"
		   "<range start='10.0.0.200' end='10.0.0.209'/><host mac='52:54:00:00:00:01' name='w' ip='10.0.0.7'/>"
		   "</dhcp></ip><ip family='ipv6' address='fd00::1' prefix='64'/>"
		   "<route address='10.9.0.0' prefix='16' gateway='10.0.0.254'/></network>",
		   &n);
	assert_int_equal(n.mode, NETWORK_NAT);
	assert_string_equal(n.device, "eth0");
	assert_string_equal(n.ports, "eth0");
	assert_string_equal(n.nat, "as 203.0.113.5 to 203.0.113.9, ports 1024 to 65535, IPv6 too");
	assert_string_equal(n.bridge, "virbr1");
	assert_string_equal(n.domain, "lan.example");
	assert_string_equal(n.addresses, "10.0.0.1/24 fd00::1/64");
	assert_string_equal(n.subnets, "10.0.0.0/24 fd00::/64");
	assert_string_equal(n.ranges, "10.0.0.9 - 10.0.0.99, 10.0.0.200 - 10.0.0.209");
	assert_true(n.has_dhcp);
	assert_int_equal(n.mtu, 1400);
	assert_int_equal(n.n_lines, 4);
	assert_string_equal(n.lines[0].b, "192.0.2.1");
	assert_string_equal(n.lines[0].c, "for corp");
	assert_string_equal(n.lines[1].c, "a b");
	assert_int_equal(n.lines[2].note, NETWORK_NOTE_HOST);
	assert_string_equal(n.lines[2].a, "52:54:00:00:00:01");
	assert_string_equal(n.lines[2].c, "10.0.0.7");
	assert_int_equal(n.lines[3].note, NETWORK_NOTE_ROUTE);
	assert_string_equal(n.lines[3].a, "10.9.0.0/16");
	network_kind.clear(&n);
}

/* Pages compare all with all: what a host tells is bounded. */
static void a_network_has_so_many_addresses_and_ranges(void **state)
{
	autostr struct str xml = {0};
	struct network n;
	(void)state;
	str_add(&xml, "<network><ip address='10.0.0.1' prefix='8'><dhcp>");
	for (int i = 0; i < 6000; i++)
		str_add(&xml, "<range start='10.0.0.9' end='10.0.0.9'/>");
	str_add(&xml, "</dhcp></ip>");
	for (int i = 0; i < 6000; i++)
		str_add(&xml, "<ip address='10.0.0.2'/>");
	str_add(&xml, "</network>");
	network_of(str_text(&xml), &n);
	assert_int_equal(n.n_ranges, 5000);
	assert_int_equal(n.n_ips, 5000);
	network_kind.clear(&n);
}

static void modes_of_networks(void **state)
{
	static const struct {
		const char *inside;
		enum network_mode mode;
	} cases[] = {
		{"<bridge name='virbr3'/>", NETWORK_ISOLATED},
		{"<forward/>", NETWORK_NAT},
		{"<forward mode='route'/>", NETWORK_ROUTED},
		{"<forward mode='open'/>", NETWORK_OPEN},
		{"<forward mode='bridge'/><bridge name='br0'/>", NETWORK_BRIDGE},
		{"<forward mode='bridge'/><bridge name='ovs0'/><virtualport type='openvswitch'/>", NETWORK_OVS},
		{"<forward mode='bridge'><interface dev='eth1'/></forward>", NETWORK_MACVTAP},
		{"<forward mode='vepa' dev='eth1'/>", NETWORK_MACVTAP},
		{"<forward mode='passthrough'><interface dev='eth1'/></forward>", NETWORK_PASSTHROUGH},
		{"<forward mode='hostdev'><pf dev='eth3'/></forward>", NETWORK_HOSTDEV},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *xml = mem_printf("<network>%s</network>", cases[i].inside);
		struct network n;
		network_of(xml, &n);
		if (n.mode != cases[i].mode)
			fail_msg("%s is %s", xml, network_mode_text(n.mode));
		assert_false(n.has_dhcp);
		network_kind.clear(&n);
	}
}

static void what_a_network_uses_of_the_host(void **state)
{
	static const struct {
		const char *inside, *ports;
	} cases[] = {
		{"<forward mode='passthrough'><interface dev='eth2'/><interface dev='eth3'/></forward>", "eth2 eth3"},
		{"<forward mode='vepa' dev='eth1'><interface dev='eth1'/></forward>", "eth1"},
		{"<forward mode='nat' dev='eth0'><interface dev='eth5'/></forward>", "eth5 eth0"},
		{"<forward mode='hostdev'><pf dev='eth4'/>"
		 "<address type='pci' domain='0' bus='4' slot='0' function='1'/></forward>", "eth4 0000:04:00.1"},
		{"<forward mode='bridge'/><bridge name='br0'/>", NULL},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *xml = mem_printf("<network>%s</network>", cases[i].inside);
		struct network n;
		network_of(xml, &n);
		if (!str_equal(n.ports, cases[i].ports))
			fail_msg("%s has %s", xml, n.ports ? n.ports : "none");
		network_kind.clear(&n);
	}
}

static void port_groups_and_vlans(void **state)
{
	struct network n;
	(void)state;
	network_of("<network><forward mode='bridge'/><bridge name='b'/><virtualport type='openvswitch'/>"
		   "<vlan><tag id='5'/></vlan><portgroup name='eng' default='yes'><vlan trunk='yes'><tag id='42'/>"
		   "<tag id='47' nativeMode='untagged'/></vlan></portgroup><portgroup name='plain'/></network>",
		   &n);
	assert_string_equal(n.vlan, "5");
	assert_int_equal(n.n_lines, 2);
	assert_string_equal(n.lines[0].a, "eng");
	assert_string_equal(n.lines[0].b, "VLAN 42, 47 untagged as a trunk");
	assert_string_equal(n.lines[0].c, "the default");
	assert_null(n.lines[1].b);
	network_kind.clear(&n);
}

/* --- storage ----------------------------------------------------------------------------------- */

static void pools_and_their_directories(void **state)
{
	static const struct {
		const char *xml, *path, *directory, *source;
	} cases[] = {
		{"<pool type='dir'><name>a</name><target><path>/srv/images</path></target></pool>", "/srv/images",
		 "/srv/images", NULL},
		{"<pool type='netfs'><source><host name='nas'/><dir path='/x'/></source><target><path>/mnt/a b</path>"
		 "</target></pool>", "/mnt/a b", "/mnt/a b", "nas:/x"},
		{"<pool type='logical'><source><device path='/dev/sdb'/><name>vg0</name></source><target>"
		 "<path>/dev/vg0</path></target></pool>", "/dev/vg0", NULL, "/dev/sdb vg0"},
		{"<pool type='iscsi'><target><path>/dev/disk/by-path</path></target></pool>", "/dev/disk/by-path", NULL,
		 NULL},
		{"<pool type='dir'><target><path>relative</path></target></pool>", "relative", NULL, NULL},
		{"<pool type='dir'><target><path></path></target></pool>", NULL, NULL, NULL},
		{"<pool><target><path>/srv</path></target></pool>", "/srv", NULL, NULL},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autoerr struct err err = {0};
		struct pool p = {.name = NULL};
		if (!pool_read_xml(cases[i].xml, &p, &err))
			fail_msg("%s: %s", cases[i].xml, err.text);
		if (!str_equal(p.path, cases[i].path) || !str_equal(pool_directory(&p), cases[i].directory) ||
		    !str_equal(p.source, cases[i].source))
			fail_msg("%s: %s, %s, %s", cases[i].xml, p.path, pool_directory(&p), p.source);
		pool_kind.clear(&p);
	}
}

/* Figures, and what libvirt finds of its directory and disks, are no difference. */
static void a_pool_and_its_definition(void **state)
{
	(void)state;
#define POOL(in, target) \
	"<pool type='dir'>\n  <name>a</name>\n" in "  <target>\n    <path>/srv</path>\n" target "  </target>\n</pool>\n"
#define FIGURES \
	"  <capacity unit='bytes'>9</capacity>\n  <allocation>5</allocation>\n  <available>4</available>\n"
#define RIGHTS(mode, more) "    <permissions>\n      <mode>" mode "</mode>\n" more "    </permissions>\n"
	static const struct {
		const char *runs, *definition;
		bool differs;
	} cases[] = {
		{POOL("", ""), POOL("", ""), false},
		{POOL(FIGURES, ""), POOL("", ""), false},
		{POOL(FIGURES, RIGHTS("0711", "")), POOL("", ""), false},
		{POOL("", RIGHTS("0711", "      <owner>0</owner>\n")), POOL("", RIGHTS("0711", "")), false},
		{POOL("", RIGHTS("0711", "")), POOL("", RIGHTS("0755", "")), true},
		{POOL(FIGURES, ""), POOL("", "    <path>/other</path>\n"), true},
		{"<pool><source><device path='/dev/sdb'>\n <freeExtent start='1' end='9'/>\n</device></source></pool>",
		 "<pool><source><device path='/dev/sdb'/></source></pool>", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct pool p = {.xml = mem_strdup(cases[i].runs)};

		pool_compare(&p, cases[i].definition);
		if ((p.definition != NULL) != cases[i].differs)
			fail_msg("case %zu: %s", i, p.definition ? p.definition : "no difference");
		pool_kind.clear(&p);
	}
}

static struct pool pool_of(const char *xml)
{
	struct pool p = {.name = NULL};
	autoerr struct err err = {0};
	if (!pool_read_xml(xml, &p, &err))
		fail_msg("%s: %s", xml, err.text);
	return p;
}

static void secrets_of_pools(void **state)
{
	static const struct {
		const char *source;
		bool ceph, iscsi;
	} cases[] = {
		{"<auth type='ceph' username='u'><secret usage='libvirt'/></auth>", true, false},
		{"<auth type='ceph' username='u'><secret uuid='01010101-0101-0101-0101-010101010101'/></auth>", true, false},
		{"<auth type='chap' username='u'><secret usage='libvirt'/></auth>", false, true},
		{"<auth type='chap' username='u'><secret uuid='02020202-0202-0202-0202-020202020202'/></auth>", false, true},
		{"<auth type='ceph' username='u'><secret usage='another'/></auth>", false, false},
		{"<auth type='ceph' username='u'/>", false, false},
		{"<host name='h'/>", false, false},
	};
	char usage[] = "libvirt";
	struct secret ceph = {.type = (char[]){"ceph"}, .usage = usage};
	struct secret iscsi = {.type = (char[]){"iscsi"}, .usage = usage};
	(void)state;
	memset(ceph.uuid, 1, UUID_SIZE);
	memset(iscsi.uuid, 2, UUID_SIZE);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *xml = mem_printf("<pool type='rbd'><name>p</name><source>%s</source></pool>", cases[i].source);
		struct pool p = pool_of(xml);
		if (pool_needs_secret(&p, &ceph) != cases[i].ceph || pool_needs_secret(&p, &iscsi) != cases[i].iscsi)
			fail_msg("%s: %s", xml, p.secrets);
		pool_kind.clear(&p);
	}
}

static void a_volume(void **state)
{
	autoerr struct err err = {0};
	struct volume v = {.name = NULL};
	(void)state;
	assert_true(volume_read_xml(
		"<volume type='file'><name>a</name><capacity unit='bytes'>10737418240</capacity>"
		"<allocation unit='bytes'>4096</allocation><physical unit='bytes'>200704</physical><target>"
		"<path>/p/a</path><format type='qcow2'/><permissions><mode>0600</mode><owner>107</owner><group>108</group>"
		"</permissions><timestamps><mtime>1700000000.5</mtime></timestamps></target><backingStore><path>/p/base"
		"</path><format type='raw'/></backingStore></volume>",
		&v, &err));
	assert_int_equal(v.capacity, UINT64_C(10) << 30);
	assert_int_equal(v.allocation, 4096);
	assert_int_equal(v.physical, 200704);
	assert_string_equal(v.path, "/p/a");
	assert_string_equal(v.format, "qcow2");
	assert_string_equal(v.backing, "/p/base");
	assert_string_equal(v.backing_format, "raw");
	assert_string_equal(v.mode, "0600 107:108");
	assert_int_equal(v.changed_wall_s, 1700000000);
	assert_false(v.encrypted);
	volume_kind.clear(&v);
}

/* --- devices ----------------------------------------------------------------------------------- */

static void devices(void **state)
{
	static const struct {
		const char *inside, *what, *address, *more; /* more: a part of it */
	} cases[] = {
		{"<capability type='pci'><domain>0</domain><bus>3</bus><slot>31</slot><function>2</function>"
		 "<product id='0x1'>Gigabit</product><vendor id='0x8086'>Intel</vendor><iommuGroup number='7'/></capability>",
		 "Intel Gigabit", "0000:03:1f.2", "IOMMU group: 7\n"},
		{"<capability type='usb_device'><bus>1</bus><device>4</device><product id='0xc52b'>Receiver</product>"
		 "<vendor id='0x046d'>Logitech</vendor></capability>",
		 "Logitech Receiver", "1-4", "IDs: 046d:c52b\n"},
		{"<capability type='net'><interface>eth0</interface><address>aa:bb</address><link speed='1000' state='up'/>"
		 "</capability>", "eth0, link up 1000 Mb/s", "aa:bb", "interface: eth0\n"},
		{"<capability type='storage'><block>/dev/sda</block><model>SSD</model><size>1073741824</size></capability>",
		 "SSD, 1.00 GiB", "/dev/sda", "size: 1.00 GiB\n"},
		{"<capability type='new'/>", NULL, NULL, NULL},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *xml = mem_printf("<device><name>x</name><parent>\n computer\n</parent><driver><name>drv</name>"
						"</driver>%s</device>", cases[i].inside);
		autoerr struct err err = {0};
		struct device d = {.name = NULL};
		if (!device_read_xml(xml, &d, &err))
			fail_msg("%s: %s", xml, err.text);
		assert_string_equal(d.parent, "computer");
		assert_string_equal(d.driver, "drv");
		if (!str_equal(d.what, cases[i].what) || !str_equal(d.address, cases[i].address) ||
		    (cases[i].more && (!d.more || !strstr(d.more, cases[i].more))))
			fail_msg("%s: %s, %s, %s", xml, d.what, d.address, d.more);
		device_kind.clear(&d);
	}
}

static void an_interface(void **state)
{
	autoerr struct err err = {0};
	struct iface f = {.name = NULL};
	(void)state;
	assert_true(iface_read_xml("<interface type='bridge' name='br0'><mtu size='9000'/><protocol family='ipv4'>"
				   "<ip address='10.0.0.5' prefix='24'/></protocol><protocol family='ipv6'><ip address='fe80::1'"
				   " prefix='64'/></protocol><bridge><interface name='eth0'/><interface name='vnet3'/></bridge>"
				   "</interface>", &f, &err));
	assert_string_equal(f.type, "bridge");
	assert_string_equal(f.addresses, "10.0.0.5/24 fe80::1/64");
	assert_string_equal(f.members, "eth0 vnet3");
	assert_int_equal(f.mtu, 9000);
	iface_kind.clear(&f);
}

static void a_network_filter(void **state)
{
	autoerr struct err err = {0};
	struct nwfilter f = {.name = NULL};
	(void)state;
	assert_true(nwfilter_read_xml("<filter name='web' chain='ipv4' priority='-700'><filterref filter='a b'/>"
				      "<filterref filter='clean'/><rule action='drop' direction='inout'/>"
				      "<rule action='accept' direction='in' priority='500'>"
				      "<tcp match='no' srcipaddr='$IP' dstportstart='80'/><udp/></rule></filter>",
				      &f, &err));
	assert_string_equal(f.chain, "ipv4");
	assert_string_equal(f.priority, "-700");
	assert_int_equal(f.n_parts, 2);
	assert_true(nwfilter_has_part(&f, "a b") && nwfilter_has_part(&f, "clean"));
	assert_false(nwfilter_has_part(&f, "a") || nwfilter_has_part(&f, "lean"));
	assert_int_equal(f.n_rules, 3);
	assert_null(f.rules[0].protocol); /* all traffic */
	assert_string_equal(f.rules[1].protocol, "tcp");
	assert_string_equal(f.rules[1].match, "not srcipaddr=$IP dstportstart=80");
	assert_string_equal(f.rules[2].action, "accept");
	assert_null(f.rules[2].match);
	nwfilter_kind.clear(&f);
}

static void a_secret(void **state)
{
	autoerr struct err err = {0};
	struct secret s = {.name = NULL};
	(void)state;
	assert_true(secret_read_xml("<secret ephemeral='no' private='yes'><description>a &amp; b</description>"
				    "<usage type='volume'><volume>/v</volume></usage></secret>", &s, &err));
	assert_true(s.is_private);
	assert_false(s.ephemeral);
	assert_string_equal(s.description, "a & b");
	secret_kind.clear(&s);
}

/* By UUID or by what it is for, wherever in a device it stands. */
static void who_needs_a_secret(void **state)
{
	static const struct {
		const char *devices;
		bool needs, needs_volume;
	} rows[] = {
		{"<disk><auth><secret type='ceph' usage='client.a'/></auth></disk>", true, false},
		{"<disk><source><encryption><secret type='passphrase' usage='/v'/></encryption></source></disk>", false, true},
		{"<disk><source><auth><secret type='ceph' uuid='5c9d2a40-0000-4000-8000-00000000abcd'/></auth></source></disk>", true, false},
		{"<disk><backingStore><source><encryption><secret uuid='5c9d2a40-0000-4000-8000-00000000abcd'/>"
		 "</encryption></source></backingStore></disk>", true, false},
		{"<tpm><backend><encryption secret='5c9d2a40-0000-4000-8000-00000000abcd'/></backend></tpm>", true, false},
		{"<disk><auth><secret type='iscsi' usage='client.a'/></auth></disk>", false, false},
		{"<disk><auth><secret type='ceph' usage='client.ab'/></auth></disk>", false, false},
		{"<disk><auth><secret type='ceph'/></auth></disk>", false, false},
		{"", false, false},
	};
	struct secret secret = {.type = (char[]){"ceph"}, .usage = (char[]){"client.a"}};
	struct secret volume = {.type = (char[]){"volume"}, .usage = (char[]){"/v"}};
	(void)state;
	assert_true(uuid_parse("5c9d2a40-0000-4000-8000-00000000abcd", secret.uuid));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct snapshot *s = snapshot_create(1, 1);
		autofree char *xml = mem_printf("<domain><devices>%s</devices></domain>", rows[i].devices);
		autoerr struct err err = {0};
		struct domain d = {.name = "a"};
		assert_true(definition_read(xml, s, &d.def, &err));
		if (machine_needs_secret(&d, &secret) != rows[i].needs ||
		    machine_needs_secret(&d, &volume) != rows[i].needs_volume)
			fail_msg("%s", rows[i].devices);
		snapshot_seal(s);
		snapshot_unref(s);
	}
}

static void filters_of_nics(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);
	autoerr struct err err = {0};
	struct domain_definition def = {0};
	struct nic_use nic;
	(void)state;
	assert_true(definition_read("<domain><devices><interface type='network'><source network='n'/>"
				    "<filterref filter='clean'/></interface><interface type='user'/></devices></domain>",
				    s, &def, &err));
	const char *next = def.wires;
	assert_true(uses_next_nic(&next, &nic));
	assert_true(span_is(nic.filter, "clean"));
	assert_true(uses_next_nic(&next, &nic));
	assert_int_equal(nic.filter.len, 0);
	snapshot_seal(s);
	snapshot_unref(s);
}

static void what_is_something_else_is_refused(void **state)
{
	static const char *const wrong[] = {"<domain/>", "<network", "", "text"};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct network n = {.name = NULL};
		struct pool p = {.name = NULL};
		struct volume v = {.name = NULL};
		struct device d = {.name = NULL};
		struct iface f = {.name = NULL};
		struct secret s = {.name = NULL};
		struct nwfilter w = {.name = NULL};
		for (int kind = 0; kind < 7; kind++) {
			autoerr struct err err = {0};
			bool ok = kind == 0   ? network_read_xml(wrong[i], &n, &err)
				  : kind == 1 ? pool_read_xml(wrong[i], &p, &err)
				  : kind == 2 ? volume_read_xml(wrong[i], &v, &err)
				  : kind == 3 ? device_read_xml(wrong[i], &d, &err)
				  : kind == 4 ? secret_read_xml(wrong[i], &s, &err)
				  : kind == 5 ? nwfilter_read_xml(wrong[i], &w, &err)
					      : iface_read_xml(wrong[i], &f, &err);
			assert_false(ok);
			assert_non_null(err.text);
		}
	}
}

/* --- pins -------------------------------------------------------------------------------------- */

static void add_machine(struct snapshot *s, const char *name, int id, const char *body)
{
	autofree char *xml = mem_printf("<domain>%s</domain>", body);
	autoerr struct err err = {0};
	struct domain *d = snapshot_add_domain(s);

	assert_true(definition_read(xml, s, &d->def, &err));
	d->name = snapshot_strdup(s, name);
	memset(d->uuid, name[0], UUID_SIZE);
	d->id = id;
}

static void pins_of_a_host(void **state)
{
	static const struct {
		unsigned first, last, machines;
		const char *who;
	} rows[] = {
		{0, 1, 1, "a: emulator"},
		{2, 2, 2, "a: vCPU 0-1,3, iothread 2; b: all vCPUs"},
		{3, 3, 2, "a: vCPU 0; b: all vCPUs"},
		{5, 5, 0, "c (off): vCPU 1, its other vCPUs"},
		{9, 9, 1, "d: vCPU 0"},
	};
	struct snapshot *s = snapshot_create(1, 1);
	struct pinned pinned;
	(void)state;
	add_machine(s, "a", 1, "<vcpu cpuset='7'>4</vcpu><cputune><vcpupin vcpu='0' cpuset='2-3'/><vcpupin vcpu='1' cpuset='2'/>"
			       "<vcpupin vcpu='2' cpuset='0-9'/><vcpupin vcpu='3' cpuset='2'/><emulatorpin cpuset='0-1'/>"
			       "<iothreadpin iothread='2' cpuset='2'/></cputune>");
	add_machine(s, "b", 2, "<vcpu cpuset='2-7,^4,^5,^6,^7'>2</vcpu>");
	add_machine(s, "c", -1, "<vcpu cpuset='5'>2</vcpu><cputune><vcpupin vcpu='1' cpuset='5'/></cputune>");
	add_machine(s, "d", 4, "<vcpu placement='auto' cpuset='1'>1</vcpu><cputune><vcpupin vcpu='0' cpuset='9'/></cputune>");
	add_machine(s, "e", 5, "<vcpu>1</vcpu><cputune><vcpupin vcpu='0' cpuset='0-9'/><vcpupin vcpu='9' cpuset='x'/></cputune>");
	add_machine(s, "f", -1, "<vcpu>1</vcpu>");
	snapshot_seal(s);
	pinned_read(s, 10, &pinned);
	assert_int_equal(pinned.n, ARRAY_SIZE(rows));
	for (size_t i = 0; i < pinned.n; i++) {
		assert_string_equal(pinned.rows[i].who, rows[i].who);
		assert_int_equal(pinned.rows[i].first, rows[i].first);
		assert_int_equal(pinned.rows[i].last, rows[i].last);
		assert_int_equal(pinned.rows[i].machines, rows[i].machines);
	}
	assert_int_equal(pinned.active, 3);
	assert_int_equal(pinned.unpinned, 1);
	pinned_finish(&pinned);
	snapshot_unref(s);
}

/* --- who uses what ----------------------------------------------------------------------------- */

static struct domain_definition definition_of(struct snapshot *s)
{
	autoerr struct err err = {0};
	struct domain_definition def = {0};
	assert_true(definition_read(
		"<domain><devices>"
		"<disk type='file' device='disk'><source file='/p/a b.img'/><target dev='vda'/></disk>"
		"<disk type='volume' device='disk'><source pool='fast' volume='v1'/><target dev='vdb'/></disk>"
		"<disk type='block' device='disk'><source dev='/dev/sdc'/><target dev='vdc'/></disk>"
		"<disk type='file' device='cdrom'><target dev='sda'/></disk>"
		"<interface type='network'><mac address='52:54:00:00:00:01'/><source network='lan' bridge='virbr1'/>"
		"<target dev='vnet4'/></interface>"
		"<interface type='bridge'><mac address='52:54:00:00:00:02'/><source bridge='br0'/></interface>"
		"<interface type='hostdev'><source><address type='pci' domain='0' bus='3' slot='0x10' function='0x1'/>"
		"</source></interface>"
		"<hostdev mode='subsystem' type='usb'><source><vendor id='0x046d'/><product id='0xc52b'/></source></hostdev>"
		"<hostdev mode='subsystem' type='usb'><source><address bus='1' device='4'/></source></hostdev>"
		"<hostdev mode='subsystem' type='mdev'><source><address uuid='11111111-2222-3333-4444-555555555555'/></source>"
		"</hostdev></devices></domain>",
		s, &def, &err));
	return def;
}

static void nics_and_what_they_are_on(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);
	struct domain_definition def = definition_of(s);
	char lan_name[] = "lan", lanes_name[] = "lanes", bridge[] = "br0";
	struct network lan = {.name = lan_name}, lanes = {.name = lanes_name}, bridged = {.name = lanes_name, .bridge = bridge};
	const char *next = def.wires;
	struct nic_use nic;
	(void)state;
	assert_true(uses_next_nic(&next, &nic));
	assert_true(span_is(nic.target, "vnet4"));
	assert_true(span_is(nic.bridge, "virbr1"));
	assert_true(span_is(nic.mac, "52:54:00:00:00:01"));
	assert_true(nic_is_on(&nic, &lan));
	assert_false(nic_is_on(&nic, &lanes));
	assert_true(uses_next_nic(&next, &nic));
	assert_true(nic_is_on(&nic, &bridged));
	assert_false(nic_is_on(&nic, &lan));
	assert_int_equal(nic.target.len, 0);
	assert_true(uses_next_nic(&next, &nic));
	assert_false(uses_next_nic(&next, &nic));
	next = NULL;
	assert_false(uses_next_nic(&next, &nic));
	snapshot_unref(s);
}

static void disks_and_what_they_are_in(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);
	struct domain_definition def = definition_of(s);
	char p_name[] = "plain", p_path[] = "/p", fast_name[] = "fast", v_name[] = "v1", a_path[] = "/p/a b.img";
	struct pool plain = {.name = p_name, .path = p_path}, fast = {.name = fast_name};
	struct volume v1 = {.name = v_name}, a = {.name = v_name, .path = a_path};
	const char *next = def.files;
	struct disk_use disk;
	(void)state;
	assert_true(uses_next_disk(&next, &disk));
	assert_true(disk_is_in(&disk, &plain));
	assert_false(disk_is_in(&disk, &fast));
	assert_true(disk_is_on(&disk, &plain, &a));
	assert_true(uses_next_disk(&next, &disk));
	assert_true(disk_is_in(&disk, &fast));
	assert_true(disk_is_on(&disk, &fast, &v1));
	assert_false(disk_is_on(&disk, &plain, &v1));
	assert_true(uses_next_disk(&next, &disk));
	assert_false(disk_is_in(&disk, &plain));
	assert_false(uses_next_disk(&next, &disk)); /* nothing is in the drive */
	snapshot_unref(s);
}

static void uses_are(const char *files, const char *const *rows)
{
	struct disk_use disk;

	while (uses_next_disk(&files, &disk)) {
		autofree char *target = span_text(disk.target);
		autofree char *pool = span_text(disk.pool);
		autofree char *source = span_text(disk.source);
		autofree char *row = mem_printf("%s|%s|%s", target, pool, source);
		assert_non_null(*rows);
		assert_string_equal(row, *rows++);
	}
	assert_null(*rows);
}

/* A snapshot outside any pool: what is under it is nobody's own disk, but it is needed. */
static void what_is_under_a_disk_is_used(void **state)
{
	static const char *const rows[] = {
		"vda||/snaps/vm.snap1", "under vda||/p/vm.qcow2", "under vda|fast|golden", "under vda||/p/golden.raw",
		"copy of vda||/new/vm.qcow2", "copy of vda||/p/under-the-copy", "vdb||/dev/sdc", NULL,
	};
	struct snapshot *s = snapshot_create(1, 1);
	autoerr struct err err = {0};
	struct domain_definition def = {0};
	(void)state;
	assert_true(definition_read(
		"<domain><devices><disk type='file' device='disk'><source file='/snaps/vm.snap1' index='3'/>"
		"<backingStore type='file' index='1'><format type='qcow2'/><source file='/p/vm.qcow2'/>"
		"<backingStore type='volume'><source pool='fast' volume='golden'><dataStore type='file'><format type='raw'/>"
		"<source file='/p/golden.raw'/></dataStore></source><backingStore/></backingStore></backingStore>"
		"<mirror type='file' job='copy' file='/new/vm.qcow2'><format type='qcow2'/><source file='/new/vm.qcow2'/>"
		"<backingStore><source file='/p/under-the-copy'/></backingStore></mirror><target dev='vda'/></disk>"
		"<disk type='block'><source dev='/dev/sdc'><reservations managed='no'><source type='unix' path='/r'/>"
		"</reservations></source><target dev='vdb'/></disk></devices></domain>", s, &def, &err));
	assert_int_equal(def.disks, 2);
	uses_are(def.files, rows);
	snapshot_seal(s);
	snapshot_unref(s);
}

#define KEPT(devices) "<domain><devices>" devices "</devices></domain>"

static void what_is_kept_for_the_next_start_is_used(void **state)
{
	static const char *const rows[] = {"vda||/p/a", "vdb, next start||/p/b", "under vdb, next start||/p/c", NULL};
	struct snapshot *s = snapshot_create(1, 1);
	autoerr struct err err = {0};
	struct domain d = {.name = "a"};
	struct secret secret = {.uuid = {0x11, 0x11, 0x11, 0x11, 0x22, 0x22, 0x33, 0x33, 0x44, 0x44, 0x55, 0x55, 0x55, 0x55,
					 0x55, 0x55}};
	(void)state;
	assert_true(definition_read(KEPT("<disk><source file='/p/a'/><target dev='vda'/></disk>"), s, &d.def, &err));
	assert_false(machine_needs_secret(&d, &secret));
	definition_add_kept(KEPT("<disk><source file='/p/a'/><target dev='vda'/></disk>"
				 "<disk><source file='/p/b'><encryption><secret uuid='11111111-2222-3333-4444-555555555555'/>"
				 "</encryption></source><backingStore><source file='/p/c'/></backingStore>"
				 "<target dev='vdb'/></disk>"), s, &d.def);
	uses_are(d.def.files, rows);
	assert_int_equal(d.def.disks, 1);
	assert_true(machine_needs_secret(&d, &secret));
	definition_add_kept("<network/>", s, &d.def);
	uses_are(d.def.files, rows);
	snapshot_seal(s);
	snapshot_unref(s);
}

static void devices_of_the_host_that_a_machine_has(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);
	struct domain d = {.def = definition_of(s)};
	(void)state;
	assert_true(machine_has_device(&d, "0000:03:10.1", NULL));
	assert_false(machine_has_device(&d, "0000:03:10", NULL));
	assert_true(machine_has_device(&d, "9-9", "046d:c52b"));
	assert_true(machine_has_device(&d, "1-4", NULL));
	assert_false(machine_has_device(&d, "1-40", NULL));
	assert_true(machine_has_device(&d, "11111111-2222-3333-4444-555555555555", NULL));
	assert_true(machine_has_device(&d, "/dev/sdc", NULL));
	assert_false(machine_has_device(&d, "/dev/sdd", NULL));
	assert_false(machine_has_device(&d, NULL, NULL));
	snapshot_unref(s);
}

/* --- rows -------------------------------------------------------------------------------------- */

static void a_device_is_of_one_kind_everywhere(void **state)
{
	static const struct host_view host = {.name = "kvm1", .state = HOST_UP};
	static char pci[] = "pci", bond[] = "bond";
	static const struct device device = {.capability = pci};
	static const struct iface iface = {.type = bond}, new_iface = {0};
	static const struct domain domain = {.name = "web"};
	static const struct {
		struct device_row row;
		const char *kind, *filter;
	} rows[] = {
		{{.host = &host, .device = &device}, "PCI device", "kind:pci"},
		{{.host = &host, .domain = &domain}, "NIC of a machine", "kind:nic"},
		{{.host = &host, .iface = &iface}, "bond", "kind:bond"},
		{{.host = &host, .is_bridge = true}, "bridge", "kind:bridge"},
		{{.host = &host}, "interface", "kind:interface"},
		{{.host = &host, .iface = &new_iface}, NULL, NULL},
	};
	const struct column *column = &device_columns[columns_find(device_columns, "kind")];
	const struct cell_ask ask = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct value v = {.kind = VALUE_NONE};
		int rank = 0;

		column->get(&rows[i].row, &ask, &v);
		assert_true(str_equal(v.text, rows[i].kind));
		assert_true(str_equal(groupings_find(device_groupings, "kind")->get(&rows[i].row, &rank),
				      rows[i].kind));
		for (size_t j = 0; rows[i].filter && j < ARRAY_SIZE(rows); j++) {
			autoerr struct err err = {0};
			struct filter *filter = filter_compile(rows[i].filter, device_fields, device_columns, &err);

			assert_non_null(filter);
			assert_int_equal(filter_matches(filter, &rows[j].row, &ask), i == j);
			filter_destroy(filter);
		}
	}
}

static void a_device_deep_in_the_tree_keeps_its_name(void **state)
{
	static const char name[] = "mdev_4b20d080_1b54_4048_85b3_a6a62d165c01_0000_3d_00_0";
	static const struct host_view host = {.name = "kvm1", .state = HOST_UP};
	const struct device_row row = {.host = &host, .name = name, .depth = 5};
	const struct cell_ask ask = {0};
	struct value v = {.kind = VALUE_NONE};

	(void)state;
	device_columns[columns_find(device_columns, "name")].get(&row, &ask, &v);
	assert_string_equal(v.text, name);
	assert_int_equal(v.indent, 10);
}

static void a_long_user_of_a_volume_is_cut_with_a_mark(void **state)
{
	static const struct host_view host = {.name = "kvm1", .state = HOST_UP};
	static const struct volume volume = {.known = true};
	const struct domain domain = {.name = "\303\274ber-den-wolken-und-noch-viel-weiter-oben-dort"};
	const struct volume_row row = {.host = &host, .volume = &volume, .user = &domain, .users = 3};
	const struct column *column = &volume_columns[columns_find(volume_columns, "user")];
	struct value v = {.kind = VALUE_NONE};

	(void)state;
	column->get(&row, &(struct cell_ask){.unicode = true}, &v);
	assert_string_equal(v.text, "\303\274ber-den-w\342\200\246 +2");
	v = (struct value){.kind = VALUE_NONE};
	column->get(&row, &(struct cell_ask){.wide = true}, &v);
	assert_string_equal(v.text, "\303\274ber-den-wolken-und-~ +2");
}

/* Some drivers have no word for it: what they would refuse they refuse themselves. */
static void what_a_driver_does_not_tell_is_no_reason(void **state)
{
	static const struct host_view host = {.name = "kvm1", .state = HOST_UP};
	const uint64_t flags = FACT_PERSISTENT | FACT_AUTOSTART | FACT_NO_AUTOSTART | FACT_HAS_SAVED;
	struct domain d = {.name = "web"};

	(void)state;
	assert_int_equal(facts_of_domain(&host, &d) & flags, flags);
	d.flags_known = true;
	assert_int_equal(facts_of_domain(&host, &d) & flags, FACT_NO_AUTOSTART);
	d.autostart = d.persistent = true;
	assert_int_equal(facts_of_domain(&host, &d) & flags, FACT_AUTOSTART | FACT_PERSISTENT);
}

static void no_address_is_nobodys(void **state)
{
	static const struct domain domain = {.def = {.hostdevs = "0000:01:00.0 046d:c52b"}};

	(void)state;
	alarm(60);
	assert_false(machine_has_device(&domain, "", ""));
	alarm(0);
	assert_true(machine_has_device(&domain, NULL, "046d:c52b"));
}

static void what_pools_there_can_be(void **state)
{
	autoerr struct err err = {0};
	(void)state;
	struct storage_capabilities *c = storage_capabilities_parse(
		"<storagepoolCapabilities><pool type='fs' supported='yes'><poolOptions><defaultFormat type='auto'/>"
		"<enum name='sourceFormatType'><value>auto</value><value>ext4</value></enum></poolOptions><volOptions>"
		"<enum name='targetFormatType'><value>none</value><value>raw</value><value>qcow2</value></enum></volOptions>"
		"</pool><pool type='rbd' supported='no'/></storagepoolCapabilities>", &err);
	assert_non_null(c);
	assert_true(storage_capability(c, "fs")->supported);
	assert_false(storage_capability(c, "rbd")->supported);
	assert_null(storage_capability(c, "dir"));
	static const struct {
		bool told;
		const char *type, *formats, *volumes;
	} cases[] = {
		{true, "fs", "auto ext4", "raw qcow2"}, /* none is no format of a volume */
		{true, "rbd", "", ""},
		{true, "dir", "", "raw qcow2 qcow qed vmdk vdi vpc"}, /* nothing was said of it */
		{false, "netfs", "auto nfs glusterfs cifs", "raw qcow2 qcow qed vmdk vdi vpc"},
		{false, "logical", "", ""},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *formats = pool_formats(cases[i].told ? c : NULL, cases[i].type);
		autofree char *volumes = pool_volume_formats(cases[i].told ? c : NULL, cases[i].type);
		assert_string_equal(formats, cases[i].formats);
		assert_string_equal(volumes, cases[i].volumes);
	}
	assert_non_null(pool_makes_no_volumes("iscsi"));
	assert_null(pool_makes_no_volumes("dir"));
	storage_capabilities_free(c);
	assert_null(storage_capabilities_parse("<pool/>", &err));
	assert_int_equal(err.code, ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_nat_network),
		cmocka_unit_test(a_network_has_so_many_addresses_and_ranges),
		cmocka_unit_test(modes_of_networks),
		cmocka_unit_test(what_a_network_uses_of_the_host),
		cmocka_unit_test(port_groups_and_vlans),
		cmocka_unit_test(pools_and_their_directories),
		cmocka_unit_test(a_pool_and_its_definition),
		cmocka_unit_test(secrets_of_pools),
		cmocka_unit_test(pins_of_a_host),
		cmocka_unit_test(a_volume),
		cmocka_unit_test(devices),
		cmocka_unit_test(an_interface),
		cmocka_unit_test(a_network_filter),
		cmocka_unit_test(a_secret),
		cmocka_unit_test(who_needs_a_secret),
		cmocka_unit_test(filters_of_nics),
		cmocka_unit_test(what_is_something_else_is_refused),
		cmocka_unit_test(nics_and_what_they_are_on),
		cmocka_unit_test(disks_and_what_they_are_in),
		cmocka_unit_test(what_is_under_a_disk_is_used),
		cmocka_unit_test(what_is_kept_for_the_next_start_is_used),
		cmocka_unit_test(devices_of_the_host_that_a_machine_has),
		cmocka_unit_test(a_device_is_of_one_kind_everywhere),
		cmocka_unit_test(a_device_deep_in_the_tree_keeps_its_name),
		cmocka_unit_test(a_long_user_of_a_volume_is_cut_with_a_mark),
		cmocka_unit_test(what_a_driver_does_not_tell_is_no_reason),
		cmocka_unit_test(no_address_is_nobodys),
		cmocka_unit_test(what_pools_there_can_be),
	};
	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
