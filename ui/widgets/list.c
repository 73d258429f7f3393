// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/list-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"

static const enum role tone_roles[TONE_COUNT] = {
	[TONE_PLAIN] = ROLE_TEXT,      [TONE_DIM] = ROLE_DIM,
	[TONE_GOOD] = ROLE_STATE_GOOD, [TONE_BUSY] = ROLE_STATE_BUSY,
	[TONE_WARN] = ROLE_STATE_WARN, [TONE_BAD] = ROLE_STATE_BAD,
	[TONE_RED] = ROLE_ACCENT_RED,     [TONE_YELLOW] = ROLE_ACCENT_YELLOW,
	[TONE_GREEN] = ROLE_ACCENT_GREEN, [TONE_BLUE] = ROLE_ACCENT_BLUE,
	[TONE_MAGENTA] = ROLE_ACCENT_MAGENTA, [TONE_CYAN] = ROLE_ACCENT_CYAN,
};

enum role tone_role(enum tone tone)
{
	return tone_roles[tone];
}

struct list *list_create(const struct list_ops *ops, const char *sort_column, bool reverse)
{
	struct list *list = mem_new(struct list);

	list->ops = ops;
	list->sort[0].column = sort_column ? columns_find(ops->columns, sort_column) : 0;
	list->sort[0].reverse = reverse;
	list->n_sort = 1;
	list_init_columns(list);
	return list;
}

void list_destroy(struct list *list)
{
	if (!list)
		return;
	idset_finish(&list->marks);
	list_finish_groups(list);
	free(list->rows);
	free(list);
}

const struct list_ops *list_get_ops(const struct list *list)
{
	return list->ops;
}

unsigned list_touched(const struct list *list)
{
	return list->touched;
}

void list_clear(struct list *list)
{
	list->n = list->n_lines = list->n_marked = 0;
	list_drop_groups(list);
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

struct obj_id list_id_at(const struct list *list, size_t row)
{
	return list->ops->id(list_row(list, row));
}

/* --- the cursor ------------------------------------------------------------------------------- */

const void *list_selected(const struct list *list)
{
	return list_row(list, list_cursor(list));
}

struct obj_id list_selected_id(const struct list *list)
{
	return list->n ? list->selected : (struct obj_id){0};
}

bool list_is_held(const struct list *list)
{
	return list->held;
}

void list_hold(struct list *list)
{
	list->held = true;
}

size_t list_cursor(const struct list *list)
{
	return list_line_row(list, list->cursor);
}

int list_body_height(const struct list *list)
{
	return list->height > 1 ? list->height - 1 : 1;
}

void list_keep_cursor_visible(struct list *list)
{
	size_t body = (size_t)list_body_height(list);

	if (list->cursor >= list->n_lines)
		list->cursor = list->n_lines ? list->n_lines - 1 : 0;
	if (list->cursor < list->top)
		list->top = list->cursor;
	if (list->cursor >= list->top + body)
		list->top = list->cursor - body + 1;
	if (list->top + body > list->n_lines)
		list->top = list->n_lines > body ? list->n_lines - body : 0;
}

void list_select_line(struct list *list, size_t line)
{
	struct line at = list_line_at(list, line);

	if (line >= list->n_lines)
		return;
	list->cursor = line;
	list->selected = at.row == LIST_NO_ROW ? list->groups[at.group].id : list_id_at(list, at.row);
	list_keep_cursor_visible(list);
}

bool list_select_index(struct list *list, size_t index)
{
	if (index >= list->n)
		return false;
	list_unfold_around(list, index);
	list_select_line(list, list_line_of(list, index));
	return true;
}

static size_t find_row(const struct list *list, struct obj_id id)
{
	for (size_t i = 0; i < list->n; i++)
		if (obj_id_equal(list_id_at(list, i), id))
			return i;
	return LIST_NO_ROW;
}

/* Of a row that is folded away its group's; LIST_NO_ROW when it is not there. */
static size_t find_line(const struct list *list, struct obj_id id)
{
	size_t row;

	if (id.kind == OBJ_GROUP)
		return list_line_of_group(list, id);
	row = find_row(list, id);
	return row == LIST_NO_ROW ? LIST_NO_ROW : list_line_of(list, row);
}

bool list_select(struct list *list, struct obj_id id)
{
	size_t line;

	if (id.kind != OBJ_GROUP)
		return list_select_index(list, find_row(list, id));
	line = list_line_of_group(list, id);
	list_select_line(list, line);
	return line != LIST_NO_ROW;
}

size_t list_visible(const struct list *list, size_t *ret_first)
{
	size_t body = (size_t)list_body_height(list);

	*ret_first = list->top;
	return list->n_lines - list->top < body ? list->n_lines - list->top : body;
}

/* --- marks ------------------------------------------------------------------------------------ */

bool list_is_marked(const struct list *list, size_t index)
{
	return idset_has(&list->marks, list_id_at(list, index));
}

static size_t marked_between(const struct list *list, size_t first, size_t n)
{
	size_t marked = 0;

	for (size_t i = first; list->marks.n && i < first + n; i++)
		marked += list_is_marked(list, i);
	return marked;
}

/* Asked for many times on the way to the screen. */
static void count_marked(struct list *list)
{
	list->n_marked = marked_between(list, 0, list->n);
}

size_t list_marked_count(const struct list *list)
{
	return list->n_marked;
}

void list_mark_toggle(struct list *list, size_t index)
{
	struct obj_id id;

	if (index >= list->n)
		return;
	id = list_id_at(list, index);
	if (!idset_remove(&list->marks, id))
		idset_add(&list->marks, id);
	list->last_marked = id;
	count_marked(list);
}

static void mark_group(struct list *list, const struct group *g, bool mark)
{
	for (size_t i = g->first; i < g->first + g->n; i++)
		if (mark)
			idset_add(&list->marks, list_id_at(list, i));
		else
			idset_remove(&list->marks, list_id_at(list, i));
}

void list_mark_cursor(struct list *list)
{
	struct line at = list_line_at(list, list->cursor);
	const struct group *g;

	if (at.row != LIST_NO_ROW) {
		list_mark_toggle(list, at.row);
		return;
	}
	if (!list_on_group(list))
		return;
	g = &list->groups[at.group];
	mark_group(list, g, marked_between(list, g->first, g->n) < g->n);
	list->last_marked = g->id;
	count_marked(list);
}

void list_mark_range(struct list *list)
{
	size_t from = find_line(list, list->last_marked);
	size_t to = list->cursor;

	if (from == LIST_NO_ROW)
		from = to;
	if (from > to) {
		to = from;
		from = list->cursor;
	}
	for (size_t line = from; line <= to && line < list->n_lines; line++) {
		struct line at = list_line_at(list, line);

		if (at.row != LIST_NO_ROW)
			idset_add(&list->marks, list_id_at(list, at.row));
		else if (list->groups[at.group].folded)
			mark_group(list, &list->groups[at.group], true);
	}
	count_marked(list);
}

void list_mark_invert(struct list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!idset_remove(&list->marks, list_id_at(list, i)))
			idset_add(&list->marks, list_id_at(list, i));
	count_marked(list);
}

