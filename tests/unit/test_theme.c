// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/theme.h"

static const int color_counts[] = {0, 8, 16, 256, 1 << 24};

static void assert_look(struct look look, theme_color fg, theme_color bg, unsigned attrs)
{
	assert_int_equal(look.fg, fg);
	assert_int_equal(look.bg, bg);
	assert_int_equal(look.attrs, attrs);
}

static void reads_looks(void **state)
{
	static const char text[] = "# a comment\n"
				   "\n"
				   "text = 250\n"
				   "state.good=green bold\n"
				   "\t state.bad = #Ff0010 on bright-blue underline italic\n"
				   "    dim = dim reverse\n"
				   "cursor = default on #303a46\n"
				   "key = 255 on 0";
	autoerr struct err err = {0};
	struct theme *t = theme_parse("mine", text, &err);

	(void)state;
	assert_non_null(t);
	assert_string_equal(t->name, "mine");
	assert_look(t->looks[ROLE_STATE_GOOD], 2, THEME_DEFAULT, LOOK_BOLD);
	assert_look(t->looks[ROLE_STATE_BAD], THEME_RGB | 0xff0010, 12,
		    LOOK_UNDERLINE | LOOK_ITALIC);
	assert_look(t->looks[ROLE_DIM], THEME_DEFAULT, THEME_DEFAULT, LOOK_DIM | LOOK_REVERSE);
	assert_look(t->looks[ROLE_CURSOR], THEME_DEFAULT, THEME_RGB | 0x303a46, 0);
	assert_look(t->looks[ROLE_KEY], 255, 0, 0);
	assert_look(t->looks[ROLE_GRAPH], 250, THEME_DEFAULT, 0);
	theme_destroy(t);
}

static void says_what_is_wrong_and_where(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"text = red\n\nstat.good = green\nalso bad\n",
		 "t.ini:3: no role \"stat.good\"; roles are listed by --list-roles"},
		{"text = red\nnonsense\nno.role = 1\n", "t.ini:2: a line reads \"name = value\""},
		{"dim = red blue\n", "t.ini:1: \"blue\" is a second colour"},
		{"# x\ndim = red on\n", "t.ini:2: \"on\" wants a colour after it"},
		{"[colors]\ndim = red\n", "t.ini:2: a theme has no sections such as [colors]"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};

		assert_null(theme_parse("t.ini", rows[i].text, &err));
		assert_int_equal(err.code, ERR_INVALID);
		assert_string_equal(err.text, rows[i].message);
	}
}

static void refuses_words(void **state)
{
	static const char *const words[] = {"gren", "256", "-1", "#12345", "#1234567", "#12345g",
					    "red on blue on green", "0x10", "+5", "bolder",
					    "\033[31m"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		autoerr struct err err = {0};
		autofree char *text = mem_printf("text = red\ndim = %s\n", words[i]);

		assert_null(theme_parse("t.ini", text, &err));
		assert_true(str_starts(err.text, "t.ini:2: \""));
	}
}

static void refuses_long_lines(void **state)
{
	autoerr struct err err = {0};
	autofree char *text = mem_printf("text = red\ndim =%*s\n", 400, "red");
	autofree char *comment = mem_printf("text = red\n#%*s\n", 150, "fine");
	struct theme *t;

	(void)state;
	assert_null(theme_parse("t.ini", text, &err));
	assert_string_equal(err.text, "t.ini:2: a line must not be longer than 190 bytes");
	err_clear(&err);
	t = theme_parse("t.ini", comment, &err);
	assert_non_null(t);
	theme_destroy(t);
}

static void loads_by_name_and_path(void **state)
{
	char path[] = "/tmp/theme-XXXXXX";
	int fd = mkstemp(path);
	autoerr struct err err = {0};
	struct theme *t = theme_load("dark", &err);

	(void)state;
	assert_non_null(t);
	assert_string_equal(t->name, "dark");
	theme_destroy(t);

	assert_null(theme_load("bark", &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "dark, mono"));
	err_clear(&err);

	assert_true(dprintf(fd, "bar = 12\n") > 0);
	t = theme_load(path, &err);
	assert_non_null(t);
	assert_int_equal(t->looks[ROLE_BAR].fg, 12);
	theme_destroy(t);

	assert_int_equal(write(fd, "\0x", 2), 2);
	close(fd);
	assert_null(theme_load(path, &err));
	assert_non_null(strstr(err.text, "not text"));
	err_clear(&err);
	unlink(path);
	assert_null(theme_load(path, &err));
	assert_non_null(strstr(err.text, path));
	err_clear(&err);
	assert_null(theme_load("/tmp", &err));
	assert_non_null(err.text);
}

