// SPDX-License-Identifier: GPL-3.0-or-later
/* A pane that is a table. It says what its rows are, where they come from and which object each is about;
 * cursor, order, groups, columns, filter, marks, mouse, the words when there is none and what is remembered
 * of all that are done here, in ui/panes/find.c and in ui/tables.c. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/columns.h"
#include "model/filter.h"
#include "model/ids.h"
#include "model/reading.h"
#include "ui/pane.h"
#include "ui/widgets/list.h"

struct table {
	struct list_ops list; /* .empty NULL: then the hosts say how they are, and that they have no such rows */
	const struct filter_field *fields;
	enum obj_kind kind;      /* of what the rows are about */
	int printed;             /* its place among the panes of --batch, from 1; 0: it cannot be printed */
	const char *sort;        /* the column it is sorted by at first; NULL: the first one */
	bool reverse;            /* at first */
	bool can_mark;           /* actions may work on several rows */
	bool has_figures;        /* that change by themselves: its order can be held still */
	unsigned changes;        /* HOST_CHANGED_* and PANE_CHANGED_* after which the rows are others */
	/* Adds each row with list_add(pane->list). What rows point to is good until one of `changes`. */
	void (*rows)(struct pane *pane);
	/* The same for one host after the other, instead. */
	void (*host_rows)(struct pane *pane, const struct host_view *host);
	/* The name of what a row is about, and its facts. */
	void (*describe)(const void *row, struct selection *ret);
	/* What stands above the table, of a page: what all rows have in common. NULL: nothing does. */
	void (*head)(const struct pane *pane, struct str *out);
	/* What the bottom line says about a row; may add nothing. */
	void (*note)(const struct pane *pane, const void *row, struct str *out);
	/* What the hosts are asked for to have rows: they say how that stands where there are none. NULL: their list
	 * of machines. */
	const enum reading_kind *reading;
	/* Says why there is no row, instead of the hosts; NULL. */
	void (*draw_empty)(const struct pane *pane, struct area area);
	void (*free_data)(void *data); /* of a page that has some; NULL: nothing is to be freed */
};

/* What a table does by itself: a line in the ops of its pane. */
#define TABLE_OPS .open = table_open, TABLE_OPS_BUT_OPEN
#define TABLE_OPS_BUT_OPEN                                                                         \
	.close = table_close, .model = table_model, .layout = table_layout, .draw = table_draw,    \
	.move = table_move, .press = table_press, .selected = table_selected, .note = table_note
/* A table of what is read of the hosts while it is shown. */
#define TABLE_READING(kind)                                                                        \
	.changes = HOST_CHANGED_LIST | HOST_CHANGED_STATE | HOST_CHANGED_READINGS,                 \
	.reading = &(const enum reading_kind){kind}

void table_open(struct pane *pane);
void table_close(struct pane *pane);
void table_model(struct pane *pane, unsigned what);
void table_layout(struct pane *pane, int width, int height);
void table_draw(struct pane *pane, struct area area);
enum reaction table_move(struct pane *pane, enum move move);
enum reaction table_press(struct pane *pane, const struct key *key, int x, int y);
void table_selected(struct pane *pane, struct selection *ret);
void table_note(struct pane *pane, struct str *out);
/* Its reading of all hosts that are up. */
void table_peeks(struct pane *pane, struct peek_list *out);

/* The one extractor: typed value of a row and column. */
void table_cell(const struct pane *pane, size_t row, size_t column, struct value *ret);
/* What a row is about. Nothing, for LIST_NO_ROW. */
void table_describe(const struct pane *pane, size_t row, struct selection *ret);
/* 0 when it is no table, too. */
size_t table_marked_count(const struct pane *pane);
/* "1 machine", "3 machines" */
const char *table_words(const struct pane *pane, size_t n);
