// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/list-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/widgets/bar.h"
#include "ui/widgets/chart.h"

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
	list->stride = (ops->row_size / sizeof(void *) + 1) * sizeof(void *);
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
	free(list->whole.rows);
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

void list_touch(struct list *list, unsigned what)
{
	list->touched |= what;
}

void list_untouch(struct list *list, unsigned what)
{
	list->touched &= ~what;
}

uint64_t list_stamp(const struct list *list)
{
	return list->stamp + 1;
}

void list_clear(struct list *list)
{
	list->n = list->n_lines = list->n_marked = list->whole.n = 0;
	list->sifted = list->moved = false;
	list->stamp++;
	list_drop_groups(list);
	list->longest_known = false;
}

void *list_add(struct list *list)
{
	list->rows = arr_room(list->rows, list->n, &list->cap, list->stride);
	return list->rows + list->n++ * list->stride;
}

size_t list_count(const struct list *list)
{
	return list->n;
}

const void *list_row(const struct list *list, size_t index)
{
	return index < list->n ? list->rows + index * list->stride : NULL;
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

static int body_height(const struct list *list)
{
	return list->height > 1 ? list->height - 1 : 1;
}

void list_keep_cursor_visible(struct list *list)
{
	size_t body = (size_t)body_height(list);

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
	if (line == LIST_NO_ROW)
		return false;
	list_select_line(list, line);
	return true;
}

size_t list_visible(const struct list *list, size_t *ret_first)
{
	size_t body = (size_t)body_height(list);

	*ret_first = list->top;
	return list->n_lines - list->top < body ? list->n_lines - list->top : body;
}

/* --- marks ------------------------------------------------------------------------------------ */

static bool *mark_of(const struct list *list, size_t index)
{
	return (bool *)(list->rows + index * list->stride + list->ops->row_size);
}

bool list_is_marked(const struct list *list, size_t index)
{
	return index < list->n && *mark_of(list, index);
}

static size_t marked_between(const struct list *list, size_t first, size_t n)
{
	size_t marked = 0;

	for (size_t i = first; list->marks.n && i < first + n; i++)
		marked += list_is_marked(list, i);
	return marked;
}

static void look_up_marks(struct list *list)
{
	for (size_t i = 0; i < list->n; i++)
		*mark_of(list, i) = list->marks.n && idset_has(&list->marks, list_id_at(list, i));
	list->marks_moved = false;
}

size_t list_marked_count(const struct list *list)
{
	return list->n_marked;
}

static void set_mark(struct list *list, size_t index, bool mark)
{
	if (*mark_of(list, index) == mark)
		return;
	*mark_of(list, index) = mark;
	if (mark)
		idset_add(&list->marks, list_id_at(list, index));
	else
		idset_remove(&list->marks, list_id_at(list, index));
	list->n_marked += mark ? 1 : (size_t)-1;
	list->marks_moved |= list->sifted;
	list->touched |= LIST_TOUCHED_MARKS;
	list->stamp++;
}

void list_mark_toggle(struct list *list, size_t index)
{
	if (index >= list->n)
		return;
	set_mark(list, index, !list_is_marked(list, index));
	list->last_marked = list_id_at(list, index);
}

static void mark_group(struct list *list, const struct group *g, bool mark)
{
	for (size_t i = g->first; i < g->first + g->n; i++)
		set_mark(list, i, mark);
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
}

void list_mark_range(struct list *list)
{
	size_t from = find_line(list, list->last_marked);
	size_t to = list->cursor;
	struct line here = list_line_at(list, to);

	if (from == LIST_NO_ROW)
		from = to;
	if (from > to) {
		to = from;
		from = list->cursor;
	}
	for (size_t line = from; line <= to && line < list->n_lines; line++) {
		struct line at = list_line_at(list, line);

		if (at.row != LIST_NO_ROW)
			set_mark(list, at.row, true);
		else if (list->groups[at.group].folded)
			mark_group(list, &list->groups[at.group], true);
	}
	/* The next one goes on from here, also where this one was the first. */
	if (here.row != LIST_NO_ROW)
		list->last_marked = list_id_at(list, here.row);
	else if (list_on_group(list))
		list->last_marked = list->groups[here.group].id;
}

void list_mark_invert(struct list *list)
{
	for (size_t i = 0; i < list->n; i++)
		set_mark(list, i, !list_is_marked(list, i));
}

void list_mark_none(struct list *list)
{
	idset_clear(&list->marks);
	look_up_marks(list);
	list->marks_moved = list->sifted;
	list->n_marked = list->marked_hidden = 0;
	list->last_marked = (struct obj_id){0};
	list->touched |= LIST_TOUCHED_MARKS;
	list->stamp++;
}

void list_mark_id(struct list *list, struct obj_id id)
{
	idset_add(&list->marks, id);
	list->marks_moved = true;
}

const struct idset *list_marks(const struct list *list)
{
	return &list->marks;
}

size_t list_mark_where(struct list *list, list_row_fn *fn, void *opaque, const struct cell_ask *ask)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		if (!fn(opaque, list_row(list, i), ask))
			continue;
		set_mark(list, i, true);
		n++;
	}
	return n;
}

