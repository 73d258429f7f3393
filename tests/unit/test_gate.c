// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "virt/gate.h"

static int went[8];

static void go(void *who)
{
	(*(int *)who)++;
}

static void in_turn(void **state)
{
	struct gate *gate = gate_create(2);

	(void)state;
	assert_true(gate_enter(gate, &went[0], go));
	assert_true(gate_enter(gate, &went[1], go));
	assert_false(gate_enter(gate, &went[2], go));
	assert_false(gate_enter(gate, &went[3], go));
	assert_false(gate_enter(gate, &went[2], go));
	assert_true(gate_enter(gate, &went[0], go));
	assert_int_equal(gate_place(gate, &went[3]), 1);
	assert_int_equal(gate_place(gate, &went[0]), -1);

	gate_leave(gate, &went[0]);
	assert_int_equal(went[2], 1);
	assert_int_equal(went[3], 0);
	gate_leave(gate, &went[3]); /* gave up while it waited */
	gate_leave(gate, &went[1]);
	assert_int_equal(went[3], 0);
	gate_leave(gate, &went[1]);
	assert_true(gate_enter(gate, &went[4], go));
	assert_false(gate_enter(gate, &went[5], go));
	assert_false(gate_enter(gate, &went[6], go));

	gate_set(gate, 4);
	assert_int_equal(went[5] + went[6], 2);
	assert_int_equal(went[0] + went[1] + went[4], 0);
	gate_destroy(gate);
}

/* Whoever waits for a person lends the place, as many as there are places. */
static void lent(void **state)
{
	struct gate *gate = gate_create(2);

	(void)state;
	memset(went, 0, sizeof(went));
	for (int i = 0; i < 7; i++)
		assert_int_equal(gate_enter(gate, &went[i], go), i < 2);
	gate_lend(gate, &went[6]); /* it waits itself */
	gate_lend(gate, &went[1]);
	gate_lend(gate, &went[1]);
	assert_int_equal(went[2], 1);
	assert_int_equal(went[3], 0);
	gate_lend(gate, &went[2]);
	assert_int_equal(went[3], 1);
	gate_lend(gate, &went[0]); /* two do already */
	assert_int_equal(went[4], 0);
	/* One that got its answer is done: its own place was lent, nobody comes for it. */
	gate_leave(gate, &went[1]);
	assert_int_equal(went[4], 0);
	gate_lend(gate, &went[0]);
	assert_int_equal(went[4], 1);
	gate_leave(gate, &went[3]);
	assert_int_equal(went[5], 1);
	gate_lend(NULL, &went[0]);
	gate_destroy(gate);
}

/* One who goes may fail at once. */
static void leaves(void *who)
{
	struct gate **gate = who;
	gate_leave(*gate, who);
}

static void at_once(void **state)
{
	struct gate *gate = gate_create(1);
	struct gate *a = gate, *b = gate, *c = gate;

	(void)state;
	assert_true(gate_enter(gate, &a, leaves));
	assert_false(gate_enter(gate, &b, leaves));
	assert_false(gate_enter(gate, &c, leaves));
	gate_leave(gate, &a);
	assert_int_equal(gate_place(gate, &c), -1);
	assert_true(gate_enter(gate, &a, leaves));
	gate_destroy(gate);
}

static void without_a_gate(void **state)
{
	(void)state;
	assert_true(gate_enter(NULL, &went[0], go));
	gate_leave(NULL, &went[0]);
	assert_int_equal(gate_place(NULL, &went[0]), -1);
	gate_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_turn),
		cmocka_unit_test(lent),
		cmocka_unit_test(at_once),
		cmocka_unit_test(without_a_gate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
