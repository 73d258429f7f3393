// SPDX-License-Identifier: GPL-3.0-or-later
/* Which columns are shown, in which order, how wide. */
#include "ui/widgets/list-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define GAP 2      /* cells between columns */
#define GAP_TIGHT 1 /* on narrow screens */
#define NAME_ROOM 12 /* cells that the flexible column gets before wide forms */
#define LAST_PRIORITY 32
#define WANTED_AFTER 1 /* priority after which come columns that somebody asked for */
#define WIDTH_LEAST 2
#define WIDTH_MOST 200

void list_init_columns(struct list *list)
{
	list->n_columns = (int)columns_count(list->ops->columns);
	if (list->n_columns > LIST_MAX_COLUMNS)
		list->n_columns = LIST_MAX_COLUMNS;
	for (int i = 0; i < list->n_columns; i++) {
		list->order[i] = i;
		list->settings[i] = (struct column_setting){0};
	}
}

int list_mark_width(const struct list *list)
{
	return list->ops->mark ? 2 : 0;
}

/* --- widths ----------------------------------------------------------------------------------- */

static int width_of(const struct list *list, int i, bool wide)
{
	const struct column *c = &list->ops->columns[i];

	if (list->settings[i].width)
		return list->settings[i].width;
	return wide ? c->wide : c->flexible ? c->flexible : c->width;
}

static bool is_flexible(const struct list *list, int i)
{
	return list->ops->columns[i].flexible && !list->settings[i].width;
}

static int total_width(const struct list *list, const bool *in, const bool *wide, int gap)
{
	int total = 1 + list_mark_width(list);
	int n = 0;

	for (int i = 0; i < list->n_columns; i++)
		if (in[i]) {
			total += width_of(list, i, wide[i]);
			n++;
		}
	return total + gap * (n - 1);
}

static int longest_text(struct list *list, int column)
{
	const struct cell_ask ask = {.flat = list_is_flat(list)};

	if (list->longest_known)
		return list->longest;
	list->longest = 0;
	for (size_t i = 0; i < list->n; i++) {
		struct value v = {.bar = -1};
		int w;

		list->ops->columns[column].get(list_row(list, i), &ask, &v);
		w = v.text ? v.indent + utf8_text_width(v.text) : 0;
		if (w > list->longest)
			list->longest = w;
	}
	list->longest_known = true;
	return list->longest;
}

/* A column that is never dropped is not hidden either. */
static enum column_how how_of(const struct list *list, int i)
{
	return list->ops->columns[i].priority ? list->settings[i].how : COLUMN_AUTO;
}

static void add_wanted(const struct list *list, int width, int gap, bool *in, const bool *wide)
{
	for (int p = 1; p <= LAST_PRIORITY; p++)
		for (int i = 0; i < list->n_columns; i++) {
			if (list->ops->columns[i].priority != p || how_of(list, i) != COLUMN_SHOWN)
				continue;
			in[i] = true;
			in[i] = total_width(list, in, wide, gap) <= width;
		}
}

/* The lines of the groups say it. */
static bool is_grouped_by(const struct list *list, const struct column *c)
{
	return list->grouping && str_equal(list->grouping->id, c->id);
}

static bool has_any(const struct list *list, int column)
{
	const struct cell_ask ask = {0};

	for (size_t i = 0; i < list->n; i++) {
		struct value v = {.kind = VALUE_NONE, .bar = -1};

		list->ops->columns[column].get(list_row(list, i), &ask, &v);
		if (v.kind != VALUE_NONE)
			return true;
	}
	return false;
}

/* Columns and wide forms are taken in the order of what matters, while they fit; the first column that
 * does not ends the columns. */
