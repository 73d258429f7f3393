// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/stats.h"
#include "ui/widgets/list.h"

struct thing {
	uint32_t id;
	const char *name;
	double size;
	enum value_kind kind; /* of its size; VALUE_NONE when not given */
};

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	(void)ask;
	value_set_text(v, TONE_PLAIN, ((const struct thing *)p)->name);
}

/* In the value's own buffer, which the next row writes over. */
static void get_code(const void *p, const struct cell_ask *ask, struct value *v)
{
	(void)ask;
	value_printf(v, TONE_PLAIN, "c-%u", (unsigned)((const struct thing *)p)->id);
}

static void get_size(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct thing *t = p;

	v->kind = t->kind;
	if (t->kind != VALUE_NUMBER)
		return;
	value_number(v, TONE_PLAIN, t->size);
	value_printf(v, TONE_PLAIN, "%s%.0f", ask->wide ? "size " : "", t->size);
	v->bar = t->size / 100;
}

static void get_note(const void *p, const struct cell_ask *ask, struct value *v)
{
	(void)p;
	(void)ask;
	value_set_text(v, TONE_DIM, "note");
}

enum { NAME, CODE, SIZE, NOTE };

/* What matters: the name, the size, room for the name, the size's wide form, the code, its wide form,
 * the note. */
static const struct column columns[] = {
	[NAME] = {.id = "name", .title = "NAME", .flexible = 8, .wide_priority = 2, .get = get_name},
	[CODE] = {.id = "code", .title = "CODE", .width = 6, .wide = 20, .priority = 4,
		  .wide_priority = 5, .get = get_code},
	[SIZE] = {.id = "size", .title = "SIZE", .wide_title = "SIZE full", .width = 5, .wide = 14,
		  .bar = 4, .priority = 1, .wide_priority = 3, .right = true, .descending = true,
		  .stats = STATS_MEMORY, .get = get_size},
	[NOTE] = {.id = "note", .title = "NOTE", .width = 4, .priority = 6, .stats = STATS_NET,
		  .get = get_note},
	{.id = NULL},
};

static struct obj_id thing_id(const void *p)
{
	return obj_id_numbered(OBJ_ITEM, ((const struct thing *)p)->id);
}

static void thing_mark(const void *p, bool unicode, struct list_mark *ret)
{
	ret->glyph = ((const struct thing *)p)->id % 2 ? unicode ? "●" : "*" : NULL;
	ret->tone = TONE_GOOD;
}

static const struct list_ops plain_ops = {
	.columns = columns,
	.row_size = sizeof(struct thing),
	.id = thing_id,
	.empty = "there is nothing",
};

/* By the first letter; "." has no group. */
static const char *letter_of(const void *p, int *ret_rank)
{
	static const char *const letters[] = {"a", "b", "c", "d", "e"};
	const char *name = ((const struct thing *)p)->name;

	(void)ret_rank;
	return name[0] >= 'a' && name[0] <= 'e' ? letters[name[0] - 'a'] : NULL;
}

static const char *parity_of(const void *p, int *ret_rank)
{
	bool odd = ((const struct thing *)p)->id % 2;

	*ret_rank = odd ? 1 : 2;
	return odd ? "odd" : "even";
}

static bool is_large(const void *p)
{
	return ((const struct thing *)p)->size >= 30;
}

static const struct grouping groupings[] = {
	{.id = "letter", .none = "no letter", .get = letter_of},
	{.id = "parity", .none = "neither", .get = parity_of},
	{.id = NULL},
};
static const struct row_words words = {.one = "thing", .many = "things", .lively = "large", .is_lively = is_large};

static const struct list_ops grouped_ops = {
	.columns = columns,
	.row_size = sizeof(struct thing),
	.id = thing_id,
	.groupings = groupings,
	.words = &words,
};

static const struct list_ops marked_ops = {
	.columns = columns,
	.row_size = sizeof(struct thing),
	.id = thing_id,
	.mark = thing_mark,
};

static const struct cell_ask ask = {.unicode = true};

static void put(struct list *list, const struct thing *things, size_t n)
{
	list_clear(list);
	for (size_t i = 0; i < n; i++)
		memcpy(list_add(list), &things[i], sizeof(things[i]));
	list_settle(list, &ask);
}

static struct list *make(const char *sort, bool reverse, const struct thing *things, size_t n)
{
	struct list *list = list_create(&plain_ops, sort, reverse);

	list_layout(list, 80, 24);
	put(list, things, n);
	return list;
}

static const struct thing *selected(const struct list *list)
{
	return list_selected(list);
}

/* The names of all rows, parted by spaces. */
static void assert_order(const struct list *list, const char *names)
{
	autostr struct str got = {0};

	for (size_t i = 0; i < list_count(list); i++)
		str_addf(&got, "%s%s", i ? " " : "", ((const struct thing *)list_row(list, i))->name);
	assert_string_equal(str_text(&got), names);
}

static void assert_selected(const struct list *list, const char *name, size_t cursor)
{
	assert_non_null(selected(list));
	assert_string_equal(selected(list)->name, name);
	assert_int_equal(list_cursor(list), cursor);
	assert_true(obj_id_equal(list_selected_id(list), thing_id(selected(list))));
	assert_ptr_equal(list_row(list, cursor), selected(list));
}

/* --- selection ------------------------------------------------------------------------------- */

static const struct thing four[] = {
	{1, "ant", 40, VALUE_NUMBER},
	{2, "bee", 10, VALUE_NUMBER},
	{3, "cat", 30, VALUE_NUMBER},
	{4, "dog", 20, VALUE_NUMBER},
};

static struct list *four_at(const char *name)
{
	struct list *list = make("name", false, four, ARRAY_SIZE(four));

	list_hold(list);
	for (size_t i = 0; i < ARRAY_SIZE(four); i++)
		if (str_equal(four[i].name, name))
			assert_true(list_select(list, thing_id(&four[i])));
	return list;
}

static void selection_follows_when_rows_come(void **state)
{
	struct list *list = four_at("cat");
	const struct thing more[] = {
		{9, "aardvark", 0, VALUE_NUMBER}, four[0], {8, "bat", 0, VALUE_NUMBER}, four[1], four[2],
		four[3], {7, "eel", 0, VALUE_NUMBER},
	};

	(void)state;
	assert_selected(list, "cat", 2);
	put(list, more, ARRAY_SIZE(more));
	assert_order(list, "aardvark ant bat bee cat dog eel");
	assert_selected(list, "cat", 4);
	list_destroy(list);
}

static void selection_follows_when_rows_go(void **state)
{
	struct list *list = four_at("cat");

	(void)state;
	put(list, four + 1, 3);
	assert_selected(list, "cat", 1);
	put(list, four + 2, 1);
	assert_selected(list, "cat", 0);
	list_destroy(list);
}

static void selection_follows_when_sorted(void **state)
{
	struct list *list = four_at("cat");

	(void)state;
	list_sort_reverse(list);
	list_settle(list, &ask);
	assert_order(list, "dog cat bee ant");
	assert_selected(list, "cat", 1);
	list_sort_step(list, 1);
	list_sort_step(list, 1);
	list_settle(list, &ask);
	assert_order(list, "ant cat dog bee");
	assert_selected(list, "cat", 1);
	list_sort_reverse(list);
	list_settle(list, &ask);
	assert_order(list, "bee dog cat ant");
	assert_selected(list, "cat", 2);
	list_destroy(list);
}

/* A row is another one when its id is, whatever it is called. */
static void selection_follows_ids_not_names(void **state)
{
	struct list *list = four_at("cat");
	const struct thing renamed[] = {four[0], four[1], {5, "cat", 0, VALUE_NUMBER},
					{3, "zebra", 0, VALUE_NUMBER}};

	(void)state;
	put(list, renamed, ARRAY_SIZE(renamed));
	assert_selected(list, "zebra", 3);
	list_destroy(list);
}

static void cursor_stays_in_place_when_its_object_is_gone(void **state)
{
	struct list *list = four_at("bee");
	const struct thing three[] = {four[0], four[2], four[3]};

	(void)state;
	put(list, three, ARRAY_SIZE(three));
	assert_selected(list, "cat", 1);
	/* From then on it follows that one. */
	put(list, four, ARRAY_SIZE(four));
	assert_selected(list, "cat", 2);
	list_destroy(list);
}