/* --- rows anew ------------------------------------------------------------------------------- */

/* Somebody has moved a machine to another host. */
static size_t find_moved(const struct list *list, struct obj_id id)
{
	for (size_t i = 0; id.kind == OBJ_DOMAIN && i < list->n; i++) {
		struct obj_id other = list_id_at(list, i);

		if (other.kind == OBJ_DOMAIN && memcmp(other.uuid, id.uuid, UUID_SIZE) == 0)
			return list_line_of(list, i);
	}
	return LIST_NO_ROW;
}

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
	if (line == LIST_NO_ROW && list->held)
		line = find_moved(list, list->selected);
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

bool list_is_flat(const struct list *list)
{
	return list->moved || list->hidden;
}

size_t list_marked_hidden(const struct list *list)
{
	return list->marked_hidden;
}

static void swap_whole(struct list *list)
{
	unsigned char *rows = list->rows;
	size_t n = list->n;
	size_t cap = list->cap;

	list->rows = list->whole.rows;
	list->n = list->whole.n;
	list->cap = list->whole.cap;
	list->whole.rows = rows;
	list->whole.n = n;
	list->whole.cap = cap;
	list->sifted = !list->sifted;
}

/* Rows are the whole again. */
static void unsift(struct list *list)
{
	if (list->sifted)
		swap_whole(list);
}

static void sift(struct list *list, const struct cell_ask *ask)
{
	swap_whole(list);
	if (list->cap < list->whole.n) {
		list->cap = list->whole.cap;
		list->rows = mem_resize(list->rows, list->cap, list->stride);
	}
	list->n = 0;
	for (size_t i = 0; i < list->whole.n; i++) {
		const unsigned char *row = list->whole.rows + i * list->stride;

		if (list->keep(list->keep_opaque, row, ask))
			memcpy(list->rows + list->n++ * list->stride, row, list->stride);
	}
}

void list_sift(struct list *list, const struct cell_ask *ask)
{
	size_t n, marked;

	unsift(list);
	if (list->marks_moved)
		look_up_marks(list);
	n = list->n;
	marked = marked_between(list, 0, n);
	if (list->keep)
		sift(list, ask);
	free(list_gather_groups(list));
	list_place_groups(list);
	follow_selection(list);
	list->n_marked = list->keep ? marked_between(list, 0, list->n) : marked;
	list->hidden = n - list->n;
	list->marked_hidden = marked - list->n_marked;
	list->longest_known = false;
	list->stamp++;
}

void list_settle(struct list *list, const struct cell_ask *ask)
{
	autofree uint32_t *groups = NULL;

	unsift(list);
	look_up_marks(list);
	groups = list_gather_groups(list);
	list_sort_rows(list, ask, groups);
	list_sift(list, ask);
}

/* --- drawing --------------------------------------------------------------------------------- */

static void draw_bar(struct area area, int x, int y, int width, double fill, bool unicode)
{
	autostr struct str text = {0};

	bar_add(&text, fill, width, unicode);
	area_text(area, x, y, ROLE_BAR, str_text(&text));
}

