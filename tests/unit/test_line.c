// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "ui/widgets/line.h"

static bool press(struct line_edit *line, const char *name)
{
	struct key key;

	assert_true(key_parse(name, &key));
	return line_key(line, &key, "");
}

static void check(const struct line_edit *line, const char *text, size_t at)
{
	assert_string_equal(str_text(&line->text), text);
	assert_int_equal(line->at, at);
}

static void types_and_deletes(void **state)
{
	struct line_edit line = {0};

	(void)state;
	line_set(&line, "web-1");
	check(&line, "web-1", 5);
	assert_true(press(&line, "Backspace"));
	assert_true(press(&line, "2"));
	assert_true(press(&line, "Space"));
	check(&line, "web-2 ", 6);
	assert_true(press(&line, "Home"));
	assert_true(press(&line, "Backspace")); /* nothing is there */
	assert_true(press(&line, "Del"));
	check(&line, "eb-2 ", 0);
	assert_true(press(&line, "C-e"));
	assert_true(press(&line, "C-u"));
	check(&line, "", 0);
	assert_false(press(&line, "Up"));
	assert_false(press(&line, "F5"));
	line_finish(&line);
}

static void moves_by_whole_characters(void **state)
{
	struct line_edit line = {0};

	(void)state;
	line_set(&line, "añ€");
	assert_true(press(&line, "Left"));
	check(&line, "añ€", 3);
	assert_true(press(&line, "Left"));
	check(&line, "añ€", 1);
	assert_true(press(&line, "Del"));
	check(&line, "a€", 1);
	assert_true(press(&line, "Right"));
	assert_true(press(&line, "Backspace"));
	check(&line, "a", 1);
	line_finish(&line);
}

static void words_and_the_rest(void **state)
{
	struct line_edit line = {0};

	(void)state;
	line_set(&line, "/var/lib/save/web-1.sav");
	assert_true(press(&line, "C-w"));
	check(&line, "/var/lib/save/", 14);
	assert_true(press(&line, "C-w"));
	check(&line, "/var/lib/", 9);
	assert_true(press(&line, "C-a"));
	assert_true(press(&line, "C-k"));
	check(&line, "", 0);
	line_finish(&line);
}

static void what_is_pasted_is_made_safe(void **state)
{
	const struct key paste = {.code = KEYC_PASTE};
	struct line_edit line = {0};

	(void)state;
	assert_true(line_key(&line, &paste, "a\033[31mb\nc"));
	assert_null(strchr(str_text(&line.text), '\033'));
	assert_null(strchr(str_text(&line.text), '\n'));
	assert_non_null(strstr(str_text(&line.text), "b c"));
	line_finish(&line);
}

static void what_does_not_fit_is_told(void **state)
{
	const struct key paste = {.code = KEYC_PASTE};
	struct surface *s = surface_create(40, 1);
	struct line_edit line = {0};
	autostr struct str row = {0};
	autofree char *much = mem_new_array(5000, 1);

	(void)state;
	memset(much, 'x', 4999);
	line_set(&line, "web");
	assert_true(line_key(&line, &paste, much));
	check(&line, "web", 3);
	line_draw(&line, surface_area(s), 0, 0, 40);
	surface_row_text(s, 0, &row);
	assert_string_equal(str_text(&row), "web         too long: nothing was added");
	assert_true(press(&line, "1"));
	surface_blank(s);
	line_draw(&line, surface_area(s), 0, 0, 40);
	str_clear(&row);
	surface_row_text(s, 0, &row);
	assert_string_equal(str_text(&row), "web1");
	line_finish(&line);
	surface_destroy(s);
}

static void the_cursor_is_always_seen(void **state)
{
	struct surface *s = surface_create(20, 1);
	struct line_edit line = {0};
	autostr struct str row = {0};

	(void)state;
	line_set(&line, "0123456789abcdefghij");
	line_draw(&line, surface_area(s), 2, 0, 8);
	surface_row_text(s, 0, &row);
	assert_string_equal(str_text(&row), "  defghij");
	assert_int_equal(s->cursor_x, 9);
	line.at = 3;
	surface_blank(s);
	line_draw(&line, surface_area(s), 2, 0, 8);
	str_clear(&row);
	surface_row_text(s, 0, &row);
	assert_string_equal(str_text(&row), "  01234567");
	assert_int_equal(s->cursor_x, 5);
	line_finish(&line);
	surface_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_and_deletes),
		cmocka_unit_test(moves_by_whole_characters),
		cmocka_unit_test(words_and_the_rest),
		cmocka_unit_test(what_is_pasted_is_made_safe),
		cmocka_unit_test(what_does_not_fit_is_told),
		cmocka_unit_test(the_cursor_is_always_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
