// SPDX-License-Identifier: GPL-3.0-or-later
/* A table of rows under column titles: sorted, grouped and folded, with a cursor that stays on its object
 * when rows come and go. Rows are all that were added, in their order; lines are what can be seen of them:
 * without what is folded away, with a line above each group. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/columns.h"
#include "model/groupings.h"
#include "model/ids.h"
#include "model/idset.h"
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
	const struct grouping *groupings; /* NULL: rows cannot be grouped */
	const struct row_words *words;    /* with groupings */
};

struct list *list_create(const struct list_ops *ops, const char *sort_column, bool reverse);
void list_destroy(struct list *list);
const struct list_ops *list_get_ops(const struct list *list);

/* Rows anew: clear, add each, then settle: groups, sorts and finds the selected object again. */
void list_clear(struct list *list);
void *list_add(struct list *list);
void list_settle(struct list *list, const struct cell_ask *ask);
/* Of the rows that are added only those for which keep() is true stay when the list settles; NULL: all. */
typedef bool list_row_fn(void *opaque, const void *row, const struct cell_ask *ask);
void list_set_keep(struct list *list, list_row_fn *keep, void *opaque);
/* After keep() lets other rows through than before: the rest of the way, without sorting what is sorted. */
void list_sift(struct list *list, const struct cell_ask *ask);
size_t list_hidden(const struct list *list); /* that did not stay */
/* The rows do not stand as they were added, or not all of them do. */
bool list_is_flat(const struct list *list);
/* Another number when other rows are there or marked than before; never 0. */
uint64_t list_stamp(const struct list *list);
/* Sorts again when the order depends on figures. */
void list_resort(struct list *list, const struct cell_ask *ask, unsigned changed_stats);
/* The order of the rows that are there stands still, whatever their figures say; what comes new comes last.
 * Another way of sorting is followed once. */
void list_stand_still(struct list *list, bool still);

#define LIST_NO_ROW SIZE_MAX

/* Rows, those that are folded away included. */
size_t list_count(const struct list *list);
const void *list_row(const struct list *list, size_t index); /* NULL for LIST_NO_ROW */
/* NULL when there is none: the list is empty, or the cursor is on the line of a group. */
const void *list_selected(const struct list *list);
/* Of a row, or of a group (OBJ_GROUP). */
struct obj_id list_selected_id(const struct list *list);
/* From now on the cursor stays on its object. Before, while hosts come in one after the other, it stays on
 * the first row. */
void list_hold(struct list *list);
bool list_is_held(const struct list *list);
/* What was folded away is unfolded. False when no row or group has this id. */
bool list_select(struct list *list, struct obj_id id);
bool list_select_index(struct list *list, size_t index);
/* The row under the cursor; LIST_NO_ROW on the line of a group. */
size_t list_cursor(const struct list *list);

/* Marks stay on their objects over refreshes, also while these are not in the list. */
size_t list_marked_count(const struct list *list); /* those that are in the list */
bool list_is_marked(const struct list *list, size_t index);
void list_mark_toggle(struct list *list, size_t index);
/* What is under the cursor; on the line of a group all of its rows, or none when all were. */
void list_mark_cursor(struct list *list);
/* All that can be seen between the last marked row and the cursor; of folded groups all rows. */
void list_mark_range(struct list *list);
void list_mark_invert(struct list *list);
void list_mark_none(struct list *list);
/* Shows when the list has settled or was sifted. */
void list_mark_id(struct list *list, struct obj_id id);
const struct idset *list_marks(const struct list *list);
/* Those for which fn() is true; how many they are. */
size_t list_mark_where(struct list *list, list_row_fn *fn, void *opaque, const struct cell_ask *ask);
size_t list_marked_hidden(const struct list *list); /* marked, and not in the list for keep() */

/* How many lines are on the screen, from *ret_first on; and the row of each, LIST_NO_ROW for a group. */
size_t list_visible(const struct list *list, size_t *ret_first);
size_t list_line_row(const struct list *list, size_t line);

void list_layout(struct list *list, int width, int height);
void list_draw(const struct list *list, struct area area, const struct cell_ask *ask);
enum reaction list_move(struct list *list, enum move move);
enum reaction list_press(struct list *list, const struct key *key, int x, int y);

