// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/builtin.h"
#include "conf/ini.h"
#include "conf/paths.h"

struct color_word {
	const char *word;
	theme_color color;
};

static const struct color_word color_words[] = {
	{"default", THEME_DEFAULT},
	{"black", 0},
	{"red", 1},
	{"green", 2},
	{"yellow", 3},
	{"blue", 4},
	{"magenta", 5},
	{"cyan", 6},
	{"white", 7},
	{"bright-black", 8},
	{"bright-red", 9},
	{"bright-green", 10},
	{"bright-yellow", 11},
	{"bright-blue", 12},
	{"bright-magenta", 13},
	{"bright-cyan", 14},
	{"bright-white", 15},
};

struct attr_word {
	const char *word;
	unsigned attr;
};

static const struct attr_word attr_words[] = {
	{"bold", LOOK_BOLD},
	{"dim", LOOK_DIM},
	{"italic", LOOK_ITALIC},
	{"underline", LOOK_UNDERLINE},
	{"reverse", LOOK_REVERSE},
};

struct reading {
	struct theme *theme;
	bool seen[ROLE_COUNT];
};

static bool parse_number(const char *s, int base, size_t digits, long max, long *ret_value)
{
	char *end;
	long v;

	if (strlen(s) > digits || strspn(s, "0123456789abcdefABCDEF") != strlen(s) || !*s)
		return false;
	v = strtol(s, &end, base);
	if (*end || v > max)
		return false;
	*ret_value = v;
	return true;
}

static bool parse_color(const char *word, theme_color *ret_color)
{
	long v;

	for (size_t i = 0; i < ARRAY_SIZE(color_words); i++) {
		if (str_equal(word, color_words[i].word)) {
			*ret_color = color_words[i].color;
			return true;
		}
	}
	if (word[0] == '#' && strlen(word) == 7 && parse_number(word + 1, 16, 6, 0xffffff, &v)) {
		*ret_color = THEME_RGB | (theme_color)v;
		return true;
	}
	if (parse_number(word, 10, 3, 255, &v)) {
		*ret_color = (theme_color)v;
		return true;
	}
	return false;
}

static unsigned parse_attr(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(attr_words); i++)
		if (str_equal(word, attr_words[i].word))
			return attr_words[i].attr;
	return 0;
}

static bool parse_look(const char *value, struct look *ret_look, struct err *err)
{
	autofree char *copy = mem_strdup(value);
	struct look look = {.fg = THEME_DEFAULT, .bg = THEME_DEFAULT};
	bool have_fg = false, have_bg = false, on = false;
	char *save = NULL;

	for (char *word = strtok_r(copy, " \t", &save); word; word = strtok_r(NULL, " \t", &save)) {
		unsigned attr = parse_attr(word);
		theme_color color;

		if (str_equal(word, "on") && !on && !have_bg) {
			on = true;
		} else if (attr && !on) {
			look.attrs |= attr;
		} else if (!parse_color(word, &color)) {
			return err_set(err, ERR_INVALID,
				       "\"%.40s\" is not understood here; colours are default, "
				       "black ... white, bright-black ... bright-white, 0 to 255 "
				       "and #rrggbb, attributes bold, dim, italic, underline and "
				       "reverse, and the ground comes after \"on\"",
				       word);
		} else if (on) {
			look.bg = color;
			have_bg = true;
			on = false;
		} else if (have_fg) {
			return err_set(err, ERR_INVALID, "\"%.40s\" is a second colour", word);
		} else {
			look.fg = color;
			have_fg = true;
		}
	}
	if (on)
		return err_set(err, ERR_INVALID, "\"on\" wants a colour after it");
	*ret_look = look;
	return true;
}

static bool on_pair(void *opaque, const struct ini_pair *pair, struct err *err)
{
	struct reading *r = opaque;
	int role = role_find(pair->name);

	if (*pair->section)
		return err_set(err, ERR_INVALID, "a theme has no sections such as [%.40s]",
			       pair->section);
	if (role < 0)
		return err_set(err, ERR_INVALID,
			       "no role \"%.40s\"; roles are listed by --list-roles", pair->name);
	if (!parse_look(pair->value, &r->theme->looks[role], err))
		return false;
	r->seen[role] = true;
	return true;
}

/* Where a role says nothing, text does: so a theme with a ground of its own names it once. */
static void complete(struct look *look, const struct look *text, bool seen)
{
	if (!seen)
		*look = *text;
	if (look->fg == THEME_DEFAULT)
		look->fg = text->fg;
	if (look->bg == THEME_DEFAULT)
		look->bg = text->bg;
}

/* The caller frees. */
static char *first_comment(const char *text)
{
	if (*text != '#')
		return mem_strdup("");
	text += 1 + strspn(text + 1, " \t");
	return mem_strndup(text, strcspn(text, "\r\n"));
}

