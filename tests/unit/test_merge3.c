// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/merge3.h"

/* Letters are lines. */
static char *lines(const char *letters)
{
	struct str text = {0};

	for (; *letters; letters++)
		str_addf(&text, "%c\n", *letters);
	return str_take(&text);
}

static struct merge3 merged(const char *base, const char *mine, const char *theirs)
{
	autofree char *a = lines(base);
	autofree char *b = lines(mine);
	autofree char *c = lines(theirs);

	return merge3(a, b, c);
}

/* Both ways round. */
static void expect(const char *base, const char *mine, const char *theirs, const char *wanted)
{
	autofree char *text = lines(wanted);

	for (int i = 0; i < 2; i++) {
		struct merge3 m = i ? merged(base, theirs, mine) : merged(base, mine, theirs);

		assert_int_equal(m.n, 0);
		assert_string_equal(m.text, text);
		merge3_finish(&m);
	}
}

static void one_side_alone(void **state)
{
	(void)state;
	expect("", "", "", "");
	expect("abc", "abc", "abc", "abc");
	expect("abc", "axc", "abc", "axc");
	expect("abc", "abcd", "abc", "abcd");
	expect("abc", "", "abc", "");
	expect("", "ab", "", "ab");
}

static void both_apart(void **state)
{
	(void)state;
	expect("abcde", "xbcde", "abcdy", "xbcdy");
	expect("abcde", "bcde", "abcdef", "bcdef");
	expect("abcdefg", "axbcdefg", "abcdfg", "axbcdfg");
	expect("abcdefg", "xbcdefy", "abczefg", "xbczefy");
}

static void both_the_same(void **state)
{
	(void)state;
	expect("abc", "axc", "axc", "axc");
	expect("abc", "ac", "ac", "ac");
	expect("abcde", "xbcde", "xbcdy", "xbcdy");
}

/* <memory> and <vcpu> are neighbours; who changes one of them changes not the other. */
static void neighbours_that_stay_lines(void **state)
{
	(void)state;
	expect("abcd", "axcd", "abyd", "axyd");
}

static void expect_conflict(const char *base, const char *mine, const char *theirs, size_t line, const char *was,
			    const char *a, const char *b)
{
	autofree char *base_lines = lines(was);
	autofree char *mine_lines = lines(a);
	autofree char *their_lines = lines(b);
	struct merge3 m = merged(base, mine, theirs);

	assert_null(m.text);
	assert_int_equal(m.n, 1);
	assert_int_equal(m.conflicts[0].line, line);
	assert_string_equal(m.conflicts[0].base, base_lines);
	assert_string_equal(m.conflicts[0].mine, mine_lines);
	assert_string_equal(m.conflicts[0].theirs, their_lines);
	merge3_finish(&m);
}

static void conflicts(void **state)
{
	(void)state;
	expect_conflict("abc", "axc", "ayc", 2, "b", "x", "y");
	expect_conflict("abc", "axc", "ac", 2, "b", "x", "");
	expect_conflict("abc", "abxc", "abyc", 3, "", "x", "y");
	expect_conflict("abcd", "axd", "abyd", 2, "bc", "x", "by");
	/* A line more before one that the other changed. */
	expect_conflict("abc", "axbc", "ayc", 2, "b", "xb", "y");
	/* One change here that meets two there. */
	expect_conflict("abcdef", "axxxf", "aycdzf", 2, "bcde", "xxx", "ycdz");
}

static void some_conflict(void **state)
{
	(void)state;
	struct merge3 m = merged("abcdefghi", "Abcdxfghi", "abcdyfghI");

	assert_int_equal(m.n, 1);
	assert_int_equal(m.conflicts[0].line, 5);
	assert_null(m.text);
	merge3_finish(&m);
	m = merged("abcdefghi", "Abcdxfghi", "Bbcdyfghi");
	assert_int_equal(m.n, 2);
	assert_int_equal(m.conflicts[1].line, 5);
	merge3_finish(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_side_alone),
		cmocka_unit_test(both_apart),
		cmocka_unit_test(both_the_same),
		cmocka_unit_test(neighbours_that_stay_lines),
		cmocka_unit_test(conflicts),
		cmocka_unit_test(some_conflict),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
