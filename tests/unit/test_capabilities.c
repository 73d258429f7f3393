// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "xml/capabilities.h"
#include "xml/definition.h"

static struct node_caps read_ok(const char *xml)
{
	autoerr struct err err = {0};
	struct node_caps caps = {0};

	if (!capabilities_read(xml, &caps, &err))
		fail_msg("%s", err.text);
	return caps;
}

static void everything(void **state)
{
	struct node_caps caps = read_ok(
		"<capabilities>\n"
		" <guest><arch name='i686'/></guest>\n"
		" <host>\n"
		"  <uuid>5d3b0c5e-6a0f-4e50-9a63-0f5a7f5f7a01</uuid>\n"
		"  <cpu>\n"
		"   <arch>x86_64</arch><model>Broadwell</model><vendor>Intel</vendor>\n"
		"   <topology sockets='1' dies='1' cores='2' threads='1'/>\n"
		"   <pages unit='KiB' size='2048'/><pages unit='KiB' size='4'/>\n"
		"   <pages unit='KiB' size='1048576'/><pages unit='furlongs' size='7'/><pages size='9'/>\n"
		"  </cpu>\n"
		"  <topology><cells num='2'>\n"
		"   <cell id='0'><pages unit='KiB' size='4'>1</pages></cell>\n"
		"   <cell id='8'/><cell id='-1'/><cell/>\n"
		"  </cells></topology>\n"
		"  <secmodel><model>apparmor</model></secmodel>\n"
		" </host>\n"
		"</capabilities>");

	(void)state;
	assert_true(caps.has_uuid);
	assert_int_equal(caps.uuid[0], 0x5d);
	assert_string_equal(caps.arch, "x86_64");
	assert_string_equal(caps.model, "Broadwell");
	assert_string_equal(caps.vendor, "Intel");
	assert_int_equal(caps.pages.n_sizes, 2);
	assert_int_equal(caps.pages.sizes_kib[0] + caps.pages.sizes_kib[1], 2048 + 1048576);
	assert_int_equal(caps.pages.n_cells, 2);
	assert_int_equal(caps.pages.cells[0], 0);
	assert_int_equal(caps.pages.cells[1], 8);
	node_caps_clear(&caps);
}

static void what_is_not_said_is_not_known(void **state)
{
	static const char *const little[] = {
		"<capabilities/>",
		"<capabilities><host/></capabilities>",
		"<capabilities><host><uuid>nonsense</uuid><cpu><arch/><model></model></cpu>"
		"<topology><cells/></topology></host></capabilities>",
		"<capabilities><host><cpu><pages unit='KiB' size='4'/></cpu></host></capabilities>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(little) / sizeof(*little); i++) {
		struct node_caps caps = read_ok(little[i]);

		assert_false(caps.has_uuid);
		assert_null(caps.arch);
		assert_null(caps.vendor);
		assert_null(caps.model);
		assert_int_equal(caps.pages.n_sizes, 0);
		assert_int_equal(caps.pages.n_cells, 0);
		node_caps_clear(&caps);
	}
}

static void too_much_is_left_out(void **state)
{
	autostr struct str xml = {0};

	(void)state;
	str_add(&xml, "<capabilities><host><cpu>");
	for (int i = 0; i < 100; i++)
		str_addf(&xml, "<pages unit='KiB' size='%d'/>", 4 + i);
	str_add(&xml, "</cpu><topology><cells>");
	for (int i = 0; i < 5000; i++)
		str_addf(&xml, "<cell id='%d'/>", i);
	str_add(&xml, "</cells></topology></host></capabilities>");
	struct node_caps caps = read_ok(str_text(&xml));
	assert_int_equal(caps.pages.n_sizes, PAGE_SIZES_MOST - 1);
	assert_int_equal(caps.pages.n_cells, CELLS_MOST);
	node_caps_clear(&caps);
}

static void what_is_no_xml_says_so(void **state)
{
	autoerr struct err err = {0};
	struct node_caps caps = {0};

	(void)state;
	assert_false(capabilities_read("<capabilities><host>", &caps, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_null(caps.arch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything),
		cmocka_unit_test(what_is_not_said_is_not_known),
		cmocka_unit_test(too_much_is_left_out),
		cmocka_unit_test(what_is_no_xml_says_so),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
