// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/pairs.h"

static void keeps_numbers(void **state)
{
	struct pairs *p = pairs_create(63);
	bool new;

	(void)state;
	for (int i = 0; i < 63; i++) {
		assert_int_equal(pairs_get(p, i, -1, &new), i + 1);
		assert_true(new);
	}
	for (int i = 0; i < 63; i++) {
		assert_int_equal(pairs_get(p, i, -1, &new), i + 1);
		assert_false(new);
	}
	pairs_destroy(p);
}

static void the_longest_unused_goes(void **state)
{
	struct pairs *p = pairs_create(3);
	bool new;

	(void)state;
	pairs_get(p, 1, 0, &new);
	pairs_get(p, 2, 0, &new);
	pairs_get(p, 3, 0, &new);
	pairs_get(p, 1, 0, &new);
	assert_int_equal(pairs_get(p, 4, 0, &new), 2);
	assert_true(new);
	assert_int_equal(pairs_get(p, 1, 0, &new), 1);
	assert_false(new);
	assert_int_equal(pairs_get(p, 2, 0, &new), 3);
	assert_true(new);
	pairs_destroy(p);
}

/* Against a plain list kept in the order of use. */
static void agrees_with_a_list(void **state)
{
	enum { LIMIT = 40 };
	struct entry {
		int fg, bg, number;
	} list[LIMIT];
	struct pairs *p = pairs_create(LIMIT);
	unsigned r = 3;
	int n = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int fg, bg, at = 0, got;
		bool new;

		r = r * 1664525u + 1013904223u;
		fg = (int)(r >> 10 & 7) - 1;
		bg = (int)(r >> 20 & 7) << 16;
		while (at < n && (list[at].fg != fg || list[at].bg != bg))
			at++;
		got = pairs_get(p, fg, bg, &new);
		assert_in_range(got, 1, LIMIT);
		assert_int_equal(new, at == n);
		if (at < n)
			assert_int_equal(got, list[at].number);
		else if (n == LIMIT)
			assert_int_equal(got, list[--at].number);
		else
			n++;
		for (; at > 0; at--)
			list[at] = list[at - 1];
		list[0] = (struct entry){fg, bg, got};
	}
	pairs_destroy(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_numbers),
		cmocka_unit_test(the_longest_unused_goes),
		cmocka_unit_test(agrees_with_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
