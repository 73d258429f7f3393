// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/builtin.h"
#include "conf/paths.h"
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
	struct theme *t = theme_parse("mine", text);

	(void)state;
	assert_non_null(t);
	assert_string_equal(t->name, "mine");
	assert_look(t->looks[ROLE_STATE_GOOD], 2, THEME_DEFAULT, LOOK_BOLD);
	assert_look(t->looks[ROLE_STATE_BAD], THEME_RGB | 0xff0010, 12,
		    LOOK_UNDERLINE | LOOK_ITALIC);
	assert_look(t->looks[ROLE_DIM], 250, THEME_DEFAULT, LOOK_DIM | LOOK_REVERSE);
	assert_look(t->looks[ROLE_CURSOR], 250, THEME_RGB | 0x303a46, 0);
	assert_look(t->looks[ROLE_KEY], 255, 0, 0);
	assert_look(t->looks[ROLE_GRAPH], 250, THEME_DEFAULT, 0);
	theme_destroy(t);
}

/* A line for each; the caller frees. */
static char *all_problems(const struct theme *t)
{
	struct str out = {0};

	for (size_t i = 0; i < t->problems.n; i++) {
		autofree char *text = problem_text(&t->problems.all[i]);

		str_addf(&out, "%s%s", i ? "\n" : "", text);
	}
	return str_take(&out);
}

static void says_what_is_wrong_and_where(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"text = red\n\nstat.good = green\nbar = 7\nalso bad\n",
		 "t.ini:3: no role \"stat.good\"; roles are listed by --list-roles\n"
		 "t.ini:5: a line reads \"name = value\""},
		{"bar = 7\ntext = red\nnonsense\nno.role = 1\n",
		 "t.ini:3: a line reads \"name = value\"\n"
		 "t.ini:4: no role \"no.role\"; roles are listed by --list-roles"},
		{"text = red\ndim = red blue\nbar = 7", "t.ini:2: \"blue\" is a second colour"},
		{"text = red\n# x\ndim = blue on\nbar = 7\n", "t.ini:3: \"on\" wants a colour after it"},
		{"text = red\nbar = 7\n[colors]\ndim = blue\n",
		 "t.ini:4: a theme has no sections such as [colors]"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct theme *t = theme_parse("t.ini", rows[i].text);
		autofree char *told = all_problems(t);

		assert_string_equal(told, rows[i].message);
		assert_look(t->looks[ROLE_BAR], 7, THEME_DEFAULT, 0); /* the rest counts */
		assert_look(t->looks[ROLE_DIM], 1, THEME_DEFAULT, 0); /* as if it were left out */
		theme_destroy(t);
	}
}

static void refuses_words(void **state)
{
	static const char *const words[] = {"gren", "256", "-1", "#12345", "#1234567", "#12345g",
					    "red on blue on green", "0x10", "+5", "bolder",
					    "\033[31m"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		autofree char *text = mem_printf("text = red\ndim = %s\n", words[i]);
		struct theme *t = theme_parse("t.ini", text);
		autofree char *told = all_problems(t);

		assert_int_equal(t->problems.n, 1);
		assert_true(str_starts(told, "t.ini:2: \""));
		theme_destroy(t);
	}
}

static void refuses_long_lines(void **state)
{
	autofree char *text = mem_printf("text = red\ndim =%*s\n", 400, "red");
	autofree char *comment = mem_printf("text = red\n#%*s\n", 150, "fine");
	struct theme *t = theme_parse("t.ini", text);
	autofree char *told = all_problems(t);

	(void)state;
	assert_string_equal(told, "t.ini:2: a line must not be longer than 190 bytes");
	theme_destroy(t);
	t = theme_parse("t.ini", comment);
	assert_int_equal(t->problems.n, 0);
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
	assert_non_null(strstr(err.text, "dark, mono, light, 16, contrast, nord"));
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
	struct theme *t = theme_parse("t",
				      "state.good = green\ndim = 245\n"
				      "cursor = white bold on 237\nmarked = reverse\n");

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
	if (role != ROLE_CURSOR && t->looks[role].bg == t->looks[ROLE_TEXT].bg &&
	    !(t->looks[role].attrs & LOOK_REVERSE))
		assert_false(same_look(plain, bar));
}

