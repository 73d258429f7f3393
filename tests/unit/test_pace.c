// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "virt/pace.h"

#define MS    NS_PER_MS
#define START (1000 * NS_PER_S)

static struct pace up(void)
{
	struct pace p = {.tick_ms = 2000};
	pace_up(&p, START);
	return p;
}

static int64_t due(const struct pace *p, enum pace_what wanted)
{
	enum pace_what what;
	int64_t ns;
	assert_true(pace_next(p, &what, &ns));
	assert_int_equal(what, wanted);
	return ns;
}

static void test_figures_come_soon_twice_then_by_the_tick(void **state)
{
	(void)state;
	struct pace p = up();
	assert_int_equal(due(&p, PACE_FIGURES), START);
	pace_began(&p, PACE_FIGURES, START);
	p.samples++;
	assert_int_equal(due(&p, PACE_FIGURES), START + 500 * MS);
	pace_began(&p, PACE_FIGURES, START + 500 * MS);
	p.samples++;
	assert_int_equal(due(&p, PACE_FIGURES), START + 2500 * MS);

	p.tick_ms = 100;
	pace_fresh_figures(&p, START + 700 * MS);
	pace_began(&p, PACE_FIGURES, START + 700 * MS);
	assert_int_equal(due(&p, PACE_FIGURES), START + 800 * MS); /* the tick is shorter */
}

static void test_late_figures_do_not_pile_up(void **state)
{
	(void)state;
	struct pace p = up();
	p.samples = 2;
	pace_began(&p, PACE_FIGURES, START + 60 * NS_PER_S);
	assert_int_equal(due(&p, PACE_LIST), START + 30 * NS_PER_S);
	pace_began(&p, PACE_LIST, START + 60 * NS_PER_S);
	assert_int_equal(due(&p, PACE_FIGURES), START + 62 * NS_PER_S);
}

static void test_first_event_after_quiet_is_quick(void **state)
{
	(void)state;
	struct pace p = up();
	p.due_ns[PACE_FIGURES] = 0;
	assert_int_equal(due(&p, PACE_LIST), START + 30 * NS_PER_S);
	pace_stale(&p, START + 5 * NS_PER_S);
	assert_int_equal(due(&p, PACE_LIST), START + 5010 * MS);
	pace_stale(&p, START + 5005 * MS); /* does not move it */
	assert_int_equal(due(&p, PACE_LIST), START + 5010 * MS);
	pace_began(&p, PACE_LIST, START + 5010 * MS);
	assert_false(p.stale);
	pace_stale(&p, START + 5030 * MS); /* directly after: gathers */
	assert_int_equal(due(&p, PACE_LIST), START + 5080 * MS);
}

/* How many lists there are in 20 s of events that do not end, one every so often. */
static unsigned lists_of(struct pace p, int64_t every_ns, int64_t took_ns, int64_t longest_ns)
{
	unsigned lists = 0;
	int64_t longest = 0, last = START, first = 0;
	p.due_ns[PACE_FIGURES] = 0;
	for (int64_t now = START; now < START + 20 * NS_PER_S; now += 5 * MS) {
		if ((now - START) % every_ns == 0)
			pace_stale(&p, now);
		if (due(&p, PACE_LIST) > now)
			continue;
		if (!lists)
			first = now;
		pace_began(&p, PACE_LIST, now);
		pace_list_took(&p, took_ns);
		longest = now - last > longest ? now - last : longest;
		last = now;
		lists++;
	}
	assert_true(longest <= longest_ns);
	assert_true(first - START < 300 * MS);
	return lists;
}

static void test_pouring_events_cost_two_to_ten_lists_a_second(void **state)
{
	(void)state;
	assert_in_range(lists_of(up(), 55 * MS, 60 * MS, 550 * MS), 38, 45);
	assert_in_range(lists_of(up(), 55 * MS, 5 * NS_PER_S, 550 * MS), 38, 45);
	assert_in_range(lists_of(up(), 55 * MS, 20 * MS, 300 * MS), 75, 106);
	assert_in_range(lists_of(up(), 55 * MS, 1 * MS, 200 * MS), 150, 212);
}

static void test_a_storm_costs_two_lists_a_second(void **state)
{
	(void)state;
	assert_in_range(lists_of(up(), 5 * MS, 1 * MS, 550 * MS), 38, 43);
	assert_in_range(lists_of(up(), 30 * MS, 1 * MS, 600 * MS), 38, 65); /* it is known after two seconds */
}

static void test_a_storm_ends(void **state)
{
	(void)state;
	struct pace p = up();
	p.due_ns[PACE_FIGURES] = 0;
	int64_t now = START;
	for (; now < START + 5 * NS_PER_S; now += 5 * MS) {
		pace_stale(&p, now);
		if (due(&p, PACE_LIST) > now)
			continue;
		pace_began(&p, PACE_LIST, now);
		pace_list_took(&p, 1 * MS);
	}
	assert_true(due(&p, PACE_LIST) <= now + 500 * MS); /* what was last is shown */
	now += 2 * NS_PER_S;
	pace_began(&p, PACE_LIST, now);
	pace_list_took(&p, 1 * MS);
	pace_stale(&p, now + 100 * MS);
	assert_int_equal(due(&p, PACE_LIST), now + 110 * MS);
}

