// SPDX-License-Identifier: GPL-3.0-or-later
/* Fields on the screen: rows, the cursor, drawing. What keys do to a value is in form-keys.c. */
#include "ui/widgets/form-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ui/surface.h"

#define LABEL_MOST 20
#define VALUE_MOST 44 /* cells of what is typed */

static const struct field *field_at(const struct form_view *v, size_t i)
{
	return &draft_fields(v->draft)[i];
}

const struct field *form_field(const struct form_view *v)
{
	return v->at.field < draft_count(v->draft) ? field_at(v, v->at.field) : NULL;
}

static bool is_here(const struct form_view *v, size_t i)
{
	return (!v->page || str_equal(field_at(v, i)->page, v->page)) && draft_shows_at(v->draft, i);
}

/* --- rows -------------------------------------------------------------------------------------- */

static size_t count_offers(const struct form_view *v, const struct field *f)
{
	struct field_choices offers = {0};

	field_offers(f, v->draft, &offers);
	free(offers.all);
	return offers.n;
}

/* Lines of a field that the cursor can be on. */
static size_t count_subs(const struct form_view *v, size_t i)
{
	const struct field *f = field_at(v, i);

	if (f->type == FIELD_RECORDS)
		return record_count(draft_text_at(v->draft, i)) + 1;
	if (f->type == FIELD_MANY) {
		size_t n = count_offers(v, f) + f->free;

		return n ? n : 1;
	}
	return 1;
}

static void clear_rows(struct form_view *v)
{
	while (v->n)
		free(v->rows[--v->n].text);
}

static struct form_row *add_row(struct form_view *v, enum form_row_kind kind, size_t field)
{
	struct form_row *row = arr_add(v->rows, v->n, v->cap);

	*row = (struct form_row){.kind = kind, .place = {field, 0}};
	return row;
}

/* Wrapped, below the value. */
static void add_text(struct form_view *v, enum form_row_kind kind, size_t field, const char *text)
{
	int width = v->width - v->label_width - 1;

	while (*text) {
		size_t len = utf8_break(text, width > 8 ? width : 8);

		add_row(v, kind, field)->text = mem_strndup(text, len);
		text += len;
		text += *text == '\n';
	}
}

/* Of those that never need more. */
static const int value_widths[FIELD_TYPE_COUNT] = {
	[FIELD_NUMBER] = 10, [FIELD_SIZE] = 12, [FIELD_IPV4] = 16, [FIELD_SUBNET4] = 19, [FIELD_MAC] = 18,
};

bool form_drops_down(const struct field *f)
{
	return (f->type == FIELD_CHOICE && f->free) || f->type == FIELD_PATH;
}

/* Cells behind the brackets: " F4", which drops its choices down, or " KiB/s". */
static int tail_width(const struct field *f)
{
	if (form_drops_down(f))
		return 4;
	return f->unit && f->type != FIELD_SIZE ? (int)strlen(f->unit) + 1 : 0; /* a size says its own */
}

static int value_width(const struct form_view *v, const struct field *f)
{
	int room = v->width - v->label_width - 2 - tail_width(f); /* its brackets, and what stands behind them */
	int want = value_widths[f->type] ? value_widths[f->type] : VALUE_MOST;

	return want < room ? want : room;
}

bool form_is_arrow(const struct form_view *v, int x)
{
	const struct field *f = form_field(v);
	int from = v->label_width + value_width(v, f) + 2;

	return form_drops_down(f) && x >= from && x < from + tail_width(f);
}

/* Where a remark begins beside the value. */
static int beside(const struct form_view *v, size_t i)
{
	const struct field *f = field_at(v, i);
	autofree char *words = NULL;

	if (field_is_typed(f))
		return v->label_width + value_width(v, f) + 3 + tail_width(f);
	words = field_words(f, v->draft, draft_text_at(v->draft, i));
	return v->label_width + utf8_text_width(words) + 6;
}

/* What is to be said of a value: why it will not do, or a remark. */
static void add_notes(struct form_view *v, size_t i, size_t first)
{
	const struct field *f = field_at(v, i);
	const char *text = draft_text_at(v->draft, i);
	autofree char *wrong = v->visited[i] ? draft_wrong_at(v->draft, i) : NULL;
	autofree char *unsaid = wrong ? NULL : draft_wrong_at(v->draft, i);
	autofree char *remark = wrong || unsaid || !f->remark ? NULL : f->remark(v->draft, text);

	if (wrong)
		add_text(v, FORM_ROW_WRONG, i, wrong);
	else if (remark && beside(v, i) + utf8_text_width(remark) <= v->width)
		v->rows[first].text = take(remark);
	else if (remark)
		add_text(v, FORM_ROW_REMARK, i, remark);
}