static int choose(struct list *list, int width, int gap, bool *in, bool *wide)
{
	const struct column *columns = list->ops->columns;
	bool full = false;
	int room = 0;

	for (int p = 0; p <= LAST_PRIORITY; p++) {
		for (int i = 0; i < list->n_columns; i++) {
			const struct column *c = &columns[i];

			if (c->priority == p && !full && how_of(list, i) == COLUMN_AUTO &&
			    (!c->hides || (has_any(list, i) && !is_grouped_by(list, c)))) {
				in[i] = true;
				full = p && total_width(list, in, wide, gap) + room > width;
				in[i] = !full;
			}
			if (c->wide_priority != p || !p || !in[i] || list->settings[i].width)
				continue;
			if (c->flexible) {
				int spare = width - total_width(list, in, wide, gap);

				int most = c->wide ? c->wide - c->flexible : NAME_ROOM;

				room = longest_text(list, i) - c->flexible;
				room = room < 0 ? 0 : room > most ? most : room;
				room = room < spare ? room : spare > 0 ? spare : 0;
			} else {
				wide[i] = true;
				wide[i] = total_width(list, in, wide, gap) + room <= width;
			}
		}
		if (p == WANTED_AFTER)
			add_wanted(list, width, gap, in, wide);
	}
	return width - total_width(list, in, wide, gap);
}

/* The last column of text may use what is left of the line. */
static void stretch_last(struct list *list)
{
	struct shown *last = &list->shown[list->n_shown ? list->n_shown - 1 : 0];

	if (list->n_shown && !list->ops->columns[last->column].right &&
	    !list->settings[last->column].width && last->x + last->width < list->width)
		last->width = list->width - last->x;
}

void list_layout(struct list *list, int width, int height)
{
	const struct column *columns = list->ops->columns;
	bool in[LIST_MAX_COLUMNS] = {false};
	bool wide[LIST_MAX_COLUMNS] = {false};
	int gap = width < 100 ? GAP_TIGHT : GAP;
	int spare = choose(list, width, gap, in, wide);
	int x = list_mark_width(list) + 1;

	list->width = width;
	list->height = height;
	list->n_shown = 0;
	for (int place = 0; place < list->n_columns; place++) {
		int i = list->order[place];
		struct shown *s = &list->shown[list->n_shown];

		if (!in[i])
			continue;
		*s = (struct shown){.column = i, .x = x, .wide = wide[i],
				    .width = width_of(list, i, wide[i])};
		if (list->settings[i].width)
			s->wide = columns[i].wide && s->width >= columns[i].wide;
		if (is_flexible(list, i)) {
			int room = longest_text(list, i) - columns[i].flexible;

			s->width += room < 0 || spare < 0 ? 0 : room < spare ? room : spare;
		}
		if (s->x + s->width > width)
			s->width = width - s->x;
		x += s->width + gap;
		list->n_shown++;
	}
	stretch_last(list);
	list_keep_cursor_visible(list);
}

unsigned list_stats(const struct list *list)
{
	unsigned stats = list_sort_stats(list);

	for (int i = 0; i < list->n_shown; i++)
		stats |= list->ops->columns[list->shown[i].column].stats;
	return stats;
}

/* --- choosing --------------------------------------------------------------------------------- */

static const struct shown *find_shown(const struct list *list, int column)
{
	for (int i = 0; i < list->n_shown; i++)
		if (list->shown[i].column == column)
			return &list->shown[i];
	return NULL;
}

bool list_column_at(const struct list *list, int place, struct list_column *ret)
{
	const struct shown *shown;
	int i;

	if (place < 0 || place >= list->n_columns)
		return false;
	i = list->order[place];
	shown = find_shown(list, i);
	*ret = (struct list_column){
		.column = &list->ops->columns[i],
		.index = i,
		.how = how_of(list, i),
		.on_screen = shown != NULL,
		.own_width = list->settings[i].width != 0,
		.width = shown ? shown->width : width_of(list, i, false),
	};
	return true;
}

static void changed(struct list *list)
{
	list->touched |= LIST_TOUCHED_COLUMNS;
	list_layout(list, list->width, list->height);
}

bool list_column_toggle(struct list *list, int place)
{
	struct list_column at;
	enum column_how *how;

	if (!list_column_at(list, place, &at) || !at.column->priority)
		return false;
	how = &list->settings[at.index].how;
	if (at.on_screen || *how == COLUMN_SHOWN) {
		*how = COLUMN_HIDDEN;
		changed(list);
		return true;
	}
	/* As it was made, when it then has room. */
	*how = COLUMN_AUTO;
	changed(list);
	if (find_shown(list, at.index))
		return true;
	*how = COLUMN_SHOWN;
	changed(list);
	return true;
}

