// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/idset.h"

#define GAP 2      /* cells between columns */
#define GAP_TIGHT 1 /* on narrow screens */
#define MAX_COLUMNS 32
#define NAME_ROOM 12 /* cells that the flexible column gets before wide forms */

struct shown {
	int column;
	int x, width;
	bool wide;
};

struct list {
	const struct list_ops *ops;
	unsigned char *rows; /* ops->row_size each */
	size_t n, cap;
	size_t cursor, top;
	struct obj_id selected;
	struct idset marks;
	struct obj_id last_marked;
	bool held; /* the person has looked: the cursor stays on its object */
	int sort; /* column */
	bool reverse;
	int second; /* column for rows that are equal; -1 none */
	bool second_reverse;
	list_row_fn *keep;
	void *keep_opaque;
	size_t hidden, marked_hidden;
	int width, height; /* of the whole, titles included */
	struct shown shown[MAX_COLUMNS];
	int n_shown;
	int longest; /* cells of the longest text of the flexible column */
	bool longest_known;
};

static const enum role tone_roles[TONE_COUNT] = {
	[TONE_PLAIN] = ROLE_TEXT,      [TONE_DIM] = ROLE_DIM,
	[TONE_GOOD] = ROLE_STATE_GOOD, [TONE_BUSY] = ROLE_STATE_BUSY,
	[TONE_WARN] = ROLE_STATE_WARN, [TONE_BAD] = ROLE_STATE_BAD,
};

enum role tone_role(enum tone tone)
{
	return tone_roles[tone];
}

struct list *list_create(const struct list_ops *ops, const char *sort_column, bool reverse)
{
	struct list *list = mem_new(struct list);

	list->ops = ops;
	list->sort = sort_column ? columns_find(ops->columns, sort_column) : 0;
	list->reverse = reverse;
	list->second = -1;
	return list;
}

void list_destroy(struct list *list)
{
	if (!list)
		return;
	idset_finish(&list->marks);
	free(list->rows);
	free(list);
}

void list_clear(struct list *list)
{
	list->n = 0;
	list->longest_known = false;
}

void *list_add(struct list *list)
{
	list->rows = arr_room(list->rows, list->n, &list->cap, list->ops->row_size);
	return list->rows + list->n++ * list->ops->row_size;
}

size_t list_count(const struct list *list)
{
	return list->n;
}

const void *list_row(const struct list *list, size_t index)
{
	return index < list->n ? list->rows + index * list->ops->row_size : NULL;
}

const void *list_selected(const struct list *list)
{
	return list_row(list, list->cursor);
}

struct obj_id list_selected_id(const struct list *list)
{
	return list->n ? list->selected : (struct obj_id){0};
}

void list_hold(struct list *list)
{
	list->held = true;
}

size_t list_cursor(const struct list *list)
{
	return list->cursor;
}

static int body_height(const struct list *list)
{
	return list->height > 1 ? list->height - 1 : 1;
}

static void keep_cursor_visible(struct list *list)
{
	size_t body = (size_t)body_height(list);

	if (list->cursor >= list->n)
		list->cursor = list->n ? list->n - 1 : 0;
	if (list->cursor < list->top)
		list->top = list->cursor;
	if (list->cursor >= list->top + body)
		list->top = list->cursor - body + 1;
	if (list->top + body > list->n)
		list->top = list->n > body ? list->n - body : 0;
}

bool list_select_index(struct list *list, size_t index)
{
	if (index >= list->n)
		return false;
	list->cursor = index;
	list->selected = list->ops->id(list_row(list, index));
	keep_cursor_visible(list);
	return true;
}

bool list_select(struct list *list, struct obj_id id)
{
	for (size_t i = 0; i < list->n; i++)
		if (obj_id_equal(list->ops->id(list_row(list, i)), id))
			return list_select_index(list, i);
	return false;
}

size_t list_visible(const struct list *list, size_t *ret_first)
{
	size_t body = (size_t)body_height(list);

	*ret_first = list->top;
	return list->n - list->top < body ? list->n - list->top : body;
}

