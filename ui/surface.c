// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/surface.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static const struct cell blank = {.ch = ' ', .role = ROLE_TEXT, .over = ROLE_TEXT};

struct frame_glyphs {
	uint32_t top_left, top_right, bottom_left, bottom_right, across, down;
};

/* Indexed by surface.unicode. */
static const struct frame_glyphs frames[] = {
	[false] = {'+', '+', '+', '+', '-', '|'},
	[true] = {0x256d, 0x256e, 0x2570, 0x256f, 0x2500, 0x2502},
};

struct surface *surface_create(int width, int height)
{
	struct surface *s = mem_new(struct surface);

	s->unicode = true;
	surface_resize(s, width, height);
	return s;
}

void surface_destroy(struct surface *s)
{
	if (!s)
		return;
	free(s->cells);
	free(s);
}

void surface_resize(struct surface *s, int width, int height)
{
	s->width = width > 0 ? width : 0;
	s->height = height > 0 ? height : 0;
	s->cells = mem_resize(s->cells, (size_t)s->width * (size_t)s->height + 1,
			      sizeof(*s->cells));
	surface_blank(s);
}

void surface_blank(struct surface *s)
{
	size_t n = (size_t)s->width * (size_t)s->height;

	for (size_t i = 0; i < n; i++)
		s->cells[i] = blank;
	s->cursor_x = -1;
	s->cursor_y = -1;
}

struct area surface_area(struct surface *s)
{
	return (struct area){.surface = s, .width = s->width, .height = s->height};
}

static int clamp(int v, int low, int high)
{
	return v < low ? low : v > high ? high : v;
}

/* Both edges of a span of an area, without overflow for any argument. */
static void clip(int at, int size, int limit, int *ret_from, int *ret_to)
{
	int64_t to = (int64_t)at + (size > 0 ? size : 0);

	*ret_from = clamp(at, 0, limit);
	*ret_to = to < *ret_from ? *ret_from : to > limit ? limit : (int)to;
}

struct area area_part(struct area a, int x, int y, int width, int height)
{
	int x0, x1, y0, y1;

	clip(x, width, a.width, &x0, &x1);
	clip(y, height, a.height, &y0, &y1);
	return (struct area){
		.surface = a.surface,
		.x = a.x + x0,
		.y = a.y + y0,
		.width = x1 - x0,
		.height = y1 - y0,
	};
}

static struct cell *cell_at(struct area a, int x, int y)
{
	struct surface *s = a.surface;

	return &s->cells[(size_t)(a.y + y) * (size_t)s->width + (size_t)(a.x + x)];
}

static void cell_clear(struct cell *c)
{
	c->ch = ' ';
	memset(c->marks, 0, sizeof(c->marks));
}

/* Before a cell is overwritten: the other half of a wide character there becomes a space, inside
 * the area or not. */
static void part_wide(struct area a, int x, int y)
{
	struct cell *c = cell_at(a, x, y);
	int column = a.x + x;

	if (c->ch == 0 && column > 0)
		cell_clear(c - 1);
	else if (column + 1 < a.surface->width && c[1].ch == 0)
		cell_clear(c + 1);
}

static struct cell *cell_put(struct area a, int x, int y, enum role role, uint32_t ch)
{
	struct cell *c = cell_at(a, x, y);

	part_wide(a, x, y);
	*c = (struct cell){.ch = ch, .role = (uint8_t)role, .over = ROLE_TEXT};
	return c;
}

static void cells_fill(struct area a, int x, int y, int width, enum role role, uint32_t ch)
{
	int from, to;

	if (y < 0 || y >= a.height)
		return;
	clip(x, width, a.width, &from, &to);
	for (int i = from; i < to; i++)
		cell_put(a, i, y, role, ch);
}

void area_fill(struct area a, enum role role)
{
	for (int y = 0; y < a.height; y++)
		cells_fill(a, 0, y, a.width, role, ' ');
}

static void cell_mark(struct cell *c, uint32_t mark)
{
	for (int i = 0; c && i < CELL_MARKS; i++) {
		if (!c->marks[i]) {
			c->marks[i] = mark;
			return;
		}
	}
}

/* Puts one character of one or two cells at x, of which the area may hide a half or all. */
static struct cell *char_put(struct area a, int x, int y, enum role role, uint32_t ch, int width)
{
	struct cell *c;

	if (width == 1)
		return x >= 0 && x < a.width ? cell_put(a, x, y, role, ch) : NULL;
	if (x < 0 || x + 1 >= a.width) {
		cells_fill(a, x, y, 2, role, ' ');
		return NULL;
	}
	c = cell_put(a, x, y, role, ch);
	cell_put(a, x + 1, y, role, ' ')->ch = 0;
	return c;
}

int area_text(struct area a, int x, int y, enum role role, const char *text)
{
	const char *end = text + strlen(text);
	struct cell *last = NULL;
	bool hidden = y < 0 || y >= a.height;
	int edge = x > a.width ? x : a.width;

	while (text < end) {
		uint32_t cp = utf8_next(&text, end);
		int width;

		cp = cp == '\n' || cp == '\t' ? ' ' : utf8_safe(cp);
		if (!cp)
			continue;
		width = utf8_width(cp);
		if (width == 0) {
			cell_mark(last, cp);
			continue;
		}
		if (x >= a.width)
			break;
		last = hidden ? NULL : char_put(a, x, y, role, cp, width);
		x += width;
	}
	return x < edge ? x : edge;
}

int area_textf(struct area a, int x, int y, enum role role, const char *format, ...)
{
	char *text;
	va_list args;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		abort();
	x = area_text(a, x, y, role, text);
	free(text);
	return x;
}