/* What must be told apart is, in every theme and with any number of colours that it is made for. */
static void shipped_themes_can_be_read(void **state)
{
	static const struct {
		const char *name;
		size_t first_count;
	} themes[] = {{"dark", 1}, {"mono", 0}, {"light", 1}, {"contrast", 1}, {"nord", 2}, {"16", 1}};

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

/* --- contrast, as WCAG 2 has it ------------------------------------------------------------------ */

static double linear(uint32_t byte)
{
	double c = byte / 255.0;

	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) +
	       0.0722 * linear(rgb & 0xff);
}

static double contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

/* A terminal: its own two colours, and its first sixteen where they are not xterm's. */
struct screen {
	uint32_t ground, text;
	const uint32_t *palette;
};

static uint32_t shown_rgb(const struct screen *s, theme_color color, uint32_t own)
{
	if (color == THEME_DEFAULT)
		return own;
	return s->palette && color < 16 ? s->palette[color] : theme_rgb(color);
}

/* Dim attributes are left to the terminal. */
static double contrast_of(const struct theme *t, enum role role, enum role over, const struct screen *s)
{
	struct look look = theme_look(t, role, over);

	return contrast(shown_rgb(s, look.fg, s->text), shown_rgb(s, look.bg, s->ground));
}

static bool is_lesser(enum role role)
{
	return (role >= ROLE_STATE_GOOD && role <= ROLE_STATE_BAD) || role == ROLE_GREYED ||
	       role == ROLE_BAR || role == ROLE_GRAPH || role == ROLE_MARKED ||
	       (role >= ROLE_ACCENT_RED && role <= ROLE_ACCENT_CYAN);
}

/* Tabs and buttons are not in tables. */
static bool is_in_tables(enum role role)
{
	return role != ROLE_TAB_ACTIVE && role != ROLE_BUTTON_ACTIVE;
}

static void assert_contrast(const char *name, const struct screen *s, double text, double lesser, double bar)
{
	autoerr struct err err = {0};
	struct theme *t = theme_load(name, &err);

	assert_non_null(t);
	for (enum role role = 0; role < ROLE_COUNT; role++) {
		double plain = contrast_of(t, role, ROLE_TEXT, s);
		double under_cursor = contrast_of(t, role, ROLE_CURSOR, s);

		if (plain < (is_lesser(role) ? lesser : text) || (is_in_tables(role) && under_cursor < bar))
			fail_msg("%s: %s has %.1f:1 on #%06x, %.1f:1 under the cursor", name,
				 role_name(role), plain, (unsigned)s->ground, under_cursor);
	}
	theme_destroy(t);
}

static const uint32_t console_palette[16] = {
	0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
	0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
};
static const uint32_t tango_palette[16] = {
	0x2e3436, 0xcc0000, 0x4e9a06, 0xc4a000, 0x3465a4, 0x75507b, 0x06989a, 0xd3d7cf,
	0x555753, 0xef2929, 0x8ae234, 0xfce94f, 0x739fcf, 0xad7fa8, 0x34e2e2, 0xeeeeec,
};

static void shipped_themes_have_contrast(void **state)
{
	static const struct screen black = {0x000000, 0xe5e5e5, NULL}, dark = {0x1c1c1c, 0xd0d0d0, NULL};
	static const struct screen white = {0xffffff, 0x000000, NULL}, paper = {0xf5f5f5, 0x303030, NULL};
	static const struct screen console = {0x000000, 0xaaaaaa, console_palette};
	static const struct screen tango = {0xffffff, 0x000000, tango_palette};

	(void)state;
	assert_contrast("dark", &black, 4.5, 3, 2.8);
	assert_contrast("dark", &dark, 4.5, 3, 2.8);
	assert_contrast("light", &white, 4.5, 3, 2.5);
	assert_contrast("light", &paper, 4.5, 3, 2.5);
	assert_contrast("nord", &white, 4.5, 3, 2.4);
	assert_contrast("contrast", &white, 7, 6, 4.5);
	assert_contrast("contrast", &black, 7, 6, 4.5);
	assert_contrast("16", &black, 4.5, 3, 3);
	assert_contrast("16", &console, 4.5, 3, 3);
	assert_contrast("16", &tango, 3, 3, 3);
}