static void cursor_goes_up_when_the_last_is_gone(void **state)
{
	struct list *list = four_at("dog");

	(void)state;
	put(list, four, 2);
	assert_selected(list, "bee", 1);
	list_destroy(list);
}

static void nothing_is_selected_in_an_empty_list(void **state)
{
	struct list *list = four_at("cat");

	(void)state;
	put(list, NULL, 0);
	assert_int_equal(list_count(list), 0);
	assert_null(list_selected(list));
	assert_null(list_row(list, 0));
	assert_true(obj_id_is_none(list_selected_id(list)));
	assert_int_equal(list_move(list, MOVE_DOWN), REACT_DONE);
	assert_int_equal(list_move(list, MOVE_BOTTOM), REACT_DONE);
	assert_false(list_select(list, thing_id(&four[0])));
	assert_false(list_select_index(list, 0));
	put(list, four, ARRAY_SIZE(four));
	assert_non_null(list_selected(list));
	list_destroy(list);
}

/* Rows that come in one after the other at the start do not push the cursor down. */
static void cursor_stays_on_top_until_somebody_looks(void **state)
{
	struct list *list = make("name", false, four + 2, 2);

	(void)state;
	assert_selected(list, "cat", 0);
	put(list, four, ARRAY_SIZE(four));
	assert_selected(list, "ant", 0);
	list_hold(list);
	list_sort_reverse(list);
	list_settle(list, &ask);
	assert_selected(list, "ant", 3);
	list_destroy(list);
}

static void selects_what_is_there(void **state)
{
	struct list *list = four_at("ant");

	(void)state;
	assert_false(list_select(list, obj_id_numbered(OBJ_ITEM, 77)));
	assert_false(list_select(list, obj_id_numbered(OBJ_TASK, 2)));
	assert_selected(list, "ant", 0);
	assert_true(list_select(list, obj_id_numbered(OBJ_ITEM, 2)));
	assert_selected(list, "bee", 1);
	assert_true(list_select_index(list, 3));
	assert_selected(list, "dog", 3);
	assert_false(list_select_index(list, 4));
	assert_selected(list, "dog", 3);
	list_destroy(list);
}

/* --- sorting --------------------------------------------------------------------------------- */

static void equal_rows_keep_their_order(void **state)
{
	static const struct thing things[] = {
		{1, "d", 5, VALUE_NUMBER}, {2, "b", 7, VALUE_NUMBER}, {3, "c", 5, VALUE_NUMBER},
		{4, "a", 7, VALUE_NUMBER}, {5, "e", 5, VALUE_NUMBER},
	};
	struct list *list = make("size", false, things, ARRAY_SIZE(things));

	(void)state;
	assert_order(list, "d c e b a");
	list_sort_reverse(list);
	put(list, things, ARRAY_SIZE(things));
	assert_order(list, "b a d c e");
	list_destroy(list);
}

static void nothing_to_say_comes_last_both_ways(void **state)
{
	static const struct thing things[] = {
		{1, "none", 0, VALUE_NONE},     {2, "two", 2, VALUE_NUMBER}, {3, "absent", 0, VALUE_ABSENT},
		{4, "silent", 0, VALUE_SILENT}, {5, "five", 5, VALUE_NUMBER}, {6, "zero", 0, VALUE_NUMBER},
	};
	struct list *list = make("size", false, things, ARRAY_SIZE(things));

	(void)state;
	assert_order(list, "zero two five none absent silent");
	list_sort_reverse(list);
	put(list, things, ARRAY_SIZE(things));
	assert_order(list, "five two zero none absent silent");
	list_destroy(list);
}

static void numbers_in_names_count(void **state)
{
	static const struct thing things[] = {
		{1, "web-10", 0, VALUE_NONE}, {2, "web-2", 0, VALUE_NONE}, {3, "web-1", 0, VALUE_NONE},
	};
	struct list *list = make("name", false, things, ARRAY_SIZE(things));

	(void)state;
	assert_order(list, "web-1 web-2 web-10");
	list_sort_step(list, 1); /* by "c-1" and so on: texts that are made for the moment */
	list_sort_reverse(list);
	list_settle(list, &ask);
	assert_order(list, "web-1 web-2 web-10");
	list_sort_reverse(list);
	list_settle(list, &ask);
	assert_order(list, "web-10 web-2 web-1");
	list_destroy(list);
}

static void without_a_column_the_first_one_sorts(void **state)
{
	struct list *list = make(NULL, false, four, ARRAY_SIZE(four));

	(void)state;
	assert_order(list, "ant bee cat dog");
	list_destroy(list);
}

/* The row of titles: where the arrow is tells what sorts. */
static void assert_titles(const struct list *list, int width, const char *titles)
{
	struct surface *s = surface_create(width, 24);
	autostr struct str row = {0};

	s->unicode = ask.unicode;
	list_draw(list, surface_area(s), &ask);
	surface_row_text(s, 0, &row);
	assert_string_equal(str_text(&row), titles);
	surface_destroy(s);
}

static void sorting_steps_through_the_columns_that_are_shown(void **state)
{
	struct list *list = make("name", false, four, ARRAY_SIZE(four));

	(void)state;
	list_layout(list, 23, 24);
	assert_titles(list, 23, " NAME▴    CODE    SIZE");
	list_sort_step(list, -1);
	assert_titles(list, 23, " NAME▴    CODE    SIZE");
	list_sort_step(list, 1);
	assert_titles(list, 23, " NAME▵    CODE▴   SIZE");
	list_sort_step(list, 1);
	assert_titles(list, 23, " NAME▵    CODE   SIZE▾");
	list_sort_step(list, 1); /* the note has no room */
	assert_titles(list, 23, " NAME▵    CODE   SIZE▾");
	list_sort_reverse(list);
	assert_titles(list, 23, " NAME▵    CODE   SIZE▴");
	/* What sorts is no longer shown: the next step begins with the first. */
	list_layout(list, 9, 24);
	assert_titles(list, 9, " NAME▵");
	list_sort_step(list, 1);
	assert_titles(list, 9, " NAME▴");
	list_destroy(list);
}

static void sorts_again_only_when_figures_matter(void **state)
{
	struct list *list = make("size", false, four, ARRAY_SIZE(four));

	(void)state;
	assert_order(list, "bee dog cat ant");
	for (size_t i = 0; i < list_count(list); i++)
		((struct thing *)(uintptr_t)list_row(list, i))->size = (double)(10 - i);
	list_resort(list, &ask, STATS_NET);
	assert_order(list, "bee dog cat ant");
	list_resort(list, &ask, STATS_MEMORY | STATS_NET);
	assert_order(list, "ant cat dog bee");
	list_destroy(list);
}

static void asks_for_what_is_shown_and_sorted_by(void **state)
{
	struct list *list = make("name", false, four, ARRAY_SIZE(four));

	(void)state;
	assert_int_equal(list_stats(list), STATS_MEMORY | STATS_NET);
	list_layout(list, 23, 24);
	assert_int_equal(list_stats(list), STATS_MEMORY);
	list_layout(list, 9, 24);
	assert_int_equal(list_stats(list), 0);
	list_destroy(list);
	list = make("size", false, four, ARRAY_SIZE(four));
	list_layout(list, 9, 24);
	assert_int_equal(list_stats(list), STATS_MEMORY);
	list_destroy(list);
}

/* --- widths ---------------------------------------------------------------------------------- */

/* One cell, then 8 for the name, 5 for the size, 6 for the code, 4 for the note; 1 between columns,
 * 2 from 100 cells on. The wide size takes 9 more, the wide code 14. */