static void nearest_colors(void **state)
{
	static const struct {
		theme_color color;
		int colors;
		theme_color near;
	} rows[] = {
		{THEME_DEFAULT, 256, THEME_DEFAULT},
		{196, 0, THEME_DEFAULT},
		{196, 1, THEME_DEFAULT},
		{THEME_RGB | 0x123456, 1 << 24, THEME_RGB | 0x123456},
		{THEME_RGB | 0xff0000, 256, 196},
		{THEME_RGB | 0x3a3a3a, 256, 237},
		{THEME_RGB | 0xffffff, 256, 231},
		{THEME_RGB | 0x000000, 256, 16},
		{237, 256, 237},
		{196, 16, 9},
		{THEME_RGB | 0x00cc00, 16, 2},
		{231, 16, 15},
		{245, 16, 8},
		{250, 16, 7},
		{12, 16, 12},
		{196, 8, 1},
		{9, 8, 1},
		{3, 8, 3},
		{THEME_RGB | 0xffb0b0, 8, 1},
		{8, 8, 7},
		{245, 8, 7},
		{237, 8, 0},
		{16, 8, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(theme_nearest(rows[i].color, rows[i].colors), rows[i].near);
}

static void nearest_is_within_reach(void **state)
{
	(void)state;
	for (int colors = 8; colors <= 256; colors = colors == 16 ? 256 : colors * 2) {
		for (theme_color c = 0; c < 256; c++) {
			theme_color rgb = THEME_RGB | c << 16 | (c * 7 & 255) << 8 | (c * 29 & 255);

			assert_in_range(theme_nearest(c, colors), 0, colors - 1);
			assert_in_range(theme_nearest(rgb, colors), 0, colors - 1);
		}
	}
}

static void laying_over(void **state)
{
	autoerr struct err err = {0};
	struct theme *t = theme_parse("t",
				      "state.good = green\ndim = 245\n"
				      "cursor = white bold on 237\nmarked = reverse\n",
				      &err);

	(void)state;
	assert_look(theme_look(t, ROLE_STATE_GOOD, ROLE_TEXT), 2, THEME_DEFAULT, 0);
	assert_look(theme_look(t, ROLE_STATE_GOOD, ROLE_CURSOR), 2, 237, LOOK_BOLD);
	assert_look(theme_look(t, ROLE_TEXT, ROLE_CURSOR), 7, 237, LOOK_BOLD);
	assert_look(theme_look(t, ROLE_STATE_GOOD, ROLE_MARKED), 2, THEME_DEFAULT, LOOK_REVERSE);
	/* Where the ground is lost the row is reversed, where text would vanish it changes. */
	assert_look(theme_shown(t, ROLE_STATE_GOOD, ROLE_CURSOR, 256), 2, 237, LOOK_BOLD);
	assert_look(theme_shown(t, ROLE_STATE_GOOD, ROLE_CURSOR, 16), 2, 8, LOOK_BOLD);
	assert_look(theme_shown(t, ROLE_DIM, ROLE_CURSOR, 16), 7, 8, LOOK_BOLD);
	assert_look(theme_shown(t, ROLE_DIM, ROLE_TEXT, 8), THEME_DEFAULT, THEME_DEFAULT, LOOK_DIM);
	assert_look(theme_shown(t, ROLE_STATE_GOOD, ROLE_CURSOR, 8), 2, THEME_DEFAULT,
		    LOOK_BOLD | LOOK_REVERSE);
	assert_look(theme_shown(t, ROLE_STATE_GOOD, ROLE_CURSOR, 0), THEME_DEFAULT, THEME_DEFAULT,
		    LOOK_BOLD | LOOK_REVERSE);
	theme_destroy(t);
}

static bool same_look(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

static bool told_apart(const struct theme *t, enum role a, enum role b, int colors)
{
	return !same_look(theme_shown(t, a, ROLE_TEXT, colors),
			  theme_shown(t, b, ROLE_TEXT, colors));
}

static void assert_readable(const struct theme *t, enum role role, int colors)
{
	struct look plain = theme_shown(t, role, ROLE_TEXT, colors);
	struct look bar = theme_shown(t, role, ROLE_CURSOR, colors);

	assert_true(plain.fg != plain.bg || plain.fg == THEME_DEFAULT);
	assert_true(bar.fg != bar.bg || bar.fg == THEME_DEFAULT);
	if (role != ROLE_CURSOR && t->looks[role].bg == THEME_DEFAULT)
		assert_false(same_look(plain, bar));
}

/* What must be told apart is, in every theme and with any number of colours that it is made for. */
static void shipped_themes_can_be_read(void **state)
{
	static const struct {
		const char *name;
		size_t first_count;
	} themes[] = {{"dark", 1}, {"mono", 0}};

	(void)state;
	for (size_t n = 0; n < ARRAY_SIZE(themes); n++) {
		autoerr struct err err = {0};
		struct theme *t = theme_load(themes[n].name, &err);

		assert_non_null(t);
		for (size_t c = themes[n].first_count; c < ARRAY_SIZE(color_counts); c++) {
			int colors = color_counts[c];

			for (int role = 0; role < ROLE_COUNT; role++)
				assert_readable(t, (enum role)role, colors);
			assert_true(told_apart(t, ROLE_STATE_BAD, ROLE_STATE_GOOD, colors));
			assert_true(told_apart(t, ROLE_TAB_ACTIVE, ROLE_TAB, colors));
			assert_true(told_apart(t, ROLE_BUTTON_ACTIVE, ROLE_BUTTON, colors));
			assert_true(told_apart(t, ROLE_GREYED, ROLE_TEXT, colors));
		}
		theme_destroy(t);
	}
}

static void mono_needs_no_color(void **state)
{
	autoerr struct err err = {0};
	struct theme *t = theme_load("mono", &err);

	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++) {
		assert_int_equal(t->looks[role].fg, THEME_DEFAULT);
		assert_int_equal(t->looks[role].bg, THEME_DEFAULT);
	}
	theme_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_looks),
		cmocka_unit_test(says_what_is_wrong_and_where),
		cmocka_unit_test(refuses_words),
		cmocka_unit_test(refuses_long_lines),
		cmocka_unit_test(loads_by_name_and_path),
		cmocka_unit_test(nearest_colors),
		cmocka_unit_test(nearest_is_within_reach),
		cmocka_unit_test(laying_over),
		cmocka_unit_test(shipped_themes_can_be_read),
		cmocka_unit_test(mono_needs_no_color),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
