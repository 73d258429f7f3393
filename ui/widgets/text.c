// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/widgets/line.h"

#define LEFT_WIDTH 16 /* of pairs */

struct line {
	enum role left_role, role;
	char *left; /* NULL: not a pair */
	char *body;
};

struct text {
	char *title;
	struct line *lines; /* as they were added */
	size_t n, cap;
	struct line *wrapped; /* as they are drawn */
	size_t n_wrapped, cap_wrapped;
	size_t top;
	int height; /* lines that fit */
	struct line_edit find; /* what is looked for; empty: nothing */
	bool finding;          /* it is being typed */
	size_t found;          /* the line it was found in last */
};

static const struct pane_ops text_pane;

struct text *text_create(const char *title)
{
	struct text *text = mem_new(struct text);

	text->title = mem_strdup(title);
	return text;
}

static void add_line(struct line **lines, size_t *n, size_t *cap, enum role left_role,
		     const char *left, enum role role, const char *body, size_t len)
{
	struct line *line = arr_add(*lines, *n, *cap);

	*line = (struct line){left_role, role, mem_strdup(left), mem_strndup(body, len)};
}

void text_add(struct text *text, enum role role, const char *body)
{
	for (;;) {
		size_t len = strcspn(body, "\n");

		add_line(&text->lines, &text->n, &text->cap, role, NULL, role, body, len);
		if (!body[len] || !body[len + 1])
			return;
		body += len + 1;
	}
}

void text_addf(struct text *text, enum role role, const char *format, ...)
{
	autofree char *body = NULL;
	va_list args;

	va_start(args, format);
	body = mem_vprintf(format, args);
	va_end(args);
	text_add(text, role, body);
}

void text_add_pair(struct text *text, enum role left_role, const char *left, enum role role,
		   const char *right)
{
	add_line(&text->lines, &text->n, &text->cap, left_role, left, role, right, strlen(right));
}

void text_addf_pair(struct text *text, const char *left, const char *format, ...)
{
	autofree char *right = NULL;
	va_list args;

	va_start(args, format);
	right = mem_vprintf(format, args);
	va_end(args);
	text_add_pair(text, ROLE_DIM, left, ROLE_TEXT, right);
}

void text_show(struct app *app, struct text *text)
{
	app_push(app, &text_pane, text);
}

static void free_lines(struct line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(lines[i].left);
		free(lines[i].body);
	}
}

static void close_pane(struct pane *pane)
{
	struct text *text = pane->data;

	free_lines(text->lines, text->n);
	free_lines(text->wrapped, text->n_wrapped);
	free(text->lines);
	free(text->wrapped);
	line_finish(&text->find);
	free(text->title);
	free(text);
}

static void wrap(struct text *text, int width)
{
	free_lines(text->wrapped, text->n_wrapped);
	text->n_wrapped = 0;
	for (size_t i = 0; i < text->n; i++) {
		const struct line *line = &text->lines[i];
		const char *body = line->body;
		const char *left = line->left;
		int room = width - (left ? LEFT_WIDTH : 0);

		do {
			size_t len = utf8_break(body, room > 8 ? room : 8);

			add_line(&text->wrapped, &text->n_wrapped, &text->cap_wrapped, line->left_role,
				 left, line->role, body, len);
			body += len;
			body += *body == '\n';
			left = left ? "" : NULL;
		} while (*body);
	}
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	struct text *text = pane->data;
	int lines = 0;

	*ret_width = *ret_width > 85 ? 80 : *ret_width;
	wrap(text, *ret_width - 4);
	lines = (int)text->n_wrapped + 2;
	*ret_height = lines < *ret_height - 2 ? lines : *ret_height - 2;
}

static void clamp(struct text *text)
{
	size_t height = text->height > 0 ? (size_t)text->height : 1;

	if (text->top + height > text->n_wrapped)
		text->top = text->n_wrapped > height ? text->n_wrapped - height : 0;
}

static void layout(struct pane *pane, int width, int height)
{
	struct text *text = pane->data;

	(void)width;
	text->height = height - 2;
	clamp(text);
}

/* --- finding ---------------------------------------------------------------------------------- */

static bool is_found_in(const struct text *text, size_t at)
{
	const struct line *line = &text->wrapped[at];
	const char *what = str_text(&text->find.text);

	return what[0] && (strcasestr(line->body, what) || (line->left && strcasestr(line->left, what)));
}

static size_t count_found(const struct text *text, size_t *ret_place)
{
	size_t n = 0;

	*ret_place = 0;
	for (size_t i = 0; i < text->n_wrapped; i++) {
		n += is_found_in(text, i);
		if (i == text->found)
			*ret_place = n;
	}
	return n;
}