static void columns_drop_by_what_matters(void **state)
{
	static const struct {
		int width;
		const char *titles;
	} rows[] = {
		{200, " NAME▴     CODE                   SIZE full      NOTE"},
		{120, " NAME▴     CODE                   SIZE full      NOTE"},
		{80, " NAME▴    CODE                  SIZE full     NOTE"},
		/* 1 + 8 + 1 + 20 + 1 + 14 + 1 + 4 */
		{50, " NAME▴    CODE                  SIZE full     NOTE"},
		{49, " NAME▴    CODE                  SIZE full"},
		{45, " NAME▴    CODE                  SIZE full"},
		/* 1 + 8 + 1 + 6 + 1 + 14 + 1 + 4 */
		{44, " NAME▴    CODE    SIZE full     NOTE"},
		{40, " NAME▴    CODE    SIZE full     NOTE"},
		{36, " NAME▴    CODE    SIZE full     NOTE"},
		{35, " NAME▴    CODE    SIZE full"},
		{31, " NAME▴    CODE    SIZE full"},
		/* 1 + 8 + 1 + 14 */
		{30, " NAME▴     SIZE full"},
		{24, " NAME▴     SIZE full"},
		/* Without its wide form there is room for the code again: 1 + 8 + 1 + 6 + 1 + 5. */
		{23, " NAME▴    CODE    SIZE"},
		{22, " NAME▴    CODE    SIZE"},
		{21, " NAME▴     SIZE"},
		{15, " NAME▴     SIZE"},
		{14, " NAME▴"},
		{9, " NAME▴"},
		{6, " NAME▴"},
		{4, " NA…"},
		{2, " …"},
	};
	struct list *list = make("name", false, four, ARRAY_SIZE(four));

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		list_layout(list, rows[i].width, 24);
		assert_titles(list, rows[i].width, rows[i].titles);
	}
	list_destroy(list);
}

static void wide_forms_have_a_bar_and_are_told_so(void **state)
{
	static const struct thing things[] = {{1, "half", 50, VALUE_NUMBER},
					      {2, "odd", 0, VALUE_ABSENT},
					      {3, "blank", 0, VALUE_NONE},
					      {4, "quiet", 0, VALUE_SILENT}};
	static const char *const wanted[] = {
		" NAME     CODE                 SIZE full▾     NOTE",
		" half     c-1                     size 50 █▌  note",
		" odd      c-2                           -     note",
		" blank    c-3                                 note",
		" quiet    c-4                           ?     note",
		"",
	};
	struct list *list = list_create(&plain_ops, "size", true);
	struct surface *s = surface_create(80, 10);

	(void)state;
	list_layout(list, 80, 10);
	put(list, things, ARRAY_SIZE(things));
	list_layout(list, 80, 10);
	list_draw(list, surface_area(s), &ask);
	for (int y = 0; y < (int)ARRAY_SIZE(wanted); y++) {
		autostr struct str row = {0};

		surface_row_text(s, y, &row);
		assert_string_equal(str_text(&row), wanted[y]);
	}
	surface_destroy(s);
	list_destroy(list);
}

/* At the end of a line or of a column. */
static void assert_begins(const char *text, const char *beginning)
{
	size_t len = strlen(beginning);

	assert_true(strlen(text) >= len);
	assert_memory_equal(text, beginning, len);
	assert_true(!text[len] || strncmp(text + len, "  ", 2) == 0);
}

/* The name's column is as wide as its longest text wants, and no wider; names are cut in the middle. */
static void the_flexible_column_takes_what_its_texts_want(void **state)
{
	static const struct thing things[] = {{1, "a-name-of-twenty-one", 1, VALUE_NUMBER},
					      {2, "签名服务器签名服务器", 2, VALUE_NUMBER}};
	static const struct {
		int width;
		const char *first, *second;
	} rows[] = {
		{15, " a-na…one     1", " 签名…器      2"},
		/* 1 + 20 + 1 + 5: the whole name before anything else is shown */
		{27, " a-name-of-twenty-one     1", " 签名服务器签名服务器     2"},
		{34, " a-name-of-twenty-one c-1        1", " 签名服务器签名服务器 c-2        2"},
		{120, " a-name-of-twenty-one", " 签名服务器签名服务器"},
	};
	struct list *list = make("name", false, things, ARRAY_SIZE(things));

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct surface *s = surface_create(rows[i].width, 5);
		autostr struct str first = {0};
		autostr struct str second = {0};

		list_layout(list, rows[i].width, 5);
		list_draw(list, surface_area(s), &ask);
		surface_row_text(s, 1, &first);
		surface_row_text(s, 2, &second);
		assert_begins(str_text(&first), rows[i].first);
		assert_begins(str_text(&second), rows[i].second);
		surface_destroy(s);
	}
	list_destroy(list);
}

/* Whatever the width: what is drawn stays within it, columns do not touch, and a column that is shown is
 * shown at no cost to one that matters more. */
static void any_width_is_drawn_within_itself(void **state)
{
	struct list *list = make("name", false, four, ARRAY_SIZE(four));
	size_t most = 0;

	(void)state;
	for (int width = 2; width <= 220; width++) {
		struct surface *s = surface_create(width + 3, 6);
		autostr struct str row = {0};
		const char *text;
		bool size, code, note;

		list_layout(list, width, 5);
		list_draw(list, surface_area(s), &ask);
		surface_row_text(s, 0, &row);
		text = str_text(&row);
		assert_true(utf8_text_width(text) <= width);
		size = strstr(text, " SIZE") != NULL;
		code = strstr(text, " CODE") != NULL;
		note = strstr(text, " NOTE") != NULL;
		assert_true(size || !code);
		assert_true(code || !note);
		if (note)
			most++;
		surface_destroy(s);
	}
	assert_true(most > 150);
	list_destroy(list);
}

/* --- drawing --------------------------------------------------------------------------------- */

static void draws_marks_and_the_cursor(void **state)
{
	struct list *list = list_create(&marked_ops, "name", false);
	struct surface *s = surface_create(20, 6);
	autostr struct str first = {0};
	autostr struct str second = {0};

	(void)state;
	list_layout(list, 20, 6);
	put(list, four, ARRAY_SIZE(four));
	list_move(list, MOVE_DOWN);
	list_draw(list, surface_area(s), &ask);
	surface_row_text(s, 1, &first);
	surface_row_text(s, 2, &second);
	assert_string_equal(str_text(&first), " ● ant         40");
	assert_string_equal(str_text(&second), "   bee         10");
	assert_int_equal(s->cells[20 + 1].role, ROLE_STATE_GOOD);
	assert_int_equal(s->cells[20 + 3].over, ROLE_TEXT);
	for (int x = 0; x < 20; x++)
		assert_int_equal(s->cells[2 * 20 + x].over, ROLE_CURSOR);
	surface_destroy(s);
	list_destroy(list);
}

static void says_that_it_is_empty(void **state)
{
	struct list *list = make("name", false, NULL, 0);
	struct surface *s = surface_create(40, 6);
	autostr struct str row = {0};

	(void)state;
	list_draw(list, surface_area(s), &ask);
	surface_row_text(s, 2, &row);
	assert_string_equal(str_text(&row), " there is nothing");
	surface_destroy(s);
	list_destroy(list);
}

/* --- moving ---------------------------------------------------------------------------------- */

#define MANY 30

static struct list *many(void)
{
	static char names[MANY][16];
	struct thing things[MANY];

	for (uint32_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof(names[i]), "row-%u", (unsigned)i);
		things[i] = (struct thing){i + 1, names[i], i, VALUE_NUMBER};
	}
	return make("name", false, things, MANY);
}

/* The first row that is drawn, below the titles. */
static void assert_first_drawn(const struct list *list, int height, const char *name)
{
	struct surface *s = surface_create(80, height);
	autostr struct str row = {0};

	list_draw(list, surface_area(s), &ask);
	surface_row_text(s, 1, &row);
	assert_memory_equal(str_text(&row) + 1, name, strlen(name));
	assert_int_equal(str_text(&row)[1 + strlen(name)], ' ');
	surface_destroy(s);
}

static void moves_and_scrolls(void **state)
{
	static const struct {
		enum move move;
		size_t cursor;
		const char *first; /* row on the screen */
	} steps[] = {
		{MOVE_UP, 0, "row-0"},         {MOVE_DOWN, 1, "row-0"},      {MOVE_PAGE_DOWN, 6, "row-2"},
		{MOVE_PAGE_DOWN, 11, "row-7"}, {MOVE_UP, 10, "row-7"},       {MOVE_PAGE_UP, 5, "row-5"},
		{MOVE_BOTTOM, 29, "row-25"},   {MOVE_DOWN, 29, "row-25"},    {MOVE_PAGE_DOWN, 29, "row-25"},
		{MOVE_PAGE_UP, 24, "row-24"},  {MOVE_TOP, 0, "row-0"},       {MOVE_PAGE_UP, 0, "row-0"},
	};
	struct list *list = many();

	(void)state;
	list_layout(list, 80, 6);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		assert_int_equal(list_move(list, steps[i].move), REACT_REDRAW);
		assert_int_equal(list_cursor(list), steps[i].cursor);
		assert_first_drawn(list, 6, steps[i].first);
	}
	list_destroy(list);
}