/* Sorting. The rows are then to be filled in anew (REACT_RECALC), so that equal ones stand in their natural
 * order whatever was sorted by before. The column that was sorted by before is the second key; several steps
 * in a row count as one. */
void list_sort_step(struct list *list, int step); /* by the visible column to the left (-1) or right (+1) */
void list_sort_by(struct list *list, int column); /* again: the other way round */
void list_sort_reverse(struct list *list);
/* 1 when it is sorted by first, 2 second, 0 not. */
int list_sort_place(const struct list *list, int column, bool *ret_reverse);
/* "cpu", "-cpu,name": one or two columns, each in its own direction, "-" largest first, "+" smallest first.
 * False when it is not understood: then nothing changes. */
bool list_set_sort(struct list *list, const char *text);
void list_sort_text(const struct list *list, struct str *out);

/* Columns: which, in which order, how wide. */
enum column_how {
	COLUMN_AUTO,   /* by what matters, while there is room */
	COLUMN_SHOWN,  /* asked for: before those */
	COLUMN_HIDDEN, /* not shown, and its figures not asked for */
};
struct list_column {
	const struct column *column;
	int index; /* in the table of columns */
	enum column_how how;
	bool on_screen; /* there is room for it now */
	bool own_width; /* somebody has set its width */
	int width;      /* cells it has, or would have */
};
/* The column at a place, from 0. False behind the last. */
bool list_column_at(const struct list *list, int place, struct list_column *ret);
/* In or out; a relayout (REACT_RELAYOUT) is due after these. False when it cannot be: a column that is never
 * dropped, an end. */
bool list_column_toggle(struct list *list, int place);
bool list_column_shift(struct list *list, int place, int by); /* -1, +1 */
void list_column_widen(struct list *list, int place, int by); /* 0: its usual width */
void list_reset_columns(struct list *list);
/* "name host +os:24 -disk": the order; "+" shown, "-" hidden, ":24" cells; those that are not named stay where
 * they were, "-*" hides them. "" is how it was made. False when something in it is not understood: the rest
 * holds. */
bool list_set_columns(struct list *list, const char *text);
/* "" when nothing was changed. */
void list_columns_text(const struct list *list, struct str *out);

/* Groups. After another grouping the list is empty: the rows are to be filled in anew (REACT_RECALC). */
bool list_set_group(struct list *list, const char *id); /* NULL, "": none; false: there is no such one */
/* How rows are grouped as long as nobody has chosen, and nothing was set; NULL: not at all. Before the rows are added. */
void list_group_at_first(struct list *list, const char *id);
/* What list_set_group() takes to make it so again; nothing where that needs none. */
void list_group_text(const struct list *list, struct str *out);
const char *list_group(const struct list *list);       /* its id; NULL: none */
/* True when the cursor is on the line of a group. */
bool list_on_group(const struct list *list);
enum list_fold { LIST_FOLD, LIST_UNFOLD, LIST_FOLD_TOGGLE, LIST_FOLD_ALL, LIST_UNFOLD_ALL };
/* The group under or around the cursor, or all. */
void list_fold(struct list *list, enum list_fold how);
/* What is folded, a line each: "host kvm1". Also of other groupings and of groups that are not there now. */
void list_set_folded(struct list *list, const char *text);
void list_folded_text(const struct list *list, struct str *out);

/* What somebody has changed with the functions above that are not called set: to be remembered. */
enum { LIST_TOUCHED_SORT = 1, LIST_TOUCHED_COLUMNS = 2, LIST_TOUCHED_GROUP = 4, LIST_TOUCHED_FOLDED = 8,
       LIST_TOUCHED_MARKS = 16 };
unsigned list_touched(const struct list *list);
/* A person has said what these are to be, LIST_TOUCHED_. */
void list_touch(struct list *list, unsigned what);
/* As if nobody had touched these, LIST_TOUCHED_: what was put in their place is nobody's choice. */
void list_untouch(struct list *list, unsigned what);
/* Another way of grouping, chosen by a person: list_set_group() and touched. */
bool list_choose_group(struct list *list, const char *id);

/* STATS_* of the columns that are visible now. */
unsigned list_stats(const struct list *list);
enum role tone_role(enum tone tone);
