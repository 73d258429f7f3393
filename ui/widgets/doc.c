// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/doc.h"

#include <stdarg.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define GAP          2 /* between the columns of a table */
#define COLUMNS_MOST 16
#define FLEXIBLE_MIN 8 /* cells that a column which is cut keeps */
#define LINK_WIDTH   2 /* the mark of a row that leads somewhere, and what parts it from the text */

enum block_kind { BLOCK_TEXT, BLOCK_PAIR, BLOCK_LINE, BLOCK_TABLE, BLOCK_CHARTS };

struct piece {
	enum role role;
	const char *text;
};

/* Pieces are the parts of a line, or the cells of a table. */
struct block {
	enum block_kind kind;
	struct piece *pieces;
	size_t n, cap;
	const struct doc_column *columns;
	size_t n_columns;
	const struct chart *charts;
	size_t n_charts;
	enum chart_style style;
	int height;
	struct obj_id *links; /* of the rows, in their order */
	size_t n_links, cap_links;
};

/* A piece as laid out. */
struct span {
	int x, width; /* width 0: as it is */
	enum role role;
	bool right;
	const char *text;
};

struct row {
	struct span *spans;
	size_t n, cap;
	char *text;
	struct obj_id link;
};

struct doc {
	struct arena *texts;
	struct block *blocks;
	size_t n, cap;
	struct arena *laid; /* texts of the rows */
	struct row *rows;
	size_t n_rows, cap_rows;
	bool has_links;
};

/* --- building --------------------------------------------------------------------------------- */

struct doc *doc_create(void)
{
	struct doc *doc = mem_new(struct doc);

	doc->texts = arena_create();
	return doc;
}

static void clear_rows(struct doc *doc)
{
	for (size_t i = 0; i < doc->n_rows; i++) {
		free(doc->rows[i].spans);
		free(doc->rows[i].text);
	}
	doc->n_rows = 0;
	arena_destroy(take(doc->laid));
}

static void clear_blocks(struct doc *doc)
{
	for (size_t i = 0; i < doc->n; i++) {
		free(doc->blocks[i].pieces);
		free(doc->blocks[i].links);
	}
	doc->n = 0;
	doc->has_links = false;
	arena_destroy(take(doc->texts));
}

void doc_destroy(struct doc *doc)
{
	if (!doc)
		return;
	clear_rows(doc);
	clear_blocks(doc);
	free(doc->blocks);
	free(doc->rows);
	free(doc);
}

void doc_clear(struct doc *doc)
{
	clear_rows(doc);
	clear_blocks(doc);
	doc->texts = arena_create();
}

static struct block *add_block(struct doc *doc, enum block_kind kind)
{
	struct block *block = arr_add(doc->blocks, doc->n, doc->cap);

	*block = (struct block){.kind = kind};
	return block;
}

static struct block *last(struct doc *doc)
{
	return &doc->blocks[doc->n - 1];
}

static void add_piece(struct doc *doc, enum role role, const char *text)
{
	struct block *block = last(doc);

	*arr_add(block->pieces, block->n, block->cap) =
		(struct piece){role, arena_strdup(doc->texts, text ? text : "")};
}

static void add_piece_v(struct doc *doc, enum role role, const char *format, va_list args)
{
	autofree char *text = mem_vprintf(format, args);

	add_piece(doc, role, text);
}

void doc_text(struct doc *doc, enum role role, const char *body)
{
	for (;;) {
		size_t len = strcspn(body, "\n");
		autofree char *line = mem_strndup(body, len);

		add_block(doc, BLOCK_TEXT);
		add_piece(doc, role, line);
		if (!body[len] || !body[len + 1])
			return;
		body += len + 1;
	}
}

void doc_textf(struct doc *doc, enum role role, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	autofree char *body = mem_vprintf(format, args);
	va_end(args);
	doc_text(doc, role, body);
}

void doc_heading(struct doc *doc, const char *text)
{
	if (doc->n)
		doc_text(doc, ROLE_DIM, "");
	doc_text(doc, ROLE_STRONG, text);
}

void doc_pair(struct doc *doc, enum role left_role, const char *left, enum role role, const char *right)
{
	add_block(doc, BLOCK_PAIR);
	add_piece(doc, left_role, left);
	add_piece(doc, role, right);
}

void doc_pairf(struct doc *doc, const char *left, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	autofree char *right = mem_vprintf(format, args);
	va_end(args);
	doc_pair(doc, ROLE_DIM, left, ROLE_TEXT, right);
}

void doc_line(struct doc *doc)
{
	add_block(doc, BLOCK_LINE);
}

void doc_piece(struct doc *doc, enum role role, const char *text)
{
	add_piece(doc, role, text);
}

void doc_piecef(struct doc *doc, enum role role, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_piece_v(doc, role, format, args);
	va_end(args);
}