static void the_cursor_is_never_out_of_sight(void **state)
{
	struct list *list = many();

	(void)state;
	list_layout(list, 80, 31);
	list_move(list, MOVE_BOTTOM);
	assert_first_drawn(list, 31, "row-0");
	list_layout(list, 80, 6); /* a smaller window */
	assert_first_drawn(list, 6, "row-25");
	list_layout(list, 80, 2);
	assert_first_drawn(list, 2, "row-29");
	list_layout(list, 80, 1); /* no room for any row */
	list_layout(list, 80, 0);
	list_layout(list, 80, 31); /* a larger one shows no empty lines that rows could fill */
	assert_first_drawn(list, 31, "row-0");
	assert_int_equal(list_cursor(list), 29);
	list_destroy(list);
}

static enum reaction press(struct list *list, int button, int x, int y)
{
	const struct key key = {.code = KEYC_MOUSE, .mouse = MOUSE_PRESS, .button = button};

	return list_press(list, &key, x, y);
}

static void the_mouse_selects_scrolls_and_sorts(void **state)
{
	struct list *list = many();

	(void)state;
	list_layout(list, 80, 6);
	press(list, 1, 5, 3);
	assert_int_equal(list_cursor(list), 2);
	press(list, 5, 5, 3);
	assert_int_equal(list_cursor(list), 5);
	assert_first_drawn(list, 6, "row-1");
	press(list, 1, 5, 1);
	assert_int_equal(list_cursor(list), 1);
	press(list, 4, 5, 3);
	assert_int_equal(list_cursor(list), 0);
	press(list, 1, 2, 0); /* the title that sorts: the other way round */
	list_settle(list, &ask);
	assert_string_equal(((const struct thing *)list_row(list, 0))->name, "row-29");
	press(list, 1, 10, 0); /* another one: its own way */
	list_settle(list, &ask);
	assert_string_equal(((const struct thing *)list_row(list, 0))->name, "row-0");
	press(list, 1, 33, 0);
	list_settle(list, &ask);
	assert_string_equal(((const struct thing *)list_row(list, 0))->name, "row-29");
	assert_int_equal(press(list, 1, 0, 0), REACT_DONE); /* no title */
	list_destroy(list);
}

static void a_press_below_the_rows_does_nothing(void **state)
{
	struct list *list = four_at("bee");

	(void)state;
	assert_int_equal(press(list, 1, 5, 9), REACT_DONE);
	assert_selected(list, "bee", 1);
	list_destroy(list);
}

/* --- what is hidden ---------------------------------------------------------------------------- */

static bool is_at_least(void *least, const void *row, const struct cell_ask *a)
{
	(void)a;
	return ((const struct thing *)row)->size >= *(const double *)least;
}

static void only_what_is_to_be_kept_is_there(void **state)
{
	struct list *list = four_at("bee");
	double least = 25;

	(void)state;
	list_set_keep(list, is_at_least, &least);
	put(list, four, ARRAY_SIZE(four));
	assert_order(list, "ant cat");
	assert_int_equal(list_hidden(list), 2);
	assert_selected(list, "cat", 1); /* in the place of what is hidden */
	list_resort(list, &ask, STATS_ALL);
	assert_int_equal(list_hidden(list), 2);
	least = 100;
	put(list, four, ARRAY_SIZE(four));
	assert_int_equal(list_count(list), 0);
	assert_int_equal(list_hidden(list), 4);
	assert_null(list_selected(list));
	list_set_keep(list, NULL, NULL);
	put(list, four, ARRAY_SIZE(four));
	assert_order(list, "ant bee cat dog");
	assert_int_equal(list_hidden(list), 0);
	list_destroy(list);
}

static void marks_outlast_being_hidden(void **state)
{
	struct list *list = four_at("ant");
	double least = 15;

	(void)state;
	assert_int_equal(list_mark_where(list, is_at_least, &least, &ask), 3);
	assert_int_equal(list_marked_count(list), 3);
	least = 25;
	list_set_keep(list, is_at_least, &least);
	put(list, four, ARRAY_SIZE(four));
	assert_int_equal(list_marked_count(list), 2);
	assert_int_equal(list_marked_hidden(list), 1);
	list_set_keep(list, NULL, NULL);
	put(list, four, ARRAY_SIZE(four));
	assert_int_equal(list_marked_count(list), 3);
	assert_int_equal(list_marked_hidden(list), 0);
	assert_false(list_is_marked(list, 1));
	list_set_keep(list, is_at_least, &least);
	put(list, four, ARRAY_SIZE(four));
	list_mark_none(list);
	assert_int_equal(list_marked_hidden(list), 0);
	list_set_keep(list, NULL, NULL);
	put(list, four, ARRAY_SIZE(four));
	assert_int_equal(list_marked_count(list), 0);
	list_destroy(list);
}

/* Without the rows being filled in, or sorted, anew. */
static void another_filter_sifts_what_is_there(void **state)
{
	struct list *list = make("size", false, four, ARRAY_SIZE(four));
	double least = 15;
	uint64_t stamp = list_stamp(list);

	(void)state;
	assert_order(list, "bee dog cat ant");
	list_set_keep(list, is_at_least, &least);
	list_sift(list, &ask);
	assert_order(list, "dog cat ant");
	assert_int_equal(list_hidden(list), 1);
	assert_int_not_equal(list_stamp(list), stamp);
	list_mark_toggle(list, 0);
	list_mark_toggle(list, 2);
	least = 25;
	list_sift(list, &ask);
	assert_order(list, "cat ant");
	assert_int_equal(list_marked_count(list), 1);
	assert_int_equal(list_marked_hidden(list), 1);
	assert_true(list_is_marked(list, 1));
	least = 0;
	list_sift(list, &ask);
	assert_order(list, "bee dog cat ant");
	assert_int_equal(list_marked_count(list), 2);
	assert_true(list_is_marked(list, 1));
	assert_true(list_is_marked(list, 3));
	least = 100;
	list_sift(list, &ask);
	assert_int_equal(list_count(list), 0);
	assert_int_equal(list_marked_hidden(list), 2);
	list_mark_none(list);
	list_set_keep(list, NULL, NULL);
	list_sift(list, &ask);
	assert_order(list, "bee dog cat ant");
	assert_int_equal(list_marked_count(list), 0);
	list_destroy(list);
}

static void marks_by_id_show_when_it_settles(void **state)
{
	struct list *list = four_at("ant");
	struct obj_id bee = list_get_ops(list)->id(list_row(list, 1));

	(void)state;
	list_mark_id(list, bee);
	list_mark_id(list, obj_id_host(77)); /* of none that is there */
	list_sift(list, &ask);
	assert_int_equal(list_marked_count(list), 1);
	assert_true(list_is_marked(list, 1));
	assert_int_equal(list_marks(list)->n, 2);
	list_destroy(list);
}

/* --- several keys ---------------------------------------------------------------------------- */

static void assert_sort(const struct list *list, const char *text)
{
	autostr struct str got = {0};

	list_sort_text(list, &got);
	assert_string_equal(str_text(&got), text);
}

static const struct thing twos[] = {
	{1, "ant", 2, VALUE_NUMBER}, {2, "bee", 1, VALUE_NUMBER}, {3, "cat", 2, VALUE_NUMBER},
	{4, "dog", 1, VALUE_NUMBER},
};

static void what_was_sorted_by_before_is_the_second_key(void **state)
{
	struct list *list = make("name", false, twos, ARRAY_SIZE(twos));

	(void)state;
	list_sort_reverse(list);
	list_sort_by(list, SIZE);
	put(list, twos, ARRAY_SIZE(twos));
	assert_order(list, "cat ant dog bee");
	assert_sort(list, "-size,-name");
	list_sort_by(list, SIZE); /* the first is turned round, the second stays */
	put(list, twos, ARRAY_SIZE(twos));
	assert_order(list, "dog bee cat ant");
	assert_sort(list, "+size,-name");
	list_sort_by(list, NAME); /* the second becomes the first: not both */
	assert_sort(list, "name,+size");
	list_destroy(list);
}

