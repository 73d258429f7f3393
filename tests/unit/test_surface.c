// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "ui/surface.h"

static void assert_screen(const struct surface *s, const char *expected)
{
	autostr struct str got = {0};

	surface_text(s, &got);
	assert_string_equal(str_text(&got), expected);
}

/* No cell is half of a wide character without the other half. */
static void assert_whole(const struct surface *s)
{
	for (int i = 0; i < s->width * s->height; i++) {
		if (s->cells[i].ch == 0) {
			assert_true(i % s->width > 0);
			assert_true(s->cells[i - 1].ch >= 0x1100);
		}
	}
}

static void draws_and_clips(void **state)
{
	struct surface *s = surface_create(8, 2);
	struct area a = surface_area(s);

	(void)state;
	assert_int_equal(area_text(a, 1, 0, ROLE_STRONG, "abc"), 4);
	assert_int_equal(area_text(a, 5, 0, ROLE_TEXT, "12345"), 8);
	assert_int_equal(area_text(a, -2, 1, ROLE_TEXT, "hello"), 3);
	area_text(a, 0, 2, ROLE_TEXT, "below");
	area_text(a, 0, -1, ROLE_TEXT, "above");
	area_text(a, 9, 1, ROLE_TEXT, "right");
	assert_screen(s, " abc 123\nllo\n");
	assert_int_equal(s->cells[1].role, ROLE_STRONG);
	assert_int_equal(s->cells[0].role, ROLE_TEXT);
	surface_destroy(s);
}

static void parts_stay_inside(void **state)
{
	struct surface *s = surface_create(6, 3);
	struct area part = area_part(surface_area(s), 2, 1, 100, 100);
	struct area none = area_part(part, 10, 10, 5, 5);
	struct area left = area_part(part, -1, 0, 2, 1);

	(void)state;
	assert_int_equal(part.width, 4);
	assert_int_equal(part.height, 2);
	assert_int_equal(none.width, 0);
	area_text(none, 0, 0, ROLE_TEXT, "x");
	area_fill(none, ROLE_BOX);
	assert_int_equal(left.width, 1);
	area_text(part, 0, 0, ROLE_TEXT, "abcdef");
	area_text(left, 0, 0, ROLE_TEXT, "Z!");
	assert_screen(s, "\n  Zbcd\n\n");
	area_part(part, INT32_MAX, INT32_MIN, INT32_MAX, INT32_MAX);
	surface_destroy(s);
}

static void hostile_text_is_made_safe(void **state)
{
	struct surface *s = surface_create(20, 1);

	(void)state;
	area_text(surface_area(s), 0, 0, ROLE_TEXT, "a\033[2Jb\a\tc\n\xc2\x9b\xffz");
	assert_screen(s, "a\xef\xbf\xbd[2Jb\xef\xbf\xbd c \xef\xbf\xbd\xef\xbf\xbdz\n");
	for (int i = 0; i < s->width; i++)
		assert_true(s->cells[i].ch >= 0x20 && s->cells[i].ch != 0x7f);
	surface_destroy(s);
}

static void wide_at_the_edges(void **state)
{
	struct surface *s = surface_create(5, 1);
	struct area a = surface_area(s);

	(void)state;
	area_text(a, 0, 0, ROLE_TEXT, "xxxxx");
	assert_int_equal(area_text(a, 0, 0, ROLE_TEXT, "漢字漢"), 5);
	assert_screen(s, "漢字\n");
	assert_whole(s);
	area_text(a, 0, 0, ROLE_TEXT, "xxxxx");
	assert_int_equal(area_text(a, -1, 0, ROLE_TEXT, "漢字"), 3);
	assert_screen(s, " 字xx\n");
	assert_whole(s);
	surface_destroy(s);
}

static void overwriting_half_blanks_the_other(void **state)
{
	struct surface *s = surface_create(6, 1);
	struct area a = surface_area(s);

	(void)state;
	area_text(a, 0, 0, ROLE_TEXT, "漢字漢");
	area_text(a, 1, 0, ROLE_TEXT, "x");
	assert_screen(s, " x字漢\n");
	area_text(a, 2, 0, ROLE_TEXT, "y");
	assert_screen(s, " xy 漢\n");
	area_text(a, 3, 0, ROLE_TEXT, "字");
	assert_screen(s, " xy字\n");
	assert_whole(s);
	/* The other half may lie outside the area that is drawn on. */
	area_fill(area_part(a, 4, 0, 2, 1), ROLE_TEXT);
	assert_screen(s, " xy\n");
	assert_whole(s);
	surface_destroy(s);
}

static void marks(void **state)
{
	struct surface *s = surface_create(4, 1);
	struct area a = surface_area(s);

	(void)state;
	area_text(a, 0, 0, ROLE_TEXT, "\xcc\x81" "e\xcc\x81\xcc\x82\xcc\x83x");
	assert_screen(s, "e\xcc\x81\xcc\x82x\n");
	area_text(a, 0, 0, ROLE_TEXT, "abcd\xcc\x81" "e\xcc\x82");
	assert_screen(s, "abcd\xcc\x81\n");
	area_text(a, 0, 0, ROLE_TEXT, "漢\xcc\x81");
	assert_int_equal(s->cells[0].marks[0], 0x301);
	assert_int_equal(s->cells[1].marks[0], 0);
	area_text(a, 0, 0, ROLE_TEXT, "a");
	assert_screen(s, "a cd\xcc\x81\n");
	surface_destroy(s);
}

