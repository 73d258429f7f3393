// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/stats.h"

static void make_uuid(unsigned char uuid[UUID_SIZE], uint32_t n)
{
	memset(uuid, 0, UUID_SIZE);
	memcpy(uuid + 8, &n, sizeof(n));
}

static const struct figures *find(const struct stats *s, uint32_t n)
{
	unsigned char uuid[UUID_SIZE];

	make_uuid(uuid, n);
	return stats_find(s, uuid);
}

/* One sample of machine n, in a set of its own. */
static void feed(struct stats *s, uint32_t n, const struct sample *sample)
{
	struct figure_set *set = mem_new(struct figure_set);
	struct sample *added = figure_set_add(set);

	*added = *sample;
	make_uuid(added->uuid, n);
	set->asked = STATS_ALL;
	set->beat = true;
	stats_feed(s, set);
	figure_set_free(set);
}

static void assert_close(double a, double b)
{
	assert_true(fabs(a - b) <= fabs(b) * 1e-9);
}

static void a_rate_needs_time_and_a_rising_counter(void **state)
{
	(void)state;
	assert_close(stats_rate(100, 300, 2 * NS_PER_S), 100);
	assert_true(stats_rate(5, 5, NS_PER_S) == 0);
	assert_true(stats_rate(5, 4, NS_PER_S) == -1);
	assert_true(stats_rate(5, 6, 0) == -1);
	assert_true(stats_rate(5, 6, -NS_PER_S) == -1);
	assert_close(stats_rate(0, UINT64_MAX, NS_PER_S), 0x1p64);
}

static void a_new_sample_has_no_state_told(void **state)
{
	struct figure_set *set = mem_new(struct figure_set);

	(void)state;
	assert_int_equal(figure_set_add(set)->state, -1);
	figure_set_free(set);
	figure_set_free(NULL);
}

/* So many points back from the newest. */
static double past(const struct figures *f, enum trend_metric metric, size_t back)
{
	float points[TREND_MOST];

	return (double)points[trend_read(&f->trend, metric, TREND_MINUTES, points) - 1 - back];
}

static size_t points_of(const struct figures *f)
{
	return trend_count(&f->trend, TREND_MINUTES);
}

static void the_first_sample_gives_no_rates(void **state)
{
	struct stats *s = stats_create();
	const struct figures *f;

	(void)state;
	assert_null(find(s, 1));
	feed(s, 1, &(struct sample){.time_ns = 1, .has = STATS_ALL, .memory = 4096, .cpu_ns = 7});
	f = find(s, 1);
	assert_non_null(f);
	assert_int_equal(f->last.memory, 4096);
	assert_true(f->cpu_percent < 0);
	assert_true(f->disk_read_rate < 0 && f->disk_write_rate < 0);
	assert_true(f->net_rx_rate < 0 && f->net_tx_rate < 0);
	assert_int_equal(points_of(f), 0);
	stats_destroy(s);
	stats_destroy(NULL);
}

static void two_samples_give_rates(void **state)
{
	struct stats *s = stats_create();
	const struct figures *f;

	(void)state;
	feed(s, 1, &(struct sample){.time_ns = NS_PER_S, .has = STATS_ALL, .cpu_ns = 1000,
				    .disk_read = 10, .disk_written = 20, .net_received = 30,
				    .net_sent = 40});
	feed(s, 1, &(struct sample){.time_ns = 3 * NS_PER_S, .has = STATS_ALL,
				    .cpu_ns = 1000 + 3 * NS_PER_S, .disk_read = 10 + 200,
				    .disk_written = 20 + 400, .net_received = 30 + 600,
				    .net_sent = 40});
	f = find(s, 1);
	assert_close(f->cpu_percent, 150);
	assert_close(f->disk_read_rate, 100);
	assert_close(f->disk_write_rate, 200);
	assert_close(f->net_rx_rate, 300);
	assert_true(f->net_tx_rate == 0);
	assert_int_equal(points_of(f), 1);
	assert_close(past(f, TREND_CPU, 0), 150);
	assert_close(past(f, TREND_DISK, 0), 300);
	assert_close(past(f, TREND_NET, 0), 300);
	stats_destroy(s);
}