/* One step after the other is one change: what counts is where one came from. */
static void steps_in_a_row_keep_the_second_key(void **state)
{
	struct list *list = make("note", true, twos, ARRAY_SIZE(twos));

	(void)state;
	list_sort_step(list, -1);
	assert_sort(list, "-size,-note");
	list_sort_step(list, -1);
	assert_sort(list, "code,-note");
	list_move(list, MOVE_DOWN);
	list_sort_step(list, -1);
	assert_sort(list, "name,code");
	list_sort_step(list, 1); /* back where it came from */
	assert_sort(list, "code");
	list_sort_step(list, 1);
	assert_sort(list, "-size,code");
	list_destroy(list);
}

static void sorting_is_set_by_text(void **state)
{
	static const struct {
		const char *text, *got; /* NULL: not understood */
	} rows[] = {
		{"name", "name"}, {"size", "-size"}, {"-size", "-size"}, {"+size", "+size"},
		{"+name", "name"}, {"-name,size", "-name,-size"}, {"size,+name", "-size,name"},
		{"name,-name", "name"}, {"", NULL}, {",", NULL}, {"name,", NULL}, {"-", NULL},
		{"nothing", NULL}, {"name,nothing", NULL}, {"name,size,code", NULL}, {" name", NULL},
		{"--name", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct list *list = make("code", true, twos, ARRAY_SIZE(twos));

		assert_int_equal(list_set_sort(list, rows[i].text), rows[i].got != NULL);
		assert_sort(list, rows[i].got ? rows[i].got : "-code");
		assert_int_equal(list_touched(list), 0);
		list_destroy(list);
	}
}

static void the_order_can_stand_still(void **state)
{
	struct thing things[] = {four[0], four[1], four[2], four[3], {5, "eel", 99, VALUE_NUMBER}};
	struct list *list = make("size", true, things, 4);

	(void)state;
	assert_order(list, "ant cat dog bee");
	list_stand_still(list, true);
	put(list, things, 4);
	things[1].size = 77;
	list_resort(list, &ask, STATS_ALL);
	assert_order(list, "ant cat dog bee");
	put(list, things, 5); /* what comes new comes last */
	assert_order(list, "ant cat dog bee eel");
	put(list, things + 1, 4);
	assert_order(list, "cat dog bee eel");
	list_sort_reverse(list); /* another order is followed once */
	put(list, things, 4);
	assert_order(list, "dog cat ant bee");
	things[1].size = 1;
	put(list, things, 4);
	assert_order(list, "dog cat ant bee");
	list_stand_still(list, false);
	put(list, things, 4);
	assert_order(list, "bee dog cat ant");
	list_destroy(list);
}

/* --- choosing columns ------------------------------------------------------------------------ */

static void assert_columns(const struct list *list, const char *text)
{
	autostr struct str got = {0};

	list_columns_text(list, &got);
	assert_string_equal(str_text(&got), text);
}

static void columns_are_set_by_text(void **state)
{
	static const struct {
		const char *text, *got;
		bool understood;
	} rows[] = {
		{NULL, "", true},
		{"", "", true},
		{"name code size note", "", true},
		{"name", "", true},
		{"note", "", true}, /* others behind the one that they follow */
		{"note code", "name note code size", true},
		{"size name", "size note name code", true},
		{"name -code +size:20 note", "name -code +size:20 note", true},
		{"code:3", "name code:3 size note", true},
		{"name size -*", "name -code size -note", true},
		{"-name", "-name code size note", true},
		{"nothing", "", false},
		{"name nothing -code", "name -code size note", false},
		{"code code:5 -code", "", false},
		{"code:", "", false},
		{"code:x size:5y", "", false},
		{"code:-5 size:99999 note:1", "", false},
		{": - + -: *", "", false},
		{"   note   name ", "note name code size", true},
	};
	struct list *list = make("name", false, four, ARRAY_SIZE(four));

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autostr struct str once = {0};

		assert_int_equal(list_set_columns(list, rows[i].text), rows[i].understood);
		assert_columns(list, rows[i].got);
		assert_true(list_set_columns(list, rows[i].got)); /* and there and back */
		assert_columns(list, rows[i].got);
	}
	assert_int_equal(list_touched(list), 0);
	list_destroy(list);
}

static void set_columns_and_layout(struct list *list, const char *text, int width)
{
	list_set_columns(list, text);
	list_layout(list, width, 24);
}

static void chosen_columns_are_laid_out(void **state)
{
	static const struct {
		const char *text;
		int width;
		const char *titles;
	} rows[] = {
		{"note code", 50, " NAME▴    NOTE CODE                  SIZE full"},
		{"-code", 50, " NAME▴     SIZE full     NOTE"},
		{"-name -code", 50, " NAME▴     SIZE full     NOTE"}, /* the name stays */
		{"code:4 size:5", 50, " NAME▴    CODE  SIZE NOTE"},
		{"size:14", 50, " NAME▴    CODE                  SIZE full     NOTE"},
		{"name:5", 50, " NAME▴ CODE                  SIZE full     NOTE"},
		/* What was asked for comes before others, but for what matters most. */
		{"+note", 23, " NAME▴     SIZE NOTE"},
		{"+note", 18, " NAME▴     SIZE"},
		{"+note +code", 23, " NAME▴    CODE    SIZE"},
		{"name:3", 10, " NA…  SIZE"},
		{"name:50", 9, " NAME▴"},
	};
	struct list *list = make("name", false, four, ARRAY_SIZE(four));

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		set_columns_and_layout(list, rows[i].text, rows[i].width);
		assert_titles(list, rows[i].width, rows[i].titles);
	}
	list_destroy(list);
}

static void hidden_columns_are_not_asked_for(void **state)
{
	struct list *list = make("name", false, four, ARRAY_SIZE(four));

	(void)state;
	set_columns_and_layout(list, "-size", 80);
	assert_int_equal(list_stats(list), STATS_NET);
	list_set_sort(list, "name,size"); /* what is sorted by is needed all the same */
	assert_int_equal(list_stats(list), STATS_MEMORY | STATS_NET);
	list_destroy(list);
}

static void columns_are_chosen_one_by_one(void **state)
{
	struct list *list = make("name", false, four, ARRAY_SIZE(four));
	struct list_column at;

	(void)state;
	list_layout(list, 23, 24);
	assert_false(list_column_toggle(list, 0));
	assert_int_equal(list_touched(list), 0);
	assert_true(list_column_at(list, 3, &at));
	assert_false(at.on_screen);
	assert_true(list_column_toggle(list, 3)); /* no room: asked for */
	assert_columns(list, "name code size +note");
	assert_titles(list, 23, " NAME▴     SIZE NOTE");
	assert_true(list_column_toggle(list, 3));
	assert_columns(list, "name code size -note");
	assert_true(list_column_toggle(list, 1));
	assert_true(list_column_toggle(list, 1)); /* there is room: as it was made */
	assert_columns(list, "name code size -note");
	assert_true(list_column_shift(list, 1, 1));
	assert_false(list_column_shift(list, 0, -1));
	assert_false(list_column_shift(list, 3, 1));
	assert_titles(list, 23, " NAME▴     SIZE CODE");
	list_column_widen(list, 2, 1); /* it has what is left of the line */
	list_column_widen(list, 2, -1);
	assert_true(list_column_at(list, 2, &at));
	assert_int_equal(at.index, CODE);
	assert_true(at.own_width);
	assert_false(list_column_at(list, 4, &at));
	for (int i = 0; i < 300; i++)
		list_column_widen(list, 2, -1);
	assert_columns(list, "name size code:2 -note");
	assert_int_equal(list_touched(list), LIST_TOUCHED_COLUMNS);
	list_reset_columns(list);
	assert_columns(list, "");
	assert_titles(list, 23, " NAME▴    CODE    SIZE");
	list_destroy(list);
}

/* --- groups ---------------------------------------------------------------------------------- */

static const struct thing eight[] = {
	{1, "ant", 40, VALUE_NUMBER}, {2, "bee", 10, VALUE_NUMBER}, {3, "ape", 30, VALUE_NUMBER},
	{4, "cat", 20, VALUE_NUMBER}, {5, "bat", 60, VALUE_NUMBER}, {6, "asp", 50, VALUE_NUMBER},
	{7, ".", 5, VALUE_NUMBER},    {8, "cow", 70, VALUE_NUMBER},
};

static struct list *grouped(const char *by)
{
	struct list *list = list_create(&grouped_ops, "name", false);