/* --- marks ------------------------------------------------------------------------------------ */

static struct obj_id id_at(const struct list *list, size_t index)
{
	return list->ops->id(list_row(list, index));
}

bool list_is_marked(const struct list *list, size_t index)
{
	return idset_has(&list->marks, id_at(list, index));
}

size_t list_marked_count(const struct list *list)
{
	size_t n = 0;

	if (list->marks.n)
		for (size_t i = 0; i < list->n; i++)
			n += list_is_marked(list, i);
	return n;
}

void list_mark_toggle(struct list *list, size_t index)
{
	struct obj_id id;

	if (index >= list->n)
		return;
	id = id_at(list, index);
	if (!idset_remove(&list->marks, id))
		idset_add(&list->marks, id);
	list->last_marked = id;
}

void list_mark_range(struct list *list)
{
	size_t from = list->cursor;
	size_t to = list->cursor;

	for (size_t i = 0; i < list->n; i++)
		if (obj_id_equal(id_at(list, i), list->last_marked))
			from = i;
	if (from > to) {
		to = from;
		from = list->cursor;
	}
	for (size_t i = from; i <= to && i < list->n; i++)
		idset_add(&list->marks, id_at(list, i));
}

void list_mark_invert(struct list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!idset_remove(&list->marks, id_at(list, i)))
			idset_add(&list->marks, id_at(list, i));
}

void list_mark_none(struct list *list)
{
	idset_clear(&list->marks);
	list->marked_hidden = 0;
}

size_t list_mark_where(struct list *list, list_row_fn *fn, void *opaque, const struct cell_ask *ask)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		if (!fn(opaque, list_row(list, i), ask))
			continue;
		idset_add(&list->marks, id_at(list, i));
		n++;
	}
	return n;
}

/* --- what is hidden ---------------------------------------------------------------------------- */

void list_set_keep(struct list *list, list_row_fn *keep, void *opaque)
{
	list->keep = keep;
	list->keep_opaque = opaque;
}

size_t list_hidden(const struct list *list)
{
	return list->hidden;
}

size_t list_marked_hidden(const struct list *list)
{
	return list->marked_hidden;
}

static void sift(struct list *list, const struct cell_ask *ask)
{
	size_t size = list->ops->row_size;
	size_t kept = 0;

	list->hidden = list->marked_hidden = 0;
	for (size_t i = 0; list->keep && i < list->n; i++) {
		const void *row = list_row(list, i);

		if (list->keep(list->keep_opaque, row, ask)) {
			if (kept != i)
				memcpy(list->rows + kept * size, row, size);
			kept++;
		} else {
			list->hidden++;
			list->marked_hidden += list->marks.n && list_is_marked(list, i);
		}
	}
	if (list->keep)
		list->n = kept;
}

/* --- sorting --------------------------------------------------------------------------------- */

struct sort_key {
	enum value_kind kind;
	double number;
	const char *text;
	size_t index; /* before sorting: equal rows keep their order */
	bool reverse;
};

