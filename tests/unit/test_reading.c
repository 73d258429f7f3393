// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/networks.h"
#include "model/pools.h"
#include "model/reading.h"

#define MANY 200

static struct reading_key key_of(unsigned i)
{
	unsigned char uuid[UUID_SIZE] = {0};
	uint32_t mixed = i * 2654435761u; /* neither rising nor falling */
	memcpy(uuid + 4, &mixed, sizeof(mixed));
	return reading_key_of(READING_LEASES, uuid);
}

static struct leases *some_leases(const char *name)
{
	struct leases *leases = mem_new(struct leases);
	arr_add(leases->all, leases->n, leases->cap)->name = mem_strdup(name);
	return leases;
}

static const char *name_in(const struct readings *r, unsigned i)
{
	const struct leases *leases = readings_data(r, key_of(i));
	return leases ? leases->all[0].name : NULL;
}

static void finds_what_was_put(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	assert_null(readings_find(r, key_of(0)));
	assert_null(readings_find(NULL, key_of(0)));
	for (unsigned i = 0; i < MANY; i++) {
		autofree char *name = mem_printf("lease %u", i);
		readings_put(r, key_of(i), some_leases(name), i + 1);
	}
	for (unsigned i = 0; i < MANY; i++) {
		autofree char *name = mem_printf("lease %u", i);
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
	readings_put(r, key_of(1), some_leases("first"), 10);
	assert_null(readings_find(r, key_of(1))->before);
	readings_put(r, key_of(1), some_leases("second"), 20);
	const struct reading *found = readings_find(r, key_of(1));
	assert_string_equal(name_in(r, 1), "second");
	assert_string_equal(((const struct leases *)found->before)->all[0].name, "first");
	readings_destroy(r);
}

static void a_failure_keeps_what_was_read(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	readings_put(r, key_of(1), some_leases("first"), 10);
	readings_expire(r, READING_LEASES, NULL);
	assert_true(readings_find(r, key_of(1))->stale);
	readings_fail(r, key_of(1), "no answer", false);
	const struct reading *found = readings_find(r, key_of(1));
	assert_string_equal(found->why, "no answer");
	assert_false(found->unsupported);
	assert_false(found->stale);
	assert_int_equal(found->time_ns, 10);
	assert_string_equal(name_in(r, 1), "first");
	readings_put(r, key_of(1), some_leases("again"), 30);
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
		readings_put(r, key_of(i), some_leases("p"), 1);
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
		readings_put(r, key_of(i), some_leases("p"), 1);
	readings_forget(r, keep_one, &kept);
	for (unsigned i = 0; i < MANY; i++)
		assert_int_equal(readings_find(r, key_of(i)) != NULL, i == 7);
	readings_destroy(r);
}

static void keys_know_what_they_are_about(void **state)
{
	(void)state;
	struct reading_key host = reading_key_host(READING_LEASES);
	struct reading_key object = key_of(1);
	assert_false(reading_key_equal(&host, &object));
	assert_true(reading_key_equal(&object, &object));
	assert_string_equal(reading_kinds[READING_LEASES].name, "leases");
	reading_free(READING_LEASES, NULL);
}

/* --- rosters, in pieces ---------------------------------------------------------------------------- */

static void add_volume(struct roster *r, unsigned i, uint64_t capacity)
{
	struct volume *v = roster_add(r);
	v->name = mem_printf("v%03u", i);
	v->capacity = capacity;
	v->known = capacity;
}

/* The list of so many, of which nothing is told. */
static struct roster *list_of(unsigned n)
{
	struct roster *r = roster_create(&volume_kind);
	for (unsigned i = 0; i < n; i++)
		add_volume(r, i, 0);
	r->total = n;
	return r;
}

static struct roster *piece_of(unsigned first, unsigned n, unsigned total)
{
	struct roster *r = roster_create(&volume_kind);
	for (unsigned i = first; i < first + n; i++)
		add_volume(r, i, 1000 + i);
	r->is_piece = true;
	r->first = first;
	r->total = total;
	r->told = first + n;
	return r;
}

static const struct reading *volumes_in(const struct readings *r)
{
	return readings_find(r, reading_key_host(READING_VOLUMES));
}

static uint64_t capacity_of(const struct readings *r, unsigned i)
{
	return ((const struct volume *)roster_at(volumes_in(r)->data, i))->capacity;
}

static void pieces_come_together(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	struct reading_key key = reading_key_host(READING_VOLUMES);
	readings_put(r, key, list_of(10), 1);
	assert_true(reading_is_partial(volumes_in(r)));
	readings_put(r, key, piece_of(0, 4, 10), 2);
	assert_true(reading_is_partial(volumes_in(r)));
	assert_int_equal(capacity_of(r, 3), 1003);
	assert_int_equal(capacity_of(r, 4), 0);
	readings_put(r, key, piece_of(4, 6, 10), 3);
	assert_false(reading_is_partial(volumes_in(r)));
	assert_int_equal(capacity_of(r, 9), 1009);
	assert_false(volumes_in(r)->stale);
	readings_destroy(r);
}

static void a_piece_of_another_roster_asks_for_all_again(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	struct reading_key key = reading_key_host(READING_VOLUMES);
	readings_put(r, key, list_of(10), 1);
	readings_put(r, key, piece_of(5, 2, 10), 2);
	assert_true(volumes_in(r)->stale);
	assert_int_equal(capacity_of(r, 5), 0);
	readings_put(r, key, list_of(10), 3);
	assert_false(volumes_in(r)->stale);
	readings_put(r, key, piece_of(0, 2, 11), 4);
	assert_true(volumes_in(r)->stale);
	readings_put(r, reading_key_host(READING_POOLS), roster_create(&pool_kind), 1);
	readings_destroy(r);
}

static void a_new_list_shows_what_was_told_before(void **state)
{
	(void)state;
	struct readings *r = readings_create();
	struct reading_key key = reading_key_host(READING_VOLUMES);
	readings_put(r, key, list_of(4), 1);
	readings_put(r, key, piece_of(0, 4, 4), 2);
	/* One is gone, one is new; of another something new is told with the list. */
	struct roster *again = roster_create(&volume_kind);
	add_volume(again, 0, 7);
	add_volume(again, 2, 0);
	add_volume(again, 3, 0);
	add_volume(again, 9, 0);
	again->total = 4;
	again->told = 1;
	readings_put(r, key, again, 3);
	assert_int_equal(capacity_of(r, 0), 7);
	assert_int_equal(capacity_of(r, 1), 1002);
	assert_int_equal(capacity_of(r, 2), 1003);
	assert_int_equal(capacity_of(r, 3), 0);
	assert_true(reading_is_partial(volumes_in(r)));
	assert_null(volumes_in(r)->before);
	readings_destroy(r);
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
		cmocka_unit_test(pieces_come_together),
		cmocka_unit_test(a_piece_of_another_roster_asks_for_all_again),
		cmocka_unit_test(a_new_list_shows_what_was_told_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