	list_layout(list, 40, 24);
	assert_true(list_set_group(list, by));
	put(list, eight, ARRAY_SIZE(eight));
	list_hold(list);
	return list;
}

/* What stands at the left of all lines: names, and whole lines of groups; parted by "|". */
static void assert_lines(const struct list *list, const char *lines)
{
	struct surface *s = surface_create(40, 24);
	autostr struct str got = {0};
	size_t first;
	size_t n = list_visible(list, &first);

	list_draw(list, surface_area(s), &ask);
	for (size_t i = 0; i < n; i++) {
		autostr struct str row = {0};
		const char *text;
		size_t len;

		surface_row_text(s, (int)i + 1, &row);
		text = str_text(&row) + 1;
		len = strcspn(text, " ");
		if (list_line_row(list, first + i) == LIST_NO_ROW)
			len = strlen(text);
		str_addf(&got, "%s%.*s", i ? "|" : "", (int)len, text);
	}
	assert_string_equal(str_text(&got), lines);
	surface_destroy(s);
}

static void rows_are_grouped_and_sorted_within(void **state)
{
	struct list *list = grouped("letter");

	(void)state;
	assert_lines(list, "▾ a   3 things, 3 large|ant|ape|asp|▾ b   2 things, 1 large|bat|bee|"
			   "▾ c   2 things, 1 large|cat|cow|▾ no letter   1 thing, 0 large|.");
	list_set_sort(list, "size");
	put(list, eight, ARRAY_SIZE(eight));
	assert_order(list, "asp ant ape bat bee cow cat .");
	/* By rank, not by name. */
	assert_true(list_set_group(list, "parity"));
	assert_int_equal(list_count(list), 0);
	put(list, eight, ARRAY_SIZE(eight));
	assert_order(list, "bat ant ape . cow asp cat bee");
	assert_string_equal(list_group(list), "parity");
	assert_false(list_set_group(list, "nothing"));
	assert_string_equal(list_group(list), "parity");
	assert_true(list_set_group(list, NULL));
	put(list, eight, ARRAY_SIZE(eight));
	assert_null(list_group(list));
	assert_order(list, "cow bat asp ant ape cat bee .");
	list_destroy(list);
}

static void folding_hides_rows_and_keeps_them(void **state)
{
	struct list *list = grouped("letter");

	(void)state;
	assert_true(list_select(list, obj_id_numbered(OBJ_ITEM, 3)));
	list_mark_cursor(list);
	list_fold(list, LIST_FOLD);
	assert_lines(list, "▸ a   3 things, 3 large, 1 marked|▾ b   2 things, 1 large|bat|bee|"
			   "▾ c   2 things, 1 large|cat|cow|▾ no letter   1 thing, 0 large|.");
	assert_true(list_on_group(list));
	assert_null(list_selected(list));
	assert_int_equal(list_selected_id(list).kind, OBJ_GROUP);
	assert_int_equal(list_cursor(list), LIST_NO_ROW);
	assert_int_equal(list_count(list), 8);
	assert_int_equal(list_marked_count(list), 1);
	assert_int_equal(list_touched(list), LIST_TOUCHED_FOLDED | LIST_TOUCHED_MARKS);
	list_fold(list, LIST_FOLD_ALL);
	assert_lines(list, "▸ a   3 things, 3 large, 1 marked|▸ b   2 things, 1 large|"
			   "▸ c   2 things, 1 large|▸ no letter   1 thing, 0 large");
	assert_true(list_on_group(list));
	list_move(list, MOVE_DOWN);
	list_fold(list, LIST_FOLD_TOGGLE);
	assert_lines(list, "▸ a   3 things, 3 large, 1 marked|▾ b   2 things, 1 large|bat|bee|"
			   "▸ c   2 things, 1 large|▸ no letter   1 thing, 0 large");
	list_move(list, MOVE_DOWN);
	assert_string_equal(selected(list)->name, "bat");
	list_fold(list, LIST_UNFOLD_ALL); /* the cursor stays where it is */
	assert_string_equal(selected(list)->name, "bat");
	list_destroy(list);
}

static void the_cursor_stays_on_a_group(void **state)
{
	struct list *list = grouped("letter");
	struct obj_id id;

	(void)state;
	list_move(list, MOVE_TOP);
	for (int i = 0; i < 4; i++)
		list_move(list, MOVE_DOWN);
	assert_true(list_on_group(list));
	id = list_selected_id(list);
	put(list, eight + 1, 1); /* only "bee" is left */
	assert_true(list_on_group(list));
	assert_true(obj_id_equal(list_selected_id(list), id));
	assert_lines(list, "▾ b   1 thing, 0 large|bee");
	put(list, eight, ARRAY_SIZE(eight));
	assert_true(obj_id_equal(list_selected_id(list), id));
	assert_true(list_select(list, id));
	put(list, NULL, 0);
	assert_false(list_on_group(list));
	assert_false(list_select(list, id));
	list_fold(list, LIST_FOLD_ALL); /* there is nothing to fold */
	put(list, eight, ARRAY_SIZE(eight));
	assert_int_equal(list_count(list), 8);
	list_destroy(list);
}

/* A row that is looked for, or whose group is folded away under the cursor. */
static void the_cursor_and_what_is_folded(void **state)
{
	struct list *list = grouped("letter");
	struct thing moved[ARRAY_SIZE(eight)];

	(void)state;
	list_set_folded(list, "letter c");
	put(list, eight, ARRAY_SIZE(eight));
	assert_true(list_select(list, obj_id_numbered(OBJ_ITEM, 4)));
	assert_string_equal(selected(list)->name, "cat");
	assert_lines(list, "▾ a   3 things, 3 large|ant|ape|asp|▾ b   2 things, 1 large|bat|bee|"
			   "▾ c   2 things, 1 large|cat|cow|▾ no letter   1 thing, 0 large|.");
	list_set_folded(list, "letter b");
	memcpy(moved, eight, sizeof(eight));
	moved[3].name = "b-cat"; /* into a group that is folded: the cursor is on its line */
	put(list, moved, ARRAY_SIZE(moved));
	assert_true(list_on_group(list));
	assert_lines(list, "▾ a   3 things, 3 large|ant|ape|asp|▸ b   3 things, 1 large|"
			   "▾ c   1 thing, 1 large|cow|▾ no letter   1 thing, 0 large|.");
	list_destroy(list);
}

static void marks_and_groups(void **state)
{
	struct list *list = grouped("letter");

	(void)state;
	list_move(list, MOVE_TOP);
	list_mark_cursor(list);
	assert_int_equal(list_marked_count(list), 3);
	list_select(list, obj_id_numbered(OBJ_ITEM, 1));
	list_mark_cursor(list); /* one of them not: all again */
	list_move(list, MOVE_UP);
	list_mark_cursor(list);
	assert_int_equal(list_marked_count(list), 3);
	list_mark_cursor(list);
	assert_int_equal(list_marked_count(list), 0);
	/* A range over a folded group takes all of it, an open one only what is in the range. */
	list_select(list, obj_id_numbered(OBJ_ITEM, 2));
	list_fold(list, LIST_FOLD);
	list_select(list, obj_id_numbered(OBJ_ITEM, 6));
	list_mark_cursor(list);
	list_select(list, obj_id_numbered(OBJ_ITEM, 4));
	list_mark_range(list);
	assert_int_equal(list_marked_count(list), 4);
	list_mark_invert(list);
	assert_int_equal(list_marked_count(list), 4);
	assert_true(list_select(list, obj_id_numbered(OBJ_ITEM, 2)));
	assert_false(list_is_marked(list, list_cursor(list)));
	list_destroy(list);
}

/* The first one marks where the range begins; after all marks are off one begins anew. */
static void a_range_goes_on_from_the_last(void **state)
{
	struct list *list = grouped("letter");

	(void)state;
	list_select(list, obj_id_numbered(OBJ_ITEM, 1));
	list_mark_range(list);
	assert_int_equal(list_marked_count(list), 1);
	list_move(list, MOVE_DOWN);
	list_move(list, MOVE_DOWN);
	list_mark_range(list);
	assert_int_equal(list_marked_count(list), 3);
	list_mark_none(list);
	list_move(list, MOVE_BOTTOM);
	list_mark_range(list);
	assert_int_equal(list_marked_count(list), 1);
	/* On a group that is open nothing is marked, but it is where the next one begins. */
	list_mark_none(list);
	list_move(list, MOVE_TOP);
	list_mark_range(list);
	assert_int_equal(list_marked_count(list), 0);
	list_move(list, MOVE_DOWN);
	list_mark_range(list);
	assert_int_equal(list_marked_count(list), 1);
	list_destroy(list);
}