/* What is loud is so as far as its text goes: a ground of its own does not fill the field. */
static enum role padding_of(enum role role)
{
	if (role == ROLE_DANGER)
		return ROLE_BOX;
	if ((role >= ROLE_STATE_GOOD && role <= ROLE_STATE_BAD) || role == ROLE_MESSAGE_BAD ||
	    (role >= ROLE_ACCENT_RED && role <= ROLE_ACCENT_CYAN))
		return ROLE_TEXT;
	return role;
}

int area_field(struct area a, int x, int y, int width, enum role role, enum cut cut, bool right,
	       const char *text)
{
	autostr struct str shown = {0};
	int pad;

	if (width <= 0)
		return x;
	if (cut == CUT_MIDDLE)
		utf8_add_cut(&shown, text, width, a.surface->unicode);
	else
		utf8_add_cut_end(&shown, text, width, a.surface->unicode);
	pad = width - utf8_text_width(str_text(&shown));
	cells_fill(a, x, y, width, padding_of(role), ' ');
	area_text(a, right ? x + pad : x, y, role, str_text(&shown));
	return x + width;
}

void area_over(struct area a, int x, int y, int width, enum role over)
{
	int from, to;

	if (y < 0 || y >= a.height)
		return;
	clip(x, width, a.width, &from, &to);
	for (int i = from; i < to; i++)
		cell_at(a, i, y)->over = (uint8_t)over;
}

/* Hints are parted by three spaces. The last one, how to get out, stays longest. */
static char *fit_hint(const char *hint, int width)
{
	char *text = mem_strdup(hint);

	while (utf8_text_width(text) > width) {
		char *last = NULL, *before = text;

		for (char *p = strstr(text, "   "); p; p = strstr(p + 3, "   ")) {
			before = last ? last : text;
			last = p + 3;
		}
		if (!last)
			break;
		memmove(before, last, strlen(last) + 1);
	}
	return text;
}

static void draw_edge_text(struct area edge, enum role role, const char *text)
{
	autostr struct str shown = {0};

	utf8_add_cut_end(&shown, text, edge.width - 2, edge.surface->unicode);
	area_textf(edge, 0, 0, role, " %s ", str_text(&shown));
}

void area_box(struct area a, const char *title, const char *hint)
{
	const struct frame_glyphs *f = &frames[a.surface->unicode];
	struct area edge = area_part(a, 1, 0, a.width - 2, a.height);
	int right = a.width - 1, bottom = a.height - 1;

	area_fill(a, ROLE_BOX);
	if (a.width < 2 || a.height < 2)
		return;
	for (int y = 1; y < bottom; y++) {
		cell_put(a, 0, y, ROLE_BOX, f->down);
		cell_put(a, right, y, ROLE_BOX, f->down);
	}
	cells_fill(a, 1, 0, a.width - 2, ROLE_BOX, f->across);
	cells_fill(a, 1, bottom, a.width - 2, ROLE_BOX, f->across);
	cell_put(a, 0, 0, ROLE_BOX, f->top_left);
	cell_put(a, right, 0, ROLE_BOX, f->top_right);
	cell_put(a, 0, bottom, ROLE_BOX, f->bottom_left);
	cell_put(a, right, bottom, ROLE_BOX, f->bottom_right);
	if (title)
		draw_edge_text(area_part(edge, 0, 0, edge.width, 1), ROLE_BOX_TITLE, title);
	if (hint) {
		autofree char *fitting = fit_hint(hint, edge.width - 2);

		draw_edge_text(area_part(edge, 0, bottom, edge.width, 1), ROLE_BOX, fitting);
	}
}

void area_box_place(struct area a, size_t first, size_t shown, size_t n)
{
	autofree char *text = mem_printf(" %zu-%zu of %zu ", first + 1, first + shown, n);
	int width = (int)strlen(text);

	if (shown < n && width * 2 < a.width)
		area_text(a, a.width - 2 - width, 0, ROLE_DIM, text);
}

void area_box_role(struct area a, enum role role)
{
	const struct frame_glyphs *f = &frames[a.surface->unicode];

	for (int y = 0; y < a.height; y++) {
		for (int x = 0; x < a.width; x++) {
			struct cell *c = cell_at(a, x, y);
			bool side = x == 0 || x == a.width - 1;
			bool bottom = y == a.height - 1 && c->ch == f->across;

			if (y == 0 || side || bottom)
				c->role = (uint8_t)role;
		}
	}
}

void area_rule(struct area a, int x, int y, int width, enum role role)
{
	cells_fill(a, x, y, width, role, frames[a.surface->unicode].across);
}

void area_cursor(struct area a, int x, int y)
{
	if (x < 0 || x >= a.width || y < 0 || y >= a.height)
		return;
	a.surface->cursor_x = a.x + x;
	a.surface->cursor_y = a.y + y;
}

static void add_code_point(struct str *out, uint32_t cp)
{
	char buf[4];

	str_addn(out, buf, (size_t)utf8_encode(cp, buf));
}

static void add_cell(struct str *out, const struct cell *c)
{
	add_code_point(out, c->ch);
	for (int i = 0; i < CELL_MARKS && c->marks[i]; i++)
		add_code_point(out, c->marks[i]);
}

void surface_row_text(const struct surface *s, int y, struct str *out)
{
	const struct cell *row;
	int width = s->width;

	if (y < 0 || y >= s->height)
		return;
	row = &s->cells[(size_t)y * (size_t)s->width];
	while (width > 0 && row[width - 1].ch == ' ' && !row[width - 1].marks[0])
		width--;
	for (int x = 0; x < width; x++) {
		if (row[x].ch)
			add_cell(out, &row[x]);
	}
}

void surface_text(const struct surface *s, struct str *out)
{
	for (int y = 0; y < s->height; y++) {
		surface_row_text(s, y, out);
		str_addc(out, '\n');
	}
}