/* The resident size of a machine as one set tells it; 0: it is left out. */
static int64_t silent_after(struct stats *s, int64_t time_ns, uint64_t rss, bool one_hangs)
{
	struct figure_set *set = mem_new(struct figure_set);
	struct sample *added = figure_set_add(set);

	*added = (struct sample){.time_ns = time_ns, .has = STATS_ALL, .memory_rss = rss};
	make_uuid(added->uuid, 1);
	set->time_ns = time_ns;
	set->asked = STATS_ALL;
	set->one_hangs = one_hangs;
	set->beat = true;
	stats_feed(s, set);
	figure_set_free(set);
	return find(s, 1)->silent_since_ns;
}

/* Left out once it may just have been asked something else; again, or while a call hangs, it is silent. */
static void a_qemu_is_silent_when_it_is_left_out_again(void **state)
{
	struct stats *s = stats_create();

	(void)state;
	assert_int_equal(silent_after(s, 1 * NS_PER_S, 4096, false), 0);
	assert_int_equal(silent_after(s, 3 * NS_PER_S, 0, false), 0);
	assert_int_equal(silent_after(s, 5 * NS_PER_S, 4096, false), 0);
	assert_int_equal(silent_after(s, 7 * NS_PER_S, 0, false), 0);
	assert_int_equal(silent_after(s, 9 * NS_PER_S, 0, false), 7 * NS_PER_S);
	assert_int_equal(silent_after(s, 11 * NS_PER_S, 4096, false), 0);
	assert_int_equal(silent_after(s, 13 * NS_PER_S, 0, true), 13 * NS_PER_S);
	stats_destroy(s);
}

static void a_counter_that_was_reset_is_unknown_once(void **state)
{
	struct stats *s = stats_create();
	const struct figures *f;
	struct sample sample = {.has = STATS_ALL, .cpu_ns = 9 * NS_PER_S, .net_received = 500};

	(void)state;
	feed(s, 1, &sample);
	sample.time_ns += NS_PER_S;
	sample.cpu_ns = NS_PER_S;
	sample.net_received += 100;
	feed(s, 1, &sample);
	f = find(s, 1);
	assert_true(f->cpu_percent < 0);
	assert_true(isnan(past(f, TREND_CPU, 0)));
	assert_close(f->net_rx_rate, 100);
	assert_close(past(f, TREND_NET, 0), 100);
	sample.time_ns += NS_PER_S;
	sample.cpu_ns += NS_PER_S / 2;
	feed(s, 1, &sample);
	f = find(s, 1);
	assert_close(f->cpu_percent, 50);
	assert_close(past(f, TREND_CPU, 0), 50);
	stats_destroy(s);
}

static void half_a_pair_makes_history_unknown(void **state)
{
	struct stats *s = stats_create();
	struct sample sample = {.has = STATS_DISK, .disk_read = 50, .disk_written = 50};
	const struct figures *f;

	(void)state;
	feed(s, 1, &sample);
	sample.time_ns += NS_PER_S;
	sample.disk_read = 10;
	sample.disk_written = 60;
	feed(s, 1, &sample);
	f = find(s, 1);
	assert_true(f->disk_read_rate < 0);
	assert_close(f->disk_write_rate, 10);
	assert_true(isnan(past(f, TREND_DISK, 0)));
	stats_destroy(s);
}

static void a_group_that_was_not_asked_for_is_unknown(void **state)
{
	struct stats *s = stats_create();
	struct sample sample = {.has = STATS_ALL, .net_sent = 1};
	const struct figures *f;

	(void)state;
	feed(s, 1, &sample);
	for (int i = 0; i < 3; i++) {
		sample.time_ns += NS_PER_S;
		sample.cpu_ns += NS_PER_S;
		sample.net_sent += 8;
		sample.has = i == 0 ? STATS_CPU : STATS_CPU | STATS_NET;
		feed(s, 1, &sample);
		f = find(s, 1);
		assert_close(f->cpu_percent, 100);
		/* Twice in a row is needed again. */
		if (i < 2) {
			assert_true(f->net_tx_rate < 0);
			assert_true(isnan(past(f, TREND_NET, 0)));
		} else {
			assert_close(f->net_tx_rate, 8);
		}
	}
	stats_destroy(s);
}

