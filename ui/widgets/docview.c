// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/docview.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void doc_view_finish(struct doc_view *view)
{
	line_finish(&view->find);
}

static void clamp(struct doc_view *view)
{
	size_t height = view->height > 0 ? (size_t)view->height : 1;
	size_t n = doc_rows(view->doc);

	if (view->top + height > n)
		view->top = n > height ? n - height : 0;
	if (view->cursor >= n)
		view->cursor = n ? n - 1 : 0;
	if (!view->has_cursor)
		return;
	if (view->cursor < view->top)
		view->top = view->cursor;
	else if (view->cursor >= view->top + height)
		view->top = view->cursor - height + 1;
}

void doc_view_fit(struct doc_view *view, int height)
{
	view->height = height;
	clamp(view);
}

/* --- finding ---------------------------------------------------------------------------------- */

static bool is_found_in(const struct doc_view *view, size_t at)
{
	const char *what = str_text(&view->find.text);

	return what[0] && strcasestr(doc_row_text(view->doc, at), what);
}

static size_t count_found(const struct doc_view *view, size_t *ret_place)
{
	size_t n = 0;

	*ret_place = 0;
	for (size_t i = 0; i < doc_rows(view->doc); i++) {
		n += is_found_in(view, i);
		if (i == view->found)
			*ret_place = n;
	}
	return n;
}

static void show_row(struct doc_view *view, size_t at)
{
	if (at < view->top || at >= view->top + (size_t)view->height)
		view->top = at > 2 ? at - 2 : 0;
	clamp(view);
}

/* The first match from a row on, round the end; back: the other way. */
static void go_to_match(struct doc_view *view, size_t from, bool back)
{
	size_t n = doc_rows(view->doc);

	for (size_t i = 0; i < n; i++) {
		size_t at = back ? (from + n - i) % n : (from + i) % n;

		if (!is_found_in(view, at))
			continue;
		view->found = view->cursor = at;
		show_row(view, at);
		return;
	}
}

#define ROOM_FOR_WORD 12 /* that what stands beside it leaves */

/* The word stands at the left, what became of it and the keys at the right, the keys where there is room. */
void doc_view_draw_find(const struct doc_view *view, struct area area, int y)
{
	const char *keys = view->finding ? "   Enter keep   Esc end " : "   n next   N before   Esc end ";
	const char *word = str_text(&view->find.text);
	size_t place;
	size_t n = count_found(view, &place);
	autofree char *count = !n ? mem_strdup("not there")
			       : place ? mem_printf("line %zu of %zu found", place, n)
				       : mem_printf("lines found: %zu", n); /* others since it was looked for */
	int wide = word[0] ? utf8_text_width(count) : 0;
	int room = area.width - 6 - wide;
	int x;

	if (!word[0] && !view->finding)
		return;
	if (room - utf8_text_width(keys) < ROOM_FOR_WORD)
		keys = " ";
	room -= utf8_text_width(keys);
	area_text(area, 2, y, ROLE_KEY, "/");
	if (view->finding)
		line_draw(&view->find, area, 3, y, room);
	else
		area_field(area, 3, y, room, ROLE_STRONG, CUT_END, false, word);
	x = area_text(area, 3 + room, y, ROLE_BOX, " ");
	x = area_text(area, x, y, n ? ROLE_DIM : ROLE_MESSAGE_BAD, wide ? count : "");
	area_text(area, x, y, ROLE_DIM, keys);
}

static enum reaction find_typed(struct doc_view *view, const struct key *key, const char *pasted)
{
	if (key->code == KEYC_ENTER || key->code == KEYC_ESC) {
		view->finding = false;
		if (key->code == KEYC_ESC)
			line_set(&view->find, "");
		return REACT_REDRAW;
	}
	if (!line_key(&view->find, key, pasted))
		return key->code == KEYC_CHAR ? REACT_DONE : REACT_UNUSED;
	go_to_match(view, view->top, false);
	return REACT_REDRAW;
}

static enum reaction find_key(struct doc_view *view, uint32_t ch)
{
	size_t n = doc_rows(view->doc);

	if (ch == '/') {
		view->finding = true;
		view->found = SIZE_MAX;
		line_set(&view->find, "");
		return REACT_REDRAW;
	}
	if ((ch != 'n' && ch != 'N') || !view->find.text.len || !n)
		return REACT_UNUSED;
	if (view->found >= n)
		go_to_match(view, view->top, ch == 'N');
	else
		go_to_match(view, ch == 'n' ? (view->found + 1) % n : (view->found + n - 1) % n, ch == 'N');
	return REACT_REDRAW;
}

enum reaction doc_view_key(struct doc_view *view, const struct key *key, const char *pasted)
{
	if (view->finding)
		return find_typed(view, key, pasted);
	if (key->code == KEYC_ESC && view->find.text.len) {
		line_set(&view->find, "");
		return REACT_REDRAW;
	}
	if (key->code == KEYC_CHAR && !key->mods)
		return find_key(view, key->ch);
	return REACT_UNUSED;
}

/* --- the rest --------------------------------------------------------------------------------- */

void doc_view_draw(const struct doc_view *view, struct area area)
{
	for (int y = 0; y < area.height && view->top + (size_t)y < doc_rows(view->doc); y++) {
		size_t at = view->top + (size_t)y;
		bool at_cursor = view->has_cursor && at == view->cursor;

		doc_draw_row(view->doc, at, area, y);
		if (view->has_cursor)
			doc_draw_link(view->doc, at, area, y);
		if (is_found_in(view, at))
			area_over(area, 0, y, area.width, at == view->found || at_cursor ? ROLE_CURSOR : ROLE_MARKED);
		else if (at_cursor)
			area_over(area, 0, y, area.width, ROLE_CURSOR);
	}
}

/* The next row that leads somewhere, in that direction; the one a step leads to where there is none. */
static size_t step(const struct doc_view *view, enum move how, size_t page, size_t n)
{
	size_t to = move_index(how, view->cursor, page, n);

	if (!view->jumps || (how != MOVE_UP && how != MOVE_DOWN))
		return to;
	for (size_t at = to; at < n; at += how == MOVE_DOWN ? 1 : SIZE_MAX)
		if (!obj_id_is_none(doc_row_link(view->doc, at)))
			return at;
	return to;
}

enum reaction doc_view_move(struct doc_view *view, enum move how)
{
	size_t page = view->height > 1 ? (size_t)view->height : 1;
	size_t n = doc_rows(view->doc);

	if (view->has_cursor) {
		view->cursor = step(view, how, page, n);
		if (view->cursor < view->top)
			view->top = view->cursor;
		else if (view->cursor >= view->top + page)
			view->top = view->cursor - page + 1;
	} else {
		view->top = move_index(how, view->top, page, n);
	}
	clamp(view);
	return REACT_REDRAW;
}

enum reaction doc_view_press(struct doc_view *view, const struct key *key, int y)
{
	enum move how;

	if (key_is_wheel(key, &how))
		return doc_view_move(view, how);
	if (view->has_cursor && y >= 0 && y < view->height)
		view->cursor = view->top + (size_t)y;
	clamp(view);
	return view->has_cursor ? REACT_REDRAW : REACT_DONE;
}

struct obj_id doc_view_link(const struct doc_view *view)
{
	if (!view->has_cursor || view->cursor >= doc_rows(view->doc))
		return (struct obj_id){0};
	return doc_row_link(view->doc, view->cursor);
}