struct theme *theme_parse(const char *name, const char *text)
{
	struct theme *theme = mem_new(struct theme);
	struct reading r = {.theme = theme};

	theme->name = mem_strdup(name);
	theme->about = first_comment(text);
	theme->looks[ROLE_TEXT] = (struct look){.fg = THEME_DEFAULT, .bg = THEME_DEFAULT};
	ini_read_text(name, text, on_pair, &r, &theme->problems);
	for (int i = 0; i < ROLE_COUNT; i++)
		complete(&theme->looks[i], &theme->looks[ROLE_TEXT], r.seen[i]);
	return theme;
}

static bool is_theme_file(const char *file)
{
	size_t n = strlen(file);

	return n > 4 && str_equal(file + n - 4, ".ini");
}

static struct theme *load_builtin(const char *name, struct err *err)
{
	autostr struct str known = {0};

	for (const struct builtin *b = builtins; b->name; b++) {
		int stem = (int)strlen(b->name) - 4;

		if (!is_theme_file(b->name))
			continue;
		str_addf(&known, "%s%.*s", known.len ? ", " : "", stem, b->name);
		if (strlen(name) != (size_t)stem || strncmp(name, b->name, (size_t)stem) != 0)
			continue;
		return theme_parse(b->name, b->text);
	}
	err_set(err, ERR_NOT_FOUND,
		"no theme \"%s\"; there are %s, those in ~/.config/virtty/themes, or a path such as ./%s.ini",
		name, str_text(&known), name);
	return NULL;
}

static struct theme *load_path(const char *path, struct err *err)
{
	autoerr struct err why = {0};
	autofree char *text = file_read(path, &why);

	if (text)
		return theme_parse(path, text);
	err_set(err, why.code, "the theme %s: %s", path, why.text);
	return NULL;
}

/* A person's own wins over the machine's, and that over one that ships. */
struct theme *theme_load(const char *name, struct err *err)
{
	autofree char *file = mem_printf("themes/%s.ini", name);
	autofree char *own = path_config(file);
	autofree char *machine = path_system(file);
	const char *path = strchr(name, '/')             ? name
			   : access(own, F_OK) == 0     ? own
			   : access(machine, F_OK) == 0 ? machine
							: NULL;
	struct theme *theme = path ? load_path(path, err) : load_builtin(name, err);

	if (theme) {
		free(theme->name);
		theme->name = mem_strdup(name);
	}
	return theme;
}