/* A beat of which one group is told, and no other was asked for. */
static void beat(struct stats *s, unsigned groups, const struct sample *sample)
{
	struct figure_set *set = mem_new(struct figure_set);
	struct sample *added = figure_set_add(set);

	*added = *sample;
	added->has = groups;
	make_uuid(added->uuid, 1);
	set->asked = groups;
	set->beat = true;
	stats_feed(s, set);
	figure_set_free(set);
}

static struct sample seconds_on(const struct sample *sample, int seconds)
{
	struct sample next = *sample;

	next.time_ns += seconds * NS_PER_S;
	next.cpu_ns += (uint64_t)seconds * NS_PER_S * 4 / 5;
	next.net_sent += (uint64_t)seconds * 8;
	return next;
}

static void a_group_that_is_not_asked_for_any_more_is_not_made_up(void **state)
{
	struct stats *s = stats_create();
	struct sample sample = {.memory = 4096};
	const struct figures *f;

	(void)state;
	for (int i = 0; i < 2; i++) {
		sample = seconds_on(&sample, 2);
		beat(s, STATS_ALL, &sample);
	}
	f = find(s, 1);
	assert_close(past(f, TREND_CPU, 0), 80);
	for (int i = 1; i <= 6; i++) {
		sample = seconds_on(&sample, 2);
		beat(s, STATS_NET, &sample);
		f = find(s, 1);
		assert_close(past(f, TREND_NET, 0), 8);
		if (i < 2)
			assert_close(past(f, TREND_CPU, 0), 80); /* it may be late */
		else
			assert_true(isnan(past(f, TREND_CPU, 0)) && isnan(past(f, TREND_DISK, 0)) &&
				    isnan(past(f, TREND_MEMORY, 0)));
	}
	assert_int_equal(f->last.has, STATS_NET);
	assert_true(f->cpu_percent < 0 && f->disk_read_rate < 0 && f->disk_write_rate < 0);
	assert_close(f->net_tx_rate, 8);
	/* Asked for again, its counters have gone on. */
	sample = seconds_on(&sample, 2);
	beat(s, STATS_ALL, &sample);
	f = find(s, 1);
	assert_int_equal(f->last.has, STATS_ALL);
	assert_close(f->cpu_percent, 80);
	stats_destroy(s);
}

static void beats_that_were_left_out_count(void **state)
{
	struct stats *s = stats_create();
	struct sample sample = {0};
	const struct figures *f;

	(void)state;
	for (int i = 0; i < 2; i++) {
		sample = seconds_on(&sample, 2);
		beat(s, STATS_ALL, &sample);
	}
	stats_pass(s, 1);
	f = find(s, 1);
	assert_close(f->cpu_percent, 80);
	stats_hold(s, true);
	stats_pass(s, 1000);
	assert_close(f->cpu_percent, 80);
	stats_hold(s, false);
	stats_pass(s, 1000000);
	assert_int_equal(f->last.has, 0);
	assert_true(f->cpu_percent < 0 && f->net_tx_rate < 0);
	/* A call that is quicker than the others writes none of what they told long ago. */
	sample = seconds_on(&sample, 40);
	beat(s, STATS_NET, &sample);
	f = find(s, 1);
	assert_close(past(f, TREND_NET, 1), 8);
	assert_true(isnan(past(f, TREND_CPU, 0)) && isnan(past(f, TREND_CPU, 1)));
	stats_destroy(s);
}