bool list_column_shift(struct list *list, int place, int by)
{
	int to = place + by;
	int column;

	if (place < 0 || place >= list->n_columns || to < 0 || to >= list->n_columns)
		return false;
	column = list->order[place];
	list->order[place] = list->order[to];
	list->order[to] = column;
	changed(list);
	return true;
}

static int bounded_width(int width)
{
	return width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
}

void list_column_widen(struct list *list, int place, int by)
{
	struct list_column at;

	if (!list_column_at(list, place, &at))
		return;
	list->settings[at.index].width = by ? bounded_width(at.width + by) : 0;
	changed(list);
}

void list_reset_columns(struct list *list)
{
	list_init_columns(list);
	changed(list);
}

/* --- as text ---------------------------------------------------------------------------------- */

struct column_text {
	int order[LIST_MAX_COLUMNS];
	int n;
	bool named[LIST_MAX_COLUMNS];
	bool only; /* "-*" */
};

/* False when it is not understood. */
static bool take_word(struct list *list, const char *word, size_t len, struct column_text *t)
{
	char sign = *word == '-' || *word == '+' ? *word : '\0';
	autofree char *id = mem_strndup(word + (sign != '\0'), len - (sign != '\0'));
	char *colon = strchr(id, ':');
	struct column_setting *s;
	char *end = NULL;
	long width = 0;
	int i;

	if (strcmp(id, "*") == 0 && sign == '-')
		return t->only = true;
	if (colon) {
		*colon = '\0';
		width = strtol(colon + 1, &end, 10);
	}
	i = columns_find(list->ops->columns, id);
	if (i < 0 || i >= list->n_columns || t->named[i])
		return false;
	s = &list->settings[i];
	s->how = sign == '-' ? COLUMN_HIDDEN : sign == '+' ? COLUMN_SHOWN : COLUMN_AUTO;
	t->named[i] = true;
	t->order[t->n++] = i;
	if (!colon)
		return true;
	if (end == colon + 1 || *end || width < WIDTH_LEAST || width > WIDTH_MOST)
		return false;
	s->width = (int)width;
	return true;
}

/* Behind the one that it follows in the table. */
static void put_unnamed(struct list *list, int column, struct column_text *t)
{
	int at = 0;

	for (int i = 0; i < t->n; i++)
		if (column && t->order[i] == column - 1)
			at = i + 1;
	memmove(&t->order[at + 1], &t->order[at], (size_t)(t->n - at) * sizeof(t->order[0]));
	t->order[at] = column;
	t->n++;
	if (t->only)
		list->settings[column].how = COLUMN_HIDDEN;
}

bool list_set_columns(struct list *list, const char *text)
{
	struct column_text t = {.n = 0};
	bool understood = true;

	list_init_columns(list);
	for (const char *p = text ? text : ""; *p;) {
		size_t len = strcspn(p, " ");

		if (len)
			understood &= take_word(list, p, len, &t);
		p += len + strspn(p + len, " ");
	}
	for (int i = 0; i < list->n_columns; i++)
		if (!t.named[i])
			put_unnamed(list, i, &t);
	memcpy(list->order, t.order, sizeof(list->order));
	return understood;
}

void list_columns_text(const struct list *list, struct str *out)
{
	static const char *const signs[] = {
		[COLUMN_AUTO] = "", [COLUMN_SHOWN] = "+", [COLUMN_HIDDEN] = "-"};
	bool any = false;

	for (int i = 0; i < list->n_columns; i++)
		any |= list->order[i] != i || list->settings[i].how != COLUMN_AUTO ||
		       list->settings[i].width;
	for (int place = 0; any && place < list->n_columns; place++) {
		int i = list->order[place];
		const struct column_setting *s = &list->settings[i];

		str_addf(out, "%s%s%s", place ? " " : "", signs[s->how], list->ops->columns[i].id);
		if (s->width)
			str_addf(out, ":%d", s->width);
	}
}
