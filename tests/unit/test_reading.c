// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "model/pools.h"
#include "model/reading.h"

#define MANY 200

static struct reading_key key_of(unsigned i)
{
	unsigned char uuid[UUID_SIZE] = {0};
	uint32_t mixed = i * 2654435761u; /* neither rising nor falling */
	memcpy(uuid + 4, &mixed, sizeof(mixed));
	return reading_key_of(READING_POOLS, uuid);
}

static struct pools *some_pools(const char *name)
{
	struct pools *pools = mem_new(struct pools);
	pools_add(pools, name);
	return pools;
}

static const char *name_in(const struct readings *r, unsigned i)
{
	const struct pools *pools = readings_data(r, key_of(i));
	return pools ? pools->all[0].name : NULL;
}

static void finds_what_was_put(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	assert_null(readings_find(r, key_of(0)));
	assert_null(readings_find(NULL, key_of(0)));
	for (unsigned i = 0; i < MANY; i++) {
		autofree char *name = mem_printf("pool %u", i);
		readings_put(r, key_of(i), some_pools(name), i + 1);
	}
	for (unsigned i = 0; i < MANY; i++) {
		autofree char *name = mem_printf("pool %u", i);
		assert_string_equal(name_in(r, i), name);
		assert_int_equal(readings_find(r, key_of(i))->time_ns, i + 1);
	}
	assert_null(readings_find(r, key_of(MANY)));
	readings_destroy(r);
}

static void the_one_before_stays_for_rates(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	readings_put(r, key_of(1), some_pools("first"), 10);
	assert_null(readings_find(r, key_of(1))->before);
	readings_put(r, key_of(1), some_pools("second"), 20);
	const struct reading *found = readings_find(r, key_of(1));
	assert_string_equal(name_in(r, 1), "second");
	assert_string_equal(((const struct pools *)found->before)->all[0].name, "first");
	assert_int_equal(found->before_ns, 10);
	readings_destroy(r);
}

static void a_failure_keeps_what_was_read(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	readings_put(r, key_of(1), some_pools("first"), 10);
	readings_expire(r, READING_POOLS, NULL);
	assert_true(readings_find(r, key_of(1))->stale);
	readings_fail(r, key_of(1), "no answer", false);
	const struct reading *found = readings_find(r, key_of(1));
	assert_string_equal(found->why, "no answer");
	assert_false(found->unsupported);
	assert_false(found->stale);
	assert_int_equal(found->time_ns, 10);
	assert_string_equal(name_in(r, 1), "first");
	readings_put(r, key_of(1), some_pools("again"), 30);
	assert_null(readings_find(r, key_of(1))->why);

	readings_fail(r, key_of(2), "cannot", true);
	assert_null(readings_data(r, key_of(2)));
	assert_true(readings_find(r, key_of(2))->unsupported);
	readings_destroy(r);
}

static void expires_by_kind_and_by_object(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	for (unsigned i = 0; i < 3; i++)
		readings_put(r, key_of(i), some_pools("p"), 1);
	readings_expire(r, READING_KIND_COUNT, key_of(1).uuid);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(readings_find(r, key_of(i))->stale, i == 1);
	readings_expire(r, READING_KIND_COUNT, NULL);
	for (unsigned i = 0; i < 3; i++)
		assert_true(readings_find(r, key_of(i))->stale);
	readings_destroy(r);
}

static bool keep_one(void *opaque, struct reading_key key)
{
	return reading_key_equal(opaque, &key);
}

static void forgets_what_nobody_keeps(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	struct reading_key kept = key_of(7);
	for (unsigned i = 0; i < MANY; i++)
		readings_put(r, key_of(i), some_pools("p"), 1);
	readings_forget(r, keep_one, &kept);
	for (unsigned i = 0; i < MANY; i++)
		assert_int_equal(readings_find(r, key_of(i)) != NULL, i == 7);
	readings_destroy(r);
}

static void keys_know_what_they_are_about(void **state)
{
	(void)state;
	struct reading_key host = reading_key_host(READING_POOLS);
	struct reading_key object = key_of(1);
	assert_false(reading_key_equal(&host, &object));
	assert_true(reading_key_equal(&object, &object));
	assert_string_equal(reading_name(READING_POOLS), "pools");
	reading_free(READING_POOLS, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put),
		cmocka_unit_test(the_one_before_stays_for_rates),
		cmocka_unit_test(a_failure_keeps_what_was_read),
		cmocka_unit_test(expires_by_kind_and_by_object),
		cmocka_unit_test(forgets_what_nobody_keeps),
		cmocka_unit_test(keys_know_what_they_are_about),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
