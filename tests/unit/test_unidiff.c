// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/unidiff.h"

static void expect(const char *a, const char *b, const char *wanted)
{
	autofree char *text = unidiff(a, b, "a", "b");

	assert_string_equal(text, wanted);
}

static void the_same_is_nothing(void **state)
{
	(void)state;
	expect("", "", "");
	expect("a\nb\n", "a\nb\n", "");
	expect("a\nb", "a\nb\n", "");
}

static void three_lines_around(void **state)
{
	(void)state;
	expect("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
	       "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

static void ranges_as_diff_has_them(void **state)
{
	(void)state;
	expect("", "a\n", "--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n");
	expect("a\nb\n", "", "--- a\n+++ b\n@@ -1,2 +0,0 @@\n-a\n-b\n");
	expect("a\n", "b\n", "--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n");
}

/* n lines between two changes. */
static void expect_hunks(int n, int hunks)
{
	autostr struct str a = {0};
	autostr struct str b = {0};
	int found = 0;

	str_add(&a, "p\n");
	str_add(&b, "q\n");
	for (int i = 0; i < n; i++) {
		str_addf(&a, "%d\n", i);
		str_addf(&b, "%d\n", i);
	}
	str_add(&a, "p\n");
	str_add(&b, "q\n");
	autofree char *text = unidiff(str_text(&a), str_text(&b), "a", "b");

	for (const char *p = text; *p; p++)
		found += p[0] == '\n' && p[1] == '@';
	assert_int_equal(found, hunks);
}

/* As diff -u: six lines between are the context of both. */
static void hunks_that_meet_are_one(void **state)
{
	(void)state;
	expect_hunks(0, 1);
	expect_hunks(5, 1);
	expect_hunks(6, 1);
	expect_hunks(7, 2);
	expect_hunks(40, 2);
}

static void second_hunks_count_on(void **state)
{
	(void)state;
	expect("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\nb\nc\n",
	       "--- a\n+++ b\n@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -7,3 +6,4 @@\n 6\n 7\n b\n+c\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_is_nothing),
		cmocka_unit_test(three_lines_around),
		cmocka_unit_test(ranges_as_diff_has_them),
		cmocka_unit_test(hunks_that_meet_are_one),
		cmocka_unit_test(second_hunks_count_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