static void add_field(struct form_view *v, size_t i)
{
	const struct field *f = field_at(v, i);
	size_t subs = count_subs(v, i), first;

	if (f->heading) {
		if (v->n && v->height > 12)
			add_row(v, FORM_ROW_BLANK, i);
		add_row(v, FORM_ROW_HEADING, i);
	}
	first = v->n;
	for (size_t sub = 0; sub < subs; sub++)
		add_row(v, FORM_ROW_VALUE, i)->place.sub = sub;
	add_notes(v, i, first);
}

static void measure_labels(struct form_view *v)
{
	int most = v->width / 2 - 2;

	most = most < LABEL_MOST ? most : LABEL_MOST;
	v->label_width = 0;
	for (size_t i = 0; i < draft_count(v->draft); i++) {
		int width = utf8_text_width(field_at(v, i)->label) + 2;

		if (!v->page || str_equal(field_at(v, i)->page, v->page))
			v->label_width = width > v->label_width ? width : v->label_width;
	}
	v->label_width = v->label_width < most ? v->label_width : most;
}

static size_t find_row(const struct form_view *v, struct form_place place)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->rows[i].kind == FORM_ROW_VALUE && v->rows[i].place.field == place.field &&
		    v->rows[i].place.sub == place.sub)
			return i;
	return v->n;
}

/* With what is said about it, as far as there is room. */
static void keep_seen(struct form_view *v)
{
	size_t from = find_row(v, v->at), to = from, room = v->height > 0 ? (size_t)v->height : 1;

	if (from >= v->n) {
		v->top = 0;
		return;
	}
	while (to + 1 < v->n && v->rows[to + 1].place.field == v->at.field)
		to++;
	while (from > 0 && v->rows[from - 1].kind != FORM_ROW_VALUE && v->rows[from - 1].place.field == v->at.field)
		from--;
	if (to >= v->top + room)
		v->top = to - room + 1;
	if (from < v->top)
		v->top = from;
	if (find_row(v, v->at) >= v->top + room)
		v->top = find_row(v, v->at) - room + 1;
}

/* The cursor may stand on what is no longer shown. */
static void settle_cursor(struct form_view *v)
{
	size_t n = draft_count(v->draft), subs;

	if (v->at.field < n && is_here(v, v->at.field)) {
		subs = count_subs(v, v->at.field);
		v->at.sub = v->at.sub < subs ? v->at.sub : subs - 1;
		return;
	}
	form_view_go_end(v, false);
}

void form_view_layout(struct form_view *v, int width, int height)
{
	v->width = width;
	v->height = height;
	clear_rows(v);
	measure_labels(v);
	for (size_t i = 0; i < draft_count(v->draft); i++)
		if (is_here(v, i))
			add_field(v, i);
	settle_cursor(v);
	if (v->top + (size_t)(height > 0 ? height : 0) > v->n)
		v->top = v->n > (size_t)height ? v->n - (size_t)height : 0;
	keep_seen(v);
}

size_t form_view_rows(const struct form_view *v)
{
	return v->n;
}

/* --- the cursor -------------------------------------------------------------------------------- */

void form_view_start(struct form_view *v, struct draft *draft, const char *page)
{
	*v = (struct form_view){.draft = draft, .page = page};
	v->visited = mem_new_array(draft_count(draft) + 1, sizeof(*v->visited));
	form_view_go_end(v, false);
}

void form_view_finish(struct form_view *v)
{
	clear_rows(v);
	free(v->rows);
	free(v->visited);
	line_finish(&v->line);
}

void form_view_page(struct form_view *v, const char *page, bool last)
{
	v->page = page;
	v->top = 0;
	form_view_go_end(v, last);
}

/* A secret is not typed in a line that keeps copies of it. */
static bool has_line(const struct form_view *v)
{
	const struct field *f = form_field(v);

	return f && field_is_typed(f) && f->type != FIELD_SECRET && v->at.sub == 0;
}

void form_go(struct form_view *v, struct form_place place)
{
	v->at = place;
	v->fresh = true;
	line_set(&v->line, has_line(v) ? draft_text_at(v->draft, place.field) : "");
}