static void fields(void **state)
{
	struct surface *s = surface_create(12, 6);
	struct area a = surface_area(s);

	(void)state;
	area_fill(a, ROLE_TEXT);
	assert_int_equal(area_field(a, 1, 0, 5, ROLE_TEXT, CUT_END, false, "abc"), 6);
	assert_int_equal(area_field(a, 1, 1, 5, ROLE_TEXT, CUT_END, true, "abc"), 6);
	area_field(a, 0, 2, 9, ROLE_TEXT, CUT_MIDDLE, false, "web-frontend-03");
	area_field(a, 0, 3, 9, ROLE_TEXT, CUT_END, false, "web-frontend-03");
	s->unicode = false;
	area_field(a, 0, 4, 9, ROLE_TEXT, CUT_MIDDLE, false, "web-frontend-03");
	area_text(a, 0, 5, ROLE_TEXT, "xxxxxx");
	assert_int_equal(area_field(a, 2, 5, 0, ROLE_TEXT, CUT_END, false, "abc"), 2);
	area_field(a, 1, 5, 3, ROLE_TEXT, CUT_END, false, "");
	assert_screen(s, " abc\n   abc\nweb-…d-03\nweb-fron…\nweb-~d-03\nx   xx\n");
	surface_destroy(s);
}

static void over_keeps_what_stands_there(void **state)
{
	struct surface *s = surface_create(4, 2);
	struct area a = surface_area(s);

	(void)state;
	area_text(a, 0, 0, ROLE_STATE_GOOD, "run");
	area_over(a, 0, 0, 100, ROLE_CURSOR);
	assert_screen(s, "run\n\n");
	for (int x = 0; x < 4; x++)
		assert_int_equal(s->cells[x].over, ROLE_CURSOR);
	assert_int_equal(s->cells[0].role, ROLE_STATE_GOOD);
	assert_int_equal(s->cells[4].over, ROLE_TEXT);
	area_text(a, 1, 0, ROLE_TEXT, "x");
	assert_int_equal(s->cells[1].over, ROLE_TEXT);
	area_over(a, 0, 7, 4, ROLE_CURSOR);
	surface_destroy(s);
}

static void boxes(void **state)
{
	struct surface *s = surface_create(14, 3);
	struct area a = surface_area(s);

	(void)state;
	area_text(a, 0, 1, ROLE_TEXT, "what was below");
	area_box(area_part(a, 1, 0, 12, 3), "vCPUs", "Esc");
	assert_screen(s, " ╭ vCPUs ───╮\n"
			 "w│          │w\n"
			 " ╰ Esc ─────╯\n");
	assert_int_equal(s->cells[14 + 5].role, ROLE_BOX);
	s->unicode = false;
	area_box(a, "a title that is too long", NULL);
	assert_screen(s, "+ a title t~ +\n|            |\n+------------+\n");
	area_box(area_part(a, 0, 0, 1, 1), "x", "y");
	area_box(area_part(a, 0, 0, 0, 0), "x", "y");
	surface_destroy(s);
}

static void rule_and_cursor(void **state)
{
	struct surface *s = surface_create(5, 1);
	struct area a = area_part(surface_area(s), 1, 0, 3, 1);

	(void)state;
	area_rule(a, 1, 0, 99, ROLE_DIM);
	assert_screen(s, "  ──\n");
	area_cursor(a, 3, 0);
	assert_int_equal(s->cursor_x, -1);
	area_cursor(a, 2, 0);
	assert_int_equal(s->cursor_x, 3);
	assert_int_equal(s->cursor_y, 0);
	surface_resize(s, 3, 2);
	assert_int_equal(s->cursor_x, -1);
	assert_screen(s, "\n\n");
	surface_destroy(s);
}

static void no_size_at_all(void **state)
{
	struct surface *s = surface_create(0, 0);
	struct area a = surface_area(s);

	(void)state;
	area_text(a, 0, 0, ROLE_TEXT, "x漢");
	area_textf(a, 0, 0, ROLE_TEXT, "%d", 5);
	area_field(a, 0, 0, 5, ROLE_TEXT, CUT_END, true, "x");
	area_box(a, "t", "h");
	area_over(a, 0, 0, 5, ROLE_CURSOR);
	assert_screen(s, "");
	surface_resize(s, -3, 2);
	assert_int_equal(s->width, 0);
	surface_resize(s, 2, 1);
	area_textf(surface_area(s), 0, 0, ROLE_TEXT, "%d", 57);
	assert_screen(s, "57\n");
	surface_destroy(s);
}

/* Text of all widths thrown about: nothing is ever halved. */
static void nothing_is_ever_halved(void **state)
{
	static const char *const texts[] = {"漢字", "a", "\xcc\x81", "x漢"};
	struct surface *s = surface_create(11, 3);
	unsigned r = 7;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct area a;

		r = r * 1664525u + 1013904223u;
		a = area_part(surface_area(s), (int)(r >> 8 & 7), (int)(r >> 12 & 3),
			      (int)(r >> 16 & 7), 2);
		area_text(a, (int)(r >> 20 & 7) - 3, (int)(r >> 24 & 1), ROLE_TEXT,
			  texts[r >> 26 & 3]);
		if (r >> 30 == 0)
			area_field(a, -1, 0, 5, ROLE_TEXT, CUT_MIDDLE, true, "漢x\xcc\x81漢字");
		assert_whole(s);
	}
	surface_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_and_clips),
		cmocka_unit_test(parts_stay_inside),
		cmocka_unit_test(hostile_text_is_made_safe),
		cmocka_unit_test(wide_at_the_edges),
		cmocka_unit_test(overwriting_half_blanks_the_other),
		cmocka_unit_test(marks),
		cmocka_unit_test(fields),
		cmocka_unit_test(over_keeps_what_stands_there),
		cmocka_unit_test(boxes),
		cmocka_unit_test(rule_and_cursor),
		cmocka_unit_test(no_size_at_all),
		cmocka_unit_test(nothing_is_ever_halved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
