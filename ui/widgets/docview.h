// SPDX-License-Identifier: GPL-3.0-or-later
/* How a document is looked at: how far it is scrolled, what is looked for in it, and a cursor where its rows
 * lead somewhere. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/pane.h"
#include "ui/widgets/doc.h"
#include "ui/widgets/line.h"

struct doc_view {
	struct doc *doc; /* not owned */
	size_t top;
	int height;            /* rows that fit */
	bool has_cursor;
	bool jumps;            /* a step leads from one row that can be worked on to the next */
	size_t cursor;         /* a row */
	struct line_edit find; /* what is looked for; empty: nothing */
	bool finding;          /* it is being typed */
	size_t found;          /* the row it was found in last */
};

void doc_view_finish(struct doc_view *view);
/* After a layout: as many rows as fit. */
void doc_view_fit(struct doc_view *view, int height);
/* Its rows, where there is a cursor with a mark on those that lead to other objects; the matches and the cursor are
 * laid over them. */
void doc_view_draw(const struct doc_view *view, struct area area);
/* "/web   line 2 of 7 found   n next" on a line; nothing when nothing is looked for. */
void doc_view_draw_find(const struct doc_view *view, struct area area, int y);
/* Keys of finding, and Esc that ends it; REACT_UNUSED for others. pasted as for line_key(). */
enum reaction doc_view_key(struct doc_view *view, const struct key *key, const char *pasted);
enum reaction doc_view_move(struct doc_view *view, enum move move);
/* The wheel, and a press on a row (y of the view's area). */
enum reaction doc_view_press(struct doc_view *view, const struct key *key, int y);
/* Where the row under the cursor leads. */
struct obj_id doc_view_link(const struct doc_view *view);
