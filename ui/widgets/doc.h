// SPDX-License-Identifier: GPL-3.0-or-later
/* A text to be read: paragraphs, pairs, tables, headings. Built from what is known, laid out for a width, drawn
 * row by row. Who shows it keeps a doc_view (ui/widgets/docview.h). Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "conf/roles.h"
#include "model/ids.h"
#include "ui/surface.h"
#include "ui/widgets/chart.h"

#define DOC_LEFT 16 /* where the right part of a pair begins */

struct doc;
struct doc *doc_create(void);
void doc_destroy(struct doc *doc); /* NULL is fine */
void doc_clear(struct doc *doc);

/* Text may hold newlines; it is wrapped. */
void doc_text(struct doc *doc, enum role role, const char *body);
void doc_textf(struct doc *doc, enum role role, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* With an empty line before it, unless it is the first. */
void doc_heading(struct doc *doc, const char *text);
/* A line of two parts: what it is, in a column of its own, and the rest. */
void doc_pair(struct doc *doc, enum role left_role, const char *left, enum role role, const char *right);
/* The same with a dim left part and a plain right one. */
void doc_pairf(struct doc *doc, const char *left, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A line that is cut, not wrapped: begun, and continued piece by piece. */
void doc_line(struct doc *doc);
void doc_piece(struct doc *doc, enum role role, const char *text);
void doc_piecef(struct doc *doc, enum role role, const char *format, ...) __attribute__((format(printf, 3, 4)));

struct doc_column {
	const char *title;
	bool right;    /* flush right: figures */
	bool flexible; /* is cut when there is no room; else the last columns are left out */
};
/* Rows of cells, from left to right; columns (n of them) live as long as the document. A table without any row
 * is not there. */
void doc_table(struct doc *doc, const struct doc_column *columns, size_t n);
void doc_cell(struct doc *doc, enum role role, const char *text);
void doc_cellf(struct doc *doc, enum role role, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Graphs beside each other, of so many lines, their captions above them. Points and captions are copied. */
void doc_charts(struct doc *doc, enum chart_style style, int height, const struct chart *charts, size_t n);
/* What the line or row of a table that was added last leads to. */
void doc_link(struct doc *doc, struct obj_id id);

void doc_layout(struct doc *doc, int width);
/* Rows as laid out. */
size_t doc_rows(const struct doc *doc);
void doc_draw_row(const struct doc *doc, size_t row, struct area area, int y);
/* "" when there is nothing in it. */
const char *doc_row_text(const struct doc *doc, size_t row);
/* A mark behind a row that leads to another object; nothing on other rows. */
void doc_draw_link(const struct doc *doc, size_t row, struct area area, int y);
/* Of no object where it leads nowhere. */
struct obj_id doc_row_link(const struct doc *doc, size_t row);
bool doc_has_links(const struct doc *doc);