static void test_the_first_key_after_a_minute_wakes(void **state)
{
	(void)state;
	int64_t last = 0;
	assert_false(pace_wakes(&last, START));
	assert_false(pace_wakes(&last, START + 59 * NS_PER_S));
	assert_false(pace_wakes(&last, START + 118 * NS_PER_S)); /* since the last, not the first */
	assert_true(pace_wakes(&last, START + 178 * NS_PER_S));
	assert_false(pace_wakes(&last, START + 178 * NS_PER_S + 1));
}

static void test_one_slow_list_does_not_slow_down_the_next(void **state)
{
	(void)state;
	struct pace p = up();
	pace_list_took(&p, 1 * MS);
	int64_t cheap = p.list_cost_ns;
	pace_list_took(&p, 200 * MS);
	pace_list_took(&p, 200 * MS);
	assert_int_equal(p.list_cost_ns, cheap);
	for (int i = 0; i < 5; i++)
		pace_list_took(&p, 200 * MS);
	assert_int_equal(p.list_cost_ns, 500 * MS);
	pace_list_took(&p, 1 * MS);
	assert_int_equal(p.list_cost_ns, cheap);
}

static void test_what_is_due_longest_goes_first(void **state)
{
	(void)state;
	struct pace p = up();
	p.due_ns[PACE_DEFINITIONS] = START + 1;
	p.due_ns[PACE_LIST] = START + 2;
	due(&p, PACE_FIGURES);
	pace_began(&p, PACE_FIGURES, START);
	due(&p, PACE_DEFINITIONS);
	pace_began(&p, PACE_DEFINITIONS, START + 1);
	due(&p, PACE_LIST);
}

static void test_all_at_once_on_request(void **state)
{
	(void)state;
	struct pace p = up();
	pace_began(&p, PACE_FIGURES, START);
	pace_all(&p, START + 1);
	assert_int_equal(due(&p, PACE_LIST), START + 1);
	assert_int_equal(p.due_ns[PACE_FIGURES], START + 1);
	assert_true(p.stale);
}

static void test_batches_fit_the_line(void **state)
{
	(void)state;
	struct pace p = up();
	assert_int_equal(p.batch, 100);
	pace_batch_took(&p, 4 * NS_PER_S);
	assert_int_equal(p.batch, 50);
	pace_batch_took(&p, 500 * MS);
	assert_int_equal(p.batch, 50);
	for (int i = 0; i < 20; i++)
		pace_batch_took(&p, 4 * NS_PER_S);
	assert_in_range(p.batch, 1, 5);
	for (int i = 0; i < 20; i++)
		pace_batch_took(&p, 1 * MS);
	assert_int_equal(p.batch, 1600);
}

static void test_retries_back_off(void **state)
{
	(void)state;
	struct pace p = up();
	const int64_t seconds[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
	for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		int64_t ns = pace_retry_ns(&p, (uint32_t)(i * 7919));
		assert_in_range(ns / MS, seconds[i] * 800, seconds[i] * 1200);
	}
	struct pace a = up(), b = up();
	assert_true(pace_retry_ns(&a, 0) != pace_retry_ns(&b, 20)); /* hosts do not march in step */
	pace_was_up(&p, false);
	assert_in_range(pace_retry_ns(&p, 20), 6 * NS_PER_S, 10 * NS_PER_S);
	pace_was_up(&p, true);
	assert_in_range(pace_retry_ns(&p, 20), 0, 2 * NS_PER_S);
}

static void test_failed_list_is_tried_again_soon(void **state)
{
	(void)state;
	struct pace p = up();
	p.due_ns[PACE_FIGURES] = 0;
	pace_began(&p, PACE_LIST, START);
	pace_failed_list(&p, START);
	assert_int_equal(due(&p, PACE_LIST), START + 5 * NS_PER_S);
	pace_stale(&p, START + 100 * MS);
	int64_t before = due(&p, PACE_LIST);
	pace_failed_list(&p, START + 101 * MS);
	assert_int_equal(due(&p, PACE_LIST), before); /* an event wants it sooner */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures_come_soon_twice_then_by_the_tick),
		cmocka_unit_test(test_late_figures_do_not_pile_up),
		cmocka_unit_test(test_first_event_after_quiet_is_quick),
		cmocka_unit_test(test_pouring_events_cost_two_to_ten_lists_a_second),
		cmocka_unit_test(test_a_storm_costs_two_lists_a_second),
		cmocka_unit_test(test_a_storm_ends),
		cmocka_unit_test(test_the_first_key_after_a_minute_wakes),
		cmocka_unit_test(test_one_slow_list_does_not_slow_down_the_next),
		cmocka_unit_test(test_what_is_due_longest_goes_first),
		cmocka_unit_test(test_all_at_once_on_request),
		cmocka_unit_test(test_batches_fit_the_line),
		cmocka_unit_test(test_retries_back_off),
		cmocka_unit_test(test_failed_list_is_tried_again_soon),
	};
	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
