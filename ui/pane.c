// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pane.h"

#include "base/arr.h"

size_t move_index(enum move move, size_t at, size_t page, size_t n)
{
	size_t last = n ? n - 1 : 0;

	switch (move) {
	case MOVE_UP:
		return at > 0 ? at - 1 : 0;
	case MOVE_DOWN:
		return at < last ? at + 1 : last;
	case MOVE_PAGE_UP:
		return at > page ? at - page : 0;
	case MOVE_PAGE_DOWN:
		return at + page < last ? at + page : last;
	case MOVE_TOP:
		return 0;
	case MOVE_BOTTOM:
		return last;
	}
	return at;
}

void peek_add(struct peek_list *list, uint32_t host, struct reading_key key)
{
	*arr_add(list->all, list->n, list->cap) = (struct peek){host, key};
}

enum scope pane_scope(const struct pane *pane)
{
	return pane->ops->scope_of ? pane->ops->scope_of(pane) : pane->ops->scope;
}

bool key_is_wheel(const struct key *key, enum move *ret_move)
{
	if (key->code != KEYC_MOUSE || (key->button != 4 && key->button != 5))
		return false;
	*ret_move = key->button == 4 ? MOVE_UP : MOVE_DOWN;
	return true;
}

bool key_closes(const struct key *key)
{
	return key->code == KEYC_ESC || key_is_char(key, 'q');
}