static void nothing_known_makes_no_entry(void **state)
{
	struct stats *s = stats_create();

	(void)state;
	feed(s, 1, &(struct sample){.time_ns = 1, .state = 1});
	assert_null(find(s, 1));
	stats_destroy(s);
}

static bool keep_even(void *opaque, const unsigned char *uuid)
{
	uint32_t n;

	(*(unsigned *)opaque)++;
	memcpy(&n, uuid + 8, sizeof(n));
	return n % 2 == 0;
}

static void many_are_kept_apart_and_forgotten(void **state)
{
	enum { N = 3000 };
	struct stats *s = stats_create();
	unsigned asked = 0;

	(void)state;
	for (uint32_t n = 0; n < N; n++)
		feed(s, n, &(struct sample){.has = STATS_MEMORY, .memory = n});
	for (uint32_t n = 0; n < N; n++)
		assert_int_equal(find(s, n)->last.memory, n);
	stats_forget(s, keep_even, &asked);
	assert_int_equal(asked, N);
	for (uint32_t n = 0; n < N; n++) {
		if (n % 2)
			assert_null(find(s, n));
		else
			assert_int_equal(find(s, n)->last.memory, n);
	}
	/* What comes back starts anew. */
	feed(s, 1, &(struct sample){.has = STATS_MEMORY, .time_ns = 5});
	assert_int_equal(points_of(find(s, 1)), 0);
	stats_destroy(s);
}

static bool keep_none(void *opaque, const unsigned char *uuid)
{
	(void)opaque;
	(void)uuid;
	return false;
}

static void all_can_be_forgotten(void **state)
{
	struct stats *s = stats_create();

	(void)state;
	for (uint32_t n = 0; n < 100; n++)
		feed(s, n, &(struct sample){.has = STATS_CPU});
	stats_forget(s, keep_none, NULL);
	for (uint32_t n = 0; n < 100; n++)
		assert_null(find(s, n));
	feed(s, 7, &(struct sample){.has = STATS_CPU});
	assert_non_null(find(s, 7));
	stats_destroy(s);
}

static void what_is_held_stands_still(void **state)
{
	struct stats *s = stats_create();
	struct sample a = {.has = STATS_CPU, .time_ns = NS_PER_S, .cpu_ns = 0};

	(void)state;
	feed(s, 1, &a);
	a.time_ns = 2 * NS_PER_S;
	a.cpu_ns = NS_PER_S;
	feed(s, 1, &a);
	assert_close(find(s, 1)->cpu_percent, 100);
	stats_hold(s, true);
	a.time_ns = 3 * NS_PER_S;
	feed(s, 1, &a);
	assert_close(find(s, 1)->cpu_percent, 100);
	assert_int_equal(points_of(find(s, 1)), 1);
	feed(s, 2, &a); /* of what is new the first is taken */
	assert_non_null(find(s, 2));
	stats_hold(s, false);
	a.time_ns = 4 * NS_PER_S;
	a.cpu_ns = 2 * NS_PER_S;
	feed(s, 1, &a); /* the mean over the time in which it was held */
	assert_close(find(s, 1)->cpu_percent, 50);
	stats_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rate_needs_time_and_a_rising_counter),
		cmocka_unit_test(a_new_sample_has_no_state_told),
		cmocka_unit_test(the_first_sample_gives_no_rates),
		cmocka_unit_test(two_samples_give_rates),
		cmocka_unit_test(a_counter_that_was_reset_is_unknown_once),
		cmocka_unit_test(half_a_pair_makes_history_unknown),
		cmocka_unit_test(a_group_that_was_not_asked_for_is_unknown),
		cmocka_unit_test(a_group_that_is_not_asked_for_any_more_is_not_made_up),
		cmocka_unit_test(beats_that_were_left_out_count),
		cmocka_unit_test(nothing_known_makes_no_entry),
		cmocka_unit_test(many_are_kept_apart_and_forgotten),
		cmocka_unit_test(all_can_be_forgotten),
		cmocka_unit_test(what_is_held_stands_still),
		cmocka_unit_test(a_qemu_is_silent_when_it_is_left_out_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
