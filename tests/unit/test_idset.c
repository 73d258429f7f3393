// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "model/idset.h"

#define MANY 10000

static struct obj_id id(uint32_t number)
{
	return obj_id_numbered(OBJ_ITEM, number + 1);
}

static void holds_what_was_put_in(void **state)
{
	struct idset set = {0};

	(void)state;
	assert_false(idset_has(&set, id(1)));
	assert_false(idset_remove(&set, id(1)));
	assert_true(idset_add(&set, id(1)));
	assert_false(idset_add(&set, id(1)));
	assert_true(idset_has(&set, id(1)));
	assert_false(idset_has(&set, id(2)));
	assert_int_equal(set.n, 1);
	idset_clear(&set);
	assert_int_equal(set.n, 0);
	assert_false(idset_has(&set, id(1)));
	idset_finish(&set);
}

/* What was pushed past a slot is still found when that one is emptied. */
static void survives_removals(void **state)
{
	struct idset set = {0};
	unsigned char in[MANY] = {0};
	size_t n = 0;

	(void)state;
	srand(7);
	for (int step = 0; step < 20 * MANY; step++) {
		uint32_t i = (uint32_t)rand() % MANY;

		if (rand() % 2) {
			assert_int_equal(idset_add(&set, id(i)), !in[i]);
			n += !in[i];
			in[i] = 1;
		} else {
			assert_int_equal(idset_remove(&set, id(i)), in[i]);
			n -= in[i];
			in[i] = 0;
		}
		assert_int_equal(set.n, n);
	}
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(idset_has(&set, id(i)), in[i]);
	idset_finish(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_what_was_put_in),
		cmocka_unit_test(survives_removals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
