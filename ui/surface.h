// SPDX-License-Identifier: GPL-3.0-or-later
/* The screen as a grid of cells. Panes draw into clipped parts of it; ui/term hands it to the
 * terminal; --script dumps it. This is where text is made safe: no control character, no escape
 * sequence gets into a cell, whoever draws it. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "conf/roles.h"

#define CELL_MARKS 2 /* combining marks kept per cell */

struct cell {
	uint32_t ch;                /* 0: the right half of the wide character to the left */
	uint32_t marks[CELL_MARKS]; /* combining, 0 when none */
	uint8_t role;               /* enum role */
	uint8_t over;               /* enum role laid over it (its ground), ROLE_TEXT for none */
};

struct surface {
	int width, height;
	bool unicode; /* false: lines and glyphs in ASCII, text above 127 still goes through */
	struct cell *cells;     /* width * height, row after row */
	int cursor_x, cursor_y; /* where the terminal's cursor shall be; -1: hidden */
};

/* A rectangle of a surface; drawing outside it goes nowhere. By value. */
struct area {
	struct surface *surface;
	int x, y, width, height;
};

struct surface *surface_create(int width, int height);
void surface_destroy(struct surface *s);
/* Resizes (0 is allowed) and blanks. */
void surface_resize(struct surface *s, int width, int height);
void surface_blank(struct surface *s); /* all cells a space in ROLE_TEXT, cursor hidden */

struct area surface_area(struct surface *s);
/* A part of an area, clipped to it. */
struct area area_part(struct area a, int x, int y, int width, int height);
void area_fill(struct area a, enum role role);
/* Draws text at x, y, made safe, cut at the area's edge (a wide character is never halved).
 * Returns the x after what was drawn. x may be negative. A combining mark with nothing before it
 * is dropped. What area_over() laid on these cells before is gone. */
int area_text(struct area a, int x, int y, enum role role, const char *text);
int area_textf(struct area a, int x, int y, enum role role, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Text in a field of a width: cut in the middle ("web-fro…-03") or at the end; padded with spaces;
 * right-aligned when right. Returns x + width. */
enum cut { CUT_MIDDLE, CUT_END };
int area_field(struct area a, int x, int y, int width, enum role role, enum cut cut, bool right,
	       const char *text);
/* Lays a role over a row (the cursor bar, a mark): its ground colour, keeping what stands there. */
void area_over(struct area a, int x, int y, int width, enum role over);
/* A frame with rounded corners (or + - |), filled with ROLE_BOX, a title on the top edge and a hint
 * on the bottom edge (NULL for none). A hint's parts have three spaces between them; what has no room is left
 * out, the last part last. */
void area_box(struct area a, const char *title, const char *hint);
/* Which of n lines it shows, on the top edge; nothing when that is all of them. */
void area_box_place(struct area a, size_t first, size_t shown, size_t n);
/* Gives the frame and the title that area_box() drew another role; not the hint. */
void area_box_role(struct area a, enum role role);
/* A horizontal rule. */
void area_rule(struct area a, int x, int y, int width, enum role role);
void area_cursor(struct area a, int x, int y);

/* Row y as text, without trailing spaces; combining marks kept. */
void surface_row_text(const struct surface *s, int y, struct str *out);
/* All rows, each ended by a newline. */
void surface_text(const struct surface *s, struct str *out);
