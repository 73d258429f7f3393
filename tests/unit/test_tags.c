// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "model/tags.h"

static void what_becomes(void **state)
{
	static const struct {
		const char *tags, *text, *after;
	} rows[] = {
		{NULL, "lab owner=anna", "lab owner=anna"},
		{NULL, "  lab\t owner=anna ", "lab owner=anna"},
		{"lab", "prod", "prod"},
		{"lab old", "", ""},
		{"lab old", "lab lab", "lab"},
		{"lab old", "+new", "lab old new"},
		{"lab old", "-old", "lab"},
		{"lab old", "+new -lab", "old new"},
		{"lab old", "+lab", "lab old"},
		{"lab", "-lab", ""},
		{"lab", "-la", "lab"},
		{"lab", "-none", "lab"},
		{NULL, "-none", ""},
		{"lab", "+x -x", "lab"},
		{"lab", "-lab +lab", "lab"},
		{"lab", "+x +x", "lab x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		autofree char *after = tags_change(rows[i].tags, rows[i].text);

		if (strcmp(after, rows[i].after) != 0)
			fail_msg("\"%s\" with \"%s\": \"%s\"", rows[i].tags, rows[i].text, after);
	}
}

static void what_can_be(void **state)
{
	static const struct {
		const char *text, *sentence; /* NULL: it can */
	} rows[] = {
		{"", NULL},
		{"lab owner=anna été v1.2_3-4+5 k:v", NULL},
		{"+lab -old", NULL},
		{"+lab old", "Either +word and -word, or the whole list: not both"},
		{"old -lab", "Either +word and -word, or the whole list: not both"},
		{"+", "A tag follows + without a space"},
		{"-old - ", "A tag follows - without a space"},
		{"+-x", "A tag does not begin with -"},
		{"a<b", "No < can be in a tag: \"a<b\""},
		{"fine a&b", "No & can be in a tag: \"a&b\""},
		{"a,b", "No , can be in a tag: \"a,b\""},
		{"\"two words\"", "No \" can be in a tag: \"\"two\""},
		{"a\033b", "There is a control character in a tag"},
		{"a\nb", "There is a control character in a tag"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		autoerr struct err err = {0};
		bool ok = tags_check(rows[i].text, &err);

		if (ok != !rows[i].sentence || (!ok && strcmp(err.text, rows[i].sentence) != 0))
			fail_msg("\"%s\": %s", rows[i].text, err.text);
	}
}

static void too_many(void **state)
{
	autofree char *text = mem_new_array(TAGS_LONGEST + 2, 1);
	autoerr struct err err = {0};

	(void)state;
	memset(text, 'a', TAGS_LONGEST + 1);
	assert_false(tags_check(text, &err));
	assert_string_equal(err.text, "That is more than 1000 bytes of tags");
	text[TAGS_LONGEST] = '\0';
	err_clear(&err);
	assert_true(tags_check(text, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_becomes),
		cmocka_unit_test(what_can_be),
		cmocka_unit_test(too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
