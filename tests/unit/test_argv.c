// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/argv.h"
#include "base/arr.h"

/* The words with | between them, and one at the end of each. */
static char *split(const char *text)
{
	autoargv struct argv argv = {0};
	autoerr struct err err = {0};
	struct str out = {0};

	if (!argv_split(text, &argv, &err)) {
		str_add(&out, err.text);
		return str_take(&out);
	}
	for (size_t i = 0; i < argv.n; i++)
		str_addf(&out, "%s|", argv.words[i]);
	assert_true(!argv.n || !argv.words[argv.n]);
	return str_take(&out);
}

static void words_are_parted_as_they_read(void **state)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"  ", ""},
		{"ping -c 1", "ping|-c|1|"},
		{"  a\t b  ", "a|b|"},
		{"\"a b\" 'c d'", "a b|c d|"},
		{"--name=\"a b\"c", "--name=a bc|"},
		{"\"\" ''", "||"},
		{"\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d|"},
		{"'a\\' b", "a\\|b|"},
		{"$HOME `id` ; > * ~ \\", "$HOME|`id`|;|>|*|~|\\|"},
		{"\"open", "a \" is not closed"},
		{"it's", "a ' is not closed"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *got = split(cases[i][0]);

		assert_string_equal(got, cases[i][1]);
	}
}

static void what_is_quoted_is_one_word_again(void **state)
{
	static const char *const words[] = {"web-1", "", "a b", "it's", "$(id)", "\"x\"", "-n", "a\nb"};
	autostr struct str line = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		str_clear(&line);
		argv_add_quoted(&line, words[i]);
		/* A shell joins 'it' \' 's'; argv_split knows no \ outside of quotes. */
		if (words[i][0] == 'i') {
			assert_string_equal(str_text(&line), "'it'\\''s'");
			continue;
		}
		autofree char *got = split(str_text(&line));
		autofree char *expected = mem_printf("%s|", words[i]);
		assert_string_equal(got, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_parted_as_they_read),
		cmocka_unit_test(what_is_quoted_is_one_word_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
