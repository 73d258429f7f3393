// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/twins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A host with machines first to last, all active but every `off`th (0: none). */
static struct host_view make_host(uint32_t number, const char *name, uint32_t first, uint32_t last,
				  uint32_t off)
{
	struct snapshot *s = snapshot_create(number, 1);

	for (uint32_t i = first; i <= last; i++) {
		struct domain *d = snapshot_add_domain(s);
		char text[16];

		snprintf(text, sizeof(text), "m%u", i);
		d->name = snapshot_strdup(s, text);
		memcpy(d->uuid, &i, sizeof(i));
		d->id = off && i % off == 0 ? -1 : (int)i;
		d->state = d->id < 0 ? DOMAIN_SHUTOFF : DOMAIN_RUNNING;
	}
	snapshot_seal(s);
	return (struct host_view){.number = number, .name = name, .state = HOST_UP, .snapshot = s};
}

static const char *other(const struct twins *twins, uint32_t host, uint32_t machine)
{
	unsigned char uuid[UUID_SIZE] = {0};
	const struct host_view *view;

	memcpy(uuid, &machine, sizeof(machine));
	view = twins_other(twins, host, uuid);
	return view ? view->name : "-";
}

static bool before(const struct twins *twins, const struct host_view *host, uint32_t machine)
{
	unsigned char uuid[UUID_SIZE] = {0};

	memcpy(uuid, &machine, sizeof(machine));
	return twins_counted_before(twins, host->number, snapshot_find_domain(host->snapshot, uuid));
}

static void test_two_hosts(void **state)
{
	struct host_view a = make_host(1, "a", 1, 100, 0);
	struct host_view b = make_host(2, "b", 91, 200, 10); /* 100 is off there */
	struct host_view c = make_host(3, "c", 91, 91, 0);
	struct host_view lost = make_host(4, "lost", 1, 50, 0);
	struct twins *twins = twins_create();

	(void)state;
	lost.state = HOST_LOST;
	twins_add_host(twins, &a);
	assert_int_equal(twins_count(twins), 0);
	assert_string_equal(other(twins, 1, 91), "-");
	twins_add_host(twins, &b);
	twins_add_host(twins, &c);
	twins_add_host(twins, &lost);
	assert_int_equal(twins_count(twins), 10); /* 91 to 99, and 91 once more */
	for (uint32_t i = 92; i < 100; i++) {
		assert_string_equal(other(twins, 1, i), "b");
		assert_string_equal(other(twins, 2, i), "a");
		assert_false(before(twins, &a, i));
		assert_true(before(twins, &b, i));
	}
	assert_string_equal(other(twins, 1, 91), "b");
	assert_string_equal(other(twins, 3, 91), "a");
	assert_true(before(twins, &c, 91));
	assert_string_equal(other(twins, 1, 90), "-");
	assert_string_equal(other(twins, 1, 100), "-");
	assert_string_equal(other(twins, 2, 100), "-"); /* it is not active here */
	assert_false(before(twins, &b, 100));
	assert_string_equal(other(twins, 1, 50), "-"); /* nobody knows about the lost one */
	assert_string_equal(other(twins, 1, 7777), "-");
	twins_destroy(twins);
	snapshot_unref(a.snapshot);
	snapshot_unref(b.snapshot);
	snapshot_unref(c.snapshot);
	snapshot_unref(lost.snapshot);
}

static void test_many(void **state)
{
	const uint32_t n = 10000;
	struct host_view a = make_host(1, "a", 1, n, 0);
	struct host_view b = make_host(2, "b", 1, n, 3);
	struct twins *twins = twins_create();

	(void)state;
	twins_add_host(twins, &a);
	twins_add_host(twins, &b);
	assert_int_equal(twins_count(twins), n - n / 3);
	for (uint32_t i = 1; i <= n; i++)
		assert_string_equal(other(twins, 1, i), i % 3 ? "b" : "-");
	twins_destroy(twins);
	snapshot_unref(a.snapshot);
	snapshot_unref(b.snapshot);
}

static bool before_off(const struct twins *twins, int reason, uint32_t machine)
{
	struct domain d = {.id = -1, .state = DOMAIN_SHUTOFF, .reason = reason};

	memcpy(d.uuid, &machine, sizeof(machine));
	return twins_counted_before(twins, 2, &d);
}

/* A definition that somebody left behind when he moved the machine is no second machine. */
static void test_left_behind(void **state)
{
	const int migrated = 4;
	const int shut_down = 1;
	struct host_view a = make_host(1, "a", 1, 2, 2);
	struct twins *twins = twins_create();

	(void)state;
	assert_false(before_off(twins, migrated, 1));
	twins_add_host(twins, &a);
	assert_true(before_off(twins, migrated, 1));
	assert_false(before_off(twins, shut_down, 1));
	assert_false(before_off(twins, migrated, 2)); /* off there, too */
	assert_false(before_off(twins, migrated, 3));
	twins_destroy(twins);
	snapshot_unref(a.snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_hosts),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_left_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