void doc_table(struct doc *doc, const struct doc_column *columns, size_t n)
{
	struct block *block = add_block(doc, BLOCK_TABLE);

	block->columns = columns;
	block->n_columns = n < COLUMNS_MOST ? n : COLUMNS_MOST;
}

void doc_cell(struct doc *doc, enum role role, const char *text)
{
	add_piece(doc, role, text);
}

void doc_cellf(struct doc *doc, enum role role, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_piece_v(doc, role, format, args);
	va_end(args);
}

void doc_charts(struct doc *doc, enum chart_style style, int height, const struct chart *charts, size_t n)
{
	struct block *block = add_block(doc, BLOCK_CHARTS);
	struct chart *copies = arena_alloc(doc->texts, n * sizeof(*copies));

	for (size_t i = 0; i < n; i++) {
		float *points = arena_alloc(doc->texts, (charts[i].n + 1) * sizeof(*points));

		if (charts[i].n)
			memcpy(points, charts[i].points, charts[i].n * sizeof(*points));
		copies[i] = charts[i];
		copies[i].points = points;
		copies[i].caption = arena_strdup(doc->texts, charts[i].caption);
	}
	block->style = style;
	block->height = height;
	block->charts = copies;
	block->n_charts = n;
}

void doc_link(struct doc *doc, struct obj_id id)
{
	struct block *block = last(doc);
	size_t row = block->kind == BLOCK_TABLE ? (block->n - 1) / block->n_columns : 0;

	while (block->n_links <= row)
		*arr_add(block->links, block->n_links, block->cap_links) = (struct obj_id){0};
	block->links[row] = id;
	doc->has_links = true;
}

/* --- layout ----------------------------------------------------------------------------------- */

static struct row *add_row(struct doc *doc, const struct block *block, size_t of)
{
	struct row *row = arr_add(doc->rows, doc->n_rows, doc->cap_rows);

	*row = (struct row){.link = of < block->n_links ? block->links[of] : (struct obj_id){0}};
	return row;
}

static void add_span(struct row *row, struct span span)
{
	*arr_add(row->spans, row->n, row->cap) = span;
}

static void lay_wrapped(struct doc *doc, const struct block *block, int width)
{
	bool pair = block->kind == BLOCK_PAIR;
	const struct piece *piece = &block->pieces[block->n - 1];
	const char *body = piece->text;
	int left = pair ? utf8_text_width(block->pieces[0].text) + 1 : 0;
	bool first = true;

	do {
		struct row *row = add_row(doc, block, 0);
		/* A long left part pushes the right one along. */
		int x = !pair ? 0 : first && left > DOC_LEFT ? left : DOC_LEFT;
		size_t len = utf8_break(body, width - x > 8 ? width - x : 8);
		autofree char *part = mem_strndup(body, len);

		if (pair && first)
			add_span(row, (struct span){.role = block->pieces[0].role, .text = block->pieces[0].text});
		add_span(row, (struct span){.x = x, .role = piece->role, .text = arena_strdup(doc->laid, part)});
		body += len;
		body += *body == '\n';
		first = false;
	} while (*body);
}

static void lay_line(struct doc *doc, const struct block *block)
{
	struct row *row = add_row(doc, block, 0);
	int x = 0;

	for (size_t i = 0; i < block->n; i++) {
		add_span(row, (struct span){.x = x, .role = block->pieces[i].role, .text = block->pieces[i].text});
		x += utf8_text_width(block->pieces[i].text);
	}
}

struct widths {
	int width[COLUMNS_MOST];
	size_t n; /* columns that have room */
};

static int total(const struct widths *w)
{
	int sum = 0;

	for (size_t i = 0; i < w->n; i++)
		sum += w->width[i] + (i ? GAP : 0);
	return sum;
}

static void narrow(const struct block *block, struct widths *w, int width)
{
	for (size_t i = block->n_columns; i > 0 && total(w) > width; i--) {
		int excess = total(w) - width;
		int *flexible = &w->width[i - 1];

		if (!block->columns[i - 1].flexible || *flexible <= FLEXIBLE_MIN)
			continue;
		*flexible = *flexible - excess > FLEXIBLE_MIN ? *flexible - excess : FLEXIBLE_MIN;
	}
	while (w->n > 1 && total(w) > width)
		w->n--;
}

static struct widths measure(const struct block *block, int width)
{
	struct widths w = {.n = block->n_columns};

	for (size_t i = 0; i < w.n; i++)
		w.width[i] = utf8_text_width(block->columns[i].title);
	for (size_t i = 0; i < block->n; i++) {
		int cell = utf8_text_width(block->pieces[i].text);
		int *most = &w.width[i % block->n_columns];

		*most = cell > *most ? cell : *most;
	}
	narrow(block, &w, width);
	return w;
}

