// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/linediff.h"

static void expect(const char *a, const char *b, const char *wanted)
{
	autostr struct str out = {0};
	size_t n;
	autofree struct diff_line *lines = linediff(a, b, &n);

	for (size_t i = 0; i < n; i++)
		str_addf(&out, "%c%.*s\n", lines[i].sign, (int)lines[i].len, lines[i].text);
	assert_string_equal(str_text(&out), wanted);
}

static void the_same_has_no_signs(void **state)
{
	(void)state;
	expect("", "", "");
	expect("a\nb\n", "a\nb\n", " a\n b\n");
	expect("a\nb", "a\nb\n", " a\n b\n");
}

static void what_differs_has_signs(void **state)
{
	(void)state;
	expect("a\nb\nc\n", "a\nx\nc\n", " a\n-b\n+x\n c\n");
	expect("a\nc\n", "a\nb\nc\n", " a\n+b\n c\n");
	expect("a\nb\nc\n", "c\n", "-a\n-b\n c\n");
	expect("", "a\n", "+a\n");
	expect("a\n", "", "-a\n");
	expect("a\nab\n", "a\nabc\n", " a\n-ab\n+abc\n");
}

/* The example of Myers' paper: 7 and 6 lines that have 4 in common. */
static void as_few_as_can_be(void **state)
{
	size_t n;
	size_t signs = 0;
	autofree struct diff_line *lines = linediff("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n", &n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		signs += lines[i].sign != ' ';
	assert_int_equal(signs, 5);
}

/* Longer than what is compared line by line, but for its ends. */
static void long_texts_end(void **state)
{
	autostr struct str a = {0};
	autostr struct str b = {0};
	size_t n;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		str_addf(&a, "%d\n", i ? i : -1);
		str_addf(&b, "%d\n", i ? i + 10000 : -1);
	}
	autofree struct diff_line *lines = linediff(str_text(&a), str_text(&b), &n);
	assert_int_equal(n, 1 + 2 * 2999);
	assert_int_equal(lines[0].sign, ' ');
	assert_int_equal(lines[1].sign, '-');
	assert_int_equal(lines[n - 1].sign, '+');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_has_no_signs),
		cmocka_unit_test(what_differs_has_signs),
		cmocka_unit_test(as_few_as_can_be),
		cmocka_unit_test(long_texts_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