/* What was typed gets its one form once it is left. */
void form_leave(struct form_view *v)
{
	const struct field *f = form_field(v);
	autofree char *tidy = NULL;

	if (!f)
		return;
	if (!v->fresh || draft_is_own_at(v->draft, v->at.field))
		v->visited[v->at.field] = true;
	tidy = field_tidy(f, draft_text_at(v->draft, v->at.field));
	draft_set_at(v->draft, v->at.field, tidy);
	if (f->type == FIELD_SECRET)
		explicit_bzero(tidy, strlen(tidy));
}

void form_view_go_end(struct form_view *v, bool last)
{
	size_t n = draft_count(v->draft), found = n;

	for (size_t i = 0; i < n; i++)
		if (is_here(v, i) && (found == n || last))
			found = i;
	form_go(v, (struct form_place){found, found < n && last ? count_subs(v, found) - 1 : 0});
}

bool form_step(struct form_view *v, int step)
{
	struct form_place to = v->at;

	if (to.field >= draft_count(v->draft))
		return false;
	if (step > 0 && to.sub + 1 < count_subs(v, to.field)) {
		to.sub++;
	} else if (step < 0 && to.sub > 0) {
		to.sub--;
	} else {
		do
			to.field += (size_t)step;
		while (to.field < draft_count(v->draft) && !is_here(v, to.field));
		if (to.field >= draft_count(v->draft)) {
			form_leave(v);
			return false;
		}
		to.sub = step < 0 ? count_subs(v, to.field) - 1 : 0;
	}
	form_leave(v);
	form_go(v, to);
	return true;
}

bool form_view_check(struct form_view *v)
{
	size_t wrong = draft_first_wrong(v->draft, v->page);

	for (size_t i = 0; i < draft_count(v->draft); i++)
		if (!v->page || str_equal(field_at(v, i)->page, v->page))
			v->visited[i] = true;
	if (wrong == draft_count(v->draft))
		return true;
	form_go(v, (struct form_place){wrong, 0});
	return false;
}

const char *form_view_help(const struct form_view *v)
{
	const struct field *f = form_field(v);

	return f ? f->help : "";
}

/* --- drawing ----------------------------------------------------------------------------------- */

struct brush {
	const struct form_view *view;
	struct area line;
	const struct form_row *row;
	const struct field *field;
	bool active; /* the cursor is on it */
};

static void draw_typed(const struct brush *b)
{
	const struct form_view *v = b->view;
	int x = v->label_width, width = value_width(v, b->field);
	const char *text = draft_text_at(v->draft, b->row->place.field);
	bool own = draft_is_own_at(v->draft, b->row->place.field);

	area_text(b->line, x, 0, b->active ? ROLE_BOX : ROLE_DIM, "[");
	if (b->active)
		line_draw(&v->line, b->line, x + 1, 0, width);
	else
		area_field(b->line, x + 1, 0, width, own ? ROLE_BOX : ROLE_DIM, CUT_END, false, text);
	area_text(b->line, x + 1 + width, 0, b->active ? ROLE_BOX : ROLE_DIM, "]");
	if (form_drops_down(b->field))
		area_text(b->line, x + width + 3, 0, ROLE_KEY, "F4");
	else if (tail_width(b->field))
		area_text(b->line, x + width + 3, 0, ROLE_DIM, b->field->unit);
}

/* Not even how long it is. */
static void draw_secret(const struct brush *b)
{
	const struct form_view *v = b->view;
	bool any = *draft_text_at(v->draft, b->row->place.field) != '\0';
	int x = v->label_width, width = value_width(v, b->field);

	area_text(b->line, x, 0, ROLE_DIM, "[");
	area_field(b->line, x + 1, 0, width, b->active ? ROLE_INPUT : ROLE_DIM, CUT_END, false,
		   any ? "typed, and not shown" : "");
	area_text(b->line, x + 1 + width, 0, ROLE_DIM, "]");
	if (b->active)
		area_cursor(b->line, x + 1, 0);
}

static void draw_choice(const struct brush *b)
{
	const struct form_view *v = b->view;
	size_t i = b->row->place.field;
	autofree char *words = field_words(b->field, v->draft, draft_text_at(v->draft, i));
	int room = v->width - v->label_width - 2, width = utf8_text_width(words);

	width = width < room ? width : room;
	area_field(b->line, v->label_width + 1, 0, width, draft_is_own_at(v->draft, i) ? ROLE_BOX : ROLE_DIM, CUT_END,
		   false, words);
	area_text(b->line, v->label_width + width + 2, 0, ROLE_KEY, b->line.surface->unicode ? "▾" : "v");
}