void list_mark_none(struct list *list)
{
	idset_clear(&list->marks);
	list->n_marked = list->marked_hidden = 0;
}

size_t list_mark_where(struct list *list, list_row_fn *fn, void *opaque, const struct cell_ask *ask)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		if (!fn(opaque, list_row(list, i), ask))
			continue;
		idset_add(&list->marks, list_id_at(list, i));
		n++;
	}
	count_marked(list);
	return n;
}

/* --- rows anew ------------------------------------------------------------------------------- */

/* After rows moved: the cursor goes where its object went, or stays in place when it is gone. */
static void follow_selection(struct list *list)
{
	size_t line = LIST_NO_ROW;

	if (!list->n_lines) {
		list->cursor = list->top = 0;
		return;
	}
	if (!list->held)
		line = 0;
	else if (!obj_id_is_none(list->selected))
		line = find_line(list, list->selected);
	if (line == LIST_NO_ROW)
		line = list->cursor < list->n_lines ? list->cursor : list->n_lines - 1;
	list_select_line(list, line);
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

void list_arrange(struct list *list, const struct cell_ask *ask)
{
	autofree uint32_t *groups = list_gather_groups(list);

	list_sort_rows(list, ask, groups);
	list_place_groups(list);
	follow_selection(list);
}

void list_settle(struct list *list, const struct cell_ask *ask)
{
	sift(list, ask);
	list_arrange(list, ask);
	count_marked(list);
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

/* A full arrow for what sorts first, a hollow one for the second key. */
static const char *arrow_of(const struct list *list, int column, bool unicode)
{
	static const char *const arrows[2][2] = {{"▴", "▾"}, {"▵", "▿"}};
	bool reverse;
	int place = list_sort_place(list, column, &reverse);

	if (!place)
		return "";
	if (unicode)
		return arrows[place - 1][reverse];
	return place == 2 ? "2" : reverse ? "v" : "^";
}

static void draw_titles(const struct list *list, struct area area, bool unicode)
{
	for (int i = 0; i < list->n_shown; i++) {
		const struct shown *s = &list->shown[i];
		const struct column *c = &list->ops->columns[s->column];
		const char *title = s->wide && c->wide_title ? c->wide_title : c->title;
		bool sorted = s->column == list->sort[0].column;
		autostr struct str text = {0};

		str_add(&text, title);
		if (utf8_text_width(title) < s->width)
			str_add(&text, arrow_of(list, s->column, unicode));
		area_field(area, s->x, 0, s->width - (s->wide ? c->bar : 0),
			   sorted ? ROLE_TABLE_SORTED : ROLE_TABLE_HEADER, CUT_END, c->right,
			   str_text(&text));
	}
}

static void draw_row(const struct list *list, size_t row, struct area area, int y,
		     const struct cell_ask *ask)
{
	struct list_mark mark = {0};

	if (list->ops->mark)
		list->ops->mark(list_row(list, row), ask->unicode, &mark);
	if (mark.glyph)
		area_text(area, 1, y, tone_role(mark.tone), mark.glyph);
	for (int i = 0; i < list->n_shown; i++)
		draw_cell(list, &list->shown[i], list_row(list, row), area, y, ask);
	if (list_is_marked(list, row)) {
		/* A sign besides the colour. */
		area_text(area, 0, y, ROLE_MARKED, ask->unicode ? "▌" : ">");
		area_over(area, 0, y, area.width, ROLE_MARKED);
	}
}

static void count_rows(const struct list *list, const struct group *g, struct str *out)
{
	const struct row_words *words = list->ops->words;
	size_t marked = marked_between(list, g->first, g->n);

	str_addf(out, "%zu %s", g->n, g->n == 1 ? words->one : words->many);
	if (words->is_lively && !list->grouping->says_lively)
		str_addf(out, ", %zu %s", g->lively, words->lively);
	if (marked)
		str_addf(out, ", %zu marked", marked);
}

static void draw_group(const struct list *list, const struct group *g, struct area area, int y,
		       bool unicode)
{
	const char *glyph = g->folded ? (unicode ? "▸" : "+") : unicode ? "▾" : "-";
	const char *name = g->name[0] ? g->name : list->grouping->none;
	autostr struct str counts = {0};
	int width = utf8_text_width(name);
	int room;

	count_rows(list, g, &counts);
	room = area.width - 7 - utf8_text_width(str_text(&counts));
	width = width < room ? width : room > 0 ? room : 0;
	area_text(area, 1, y, ROLE_STRONG, glyph);
	area_field(area, 3, y, width, ROLE_STRONG, CUT_MIDDLE, false, name);
	area_text(area, 3 + (width > 0 ? width + 3 : 0), y, ROLE_DIM, str_text(&counts));
}

void list_draw(const struct list *list, struct area area, const struct cell_ask *ask)
{
	int body = list_body_height(list);

	draw_titles(list, area, ask->unicode);
	if (!list->n && !list->hidden && list->ops->empty)
		area_text(area, list_mark_width(list) + 1, 2, ROLE_DIM, list->ops->empty);
	for (int y = 0; y < body && list->top + (size_t)y < list->n_lines; y++) {
		struct line at = list_line_at(list, list->top + (size_t)y);

		if (at.row == LIST_NO_ROW)
			draw_group(list, &list->groups[at.group], area, y + 1, ask->unicode);
		else
			draw_row(list, at.row, area, y + 1, ask);
		if (list->top + (size_t)y == list->cursor)
			area_over(area, 0, y + 1, area.width, ROLE_CURSOR);
	}
}

/* --- moving ---------------------------------------------------------------------------------- */

enum reaction list_move(struct list *list, enum move move)
{
	size_t page = (size_t)list_body_height(list);

	list->stepping = false;
	if (!list->n_lines)
		return REACT_DONE;
	list_select_line(list, move_index(move, list->cursor, page, list->n_lines));
	return REACT_REDRAW;
}

static enum reaction press_title(struct list *list, int x)
{
	for (int i = 0; i < list->n_shown; i++) {
		const struct shown *s = &list->shown[i];

		if (x < s->x || x >= s->x + s->width)
			continue;
		list_sort_by(list, s->column);
		return REACT_RECALC | REACT_RELAYOUT;
	}
	return REACT_DONE;
}

enum reaction list_press(struct list *list, const struct key *key, int x, int y)
{
	size_t line = list->top + (size_t)(y - 1);

	enum move how;

	if (key_is_wheel(key, &how)) {
		for (int i = 0; i < 3; i++)
			list_move(list, how);
		return REACT_REDRAW;
	}
	if (y == 0)
		return press_title(list, x);
	if (line >= list->n_lines)
		return REACT_DONE;
	list_select_line(list, line);
	if (key->button == 1 && list_on_group(list))
		list_fold(list, LIST_FOLD_TOGGLE);
	return REACT_REDRAW;
}
