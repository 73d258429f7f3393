// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the list share; nobody else includes it. */
#pragma once

#include "ui/widgets/list.h"

#define LIST_MAX_COLUMNS 32
#define SORT_KEYS 2

struct shown {
	int column;
	int x, width;
	bool wide;
};

struct column_setting {
	enum column_how how;
	int width; /* 0: the usual one */
};

struct sort {
	int column;
	bool reverse;
};

struct group {
	char *name; /* "" when its rows have none */
	struct obj_id id;
	int rank;
	uint32_t found;   /* the how manieth that was met */
	size_t n, lively; /* rows */
	size_t first;     /* its first row */
	size_t line;      /* its own */
	bool folded;
};

/* Where the cursor or a press is. */
struct line {
	size_t group; /* of none: 0 */
	size_t row;   /* LIST_NO_ROW on the line of a group */
};

struct place; /* of an object while the order stands still */

struct list {
	const struct list_ops *ops;
	size_t stride;       /* bytes of a row: the pane's, and whether it is marked behind them */
	unsigned char *rows;
	size_t n, cap;
	/* Those that keep() hides included, in the same order; while there is no keep() rows are the whole. */
	struct {
		unsigned char *rows;
		size_t n, cap;
	} whole;
	bool sifted;      /* rows are a part of the whole */
	bool moved;       /* rows do not stand as they were added */
	bool marks_moved; /* the whole does not know all marks */
	uint64_t stamp;   /* another one whenever rows or marks are others */
	size_t n_lines;
	size_t cursor, top; /* lines */
	struct obj_id selected;
	struct idset marks;
	size_t n_marked; /* of the rows that are there */
	struct obj_id last_marked;
	list_row_fn *keep;
	void *keep_opaque;
	size_t hidden, marked_hidden;
	bool held; /* the person has looked: the cursor stays on its object */
	unsigned touched;

	struct sort sort[SORT_KEYS];
	int n_sort;
	struct sort step_from; /* what was sorted by before a row of steps */
	bool stepping;
	bool still;
	struct place *places; /* by id; NULL: the next order is the one that stands */
	size_t n_places;

	const struct grouping *grouping; /* NULL: none */
	const struct grouping *first_grouping; /* while none has been chosen; NULL: none */
	bool group_is_chosen;
	struct group *groups;            /* in the order in which they stand */
	size_t n_groups, cap_groups;
	struct idset folded;
	char **folded_names; /* "host kvm1" */
	size_t n_folded, cap_folded;

	int n_columns;
	int order[LIST_MAX_COLUMNS]; /* columns by place */
	struct column_setting settings[LIST_MAX_COLUMNS]; /* by column */
	int width, height; /* of the whole, titles included */
	struct shown shown[LIST_MAX_COLUMNS];
	int n_shown;
	int longest; /* cells of the longest text of the flexible column */
	bool longest_known;
};

/* list.c */
struct obj_id list_id_at(const struct list *list, size_t row);
void list_select_line(struct list *list, size_t line);
void list_keep_cursor_visible(struct list *list);

/* list-sort.c */
/* groups: of each row, by which they are sorted first; NULL: there are none. */
void list_sort_rows(struct list *list, const struct cell_ask *ask, const uint32_t *groups);
unsigned list_sort_stats(const struct list *list);

/* list-groups.c */
/* The group of each row, in the order in which the groups are to stand; the caller frees. NULL when rows are
 * not grouped. */
uint32_t *list_gather_groups(struct list *list);
/* After sorting: where each group begins, and how many lines there are. */
void list_place_groups(struct list *list);
struct line list_line_at(const struct list *list, size_t line);
/* Of a row that is folded away its group's. */
size_t list_line_of(const struct list *list, size_t row);
/* LIST_NO_ROW when it is not there. */
size_t list_line_of_group(const struct list *list, struct obj_id id);
void list_unfold_around(struct list *list, size_t row);
void list_drop_groups(struct list *list);
void list_finish_groups(struct list *list);

/* list-columns.c */
void list_init_columns(struct list *list);
int list_mark_width(const struct list *list);