static void draw_switch(const struct brush *b)
{
	bool on = str_equal(draft_text_at(b->view->draft, b->row->place.field), "yes");

	area_textf(b->line, b->view->label_width, 0, ROLE_BOX, "[%s] %s", on ? "x" : " ", on ? "yes" : "no");
}

static void draw_tick(const struct brush *b)
{
	const struct form_view *v = b->view;
	struct field_choices offers = {0};
	size_t sub = b->row->place.sub - b->field->free;
	const struct field_choice *c;

	field_offers(b->field, v->draft, &offers);
	c = sub < offers.n ? &offers.all[sub] : NULL;
	if (c) {
		bool on = form_is_ticked(draft_text_at(v->draft, b->row->place.field), c->id);
		int x = area_textf(b->line, v->label_width, 0, c->greyed ? ROLE_GREYED : ROLE_BOX, "[%s] %s",
				   on ? "x" : " ", c->label ? c->label : c->id);

		if (c->greyed || c->help)
			area_text(b->line, x + 2, 0, ROLE_DIM, c->greyed ? c->greyed : c->help);
	} else {
		area_text(b->line, v->label_width, 0, ROLE_DIM, "there is none");
	}
	free(offers.all);
}

/* Its cells, in the order of its fields, as far as there is something in them. */
static void draw_record(const struct brush *b)
{
	const struct form_view *v = b->view;
	const char *text = draft_text_at(v->draft, b->row->place.field);
	autostr struct str words = {0};
	struct draft *record;

	if (b->row->place.sub == record_count(text)) {
		area_text(b->line, v->label_width, 0, ROLE_DIM, "+ add one");
		return;
	}
	record = record_draft(v->draft, b->field, text, b->row->place.sub);
	for (size_t i = 0; i < draft_count(record); i++) {
		const struct field *f = &b->field->record[i];
		autofree char *cell = field_words(f, record, draft_text_at(record, i));
		bool is_switch = f->type == FIELD_SWITCH;

		if (!draft_shows_at(record, i) || !*cell || (is_switch && str_equal(cell, "no")))
			continue;
		str_add(&words, words.len ? "   " : "");
		if (i)
			str_addf(&words, "%s ", f->label);
		str_add(&words, is_switch ? "" : cell);
	}
	draft_destroy(record);
	area_field(b->line, v->label_width, 0, v->width - v->label_width, ROLE_BOX, CUT_END, false, str_text(&words));
}

static void draw_value(const struct brush *b)
{
	enum field_type type = b->field->type;

	if (b->row->place.sub == 0)
		area_field(b->line, 0, 0, b->view->label_width - 1, b->active ? ROLE_STRONG : ROLE_BOX, CUT_END,
		           false, b->field->label);
	if (type == FIELD_SECRET)
		draw_secret(b);
	else if (field_is_typed(b->field) && b->row->place.sub == 0)
		draw_typed(b);
	else if (type == FIELD_CHOICE)
		draw_choice(b);
	else if (type == FIELD_SWITCH)
		draw_switch(b);
	else if (type == FIELD_MANY)
		draw_tick(b);
	else
		draw_record(b);
	if (b->row->text)
		area_text(b->line, beside(b->view, b->row->place.field), 0, ROLE_DIM, b->row->text);
}

static void draw_row(const struct form_view *v, struct area line, const struct form_row *row, bool active)
{
	struct brush b = {v, line, row, field_at(v, row->place.field), active};

	switch (row->kind) {
	case FORM_ROW_BLANK:
		break;
	case FORM_ROW_HEADING:
		area_field(line, 0, 0, v->width, ROLE_BOX_TITLE, CUT_END, false, b.field->heading);
		break;
	case FORM_ROW_VALUE:
		draw_value(&b);
		if (active && !field_is_typed(b.field))
			area_over(line, v->label_width, 0, v->width - v->label_width, ROLE_CURSOR);
		break;
	case FORM_ROW_WRONG:
		area_field(line, v->label_width, 0, v->width - v->label_width, ROLE_STATE_BAD, CUT_END, false,
		           row->text);
		break;
	case FORM_ROW_REMARK:
		area_field(line, v->label_width, 0, v->width - v->label_width, ROLE_DIM, CUT_END, false, row->text);
		break;
	}
}

void form_view_draw(const struct form_view *v, struct area area, bool active)
{
	size_t cursor = find_row(v, v->at);

	for (size_t i = v->top; i < v->n && i < v->top + (size_t)area.height; i++)
		draw_row(v, area_part(area, 0, (int)(i - v->top), area.width, 1), &v->rows[i], active && i == cursor);
}
