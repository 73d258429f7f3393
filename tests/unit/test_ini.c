// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/ini.h"
#include "conf/paths.h"

/* "section|name|value|line;" of each pair; "bad" will not do. */
static bool note(void *opaque, const struct ini_pair *pair, struct err *err)
{
	if (str_equal(pair->value, "bad"))
		return err_set(err, ERR_INVALID, "%s must not be bad", pair->name);
	str_addf(opaque, "%s|%s|%s|%d;", pair->section, pair->name, pair->value, pair->line);
	return true;
}

static void pairs_come_with_their_lines(void **state)
{
	autostr struct str seen = {0};
	struct problems problems = {0};

	(void)state;
	assert_true(ini_read_text("f",
				  "\xef\xbb\xbf"
				  "# one\n\na = 1\n[host rack a]\n\turi = qemu+ssh://a/system?x=1\n"
				  "    group=prod\n; two\n[]\nkey = a:b = c\nempty =\n",
				  note, &seen, &problems));
	assert_string_equal(str_text(&seen),
			    "|a|1|3;host rack a|uri|qemu+ssh://a/system?x=1|5;host rack a|group|prod|6;"
			    "|key|a:b = c|9;|empty||10;");
	problems_clear(&problems);
}

static void each_wrong_line_is_named_and_the_rest_is_read(void **state)
{
	static const struct {
		int line;
		const char *part;
	} expected[] = {
		{2, "name = value"}, {3, "a must not be bad"}, {4, "190 bytes"}, {5, "; after a space"},
		{6, "name = value"}, {7, "no colon"}, {9, "] is missing"}, {10, "49 bytes"},
	};
	autostr struct str seen = {0};
	struct problems problems = {0};
	autofree char *text = mem_printf("first = 1\nnonsense\na = bad\nlong = %300s\nrun = a ; b\n= 3\n"
					 "a:b = 4\nlast = 2\n[open\n[%060d]\n", "x", 1);

	(void)state;
	assert_false(ini_read_text("f.conf", text, note, &seen, &problems));
	assert_string_equal(str_text(&seen), "|first|1|1;|last|2|8;");
	assert_int_equal(problems.n, ARRAY_SIZE(expected));
	for (size_t i = 0; i < problems.n; i++) {
		assert_int_equal(problems.all[i].line, expected[i].line);
		assert_non_null(strstr(problems.all[i].text, expected[i].part));
	}
	autofree char *whole = problem_text(&problems.all[0]);
	assert_string_equal(whole, "f.conf:2: a line reads \"name = value\"");
	problems_clear(&problems);
}

static void note_section(void *opaque, const char *section, int line)
{
	str_addf(opaque, "[%s]%d;", section, line);
}

static void what_is_below_a_refused_section_is_of_no_other(void **state)
{
	autofree char *long_name = mem_printf("[%060d]", 1);
	autofree char *long_line = mem_printf("[c] %0200d", 1);
	const char *const refused[] = {"[other", long_name, long_line, "[other ;x]"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		autofree char *text = mem_printf("[one]\na = 1\n%s\na = 2\n[three]\na = 3\n", refused[i]);
		autostr struct str seen = {0};
		struct problems problems = {0};

		assert_false(ini_read_text("f", text, note, &seen, &problems));
		assert_string_equal(str_text(&seen), "one|a|1|2;three|a|3|6;");
		assert_int_equal(problems.n, 1);
		assert_int_equal(problems.all[0].line, 3);
		problems_clear(&problems);
	}
}

static void sections_are_told_before_their_pairs(void **state)
{
	autostr struct str seen = {0};
	struct problems problems = {0};

	(void)state;
	assert_true(ini_read_sections("f", "\xef\xbb\xbf[one]\na = 1\n  [none]\n[one]\n", note_section, note,
				      &seen, &problems));
	assert_string_equal(str_text(&seen), "[one]1;one|a|1|2;[none]3;[one]4;");
}

static void flags_are_the_same_everywhere(void **state)
{
	static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "0", "1"};
	bool flag;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		assert_true(ini_flag(words[i], &flag));
		assert_int_equal(flag, i % 2);
	}
	assert_false(ini_flag("", &flag));
	assert_false(ini_flag("Yes", &flag));
}

static void a_file_may_be_missing_when_it_is_optional(void **state)
{
	autostr struct str seen = {0};
	struct problems problems = {0};

	(void)state;
	assert_true(ini_read_file("/nowhere/f.conf", true, note, &seen, &problems));
	assert_false(ini_read_file("/nowhere/f.conf", false, note, &seen, &problems));
	assert_int_equal(problems.n, 1);
	assert_false(ini_read_file("/", true, note, &seen, &problems));
	assert_int_equal(problems.n, 2);
	problems_clear(&problems);
}

static void files_are_where_xdg_says(void **state)
{
	(void)state;
	setenv("HOME", "/nowhere/anna", 1);
	setenv("XDG_CONFIG_HOME", "relative/is/left/aside", 1);
	unsetenv("XDG_STATE_HOME");
	autofree char *config = path_config("virtty.conf");
	autofree char *home_state = path_state("state.ini");
	assert_string_equal(config, "/nowhere/anna/.config/virtty/virtty.conf");
	assert_string_equal(home_state, "/nowhere/anna/.local/state/virtty/state.ini");
	setenv("XDG_CONFIG_HOME", "/c", 1);
	autofree char *set = path_config("virtty.conf");
	assert_string_equal(set, "/c/virtty/virtty.conf");
	autofree char *etc = path_system("virtty.conf");
	assert_string_equal(etc, "/etc/virtty/virtty.conf");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_come_with_their_lines),
		cmocka_unit_test(each_wrong_line_is_named_and_the_rest_is_read),
		cmocka_unit_test(what_is_below_a_refused_section_is_of_no_other),
		cmocka_unit_test(sections_are_told_before_their_pairs),
		cmocka_unit_test(flags_are_the_same_everywhere),
		cmocka_unit_test(a_file_may_be_missing_when_it_is_optional),
		cmocka_unit_test(files_are_where_xdg_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