char *theme_about(const char *name)
{
	autoerr struct err err = {0};
	struct theme *theme = theme_load(name, &err);
	char *about = mem_strdup(theme ? theme->about : "");

	theme_destroy(theme);
	return about;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_files(const char *dir, char ***names, size_t *n, size_t *cap)
{
	DIR *d = opendir(dir);

	for (struct dirent *e; d && (e = readdir(d));)
		if (is_theme_file(e->d_name) && e->d_name[0] != '.')
			*arr_add(*names, *n, *cap) = mem_strndup(e->d_name, strlen(e->d_name) - 4);
	if (d)
		closedir(d);
}

char **theme_names(size_t *ret_n)
{
	autofree char *own = path_config("themes"), *machine = path_system("themes");
	char **names = NULL;
	size_t n = 0, cap = 0, kept = 0;

	for (const struct builtin *b = builtins; b->name; b++)
		if (is_theme_file(b->name))
			*arr_add(names, n, cap) = mem_strndup(b->name, strlen(b->name) - 4);
	add_files(own, &names, &n, &cap);
	add_files(machine, &names, &n, &cap);
	qsort(names, n, sizeof(*names), compare_names);
	for (size_t i = 0; i < n; i++) {
		if (kept && str_equal(names[i], names[kept - 1]))
			free(names[i]);
		else
			names[kept++] = names[i];
	}
	*ret_n = kept;
	return names;
}

void theme_destroy(struct theme *theme)
{
	if (!theme)
		return;
	free(theme->name);
	free(theme->about);
	problems_clear(&theme->problems);
	free(theme);
}

struct look theme_look(const struct theme *theme, enum role role, enum role over)
{
	struct look look = theme->looks[role];
	const struct look *lay = &theme->looks[over], *text = &theme->looks[ROLE_TEXT];

	if (over == ROLE_TEXT)
		return look;
	if (lay->bg != text->bg)
		look.bg = lay->bg;
	if (look.fg == text->fg)
		look.fg = lay->fg;
	look.attrs |= lay->attrs & (LOOK_BOLD | LOOK_UNDERLINE);
	look.attrs ^= lay->attrs & LOOK_REVERSE;
	return look;
}

/* xterm's first sixteen, and the levels of its cube. */
static const uint32_t palette16[16] = {
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
	0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};
static const int cube_levels[6] = {0, 95, 135, 175, 215, 255};

struct rgb {
	int r, g, b;
};

static struct rgb rgb_of(uint32_t v)
{
	return (struct rgb){v >> 16 & 0xff, v >> 8 & 0xff, v & 0xff};
}

static int distance(struct rgb a, struct rgb b)
{
	int r = a.r - b.r, g = a.g - b.g, bl = a.b - b.b;

	return 3 * r * r + 4 * g * g + 2 * bl * bl;
}

static struct rgb palette_rgb(theme_color n)
{
	if (n < 16)
		return rgb_of(palette16[n]);
	if (n < 232) {
		n -= 16;
		return (struct rgb){cube_levels[n / 36], cube_levels[n / 6 % 6],
				    cube_levels[n % 6]};
	}
	n = 8 + 10 * (n - 232);
	return (struct rgb){n, n, n};
}

uint32_t theme_rgb(theme_color color)
{
	struct rgb c;

	if (color & THEME_RGB)
		return (uint32_t)color & 0xffffff;
	c = palette_rgb(color);
	return (uint32_t)(c.r << 16 | c.g << 8 | c.b);
}

/* The first sixteen are left out: people paint them as they like. */
static theme_color nearest_256(struct rgb c)
{
	theme_color best = 16;
	int least = distance(c, palette_rgb(best));

	for (theme_color i = 17; i < 256; i++) {
		int d = distance(c, palette_rgb(i));

		if (d < least) {
			least = d;
			best = i;
		}
	}
	return best;
}

/* Greys go by lightness, not by nearness: a dim text must not turn black, nor a dark ground grey.
 * Other colours go by hue, so that a pale red does not turn white. */
static theme_color nearest_16(struct rgb c)
{
	int high = c.r > c.g ? c.r : c.g, low = c.r < c.g ? c.r : c.g;
	int hue;

	high = c.b > high ? c.b : high;
	low = c.b < low ? c.b : low;
	if (high - low <= high / (high < 96 ? 3 : 4) || high < 32)
		return high < 32 ? 0 : high < 144 ? 8 : high < 224 ? 7 : 15;
	hue = (2 * (c.r - low) > high - low) | (2 * (c.g - low) > high - low) << 1 |
	      (2 * (c.b - low) > high - low) << 2;
	return high > 215 ? hue + 8 : hue;
}

/* What is darker than this grey is a ground, and black where there are but eight colours. */
static bool is_dark_grey(struct rgb c)
{
	return c.r < 80 && c.g < 80 && c.b < 80;
}

theme_color theme_nearest(theme_color color, int colors)
{
	struct rgb c;
	theme_color n;

	if (color == THEME_DEFAULT || colors < 8)
		return THEME_DEFAULT;
	if (colors > 256 || (color < 256 && color < colors))
		return color;
	c = color & THEME_RGB ? rgb_of((uint32_t)color) : palette_rgb(color);
	if (colors == 256)
		return nearest_256(c);
	n = color < 16 ? color : nearest_16(c);
	if (colors >= 16 || n < 8)
		return n;
	return n > 8 ? n - 8 : is_dark_grey(c) ? 0 : 7;
}

/* With eight colours a dark grey ground is black, which shows nothing on a black terminal and hides
 * text on a white one. */
static theme_color nearest_ground(theme_color ground, int colors)
{
	theme_color near = theme_nearest(ground, colors);

	return colors <= 8 && near == 0 && ground != 0 ? THEME_DEFAULT : near;
}

/* With eight colours the darker of two grey texts can only be told by its attribute. */
static void fit_text(struct look *look, int colors)
{
	theme_color fg = look->fg;

	look->fg = theme_nearest(fg, colors);
	if (colors <= 8 && fg > 7 && nearest_16(rgb_of(theme_rgb(fg))) == 8) {
		look->fg = THEME_DEFAULT;
		look->attrs |= LOOK_DIM;
	}
}

struct look theme_shown(const struct theme *theme, enum role role, enum role over, int colors)
{
	struct look look = theme_look(theme, role, over);
	theme_color ground = nearest_ground(look.bg, colors);
	theme_color own = theme->looks[ROLE_TEXT].bg;

	fit_text(&look, colors);
	if (ground == nearest_ground(own, colors) && look.bg != own) {
		look.attrs |= LOOK_REVERSE;
		look.attrs &= ~(unsigned)LOOK_DIM;
	}
	look.bg = ground;
	if (look.fg == look.bg && look.fg != THEME_DEFAULT)
		look.fg = look.bg == 0 || look.bg == 8 ? 7 : 0;
	return look;
}