/* Under a clock that stands still nothing is shown that goes on by it. */
static bool has_history(const struct value *v)
{
	return v->trend && !clock_is_fixed() && trend_count(v->trend, TREND_MINUTES) > 1;
}

static void draw_history(struct area area, int x, int y, int width, const struct value *v, bool unicode)
{
	float points[TREND_MOST];
	struct chart chart = {.points = points, .top = v->most};
	autostr struct str text = {0};

	chart.n = trend_read(v->trend, v->metric, TREND_MINUTES, points);
	chart_line(&chart, unicode ? CHART_BLOCKS : CHART_ASCII, width, 1, 0, &text);
	area_text(area, x, y, ROLE_GRAPH, str_text(&text));
}

static void get_cell(const struct list *list, const struct shown *s, const void *row, const struct cell_ask *ask,
		     struct value *ret)
{
	struct cell_ask my_ask = *ask;

	my_ask.wide = s->wide;
	my_ask.flat = list_is_flat(list);
	*ret = (struct value){.kind = VALUE_NONE, .bar = -1};
	list->ops->columns[s->column].get(row, &my_ask, ret);
	if (ret->kind < VALUE_TEXT)
		ret->tone = TONE_DIM;
}

static void draw_cell(const struct list *list, const struct shown *s, const struct value *v, struct area area, int y,
		      bool unicode)
{
	const struct column *c = &list->ops->columns[s->column];
	const char *text = v->kind == VALUE_ABSENT ? "-" : v->kind == VALUE_SILENT ? "?" : v->text;
	int bar = s->wide ? c->bar : 0;
	int indent = v->indent < s->width ? v->indent : 0;

	area_field(area, s->x + indent, y, s->width - bar - indent, tone_role(v->tone),
		   c->flexible || c->keeps_end ? CUT_MIDDLE : CUT_END, c->right, text ? text : "");
	if (bar && has_history(v))
		draw_history(area, s->x + s->width - bar + 1, y, bar - 1, v, unicode);
	else if (bar && v->bar >= 0)
		draw_bar(area, s->x + s->width - bar + 1, y, bar - 1, v->bar, unicode);
}

/* What else a cell has to say, on those behind it that have nothing to say. Gives the last of these. */
static int draw_more(const struct list *list, int i, const struct value *v, const void *row, struct area area, int y,
		     const struct cell_ask *ask)
{
	const struct shown *s = &list->shown[i];
	int x = s->x + v->indent + utf8_text_width(v->text);
	autofree char *more = mem_printf("%s%s%s%s", v->more[0] ? ", " : "", v->more, v->why ? ": " : "",
					 v->why ? v->why : "");

	while (i + 1 < list->n_shown) {
		struct value next;

		get_cell(list, &list->shown[i + 1], row, ask, &next);
		if (next.kind >= VALUE_TEXT)
			break;
		i++;
	}
	if (x < list->shown[i].x + list->shown[i].width)
		area_field(area, x, y, list->shown[i].x + list->shown[i].width - x, ROLE_DIM, CUT_END, false, more);
	return i;
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
	for (int i = 0; i < list->n_shown; i++) {
		struct value v;

		get_cell(list, &list->shown[i], list_row(list, row), ask, &v);
		draw_cell(list, &list->shown[i], &v, area, y, ask->unicode);
		if (v.more[0] || v.why)
			i = draw_more(list, i, &v, list_row(list, row), area, y, ask);
	}
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
	bool lively = words->is_lively && !list->grouping->says_lively;

	if (lively && words->briefly)
		str_addf(out, "%zu of %zu %s", g->lively, g->n, words->lively);
	else
		str_addf(out, "%zu %s", g->n, g->n == 1 ? words->one : words->many);
	if (lively && !words->briefly)
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
	int body = body_height(list);

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
	size_t page = (size_t)body_height(list);

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
	if (y <= 0)
		return y == 0 ? press_title(list, x) : REACT_DONE;
	if (line >= list->n_lines)
		return REACT_DONE;
	list_select_line(list, line);
	if (key->button == 1 && list_on_group(list))
		list_fold(list, LIST_FOLD_TOGGLE);
	return REACT_REDRAW;
}