static void lay_cells(struct row *row, const struct block *block, const struct widths *w,
		      const struct piece *cells, size_t n)
{
	int x = 0;

	for (size_t i = 0; i < w->n && i < n; i++) {
		add_span(row, (struct span){.x = x,
					    .width = w->width[i],
					    .role = cells[i].role,
					    .right = block->columns[i].right,
					    .text = cells[i].text});
		x += w->width[i] + GAP;
	}
}

static void lay_table(struct doc *doc, const struct block *block, int width)
{
	struct widths w = measure(block, width);
	struct piece titles[COLUMNS_MOST];
	const struct block none = {0};

	if (!block->n)
		return;
	for (size_t i = 0; i < block->n_columns; i++)
		titles[i] = (struct piece){ROLE_TABLE_HEADER, block->columns[i].title};
	lay_cells(add_row(doc, &none, 0), block, &w, titles, block->n_columns);
	for (size_t i = 0; i < block->n; i += block->n_columns)
		lay_cells(add_row(doc, block, i / block->n_columns), block, &w, &block->pieces[i], block->n - i);
}

static void lay_charts(struct doc *doc, const struct block *block, int width)
{
	int wide = (width + GAP) / (int)block->n_charts - GAP;
	struct row *captions = add_row(doc, block, 0);

	wide = wide > 4 ? wide : 4;
	for (size_t i = 0; i < block->n_charts; i++)
		add_span(captions, (struct span){.x = (int)i * (wide + GAP), .width = wide, .role = ROLE_DIM,
						 .text = block->charts[i].caption});
	for (int y = 0; y < block->height; y++) {
		struct row *row = add_row(doc, block, 0);

		for (size_t i = 0; i < block->n_charts; i++) {
			autostr struct str line = {0};

			chart_line(&block->charts[i], block->style, wide, block->height, y, &line);
			add_span(row, (struct span){.x = (int)i * (wide + GAP), .role = ROLE_GRAPH,
						    .text = arena_strdup(doc->laid, str_text(&line))});
		}
	}
}

/* What stands apart has a space between it, however far that is. */
static void gather_text(struct row *row)
{
	autostr struct str text = {0};
	int end = 0;

	for (size_t i = 0; i < row->n; i++) {
		const struct span *span = &row->spans[i];

		str_addf(&text, "%s%s", i && span->x > end ? " " : "", span->text);
		end = span->x + utf8_text_width(span->text);
	}
	row->text = str_take(&text);
}

void doc_layout(struct doc *doc, int width)
{
	clear_rows(doc);
	doc->laid = arena_create();
	for (size_t i = 0; i < doc->n; i++) {
		const struct block *block = &doc->blocks[i];
		int room = block->n_links ? width - LINK_WIDTH : width;

		if (block->kind == BLOCK_TABLE)
			lay_table(doc, block, room);
		else if (block->kind == BLOCK_LINE)
			lay_line(doc, block);
		else if (block->kind == BLOCK_CHARTS)
			lay_charts(doc, block, width);
		else
			lay_wrapped(doc, block, room);
	}
	for (size_t i = 0; i < doc->n_rows; i++)
		gather_text(&doc->rows[i]);
}

/* --- rows ------------------------------------------------------------------------------------- */

size_t doc_rows(const struct doc *doc)
{
	return doc->n_rows;
}

void doc_draw_row(const struct doc *doc, size_t at, struct area area, int y)
{
	const struct row *row = &doc->rows[at];

	for (size_t i = 0; i < row->n; i++) {
		const struct span *s = &row->spans[i];

		if (s->width)
			area_field(area, s->x, y, s->width, s->role, CUT_MIDDLE, s->right, s->text);
		else
			area_text(area, s->x, y, s->role, s->text);
	}
}

void doc_draw_link(const struct doc *doc, size_t at, struct area area, int y)
{
	const struct row *row = &doc->rows[at];
	int end = 0;

	if (row->link.kind == OBJ_NONE || row->link.kind == OBJ_ITEM)
		return;
	for (size_t i = 0; i < row->n; i++) {
		const struct span *s = &row->spans[i];
		int past = s->x + (s->width ? s->width : utf8_text_width(s->text));

		end = past > end ? past : end;
	}
	end = end < area.width - LINK_WIDTH ? end : area.width - LINK_WIDTH;
	area_text(area, end, y, ROLE_DIM, area.surface->unicode ? " ›" : " >");
}

const char *doc_row_text(const struct doc *doc, size_t row)
{
	return doc->rows[row].text;
}

struct obj_id doc_row_link(const struct doc *doc, size_t row)
{
	return doc->rows[row].link;
}

bool doc_has_links(const struct doc *doc)
{
	return doc->has_links;
}