static void assert_folded(const struct list *list, const char *text)
{
	autostr struct str got = {0};

	list_folded_text(list, &got);
	assert_string_equal(str_text(&got), text);
}

static void what_is_folded_is_told_and_set(void **state)
{
	struct list *list = grouped("letter");

	(void)state;
	list_set_folded(list, "parity odd\nletter gone\n\nnonsense\nletter a\nletter a\nletter ");
	assert_folded(list, "parity odd\nletter gone\nletter a\nletter ");
	put(list, eight, ARRAY_SIZE(eight));
	assert_lines(list, "▸ a   3 things, 3 large|▾ b   2 things, 1 large|bat|bee|"
			   "▾ c   2 things, 1 large|cat|cow|▸ no letter   1 thing, 0 large");
	assert_int_equal(list_touched(list), 0);
	list_fold(list, LIST_UNFOLD_ALL);
	assert_folded(list, "parity odd\nletter gone");
	list_set_folded(list, NULL);
	assert_folded(list, "");
	list_destroy(list);
}

static void lines_scroll_and_are_pressed(void **state)
{
	struct list *list = grouped("letter");
	const struct key key = {.code = KEYC_MOUSE, .mouse = MOUSE_PRESS, .button = 1};
	size_t first;

	(void)state;
	list_layout(list, 40, 5);
	list_move(list, MOVE_BOTTOM);
	assert_string_equal(selected(list)->name, ".");
	assert_int_equal(list_visible(list, &first), 4);
	assert_int_equal(first, 8);
	assert_int_equal(list_line_row(list, first), 5);
	assert_int_equal(list_line_row(list, first + 2), LIST_NO_ROW);
	assert_int_equal(list_line_row(list, first + 4), LIST_NO_ROW); /* none at all */
	list_press(list, &key, 5, 3);
	assert_lines(list, "▾ c   2 things, 1 large|cat|cow|▸ no letter   1 thing, 0 large");
	list_press(list, &key, 5, 4);
	assert_lines(list, "▾ c   2 things, 1 large|cat|cow|▾ no letter   1 thing, 0 large");
	list_fold(list, LIST_FOLD_ALL);
	assert_int_equal(list_visible(list, &first), 4);
	assert_int_equal(first, 0);
	list_destroy(list);
}

/* --- many ------------------------------------------------------------------------------------ */

#define A_LOT 10000

static void ten_thousand_rows(void **state)
{
	static char names[A_LOT][16];
	struct list *list = list_create(&plain_ops, "size", false);
	static bool seen[A_LOT];
	double last = -1;

	(void)state;
	list_layout(list, 120, 30);
	for (int round = 0; round < 3; round++) {
		list_clear(list);
		for (uint32_t i = 0; i < A_LOT; i++) {
			struct thing *t = list_add(list);

			snprintf(names[i], sizeof(names[i]), "row-%u", (unsigned)i);
			/* Every size ten times, in no order. */
			*t = (struct thing){i + 1, names[i], (double)(i * 7919u % 1000u), VALUE_NUMBER};
		}
		list_settle(list, &ask);
		list_layout(list, 120, 30);
		if (round == 0)
			assert_true(list_select(list, obj_id_numbered(OBJ_ITEM, 5000)));
		list_hold(list);
		assert_int_equal(selected(list)->id, 5000);
	}
	assert_int_equal(list_count(list), A_LOT);
	for (size_t i = 0; i < A_LOT; i++) {
		const struct thing *t = list_row(list, i);

		assert_true(t->size >= last);
		assert_false(seen[t->id - 1]);
		if (i && t->size == last) /* equal ones in the order in which they were added */
			assert_true(t->id > ((const struct thing *)list_row(list, i - 1))->id);
		seen[t->id - 1] = true;
		last = t->size;
	}
	list_move(list, MOVE_BOTTOM);
	assert_int_equal(list_cursor(list), A_LOT - 1);
	assert_int_equal(selected(list)->size, 999);
	list_destroy(list);
}

/* As many groups as rows are no trouble either. */
static const char *own_name(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct thing *)p)->name;
}

static void ten_thousand_groups(void **state)
{
	static const struct grouping by_name[] = {{.id = "name", .none = "", .get = own_name}, {.id = NULL}};
	static char names[A_LOT][16];
	struct list_ops ops = grouped_ops;
	struct list *list;
	size_t first;

	(void)state;
	ops.groupings = by_name;
	list = list_create(&ops, "name", false);
	list_layout(list, 80, 24);
	list_hold(list);
	assert_true(list_set_group(list, "name"));
	for (uint32_t i = 0; i < A_LOT; i++) {
		struct thing *t = list_add(list);

		snprintf(names[i], sizeof(names[i]), "row-%u", (unsigned)(i * 7919u % A_LOT));
		*t = (struct thing){i + 1, names[i], i, VALUE_NUMBER};
	}
	list_settle(list, &ask);
	for (size_t i = 0; i < A_LOT; i++) {
		assert_int_equal(list_line_row(list, 2 * i), LIST_NO_ROW);
		assert_int_equal(list_line_row(list, 2 * i + 1), i);
		snprintf(names[0], sizeof(names[0]), "row-%zu", i);
		assert_string_equal(i ? ((const struct thing *)list_row(list, i))->name : names[0], names[0]);
	}
	list_fold(list, LIST_FOLD_ALL);
	list_move(list, MOVE_BOTTOM);
	list_visible(list, &first);
	assert_int_equal(first, A_LOT - 23);
	list_destroy(list);
}

static const char *words_of(const void *p, int *ret_rank)
{
	const char *name = own_name(p, ret_rank);

	return name[0] == '-' ? NULL : name;
}

/* Of names with several words the first may be the group's. */
static void the_first_word_may_be_the_group(void **state)
{
	static const struct grouping by_word[] = {
		{.id = "word", .none = "none", .first_word = true, .get = words_of}, {.id = NULL}};
	static const char *const names[] = {"lab web", "web lab", "lab", "lab db", "-", "labs"};
	struct list_ops ops = grouped_ops;
	struct list *list;

	(void)state;
	ops.groupings = by_word;
	list = list_create(&ops, "name", false);
	list_layout(list, 80, 24);
	list_hold(list);
	assert_true(list_set_group(list, "word"));
	for (uint32_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct thing *t = list_add(list);

		*t = (struct thing){i + 1, names[i], i, VALUE_NUMBER};
	}
	list_settle(list, &ask);
	/* lab with three, labs, web, and those without any. */
	assert_int_equal(list_line_row(list, 0), LIST_NO_ROW);
	assert_int_equal(list_line_row(list, 4), LIST_NO_ROW);
	assert_int_equal(list_line_row(list, 6), LIST_NO_ROW);
	assert_int_equal(list_line_row(list, 8), LIST_NO_ROW);
	assert_string_equal(((const struct thing *)list_row(list, list_line_row(list, 3)))->name, "lab web");
	assert_string_equal(((const struct thing *)list_row(list, list_line_row(list, 9)))->name, "-");
	list_destroy(list);
}

/* 203: machine 3 on host 2. */
static struct obj_id machine_id(const void *p)
{
	const struct thing *t = p;
	unsigned char uuid[UUID_SIZE] = {(unsigned char)(t->id % 100)};

	return obj_id_domain(t->id / 100, uuid);
}

static void follows_a_machine_to_another_host(void **state)
{
	static const struct list_ops ops = {
		.columns = columns, .row_size = sizeof(struct thing), .id = machine_id,
	};
	static const struct thing there[] = {{101, "a", 0, 0}, {202, "m", 0, 0}, {103, "z", 0, 0}};
	static const struct thing both[] = {
		{101, "a", 0, 0}, {102, "m", 0, 0}, {202, "m", 0, 0}, {103, "z", 0, 0}};
	static const struct thing here[] = {{101, "a", 0, 0}, {102, "m", 0, 0}, {103, "z", 0, 0}};
	struct list *list = list_create(&ops, "name", false);

	(void)state;
	list_layout(list, 60, 10);
	put(list, there, ARRAY_SIZE(there));
	list_hold(list);
	assert_true(list_select(list, machine_id(&there[1])));
	put(list, both, ARRAY_SIZE(both));
	assert_int_equal(selected(list)->id, 202); /* while it is there it stays */
	put(list, here, ARRAY_SIZE(here));
	assert_int_equal(selected(list)->id, 102);
	put(list, here, 1);
	assert_int_equal(selected(list)->id, 101);
	list_destroy(list);
}