/* The first match from a line on, round the end; back: the other way. */
static void go_to_match(struct text *text, size_t from, bool back)
{
	size_t n = text->n_wrapped;

	for (size_t i = 0; i < n; i++) {
		size_t at = back ? (from + n - i) % n : (from + i) % n;

		if (!is_found_in(text, at))
			continue;
		text->found = at;
		if (at < text->top || at >= text->top + (size_t)text->height)
			text->top = at > 2 ? at - 2 : 0;
		clamp(text);
		return;
	}
}

static void draw_find(const struct text *text, struct area area)
{
	size_t place;
	size_t n = count_found(text, &place);
	autofree char *count = n ? mem_printf(" %zu of %zu ", place, n) : mem_strdup(" not there ");
	int width = utf8_text_width(count);

	if (!text->find.text.len && !text->finding)
		return;
	area_text(area, 2, area.height - 1, ROLE_KEY, "/");
	if (text->finding)
		line_draw(&text->find, area, 3, area.height - 1, area.width - 6 - width);
	else
		area_field(area, 3, area.height - 1, area.width - 6 - width, ROLE_BOX, CUT_END, false,
			   str_text(&text->find.text));
	if (text->find.text.len)
		area_text(area, area.width - 2 - width, area.height - 1, n ? ROLE_BOX : ROLE_MESSAGE_BAD, count);
}

static enum reaction find_typed(struct pane *pane, const struct key *key)
{
	struct text *text = pane->data;

	if (key->code == KEYC_ENTER || key->code == KEYC_ESC) {
		text->finding = false;
		if (key->code == KEYC_ESC)
			line_set(&text->find, "");
		return REACT_REDRAW;
	}
	if (!line_key(&text->find, key, app_paste(pane->app)))
		return key->code == KEYC_CHAR ? REACT_DONE : REACT_UNUSED;
	go_to_match(text, text->top, false);
	return REACT_REDRAW;
}

static enum reaction find_key(struct text *text, uint32_t ch)
{
	size_t n = text->n_wrapped;

	if (ch == '/') {
		text->finding = true;
		text->found = SIZE_MAX;
		line_set(&text->find, "");
		return REACT_REDRAW;
	}
	if ((ch != 'n' && ch != 'N') || !text->find.text.len || !n)
		return REACT_UNUSED;
	if (text->found >= n)
		go_to_match(text, text->top, ch == 'N');
	else
		go_to_match(text, ch == 'n' ? (text->found + 1) % n : (text->found + n - 1) % n, ch == 'N');
	return REACT_REDRAW;
}

static void draw(struct pane *pane, struct area area)
{
	const struct text *text = pane->data;
	bool more = text->n_wrapped > (size_t)(area.height - 2);
	struct area in = area_part(area, 2, 1, area.width - 4, area.height - 2);

	area_box(area, text->title, more ? "j k PgDn PgUp scroll   / find   Esc close" : "/ find   Esc close");
	area_box_place(area, text->top, (size_t)in.height, text->n_wrapped);
	for (int y = 0; y < in.height && text->top + (size_t)y < text->n_wrapped; y++) {
		const struct line *line = &text->wrapped[text->top + (size_t)y];

		if (line->left)
			area_text(in, 0, y, line->left_role, line->left);
		area_text(in, line->left ? LEFT_WIDTH : 0, y, line->role, line->body);
		if (is_found_in(text, text->top + (size_t)y))
			area_over(in, 0, y, in.width,
				  text->top + (size_t)y == text->found ? ROLE_CURSOR : ROLE_MARKED);
	}
	draw_find(text, area);
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct text *text = pane->data;
	size_t page = text->height > 1 ? (size_t)text->height : 1;

	text->top = move_index(how, text->top, page, text->n_wrapped);
	clamp(text);
	return REACT_REDRAW;
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	(void)x;
	(void)y;
	if (key->button == 4 || key->button == 5)
		return move(pane, key->button == 4 ? MOVE_UP : MOVE_DOWN);
	return REACT_DONE;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct text *text = pane->data;

	if (text->finding)
		return find_typed(pane, key);
	if (key->code == KEYC_ESC && text->find.text.len) {
		line_set(&text->find, "");
		return REACT_REDRAW;
	}
	if (key->code == KEYC_CHAR && !key->mods && find_key(text, key->ch) != REACT_UNUSED)
		return REACT_REDRAW;
	if (key->code == KEYC_CHAR && key->ch == 'q' && !key->mods)
		return REACT_CLOSE;
	if (key->code == KEYC_ENTER || key->code == KEYC_ESC)
		return REACT_CLOSE;
	return REACT_UNUSED;
}

static const struct pane_ops text_pane = {
	.name = "text",
	.title = "Text",
	.scope = SCOPE_TEXT,
	.close = close_pane,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = press,
};
