// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/changes.h"
#include "xml/definition.h"

static char *told(struct xml_changes *changes)
{
	struct str out = {0};

	for (size_t i = 0; i < changes->n; i++)
		str_addf(&out, "%c%d %s\n", "-~+!?"[changes->all[i].kind], changes->all[i].line, changes->all[i].words);
	xml_changes_finish(changes);
	return str_take(&out);
}

static void expect(const char *sent, const char *kept, const char *wanted)
{
	struct xml_changes changes = xml_changes(sent, kept);
	autofree char *words = told(&changes);

	assert_string_equal(words, wanted);
}

static void what_does_not_count(void **state)
{
	static const char *const pairs[][2] = {
		{"<domain/>", "<domain></domain>"},
		{"<domain><memory unit='GiB'>1</memory></domain>", "<domain><memory unit='KiB'>1048576</memory></domain>"},
		{"<domain><memory>1048576</memory></domain>", "<domain><memory unit='G'>1</memory></domain>"},
		{"<volume><capacity>1024</capacity></volume>", "<volume><capacity unit='KiB'>1</capacity></volume>"},
		{"<domain><cell memory='1' unit='GiB'/></domain>", "<domain><cell memory='1048576' unit='KiB'/></domain>"},
		{"<domain><name> a\n</name><!-- c --></domain>", "<domain>\n  <name>a</name>\n</domain>"},
		{"<domain><a x='0x05' y='08'/></domain>", "<domain><a x='5' y='8'/></domain>"},
		{"<domain><mac address='52:54:00:AB:CD:EF'/></domain>", "<domain><mac address='52:54:00:ab:cd:ef'/></domain>"},
		{"<domain><uuid>DEADBEEFDEADBEEFDEADBEEFDEADBEEF</uuid></domain>",
		 "<domain><uuid>deadbeef-dead-beef-dead-beefdeadbeef</uuid></domain>"},
		{"<domain><name>a</name><vcpu>1</vcpu></domain>", "<domain><vcpu>1</vcpu><name>a</name></domain>"},
		{"<d><disk><target dev='a'/></disk><disk><target dev='b'/></disk></d>",
		 "<d><disk><target dev='b'/></disk><disk><target dev='a'/></disk></d>"},
		{"<domain><vcpu current='2'>2</vcpu></domain>", "<domain><vcpu>2</vcpu></domain>"},
		{"<d", "<d><e/></d>"},
		{"<d><e/></d>", "<d"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		expect(pairs[i][0], pairs[i][1], "");
}

static void dropped(void **state)
{
	(void)state;
	expect("<domain>\n<devices>\n<pool type='fs'><name>x</name></pool>\n</devices></domain>",
	       "<domain><devices/></domain>", "-3 <pool> in <devices> was dropped\n");
	expect("<domain><title/></domain>", "<domain/>", "-1 <title> was dropped\n");
	expect("<domain><vcpu current='1'>2</vcpu></domain>", "<domain><vcpu>2</vcpu></domain>",
	       "-1 current= of <vcpu> was dropped\n");
	expect("<domain x='1'/>", "<domain/>", "-1 x= of <domain> was dropped\n");
	expect("<d><disk><target dev='vda'/></disk>\n<disk><target dev='vdb'/><driver\n cache='none'/></disk></d>",
	       "<d><disk><target dev='vda'/></disk><disk><target dev='vdb'/><driver/></disk></d>",
	       "-3 cache= of <driver> in <disk vdb> was dropped\n");
	expect("<d xmlns:q='u:q'><q:l><q:arg value='a'/><q:arg value='b'/></q:l></d>",
	       "<d xmlns:q='u:q'><q:l><q:arg value='b'/></q:l></d>", "-1 <q:arg> in <q:l> was dropped\n");
	expect("<domain/>", "<network/>", "-1 <domain> was dropped\n");
}

static void changed(void **state)
{
	(void)state;
	expect("<domain><memory unit='GiB'>2</memory></domain>", "<domain><memory unit='KiB'>1048577</memory></domain>",
	       "~1 <memory>: 2 GiB became 1048577 KiB\n");
	expect("<volume><capacity>1000</capacity></volume>", "<volume><capacity unit='bytes'>1024</capacity></volume>",
	       "~1 <capacity>: 1000 bytes became 1024 bytes\n");
	expect("<domain><name>a</name></domain>", "<domain><name>b</name></domain>", "~1 <name>: a became b\n");
	expect("<domain><devices><graphics type='vnc' passwd='geheim'/></devices></domain>",
	       "<domain><devices><graphics type='vnc' passwd='geh'/></devices></domain>",
	       "~1 passwd= of <graphics> in <devices>: *** became ***\n");
	expect("<domain><os><cmdline>a password=x</cmdline></os></domain>", "<domain><os><cmdline>a</cmdline></os></domain>",
	       "~1 <cmdline> in <os>: *** became a\n");
	expect("<d xmlns:m='u:m'><m:secret><m:a>x</m:a></m:secret></d>", "<d xmlns:m='u:m'><m:secret><m:a>y</m:a></m:secret></d>",
	       "~1 <m:a> in <m:secret>: *** became ***\n");
	expect("<secret><description>x</description></secret>", "<secret><description>y</description></secret>",
	       "~1 <description>: x became y\n");
	expect("<domain><title>a</title></domain>", "<domain><title/></domain>", "~1 <title>: \"a\" became \"\"\n");
	expect("<d><os><type machine='pc'>hvm</type></os></d>", "<d><os><type machine='q35'>hvm</type></os></d>",
	       "~1 machine= of <type> in <os>: pc became q35\n");
	/* Which of two it is tells its identity, then how much is alike. */
	expect("<d><disk type='file'><target dev='vda'/></disk><disk type='block'><target dev='vdb'/></disk></d>",
	       "<d><disk type='block'><target dev='vda'/></disk><disk type='file'><target dev='vdb'/></disk></d>",
	       "~1 type= of <disk vda>: file became block\n~1 type= of <disk vdb>: block became file\n");
	expect("<d><disk a='1' b='1'><target dev='vda'/></disk><disk a='2' b='2'><target dev='vdb'/></disk></d>",
	       "<d><disk a='2' b='2'><target dev='vda'/></disk><disk a='2' b='2'><target dev='vdb'/></disk></d>",
	       "~1 a= of <disk vda>: 1 became 2\n~1 b= of <disk vda>: 1 became 2\n");
	expect("<d><disk a='1' b='1'><target dev='vda'/></disk><disk a='2' b='2'><target dev='vdb'/></disk></d>",
	       "<d><disk a='2' b='2'><target dev='vda'/></disk><disk a='1' b='1'><target dev='vdb'/></disk></d>",
	       "~1 a= of <disk vda>: 1 became 2\n~1 b= of <disk vda>: 1 became 2\n"
	       "~1 a= of <disk vdb>: 2 became 1\n~1 b= of <disk vdb>: 2 became 1\n");
	expect("<d><x a='1' b='2' c='3'/><x a='4' b='5' c='6'/></d>", "<d><x a='4' b='5' c='7'/><x a='1' b='2' c='8'/></d>",
	       "~1 c= of <x>: 3 became 8\n~1 c= of <x>: 6 became 7\n");
}

static void added(void **state)
{
	(void)state;
	expect("<domain><devices><interface/></devices></domain>",
	       "<domain><uuid>u</uuid><clock/><devices><interface><mac address='m'/><address type='pci'/></interface>"
	       "<controller><address/></controller><controller/><memballoon/></devices></domain>",
	       "+0 libvirt added the UUID, an address, 2 controllers, a MAC address, <memballoon>, <clock>\n");
	expect("<d><x/><x/></d>", "<d><x y='1'/><x y='1' address='1'/></d>",
	       "+0 libvirt added y= of <x>, address= of <x>\n");
	expect("<d/>", "<d><a/><b/><c/><d/><e/><f/><g/><h/><i/><j/></d>",
	       "+0 libvirt added <a>, <b>, <c>, <d>, <e>, <f>, <g>, <h> and 2 more\n");
	expect("<d><a/></d>", "<d><b/></d>", "-1 <a> was dropped\n+0 libvirt added <b>\n");
}

static void without_saying(void **state)
{
	(void)state;
	expect("<d><type machine='q35'/></d>", "<d><type machine='pc-q35-7.2'/></d>", "+0 libvirt added machine= of <type>\n");
	expect("<d><graphics port='-1' tlsPort='-1'/></d>", "<d><graphics/></d>", "");
	expect("<d><graphics port='5900'/></d>", "<d><graphics/></d>", "-1 port= of <graphics> was dropped\n");
	expect("<d><channel><source mode='bind'/></channel></d>", "<d><channel/></d>", "");
	expect("<d><channel><source mode='bind' path='/a'/></channel></d>", "<d><channel/></d>",
	       "-1 <source> in <channel> was dropped\n");
}

/* How full a pool is nobody sets. */
static void figures_of_pools(void **state)
{
	(void)state;
	expect("<pool><name>a</name><capacity unit='bytes'>9</capacity><allocation>1</allocation></pool>",
	       "<pool><name>a</name><capacity unit='bytes'>100</capacity><available>8</available></pool>", "");
	expect("<volume><capacity unit='bytes'>9</capacity></volume>", "<volume><capacity unit='bytes'>8</capacity></volume>",
	       "~1 <capacity>: 9 bytes became 8 bytes\n");
}

static void expect_unknown(const char *text, const char *wanted)
{
	struct xml_changes changes = xml_unknown(text);
	autofree char *words = told(&changes);

	assert_string_equal(words, wanted);
}

static void unknown(void **state)
{
	(void)state;
	expect_unknown("<domain>\n<devices>\n<pool/></devices></domain>",
		       "-3 <pool> is no device; pools are made in the Storage pane\n");
	expect_unknown("<domain><disk/></domain>", "-1 <disk> belongs into <devices>\n");
	expect_unknown("<domain><devices><vcpu/></devices></domain>", "-1 <vcpu> belongs outside of <devices>\n");
	expect_unknown("<domain><devices><dsik/></devices></domain>",
		       "-1 <dsik> is not known in <devices>, and would be dropped; <disk> may be meant\n");
	expect_unknown("<domain><devices><memory/><memballoon/><q:x xmlns:q='u'/></devices><vcpu/></domain>", "");
	expect_unknown("<network><bridgee/><devices/></network>",
		       "-1 <bridgee> is not known in <network>, and would be dropped; <bridge> may be meant\n"
		       "-1 <devices> is not known in <network>, and would be dropped\n");
	expect_unknown("<pool><path/></pool>", "-1 <path> is not known in <pool>, and would be dropped\n");
	expect_unknown("<volume><size/></volume>", "-1 <size> is not known in <volume>, and would be dropped\n");
	expect_unknown("<secret><anything/></secret>", "");
	expect_unknown("<domain", "");
}

static void expect_doubts_beside(const char *before, const char *text, const char *wanted)
{
	struct xml_changes changes = xml_doubts(text, before);
	autofree char *words = told(&changes);

	assert_string_equal(words, wanted);
	assert_int_equal(xml_is_hopeless(text, before), strchr(wanted, '!') != NULL);
}

static void expect_doubts(const char *text, const char *wanted)
{
	expect_doubts_beside(NULL, text, wanted);
}

#define HOSTS(ip) "<dhcp>\n<host mac='m' ip='" ip "'/></dhcp></ip></network>"

static void doubts(void **state)
{
	(void)state;
	expect_doubts("<network><ip address='10.0.1.1' netmask='255.255.255.0'>" HOSTS("10.0.1.9"), "");
	expect_doubts("<network><ip address='10.0.1.1' netmask='255.255.255.0'>" HOSTS("10.0.2.9"),
		      "!2 the fixed address 10.0.2.9 is not in 10.0.1.0/24: no guest gets it\n");
	expect_doubts("<network><ip address='10.0.1.1' prefix='22'>" HOSTS("10.0.2.9"), "");
	expect_doubts("<network><ip family='ipv6' address='fd00:1::1'>" HOSTS("fd00:2::9"),
		      "!2 the fixed address fd00:2::9 is not in fd00:1::/64: no guest gets it\n");
	expect_doubts("<network><forward mode='bridge'/><vlan/>\n<ip address='10.0.1.1' prefix='24'/></network>",
		      "!2 <ip> does nothing with mode bridge: the host is not the router there\n");
	expect_doubts("<network><forward/><vlan/><portgroup>\n<vlan/></portgroup></network>",
		      "!1 <vlan> does nothing with mode nat: it is for bridges of the host and SR-IOV\n"
		      "!2 <vlan> does nothing with mode nat: it is for bridges of the host and SR-IOV\n");
	expect_doubts("<network><portgroup/><vlan/></network>",
		      "!1 <vlan> does nothing with mode isolated: it is for bridges of the host and SR-IOV\n");
	expect_doubts("<network><forward mode='hostdev'/><portgroup><vlan/></portgroup></network>", "");
	expect_doubts("<domain><vlan/><ip/></domain>", "");
	/* What was there before is not refused; one more is. */
	expect_doubts_beside("<network><vlan/></network>", "<network>\n<vlan/><portgroup>\n<vlan/></portgroup></network>",
			     "?2 <vlan> does nothing with mode isolated: it is for bridges of the host and SR-IOV\n"
			     "!3 <vlan> does nothing with mode isolated: it is for bridges of the host and SR-IOV\n");
	expect_doubts_beside("<network><vlan/></network>", "<network><title>a</title><vlan/></network>",
			     "?1 <vlan> does nothing with mode isolated: it is for bridges of the host and SR-IOV\n");
	expect_doubts_beside("<network><vlan/></network>", "<network><forward/><vlan/></network>",
			     "!1 <vlan> does nothing with mode nat: it is for bridges of the host and SR-IOV\n");
	expect_doubts_beside("<network", "<network/>", "");
	expect_doubts("<network", "");
}

static void comments(void **state)
{
	struct xml_comments lost = xml_comments_lost(
		"<!-- first -->\n<domain><!---->\n  <!--\n\n     two lines \n of it -->\n"
		"  <metadata><x:y xmlns:x='u'><!-- kept --></x:y><!-- kept too --></metadata>\n"
		"  <devices><disk><metadata><!-- third --></metadata></disk></devices>\n</domain>\n<!-- last -->");
	static const struct {
		const char *text;
		int line;
	} wanted[] = {{"first", 1}, {"", 2}, {"two lines", 3}, {"third", 8}, {"last", 10}};

	(void)state;
	assert_int_equal(lost.n, ARRAY_SIZE(wanted));
	for (size_t i = 0; i < lost.n; i++) {
		assert_string_equal(lost.all[i].text, wanted[i].text);
		assert_int_equal(lost.all[i].line, wanted[i].line);
	}
	xml_comments_finish(&lost);
	lost = xml_comments_lost("<pool><metadata><!-- lost --></metadata></pool>");
	assert_int_equal(lost.n, 1);
	xml_comments_finish(&lost);
	lost = xml_comments_lost("<domain><!-- lost -->");
	assert_int_equal(lost.n, 0);
	xml_comments_finish(&lost);
}

/* "<network><a0 x=''/><a1 x=''/>...</network>", or all of one name. The caller frees. */
static char *long_list(const char *name, bool numbered)
{
	struct str out = {0};

	str_add(&out, "<network>");
	for (int i = 0; i < 50000; i++) {
		autofree char *number = numbered ? mem_printf("%d", i) : mem_strdup("");

		str_addf(&out, "<%s%s x='%d'/>", name, number, i % 7);
	}
	str_add(&out, "</network>");
	return str_take(&out);
}

/* Whatever a host says: this is done while a person waits. */
static void long_lists_do_not_take_long(void **state)
{
	autofree char *same = long_list("host", false), *named = long_list("a", true), *other = long_list("b", true);
	struct xml_changes changes = xml_changes(same, same);

	(void)state;
	assert_int_equal(changes.n, 0);
	xml_changes_finish(&changes);
	changes = xml_changes(named, other);
	assert_int_equal(changes.n, 1001);
	assert_int_equal(changes.all[1000].kind, XML_ADDED);
	xml_changes_finish(&changes);
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
		cmocka_unit_test(what_does_not_count),
		cmocka_unit_test(dropped),
		cmocka_unit_test(changed),
		cmocka_unit_test(added),
		cmocka_unit_test(without_saying),
		cmocka_unit_test(figures_of_pools),
		cmocka_unit_test(unknown),
		cmocka_unit_test(doubts),
		cmocka_unit_test(comments),
		cmocka_unit_test(long_lists_do_not_take_long),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
