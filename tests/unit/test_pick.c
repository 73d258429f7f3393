// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arr.h"
#include "ui/widgets/pick.h"

#define HEIGHT 8 /* of the float: five lines, with 2 rows over and 1 under them */

static struct pick lines(size_t n)
{
	return (struct pick){.n = n, .above = 2, .below = 1, .width = 30, .spare = 2};
}

static void the_cursor_stays_in_sight(void **state)
{
	static const struct {
		enum move how;
		size_t cursor, top;
	} steps[] = {
		{MOVE_UP, 0, 0},        {MOVE_DOWN, 1, 0},      {MOVE_PAGE_DOWN, 6, 2}, {MOVE_UP, 5, 2},
		{MOVE_PAGE_DOWN, 10, 6}, {MOVE_BOTTOM, 11, 7},  {MOVE_DOWN, 11, 7},     {MOVE_PAGE_UP, 6, 6},
		{MOVE_TOP, 0, 0},
	};
	struct pick p = lines(12);
	struct pane pane = {.pick = &p};

	(void)state;
	pick_layout(&pane, 30, HEIGHT);
	assert_int_equal(p.page, 5);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		assert_int_equal(pick_move(&pane, steps[i].how), REACT_REDRAW);
		assert_int_equal(p.cursor, steps[i].cursor);
		assert_int_equal(p.top, steps[i].top);
	}
	pick_move(&pane, MOVE_PAGE_DOWN);
	pick_layout(&pane, 30, 5); /* a smaller window */
	assert_int_equal(p.page, 2);
	assert_int_equal(p.top, 4);
	pick_layout(&pane, 30, 1);
	assert_int_equal(p.page, 1);
	assert_int_equal(p.top, 5);
}

static void the_cursor_may_be_on_none(void **state)
{
	struct pick p = lines(3);
	struct pick empty = lines(0);
	struct pane pane = {.pick = &p};
	struct pane empty_pane = {.pick = &empty};

	(void)state;
	p.cursor = PICK_NONE;
	pick_layout(&pane, 30, HEIGHT);
	assert_int_equal(p.top, 0);
	assert_int_equal(pick_move(&pane, MOVE_DOWN), REACT_REDRAW);
	assert_int_equal(p.cursor, 0);
	pick_layout(&empty_pane, 30, HEIGHT);
	assert_int_equal(pick_move(&empty_pane, MOVE_DOWN), REACT_DONE);
}

static void what_a_press_is_on(void **state)
{
	static const struct {
		int button, y;
		size_t line;
	} rows[] = {
		{1, 1, PICK_NONE}, {1, 2, 7}, {1, 6, 11}, {1, 7, PICK_NONE}, {1, -1, PICK_NONE},
		{2, 3, PICK_NONE}, {3, 3, PICK_NONE}, {4, 3, PICK_NONE},
	};
	struct pick p = lines(12);
	struct pick few = lines(2);
	struct pane pane = {.pick = &p};
	struct pane few_pane = {.pick = &few};

	(void)state;
	pick_layout(&pane, 30, HEIGHT);
	pick_move(&pane, MOVE_BOTTOM);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct key key = {.code = KEYC_MOUSE, .mouse = MOUSE_PRESS, .button = rows[i].button};

		assert_true(pick_pressed(&p, &key, rows[i].y) == rows[i].line);
	}
	pick_layout(&few_pane, 30, HEIGHT);
	const struct key key = {.code = KEYC_MOUSE, .mouse = MOUSE_PRESS, .button = 1};

	assert_true(pick_pressed(&few, &key, 3) == 1);
	assert_true(pick_pressed(&few, &key, 4) == PICK_NONE);
}

static enum reaction entered(struct pane *pane, const struct key *key)
{
	*(size_t *)pane->data = pane->pick->cursor;
	return key->code == KEYC_ENTER ? REACT_CLOSE : REACT_UNUSED;
}

static void a_press_is_enter_and_the_wheel_moves(void **state)
{
	static const struct pane_ops ops = {.key = entered, .move = pick_move};
	struct pick p = lines(3);
	size_t at = PICK_NONE;
	struct pane pane = {.ops = &ops, .pick = &p, .data = &at};
	struct key key = {.code = KEYC_MOUSE, .mouse = MOUSE_PRESS, .button = 5};

	(void)state;
	pick_layout(&pane, 30, HEIGHT);
	assert_int_equal(pick_press(&pane, &key, 5, 0), REACT_REDRAW);
	assert_int_equal(p.cursor, 1);
	assert_true(at == PICK_NONE);
	key.button = 1;
	assert_int_equal(pick_press(&pane, &key, 5, 4), REACT_CLOSE);
	assert_int_equal(at, 2);
	assert_int_equal(pick_press(&pane, &key, 5, 6), REACT_DONE);
	assert_int_equal(p.cursor, 2);
}

static void it_wants_its_lines_and_what_is_around_them(void **state)
{
	struct pick p = lines(3);
	struct pane pane = {.pick = &p};
	int width = 80, height = 24;

	(void)state;
	pick_wants(&pane, &width, &height);
	assert_int_equal(width, 30);
	assert_int_equal(height, 6);
	height = 7;
	pick_wants(&pane, &width, &height);
	assert_int_equal(height, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_stays_in_sight),
		cmocka_unit_test(the_cursor_may_be_on_none),
		cmocka_unit_test(what_a_press_is_on),
		cmocka_unit_test(a_press_is_enter_and_the_wheel_moves),
		cmocka_unit_test(it_wants_its_lines_and_what_is_around_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