/* --- what stands on several cells, or was --------------------------------------------------------- */

static struct trend rise;

static void get_state(const void *p, const struct cell_ask *a, struct value *v)
{
	bool lost = ((const struct thing *)p)->kind != VALUE_NUMBER;

	(void)a;
	value_printf(v, TONE_PLAIN, lost ? "lost" : "up");
	if (!lost)
		return;
	snprintf(v->more, sizeof(v->more), "again in 4 s");
	v->why = "No answer, as it seems";
}

static void get_load(const void *p, const struct cell_ask *a, struct value *v)
{
	get_size(p, a, v);
	v->trend = &rise;
	v->metric = TREND_CPU;
	v->most = 100;
}

static const struct column lost_columns[] = {
	{.id = "name", .title = "NAME", .width = 5, .get = get_name},
	{.id = "state", .title = "STATE", .width = 6, .priority = 1, .get = get_state},
	{.id = "size", .title = "SIZE", .width = 6, .wide = 14, .bar = 7, .priority = 2, .wide_priority = 3, .right = true,
	 .get = get_load},
	{.id = "load", .title = "LOAD", .width = 6, .priority = 3, .right = true, .get = get_size},
	{.id = "note", .title = "NOTE", .width = 4, .priority = 4, .get = get_note},
	{.id = NULL},
};

static const struct list_ops lost_ops = {
	.columns = lost_columns,
	.row_size = sizeof(struct thing),
	.id = thing_id,
	.groupings = groupings,
	.words = &words,
};

static void assert_drawn(struct list *list, int width, const char *first, const char *second)
{
	struct surface *s = surface_create(width, 5);
	autostr struct str one = {0};
	autostr struct str two = {0};

	list_layout(list, width, 5);
	list_draw(list, surface_area(s), &ask);
	surface_row_text(s, 1, &one);
	surface_row_text(s, 2, &two);
	assert_string_equal(str_text(&one), first);
	assert_string_equal(str_text(&two), second);
	surface_destroy(s);
}

static const struct thing ups_and_downs[] = {{1, "a", 50, VALUE_NUMBER}, {2, "b", 0, VALUE_ABSENT}};

/* Over the cells that have nothing to say, not over those that have. */
static void more_goes_on_over_empty_cells(void **state)
{
	struct list *list = list_create(&lost_ops, "name", false);

	(void)state;
	put(list, ups_and_downs, 2);
	assert_drawn(list, 38, " a     up     size 50 ███        50", " b     lost, again in 4 s: No answ…");
	assert_drawn(list, 46, " a     up     size 50 ███        50 note", " b     lost, again in 4 s: No answ… note");
	assert_drawn(list, 16, " a     up", " b     lost, ag…");
	list_destroy(list);
}

/* In the place of the bar, as soon as there are two points. */
static void history_stands_where_the_bar_would(void **state)
{
	struct list *list = list_create(&lost_ops, "name", false);
	float values[TREND_METRICS] = {[TREND_CPU] = 10};

	(void)state;
	put(list, ups_and_downs, 1);
	assert_drawn(list, 60, " a     up     size 50 ███        50 note", "");
	for (int i = 0; i < TREND_FINE; i++) {
		values[TREND_CPU] = i < TREND_FINE / 2 ? 10 : 100;
		trend_add(&rise, (int64_t)(i * TREND_FINE_S + 1) * 1000000000, values);
	}
	assert_drawn(list, 60, " a     up     size 50 ▁▁▁███     50 note", "");
	list_destroy(list);
}

static void groups_at_first_are_until_somebody_chooses(void **state)
{
	struct list *list = list_create(&lost_ops, "name", false);
	autostr struct str text = {0};
	autostr struct str none = {0};

	(void)state;
	list_group_at_first(list, "parity");
	assert_string_equal(list_group(list), "parity");
	assert_int_equal(list_touched(list), 0);
	list_group_at_first(list, NULL);
	assert_null(list_group(list));
	list_group_text(list, &text);
	assert_string_equal(str_text(&text), "");
	list_group_at_first(list, "parity");
	assert_true(list_choose_group(list, NULL));
	list_group_at_first(list, "parity");
	assert_null(list_group(list));
	list_group_text(list, &none);
	assert_string_equal(str_text(&none), "none");
	list_destroy(list);
	/* The next time. */
	list = list_create(&lost_ops, "name", false);
	assert_true(list_set_group(list, "none"));
	list_group_at_first(list, "parity");
	assert_null(list_group(list));
	list_destroy(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_goes_on_over_empty_cells),
		cmocka_unit_test(history_stands_where_the_bar_would),
		cmocka_unit_test(groups_at_first_are_until_somebody_chooses),
		cmocka_unit_test(selection_follows_when_rows_come),
		cmocka_unit_test(selection_follows_when_rows_go),
		cmocka_unit_test(selection_follows_when_sorted),
		cmocka_unit_test(selection_follows_ids_not_names),
		cmocka_unit_test(cursor_stays_in_place_when_its_object_is_gone),
		cmocka_unit_test(cursor_goes_up_when_the_last_is_gone),
		cmocka_unit_test(nothing_is_selected_in_an_empty_list),
		cmocka_unit_test(cursor_stays_on_top_until_somebody_looks),
		cmocka_unit_test(selects_what_is_there),
		cmocka_unit_test(equal_rows_keep_their_order),
		cmocka_unit_test(nothing_to_say_comes_last_both_ways),
		cmocka_unit_test(numbers_in_names_count),
		cmocka_unit_test(without_a_column_the_first_one_sorts),
		cmocka_unit_test(sorting_steps_through_the_columns_that_are_shown),
		cmocka_unit_test(sorts_again_only_when_figures_matter),
		cmocka_unit_test(asks_for_what_is_shown_and_sorted_by),
		cmocka_unit_test(columns_drop_by_what_matters),
		cmocka_unit_test(wide_forms_have_a_bar_and_are_told_so),
		cmocka_unit_test(the_flexible_column_takes_what_its_texts_want),
		cmocka_unit_test(any_width_is_drawn_within_itself),
		cmocka_unit_test(draws_marks_and_the_cursor),
		cmocka_unit_test(says_that_it_is_empty),
		cmocka_unit_test(moves_and_scrolls),
		cmocka_unit_test(the_cursor_is_never_out_of_sight),
		cmocka_unit_test(the_mouse_selects_scrolls_and_sorts),
		cmocka_unit_test(a_press_below_the_rows_does_nothing),
		cmocka_unit_test(only_what_is_to_be_kept_is_there),
		cmocka_unit_test(marks_outlast_being_hidden),
		cmocka_unit_test(another_filter_sifts_what_is_there),
		cmocka_unit_test(marks_by_id_show_when_it_settles),
		cmocka_unit_test(what_was_sorted_by_before_is_the_second_key),
		cmocka_unit_test(steps_in_a_row_keep_the_second_key),
		cmocka_unit_test(sorting_is_set_by_text),
		cmocka_unit_test(the_order_can_stand_still),
		cmocka_unit_test(columns_are_set_by_text),
		cmocka_unit_test(chosen_columns_are_laid_out),
		cmocka_unit_test(hidden_columns_are_not_asked_for),
		cmocka_unit_test(columns_are_chosen_one_by_one),
		cmocka_unit_test(rows_are_grouped_and_sorted_within),
		cmocka_unit_test(folding_hides_rows_and_keeps_them),
		cmocka_unit_test(the_cursor_stays_on_a_group),
		cmocka_unit_test(the_cursor_and_what_is_folded),
		cmocka_unit_test(marks_and_groups),
		cmocka_unit_test(a_range_goes_on_from_the_last),
		cmocka_unit_test(what_is_folded_is_told_and_set),
		cmocka_unit_test(lines_scroll_and_are_pressed),
		cmocka_unit_test(follows_a_machine_to_another_host),
		cmocka_unit_test(ten_thousand_rows),
		cmocka_unit_test(ten_thousand_groups),
		cmocka_unit_test(the_first_word_may_be_the_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