static int compare_keys(const void *a, const void *b)
{
	const struct sort_key *x = a;
	const struct sort_key *y = b;
	const struct value left = {.kind = x->kind, .number = x->number, .text = x->text};
	const struct value right = {.kind = y->kind, .number = y->number, .text = y->text};
	int order = value_compare(&left, &right, x->reverse);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void sort_rows(struct list *list, const struct cell_ask *ask, int by, bool reverse)
{
	const struct column *column = &list->ops->columns[by];
	size_t size = list->ops->row_size;
	struct sort_key *keys;
	unsigned char *sorted;
	struct arena *texts;
	bool in_order = true;

	if (list->n < 2)
		return;
	keys = mem_new_array(list->n, sizeof(*keys));
	texts = arena_create();
	for (size_t i = 0; i < list->n; i++) {
		struct value v = {.bar = -1};

		column->get(list_row(list, i), ask, &v);
		keys[i] = (struct sort_key){
			.kind = v.kind, .number = v.number, .index = i, .reverse = reverse};
		if (v.kind == VALUE_TEXT)
			keys[i].text = v.text == v.buf ? arena_strdup(texts, v.text) : v.text;
		if (i && in_order)
			in_order = compare_keys(&keys[i - 1], &keys[i]) <= 0;
	}
	if (!in_order) {
		qsort(keys, list->n, sizeof(*keys), compare_keys);
		sorted = mem_new_array(list->cap, size);
		for (size_t i = 0; i < list->n; i++)
			memcpy(sorted + i * size, list->rows + keys[i].index * size, size);
		free(list->rows);
		list->rows = sorted;
	}
	arena_destroy(texts);
	free(keys);
}

/* After rows moved: the cursor goes where its object went, or stays in place when it is gone. */
static void follow_selection(struct list *list)
{
	if (!list->n) {
		list->cursor = list->top = 0;
		return;
	}
	if (!list->held) {
		list_select_index(list, 0);
		return;
	}
	if (!obj_id_is_none(list->selected) && list_select(list, list->selected))
		return;
	if (list->cursor >= list->n)
		list->cursor = list->n - 1;
	list_select_index(list, list->cursor);
}

static void arrange(struct list *list, const struct cell_ask *ask)
{
	if (list->second >= 0)
		sort_rows(list, ask, list->second, list->second_reverse);
	sort_rows(list, ask, list->sort, list->reverse);
	follow_selection(list);
}

void list_settle(struct list *list, const struct cell_ask *ask)
{
	sift(list, ask);
	arrange(list, ask);
}

void list_resort(struct list *list, const struct cell_ask *ask, unsigned changed_stats)
{
	if (!(list->ops->columns[list->sort].stats & changed_stats))
		return;
	arrange(list, ask);
}

void list_sort_by(struct list *list, int column, bool reverse, int second, bool second_reverse)
{
	list->sort = column;
	list->reverse = reverse;
	list->second = second;
	list->second_reverse = second_reverse;
}

int list_sorted_by(const struct list *list, bool *ret_reverse)
{
	*ret_reverse = list->reverse;
	return list->sort;
}

void list_sort_step(struct list *list, int step)
{
	for (int i = 0; i < list->n_shown; i++) {
		int next = i + step;

		if (list->shown[i].column != list->sort)
			continue;
		if (next < 0 || next >= list->n_shown)
			return;
		list->sort = list->shown[next].column;
		list->reverse = list->ops->columns[list->sort].descending;
		return;
	}
	list->sort = list->n_shown ? list->shown[0].column : 0;
}

void list_sort_reverse(struct list *list)
{
	list->reverse = !list->reverse;
}

/* --- widths ---------------------------------------------------------------------------------- */

static int mark_width(const struct list *list)
{
	return list->ops->mark ? 2 : 0;
}

static int narrow_width(const struct column *c)
{
	return c->flexible ? c->flexible : c->width;
}

static int total_width(const struct list *list, const bool *in, const bool *wide, int gap)
{
	const struct column *columns = list->ops->columns;
	int total = 1 + mark_width(list);
	int n = 0;

	for (int i = 0; columns[i].id; i++)
		if (in[i]) {
			total += wide[i] ? columns[i].wide : narrow_width(&columns[i]);
			n++;
		}
	return total + gap * (n - 1);
}

static int longest_text(struct list *list, int column)
{
	const struct cell_ask ask = {0};

	if (list->longest_known)
		return list->longest;
	list->longest = 0;
	for (size_t i = 0; i < list->n; i++) {
		struct value v = {.bar = -1};
		int w;

		list->ops->columns[column].get(list_row(list, i), &ask, &v);
		w = v.text ? utf8_text_width(v.text) : 0;
		if (w > list->longest)
			list->longest = w;
	}
	list->longest_known = true;
	return list->longest;
}

#define LAST_PRIORITY 32

/* Columns and wide forms are taken in the order of what matters, while they fit; the first column that
 * does not ends the columns. */
static int choose(struct list *list, int width, int gap, bool *in, bool *wide)
{
	const struct column *columns = list->ops->columns;
	bool full = false;
	int room = 0;

	for (int p = 0; p <= LAST_PRIORITY; p++)
		for (int i = 0; columns[i].id; i++) {
			const struct column *c = &columns[i];

			if (c->priority == p && !full) {
				in[i] = true;
				full = p && total_width(list, in, wide, gap) + room > width;
				in[i] = !full;
			}
			if (c->wide_priority != p || !p || !in[i])
				continue;
			if (c->flexible) {
				int spare = width - total_width(list, in, wide, gap);

				room = longest_text(list, i) - c->flexible;
				room = room < 0 ? 0 : room > NAME_ROOM ? NAME_ROOM : room;
				room = room < spare ? room : spare > 0 ? spare : 0;
			} else {
				wide[i] = true;
				wide[i] = total_width(list, in, wide, gap) + room <= width;
			}
		}
	return width - total_width(list, in, wide, gap);
}

void list_layout(struct list *list, int width, int height)
{
	const struct column *columns = list->ops->columns;
	bool in[MAX_COLUMNS] = {false};
	bool wide[MAX_COLUMNS] = {false};
	int gap = width < 100 ? GAP_TIGHT : GAP;
	int spare = choose(list, width, gap, in, wide);
	int x = mark_width(list) + 1;

	list->width = width;
	list->height = height;
	list->n_shown = 0;
	for (int i = 0; columns[i].id; i++) {
		struct shown *s = &list->shown[list->n_shown];

		if (!in[i])
			continue;
		*s = (struct shown){.column = i, .x = x, .wide = wide[i],
				    .width = wide[i] ? columns[i].wide : narrow_width(&columns[i])};
		if (columns[i].flexible) {
			int room = longest_text(list, i) - columns[i].flexible;

			s->width += room < 0 || spare < 0 ? 0 : room < spare ? room : spare;
		}
		if (s->x + s->width > width)
			s->width = width - s->x;
		x += s->width + gap;
		list->n_shown++;
	}
	/* The last column of text may use what is left of the line. */
	if (list->n_shown) {
		struct shown *last = &list->shown[list->n_shown - 1];

		if (!columns[last->column].right && last->x + last->width < width)
			last->width = width - last->x;
	}
	keep_cursor_visible(list);
}

unsigned list_stats(const struct list *list)
{
	unsigned stats = list->ops->columns[list->sort].stats |
			 (list->second >= 0 ? list->ops->columns[list->second].stats : 0);

	for (int i = 0; i < list->n_shown; i++)
		stats |= list->ops->columns[list->shown[i].column].stats;
	return stats;
}

/* --- drawing --------------------------------------------------------------------------------- */

static void draw_bar(struct area area, int x, int y, int width, double fill, bool unicode)
{
	static const char *const eighths[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	int eighth;

	fill = fill < 0 ? 0 : fill > 1 ? 1 : fill;
	eighth = (int)(fill * width * 8 + 0.5);
	for (int i = 0; i < width; i++, eighth -= 8) {
		if (!unicode)
			area_text(area, x + i, y, ROLE_BAR, eighth >= 4 ? "#" : " ");
		else
			area_text(area, x + i, y, ROLE_BAR,
				  eighth >= 8 ? "█" : eighths[eighth > 0 ? eighth : 0]);
	}
}

static void draw_cell(const struct list *list, const struct shown *s, const void *row,
		      struct area area, int y, const struct cell_ask *ask)
{
	const struct column *c = &list->ops->columns[s->column];
	struct cell_ask my_ask = *ask;
	struct value v = {.kind = VALUE_NONE, .bar = -1};
	int bar = s->wide ? c->bar : 0;
	const char *text;

	my_ask.wide = s->wide;
	c->get(row, &my_ask, &v);
	text = v.kind == VALUE_ABSENT ? "-" : v.kind == VALUE_SILENT ? "?" : v.text;
	if (v.kind < VALUE_TEXT)
		v.tone = TONE_DIM;
	area_field(area, s->x, y, s->width - bar, tone_role(v.tone),
		   c->flexible ? CUT_MIDDLE : CUT_END, c->right, text ? text : "");
	if (bar && v.bar >= 0)
		draw_bar(area, s->x + s->width - bar + 1, y, bar - 1, v.bar, ask->unicode);
}

static void draw_titles(const struct list *list, struct area area, bool unicode)
{
	for (int i = 0; i < list->n_shown; i++) {
		const struct shown *s = &list->shown[i];
		const struct column *c = &list->ops->columns[s->column];
		const char *title = s->wide && c->wide_title ? c->wide_title : c->title;
		bool sorted = s->column == list->sort;
		const char *arrow = list->reverse ? (unicode ? "▾" : "v") : (unicode ? "▴" : "^");
		autostr struct str text = {0};

		str_add(&text, title);
		if (sorted && utf8_text_width(title) < s->width)
			str_add(&text, arrow);
		area_field(area, s->x, 0, s->width - (s->wide ? c->bar : 0),
			   sorted ? ROLE_TABLE_SORTED : ROLE_TABLE_HEADER, CUT_END, c->right,
			   str_text(&text));
	}
}

void list_draw(const struct list *list, struct area area, const struct cell_ask *ask)
{
	int body = body_height(list);

	draw_titles(list, area, ask->unicode);
	if (!list->n && !list->hidden && list->ops->empty)
		area_text(area, mark_width(list) + 1, 2, ROLE_DIM, list->ops->empty);
	for (int y = 0; y < body && list->top + (size_t)y < list->n; y++) {
		const void *row = list_row(list, list->top + (size_t)y);

		if (list->ops->mark) {
			struct list_mark mark = {0};

			list->ops->mark(row, ask->unicode, &mark);
			if (mark.glyph)
				area_text(area, 1, y + 1, tone_role(mark.tone), mark.glyph);
		}
		for (int i = 0; i < list->n_shown; i++)
			draw_cell(list, &list->shown[i], row, area, y + 1, ask);
		if (list_is_marked(list, list->top + (size_t)y)) {
			/* A sign besides the colour. */
			area_text(area, 0, y + 1, ROLE_MARKED, ask->unicode ? "▌" : ">");
			area_over(area, 0, y + 1, area.width, ROLE_MARKED);
		}
		if (list->top + (size_t)y == list->cursor)
			area_over(area, 0, y + 1, area.width, ROLE_CURSOR);
	}
}

/* --- moving ---------------------------------------------------------------------------------- */

enum reaction list_move(struct list *list, enum move move)
{
	size_t page = (size_t)body_height(list);

	if (!list->n)
		return REACT_DONE;
	list_select_index(list, move_index(move, list->cursor, page, list->n));
	return REACT_REDRAW;
}

static enum reaction press_title(struct list *list, int x)
{
	for (int i = 0; i < list->n_shown; i++) {
		const struct shown *s = &list->shown[i];

		if (x < s->x || x >= s->x + s->width)
			continue;
		if (s->column == list->sort) {
			list->reverse = !list->reverse;
		} else {
			list->sort = s->column;
			list->reverse = list->ops->columns[s->column].descending;
		}
		return REACT_RECALC | REACT_RELAYOUT;
	}
	return REACT_DONE;
}

enum reaction list_press(struct list *list, const struct key *key, int x, int y)
{
	if (key->button == 4 || key->button == 5) {
		for (int i = 0; i < 3; i++)
			list_move(list, key->button == 4 ? MOVE_UP : MOVE_DOWN);
		return REACT_REDRAW;
	}
	if (y == 0)
		return press_title(list, x);
	return list_select_index(list, list->top + (size_t)(y - 1)) ? REACT_REDRAW : REACT_DONE;
}
