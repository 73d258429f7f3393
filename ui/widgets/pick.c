// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pick.h"

void pick_wants(struct pane *pane, int *ret_width, int *ret_height)
{
	const struct pick *p = pane->pick;
	int height = p->above + (int)p->n + p->below;

	*ret_width = p->width;
	*ret_height = height < *ret_height - p->spare ? height : *ret_height - p->spare;
}

static void keep_cursor_seen(struct pick *p)
{
	if (p->cursor == PICK_NONE)
		return;
	if (p->cursor < p->top)
		p->top = p->cursor;
	if (p->cursor >= p->top + p->page)
		p->top = p->cursor - p->page + 1;
}

void pick_layout(struct pane *pane, int width, int height)
{
	struct pick *p = pane->pick;
	int rows = height - p->above - p->below;

	(void)width;
	p->page = rows > 1 ? (size_t)rows : 1;
	keep_cursor_seen(p);
}

void pick_go(struct pick *p, size_t index)
{
	p->cursor = index;
	keep_cursor_seen(p);
}

enum reaction pick_move(struct pane *pane, enum move how)
{
	struct pick *p = pane->pick;

	if (!p->n)
		return REACT_DONE;
	pick_go(p, p->cursor == PICK_NONE ? 0 : move_index(how, p->cursor, p->page, p->n));
	return REACT_REDRAW;
}

size_t pick_pressed(const struct pick *p, const struct key *key, int y)
{
	size_t row = (size_t)(y - p->above);

	if (key->button != 1 || y < p->above || row >= p->page || p->top + row >= p->n)
		return PICK_NONE;
	return p->top + row;
}

enum reaction pick_press(struct pane *pane, const struct key *key, int x, int y)
{
	static const struct key enter = {.code = KEYC_ENTER};
	size_t at = pick_pressed(pane->pick, key, y);
	enum move how;

	(void)x;
	if (key_is_wheel(key, &how))
		return pane->ops->move(pane, how);
	if (at == PICK_NONE)
		return REACT_DONE;
	pick_go(pane->pick, at);
	return pane->ops->key(pane, &enter);
}

void pick_draw(const struct pane *pane, struct area area,
	       void (*draw)(const struct pane *pane, struct area line, size_t index))
{
	const struct pick *p = pane->pick;

	for (size_t i = p->top; i < p->n && i < p->top + p->page; i++) {
		struct area line = area_part(area, 1, p->above + (int)(i - p->top), area.width - 2, 1);

		draw(pane, line, i);
		if (i == p->cursor)
			area_over(line, 0, 0, line.width, ROLE_CURSOR);
	}
}

void pick_draw_place(const struct pane *pane, struct area area)
{
	area_box_place(area, pane->pick->top, pane->pick->page, pane->pick->n);
}
