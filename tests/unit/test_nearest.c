// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/nearest.h"

static void distances(void **state)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {
		{"", "", 0},	      {"", "abc", 3},	      {"delay", "delay", 0}, {"dealy", "delay", 1},
		{"delays", "delay", 1}, {"dlay", "delay", 1}, {"dexay", "delay", 1}, {"colours", "colors", 1},
		{"theme", "requests", 7}, {"ab", "ba", 1},    {"uri", "url", 1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(nearest_distance(rows[i].a, rows[i].b), rows[i].distance);
		assert_int_equal(nearest_distance(rows[i].b, rows[i].a), rows[i].distance);
	}
}

static const char *find(const char *word)
{
	static const char *const known[] = {"delay", "requests", "uri", "theme", "mouse"};
	struct nearest near = nearest_start(word);

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		nearest_offer(&near, known[i]);
	return near.best;
}

static void what_is_near_is_found(void **state)
{
	char longest[200];

	(void)state;
	assert_string_equal(find("dealy"), "delay");
	assert_string_equal(find("request"), "requests");
	assert_string_equal(find("mose"), "mouse");
	assert_string_equal(find("url"), "uri");
	assert_null(find("unicode"));
	assert_null(find("xyz"));
	assert_null(find(""));
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_null(find(longest));
	assert_true(nearest_distance(longest, longest) == SIZE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances),
		cmocka_unit_test(what_is_near_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
