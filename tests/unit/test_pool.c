// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/definition.h"
#include "xml/pool.h"

static void directories_are_told(void **state)
{
	static const struct {
		const char *xml, *expected;
	} cases[] = {
		{"<pool type='dir'><name>a</name><target><path>/srv/images</path></target></pool>", "/srv/images"},
		{"<pool type='netfs'><source><dir path='/x'/></source><target><path>/mnt/a b</path></target></pool>",
		 "/mnt/a b"},
		{"<pool type='logical'><target><path>/dev/vg0</path></target></pool>", NULL},
		{"<pool type='iscsi'><target><path>/dev/disk/by-path</path></target></pool>", NULL},
		{"<pool type='dir'><target><path>relative</path></target></pool>", NULL},
		{"<pool type='dir'><target><path></path></target></pool>", NULL},
		{"<pool type='dir'><target/></pool>", NULL},
		{"<pool><target><path>/srv</path></target></pool>", NULL},
		{"<pool type='dir'>", NULL},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *path = pool_directory(cases[i].xml);

		if (!str_equal(path, cases[i].expected))
			fail_msg("%s: %s", cases[i].xml, path ? path : "nothing");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(directories_are_told),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
