// SPDX-License-Identifier: GPL-3.0-or-later
/* Role to colour. A theme file is ini: `state.good = green bold`, `cursor = default on #303a46`.
 * Colour words: default, black, red, green, yellow, blue, magenta, cyan, white, bright-red ..., 0
 * to 255, #rrggbb; attributes: bold dim italic underline reverse; `on` before the ground. A role
 * that a theme leaves out looks like `text`; one without a colour or a ground has text's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conf/problems.h"
#include "conf/roles.h"

enum { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_ITALIC = 4, LOOK_UNDERLINE = 8, LOOK_REVERSE = 16 };

/* -1: the terminal's own; 0x01000000 | rgb: direct; else palette 0 to 255. */
typedef int32_t theme_color;
#define THEME_DEFAULT (-1)
#define THEME_RGB 0x01000000

struct look {
	theme_color fg, bg;
	unsigned attrs; /* LOOK_* */
};

struct theme {
	char *name;
	char *about; /* its file's first line, when that is a comment; else "" */
	struct look looks[ROLE_COUNT];
	struct problems problems; /* lines of its file that do not count */
};

/* A theme by path (it holds a slash) or by name: from themes/NAME.ini in the person's directory, in the
 * machine's (conf/paths.h), or compiled in. NULL with a sentence when there is none, or it cannot be read. */
struct theme *theme_load(const char *name, struct err *err);
/* From text; name is for messages. A role whose line is wrong is as one that is left out. */
struct theme *theme_parse(const char *name, const char *text);
void theme_destroy(struct theme *theme);
/* The look of a cell: role with the ground (and reverse, bold, underline) of `over` laid on; text
 * in the default colour takes over's. */
struct look theme_look(const struct theme *theme, enum role role, enum role over);
/* The same as a terminal with so many colours shows it: a ground that is lost for want of colours
 * becomes reverse, and text never has the colour of its ground. */
struct look theme_shown(const struct theme *theme, enum role role, enum role over, int colors);
/* The nearest colour a terminal with so many colours has: 0 and 1 give THEME_DEFAULT, 8, 16 and
 * 256 a palette number, more leaves it. */
theme_color theme_nearest(theme_color color, int colors);
/* The names that theme_load() knows, sorted, each once; the caller frees each and the array. */
char **theme_names(size_t *ret_n);
/* What one of them says about itself; "" when it cannot be read. The caller frees. */
char *theme_about(const char *name);
/* A palette colour, or a direct one, as 0xrrggbb; not for THEME_DEFAULT. */
uint32_t theme_rgb(theme_color color);
