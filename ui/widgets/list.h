// SPDX-License-Identifier: GPL-3.0-or-later
/* A table of rows under column titles, sorted, with a cursor that stays on its object when rows come
 * and go. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/columns.h"
#include "model/ids.h"
#include "ui/pane.h"
#include "ui/surface.h"

struct list;

/* What stands before the first column. */
struct list_mark {
	const char *glyph; /* one cell; NULL: none */
	enum tone tone;
};

struct list_ops {
	const struct column *columns;
	size_t row_size;
	struct obj_id (*id)(const void *row);
	void (*mark)(const void *row, bool unicode, struct list_mark *ret); /* NULL: no glyphs */
	const char *empty; /* what is said when there is no row */
};

struct list *list_create(const struct list_ops *ops, const char *sort_column, bool reverse);
void list_destroy(struct list *list);

/* Rows anew: clear, add each, then settle: sorts and finds the selected object again. */
void list_clear(struct list *list);
void *list_add(struct list *list);
void list_settle(struct list *list, const struct cell_ask *ask);
/* Of the rows that are added only those for which keep() is true stay when the list settles; NULL: all. */
typedef bool list_row_fn(void *opaque, const void *row, const struct cell_ask *ask);
void list_set_keep(struct list *list, list_row_fn *keep, void *opaque);
size_t list_hidden(const struct list *list); /* that did not stay */
/* Sorts again when the order depends on figures. */
void list_resort(struct list *list, const struct cell_ask *ask, unsigned changed_stats);

size_t list_count(const struct list *list);
const void *list_row(const struct list *list, size_t index);
/* NULL when there is none. */
const void *list_selected(const struct list *list);
struct obj_id list_selected_id(const struct list *list);
/* From now on the cursor stays on its object. Before, while hosts come in one after the other, it stays on
 * the first row. */
void list_hold(struct list *list);
/* False when no row has this id. */
bool list_select(struct list *list, struct obj_id id);
bool list_select_index(struct list *list, size_t index);
size_t list_cursor(const struct list *list);

/* Marks stay on their objects over refreshes, also while these are not in the list. */
size_t list_marked_count(const struct list *list); /* those that are in the list */
bool list_is_marked(const struct list *list, size_t index);
void list_mark_toggle(struct list *list, size_t index);
/* All between the last marked row and the cursor. */
void list_mark_range(struct list *list);
void list_mark_invert(struct list *list);
void list_mark_none(struct list *list);
/* Those for which fn() is true; how many they are. */
size_t list_mark_where(struct list *list, list_row_fn *fn, void *opaque, const struct cell_ask *ask);
size_t list_marked_hidden(const struct list *list); /* marked, and not in the list for keep() */

/* How many rows are on the screen, from *ret_first on. */
size_t list_visible(const struct list *list, size_t *ret_first);

void list_layout(struct list *list, int width, int height);
void list_draw(const struct list *list, struct area area, const struct cell_ask *ask);
enum reaction list_move(struct list *list, enum move move);
enum reaction list_press(struct list *list, const struct key *key, int x, int y);
/* Sorting by the visible column to the left (-1) or right (+1); reverse. The rows are then to be filled in
 * anew (REACT_RECALC), so that equal ones stand in their natural order whatever was sorted by before. */
void list_sort_step(struct list *list, int step);
void list_sort_reverse(struct list *list);
/* By a column; where rows are equal in it, by the second (-1: none). Then as above. */
void list_sort_by(struct list *list, int column, bool reverse, int second, bool second_reverse);
/* The column; *ret_reverse: the other way round. */
int list_sorted_by(const struct list *list, bool *ret_reverse);
/* STATS_* of the columns that are visible now. */
unsigned list_stats(const struct list *list);
enum role tone_role(enum tone tone);