/* Text has the theme's own ground everywhere, and no terminal shows that as reversed. */
static void a_ground_is_named_once(void **state)
{
	struct theme *t = theme_parse("t", "text = 250 on 16\nkey = green\ncursor = white on 18\n");

	(void)state;
	assert_look(t->looks[ROLE_KEY], 2, 16, 0);
	assert_look(t->looks[ROLE_DIM], 250, 16, 0);
	assert_look(theme_look(t, ROLE_KEY, ROLE_CURSOR), 2, 18, 0);
	assert_look(theme_look(t, ROLE_TEXT, ROLE_CURSOR), 7, 18, 0);
	assert_look(theme_shown(t, ROLE_KEY, ROLE_TEXT, 8), 2, THEME_DEFAULT, 0);
	assert_look(theme_shown(t, ROLE_KEY, ROLE_TEXT, 0), THEME_DEFAULT, THEME_DEFAULT, 0);
	theme_destroy(t);
}

static void write_file(const char *dir, const char *name, const char *text)
{
	autofree char *path = mem_printf("%s/%s", dir, name);
	FILE *f;

	path_make_dir(path);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static theme_color bar_of(const char *name)
{
	autoerr struct err err = {0};
	struct theme *t = theme_load(name, &err);
	theme_color color = t ? t->looks[ROLE_BAR].fg : -2;

	if (t)
		assert_string_equal(t->name, name);
	theme_destroy(t);
	return color;
}

static size_t count_shipped(void)
{
	size_t n = 0;

	for (const struct builtin *b = builtins; b->name; b++)
		n += strstr(b->name, ".ini") != NULL;
	return n;
}

/* The person's, the machine's, the program's, in this order. */
static void own_themes_by_name(void **state)
{
	char own[] = "/tmp/theme-own-XXXXXX", machine[] = "/tmp/theme-machine-XXXXXX";
	autoerr struct err err = {0};
	autofree char *message = NULL, *told = NULL, *remove = NULL, *about = NULL;
	struct theme *wrong;
	bool listed = false;
	size_t n;
	char **names;

	(void)state;
	assert_non_null(mkdtemp(own));
	assert_non_null(mkdtemp(machine));
	assert_int_equal(setenv("XDG_CONFIG_HOME", own, 1), 0);
	assert_int_equal(setenv("VIRTTY_ETC", machine, 1), 0);
	write_file(machine, "themes/nord.ini", "bar = 5\n");
	write_file(machine, "themes/ours.ini", "bar = 6\n");
	write_file(own, "virtty/themes/ours.ini", "# what it is for\n# and more\nbar = 7\n");
	write_file(own, "virtty/themes/wrong.ini", "bar = 7\nbars = 3\n");
	assert_int_equal(bar_of("nord"), 5);
	assert_int_equal(bar_of("ours"), 7);
	assert_int_equal(bar_of("dark"), 109);
	wrong = theme_load("wrong", &err);
	message = mem_printf("%s/virtty/themes/wrong.ini:2: no role \"bars\"; roles are listed by --list-roles",
			     own);
	told = all_problems(wrong);
	assert_string_equal(told, message);
	assert_string_equal(wrong->name, "wrong");
	theme_destroy(wrong);

	names = theme_names(&n);
	for (size_t i = 0; i < n; i++) {
		assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
		listed |= str_equal(names[i], "ours");
	}
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
	assert_true(listed);
	assert_int_equal(n, count_shipped() + 2);
	about = theme_about("ours");
	assert_string_equal(about, "what it is for");
	remove = mem_printf("rm -r '%s' '%s'", own, machine);
	assert_int_equal(system(remove), 0);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("VIRTTY_ETC");
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
		cmocka_unit_test(shipped_themes_have_contrast),
		cmocka_unit_test(a_ground_is_named_once),
		cmocka_unit_test(own_themes_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
