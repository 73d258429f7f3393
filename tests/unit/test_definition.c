// SPDX-License-Identifier: GPL-3.0-or-later
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
#include "xml/definition.h"
#include "xml/tags.h"

#define MIB (UINT64_C(1) << 20)

static int setup(void **state)
{
	xml_init();
	*state = snapshot_create(1, 1);
	return 0;
}

static int teardown(void **state)
{
	snapshot_seal(*state);
	snapshot_unref(*state);
	return 0;
}

static struct domain_definition read_ok(void **state, const char *xml)
{
	autoerr struct err err = {0};
	struct domain_definition def = {0};
	if (!definition_read(xml, *state, &def, &err))
		fail_msg("%s", err.text);
	assert_int_equal(err.code, ERR_NONE);
	assert_true(def.known);
	return def;
}

static void tags_written(void **state)
{
	static const struct {
		const char *old, *tags, *element;
	} rows[] = {
		{NULL, "lab", "<domain><tags>lab</tags></domain>"},
		{NULL, "", NULL},
		{"<domain>\n  <tags>old</tags>\n</domain>", "lab k=v", "<domain><tags>lab k=v</tags></domain>"},
		{"<domain><tags>old</tags></domain>", "", NULL},
		{"<domain><plan a='1'>big</plan><tags>old</tags></domain>", "lab",
		 "<domain><plan a=\"1\">big</plan><tags>lab</tags></domain>"},
		{"<domain><plan>big</plan><tags>old</tags></domain>", "",
		 "<domain><plan>big</plan></domain>"},
		{"nonsense", "a", "<domain><tags>a</tags></domain>"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *element = tags_element(rows[i].old, rows[i].tags);

		if (!str_equal(element, rows[i].element))
			fail_msg("%zu: %s", i, element ? element : "NULL");
	}
}

static void everything(void **state)
{
	struct domain_definition def = read_ok(
		state,
		"<?xml version='1.0'?>\n"
		"<domain type='kvm' id='7' xmlns:x='urn:x'>\n"
		"  <name>web</name>\n"
		"  <title>Front &amp; back</title>\n"
		"  <metadata><x:title>not this</x:title><title>nor this</title></metadata>\n"
		"  <maxMemory slots='16' unit='TiB'>1</maxMemory>\n"
		"  <memory unit='GiB'>4</memory>\n"
		"  <currentMemory unit='MiB'>3072</currentMemory>\n"
		"  <vcpu placement='static' current='2'>\n 8 </vcpu>\n"
		"  <devices>\n"
		"    <!-- <disk device='disk'/> -->\n"
		"    <disk type='file' device='disk'/>\n"
		"    <disk type='block' device='lun'/>\n"
		"    <disk type='file'/>\n"
		"    <disk type='file' device='cdrom'/>\n"
		"    <disk type='file' device='floppy'/>\n"
		"    <interface type='network'/><interface type='bridge'/>\n"
		"    <channel type='unix'><target type='virtio' name='other'/></channel>\n"
		"    <channel type='unix'>\n"
		"      <source mode='bind'/>\n"
		"      <target type='virtio' name='org.qemu.guest_agent.0'/></channel>\n"
		"    <graphics type='spice'/><graphics type='vnc' port='-1'/>\n"
		"    <serial type='pty'/>\n"
		"    <hub type='usb'><disk/></hub>\n"
		"  </devices>\n"
		"</domain>\n");
	assert_string_equal(def.title, "Front & back");
	assert_int_equal(def.memory_max, 4096 * MIB);
	assert_int_equal(def.memory, 3072 * MIB);
	assert_int_equal(def.vcpus, 2);
	assert_int_equal(def.vcpus_max, 8);
	assert_int_equal(def.disks, 3);
	assert_int_equal(def.nics, 2);
	assert_true(def.has_agent);
	assert_true(def.has_display);
	assert_true(def.has_serial);
}

#define DESCRIPTION(text) "<domain><description>" text "</description></domain>"
#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void description(void **state)
{
	static const struct {
		const char *xml, *text;
		bool is_long;
	} rows[] = {
		{DESCRIPTION(""), NULL, false},
		{DESCRIPTION(" \n "), NULL, false},
		{DESCRIPTION("\n  One &amp; only\n"), "One & only", false},
		{DESCRIPTION("a\nb"), "a\nb", true},
		{DESCRIPTION("a\nb\nc"), "a\nb\nc", true},
		{DESCRIPTION("a\nb\nc\nd"), "a\nb\nc...", true},
		{DESCRIPTION(HUNDRED HUNDRED HUNDRED HUNDRED), HUNDRED HUNDRED HUNDRED HUNDRED, false},
		{DESCRIPTION(HUNDRED HUNDRED HUNDRED HUNDRED "x"), HUNDRED HUNDRED HUNDRED HUNDRED "...", true},
		{DESCRIPTION("123" HUNDRED HUNDRED HUNDRED HUNDRED), "123" HUNDRED HUNDRED HUNDRED
		 TEN TEN TEN TEN TEN TEN TEN TEN TEN "0123456...", true},
		{DESCRIPTION("x" HUNDRED HUNDRED HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN "01234567\303\244"),
		 "x" HUNDRED HUNDRED HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN "01234567...", true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct domain_definition def = read_ok(state, rows[i].xml);

		if (!str_equal(def.description, rows[i].text) || def.description_long != rows[i].is_long)
			fail_msg("%zu: %s", i, def.description ? def.description : "NULL");
	}
}

static void nothing(void **state)
{
	struct domain_definition def = read_ok(state, "<domain/>");
	assert_null(def.title);
	assert_null(def.description);
	assert_int_equal(def.memory_max, 0);
	assert_int_equal(def.vcpus_max, 0);
	assert_int_equal(def.disks, 0);
	assert_int_equal(def.nics, 0);
	assert_false(def.has_agent);
	assert_false(def.has_display);
	assert_false(def.has_serial);
}

static void uefi(void **state)
{
	static const struct {
		const char *xml;
		bool no_nvram;
	} rows[] = {
		{"<domain><os><type>hvm</type></os></domain>", true},
		{"<domain><os firmware='efi'><type>hvm</type></os></domain>", false},
		{"<domain><os firmware='bios'><type>hvm</type></os></domain>", true},
		{"<domain><os><nvram>/v.fd</nvram></os></domain>", false},
		{"<domain><os><loader type='pflash'>/c.fd</loader></os></domain>", false},
		{"<domain><os><loader type='rom'>/c.fd</loader></os></domain>", true},
		{"<domain><os firmware='efi'><loader stateless='yes'/></os></domain>", true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(read_ok(state, rows[i].xml).no_nvram, rows[i].no_nvram);
}

static void defaults(void **state)
{
	struct domain_definition def =
		read_ok(state, "<domain><title></title><memory>524288</memory><vcpu>2</vcpu>"
			       "<devices><graphics type='sdl'/><channel><target name='agent'/>"
			       "</channel><console/></devices></domain>");
	assert_null(def.title);
	assert_int_equal(def.memory_max, 512 * MIB);
	assert_int_equal(def.memory, 512 * MIB);
	assert_int_equal(def.vcpus, 2);
	assert_int_equal(def.vcpus_max, 2);
	assert_false(def.has_agent);
	assert_false(def.has_display);
	assert_true(def.has_serial);
}

static void memory_units(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} cases[] = {
		{"<memory>1</memory>", 1024},
		{"<memory unit='b'>4096</memory>", 4096},
		{"<memory unit='bytes'>4096</memory>", 4096},
		{"<memory unit='KB'>3</memory>", 3000},
		{"<memory unit='k'>3</memory>", 3072},
		{"<memory unit='KiB'>3</memory>", 3072},
		{"<memory unit='MB'>3</memory>", 3000000},
		{"<memory unit='M'>3</memory>", 3 * MIB},
		{"<memory unit='mib'>3</memory>", 3 * MIB},
		{"<memory unit='GB'>3</memory>", UINT64_C(3000000000)},
		{"<memory unit='G'>3</memory>", 3072 * MIB},
		{"<memory unit='GiB'>3</memory>", 3072 * MIB},
		{"<memory unit='TB'>3</memory>", UINT64_C(3000000000000)},
		{"<memory unit='TiB'>3</memory>", 3072 * 1024 * MIB},
		{"<memory unit='TiB'>99999999999</memory>", UINT64_MAX},
		{"<memory>-1</memory>", 0},
		{"<memory>12 apples</memory>", 0},
		{"<memory>99999999999999999999999</memory>", 0},
		{"<memory/>", 0},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *xml = mem_printf("<domain>%s</domain>", cases[i].text);
		struct domain_definition def = read_ok(state, xml);
		if (def.memory_max != cases[i].bytes)
			fail_msg("%s is %llu", cases[i].text, (unsigned long long)def.memory_max);
	}
}

static void bad_vcpus(void **state)
{
	struct domain_definition def =
		read_ok(state, "<domain><vcpu current='x'>99999999999</vcpu></domain>");
	assert_int_equal(def.vcpus_max, UINT32_MAX);
	assert_int_equal(def.vcpus, UINT32_MAX);
}

#define OSINFO "http://libosinfo.org/xmlns/libvirt/domain/1.0"

static const char *os_of(void **state, const char *id)
{
	autofree char *xml = mem_printf("<domain><metadata><o:libosinfo xmlns:o='" OSINFO "'>"
					"<o:os id=\"%s\"/></o:libosinfo></metadata></domain>", id);
	return read_ok(state, xml).os;
}

static void operating_systems(void **state)
{
	static const struct {
		const char *id, *os;
	} cases[] = {
		{"http://debian.org/debian/12", "debian 12"},
		{"http://microsoft.com/win/2k19", "win 2k19"},
		{"http://libosinfo.org/linux/2020/", "linux 2020"},
		{"http://ubuntu.com/ubuntu/22.04", "ubuntu 22.04"},
		{"debian12", "debian12"},
		{"debian/12", "debian/12"},
		{"http://debian.org", "http://debian.org"},
		{"http://debian.org///", "http://debian.org///"},
		{"://", "://"},
		{"http:////x", "x"},
		{"%s%n", "%s%n"},
		{" ", " "},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *os = os_of(state, cases[i].id);
		if (!str_equal(os, cases[i].os))
			fail_msg("%s is %s", cases[i].id, os ? os : "none");
	}
	assert_null(os_of(state, ""));
	autostr struct str id = {0};
	while (id.len < 100000)
		str_add(&id, "/http://");
	assert_true(strlen(os_of(state, str_text(&id))) <= 60);
}

static void only_libosinfo_says_the_system(void **state)
{
	static const char *const cases[] = {
		"<metadata/>",
		"<metadata><libosinfo><os id='a'/></libosinfo></metadata>",
		"<metadata><libosinfo xmlns='urn:x'><os id='a'/></libosinfo></metadata>",
		"<metadata><os xmlns='" OSINFO "' id='a'/></metadata>",
		"<metadata><libosinfo xmlns='" OSINFO "'/></metadata>",
		"<metadata><libosinfo xmlns='" OSINFO "'><os/></libosinfo></metadata>",
		"<metadata><libosinfo xmlns='" OSINFO "'><os xmlns='' id='a'/></libosinfo></metadata>",
		"<libosinfo xmlns='" OSINFO "'><os id='a'/></libosinfo>",
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *xml = mem_printf("<domain>%s</domain>", cases[i]);
		if (read_ok(state, xml).os)
			fail_msg("%s", cases[i]);
	}
	assert_string_equal(read_ok(state, "<domain><metadata><libosinfo xmlns='" OSINFO "'>"
					   "<os id='a'/><os id='b'/></libosinfo></metadata></domain>").os,
			    "a");
}

static void what_filters_look_for(void **state)
{
	struct domain_definition def = read_ok(
		state,
		"<domain><metadata><virtty:domain xmlns:virtty='urn:virtty:domain:1.0'>"
		"<virtty:tags>\n lab \t owner=anna\nlab</virtty:tags></virtty:domain></metadata><devices>"
		"<interface type='network'><mac address='52:54:00:00:00:01'/><source network='dmz'/></interface>"
		"<interface type='bridge'><mac address='52:54:00:00:00:02'/><source bridge='br0'/></interface>"
		"<interface type='network'><source network='dmz' bridge='virbr1'/></interface><interface/>"
		"<disk type='volume' device='disk'><source pool='fast' volume='a'/></disk>"
		"<disk type='volume' device='cdrom'><source pool='iso' volume='b'/></disk>"
		"<disk type='file'><source file='/a'/></disk></devices></domain>");
	assert_string_equal(def.tags, "lab owner=anna");
	assert_string_equal(def.macs, "52:54:00:00:00:01 52:54:00:00:00:02");
	assert_string_equal(def.nets, "dmz br0 virbr1");
	assert_string_equal(def.pools, "fast iso");
	def = read_ok(state, "<domain><metadata><tags>a</tags><domain xmlns='urn:x'><tags>b</tags></domain>"
			     "</metadata><devices/></domain>");
	assert_null(def.tags);
	assert_null(def.macs);
	assert_null(def.nets);
	assert_null(def.pools);

	autostr struct str xml = {0};
	str_add(&xml, "<domain><devices>");
	for (int i = 0; i < 5000; i++)
		str_addf(&xml, "<interface><source network='net-%d'/></interface>", i);
	str_add(&xml, "</devices></domain>");
	def = read_ok(state, str_text(&xml));
	assert_true(strlen(def.nets) <= 1000);
	assert_true(str_starts(def.nets, "net-0 net-1 "));
}

static void refused(void **state, const char *xml, const char *words)
{
	autoerr struct err err = {0};
	struct domain_definition def = {.disks = 77};
	assert_false(definition_read(xml, *state, &def, &err));
	assert_int_equal(err.code, ERR_INVALID);
	if (!strstr(err.text, words))
		fail_msg("\"%s\" does not say \"%s\"", err.text, words);
	assert_int_equal(def.disks, 77);
	assert_false(def.known);
}

static void not_well_formed(void **state)
{
	refused(state, "", "");
	refused(state, "domain", "Line 1");
	refused(state, "<domain>\n<memory>\n</domain>", "Line 3");
	refused(state, "<domain><title>\x01</title></domain>", "Line 1");
	refused(state, "<network/>", "<network>");
	refused(state, "<domain xmlns='urn:other'/>", "<domain>");
}

/* A file that exists, so that its text would show if it were read. */
static void nothing_is_loaded(void **state)
{
	char path[] = "/tmp/virtty-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "secret", 6), 6);
	close(fd);
	autofree char *entity = mem_printf(
		"<!DOCTYPE domain [<!ENTITY e SYSTEM 'file://%s'>]>"
		"<domain><title>&e;</title></domain>", path);
	autofree char *include = mem_printf(
		"<domain xmlns:xi='http://www.w3.org/2001/XInclude'>"
		"<title><xi:include href='file://%s' parse='text'/></title></domain>", path);
	refused(state, entity, "document type");
	assert_null(read_ok(state, include).title);
	unlink(path);
}

static void entities_do_not_grow(void **state)
{
	autostr struct str xml = {0};
	str_add(&xml, "<!DOCTYPE domain [<!ENTITY e0 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>");
	for (int i = 1; i < 30; i++)
		str_addf(&xml, "<!ENTITY e%d '&e%d;&e%d;'>", i, i - 1, i - 1);
	str_add(&xml, "]><domain a='&e29;'><title>&e29;</title></domain>");
	refused(state, str_text(&xml), "document type");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(everything, setup, teardown),
		cmocka_unit_test_setup_teardown(description, setup, teardown),
		cmocka_unit_test_setup_teardown(tags_written, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(uefi, setup, teardown),
		cmocka_unit_test_setup_teardown(defaults, setup, teardown),
		cmocka_unit_test_setup_teardown(memory_units, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_vcpus, setup, teardown),
		cmocka_unit_test_setup_teardown(operating_systems, setup, teardown),
		cmocka_unit_test_setup_teardown(only_libosinfo_says_the_system, setup, teardown),
		cmocka_unit_test_setup_teardown(what_filters_look_for, setup, teardown),
		cmocka_unit_test_setup_teardown(not_well_formed, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_is_loaded, setup, teardown),
		cmocka_unit_test_setup_teardown(entities_do_not_grow, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
