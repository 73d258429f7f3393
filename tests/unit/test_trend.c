// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/clock.h"
#include "model/trend.h"

static void add(struct trend *h, double s, float value)
{
	const float values[TREND_METRICS] = {value, value, value, value};

	trend_add(h, (int64_t)(s * (double)NS_PER_S), values);
}

static float newest(const struct trend *h, enum trend_metric metric, enum trend_span span, size_t back)
{
	float points[TREND_MOST];

	return points[trend_read(h, metric, span, points) - 1 - back];
}

static void assert_about(float value, double wanted)
{
	if (fabs((double)value - wanted) > fabs(wanted) * 0.01)
		fail_msg("%g is not about %g", (double)value, wanted);
}

static void nothing_is_known_at_first(void **state)
{
	struct trend h = {0};
	float points[TREND_MOST];

	(void)state;
	assert_int_equal(trend_read(&h, TREND_NET, TREND_MINUTES, points), TREND_FINE);
	for (size_t i = 0; i < TREND_FINE; i++)
		assert_true(isnan(points[i]));
	assert_int_equal(trend_count(&h, TREND_MINUTES), 0);
	assert_int_equal(trend_count(&h, TREND_HOUR), 0);
}

static void values_come_back(void **state)
{
	static const float values[] = {0, 0.3f, 1, 99.9f, 212, 4e9f, 1.7e12f};
	struct trend h = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		add(&h, 100 + 2 * (double)i, values[i]);
		assert_about(newest(&h, TREND_CPU, TREND_MINUTES, 0), (double)values[i]);
		assert_int_equal(trend_count(&h, TREND_MINUTES), i + 1);
	}
	assert_true(newest(&h, TREND_CPU, TREND_MINUTES, 6) == 0);
	assert_true(isnan(newest(&h, TREND_CPU, TREND_MINUTES, 7)));
}

static void points_are_means(void **state)
{
	struct trend h = {0};

	(void)state;
	for (int i = 0; i < 60; i++) /* half a second each */
		add(&h, 600 + i / 2.0, (float)(i % 4));
	assert_about(newest(&h, TREND_DISK, TREND_MINUTES, 0), 1.5);
	assert_about(newest(&h, TREND_DISK, TREND_HOUR, 0), 1.5);
	assert_int_equal(trend_count(&h, TREND_MINUTES), 15);
	assert_int_equal(trend_count(&h, TREND_HOUR), 1);
}

/* A spike is soon lost in a mean of half a minute, not in what was the most. */
static void the_most_is_no_mean(void **state)
{
	struct trend h = {0};

	(void)state;
	for (int i = 0; i < 600; i++) {
		float now = i % 37 ? (float)(i * 7 % 101) : 1234567.0f + (float)i;
		float minutes, hour;

		add(&h, i * 0.7, i % 11 == 5 ? NAN : now);
		minutes = trend_highest(&h, TREND_DISK, TREND_MINUTES);
		hour = trend_highest(&h, TREND_DISK, TREND_HOUR);
		assert_true(i % 11 == 5 || now <= minutes);
		assert_true(minutes <= hour);
		assert_true(hour < 1.01f * 1235167.0f);
	}
	assert_true(newest(&h, TREND_DISK, TREND_HOUR, 1) < 500000);
}

static void the_most_goes_with_its_span(void **state)
{
	struct trend h = {0};

	(void)state;
	assert_true(trend_highest(&h, TREND_CPU, TREND_HOUR) == 0);
	add(&h, 2, 80);
	for (int i = 4; i < 400; i += 2)
		add(&h, i, 3);
	assert_about(trend_highest(&h, TREND_CPU, TREND_MINUTES), 3);
	assert_about(trend_highest(&h, TREND_CPU, TREND_HOUR), 80);
	for (int i = 400; i < 4000; i += 2)
		add(&h, i, 3);
	assert_about(trend_highest(&h, TREND_CPU, TREND_HOUR), 3);
}

static void old_points_go(void **state)
{
	struct trend h = {0};

	(void)state;
	for (int i = 0; i < 2 * 3600; i += 2)
		add(&h, i, (float)i);
	assert_about(newest(&h, TREND_CPU, TREND_MINUTES, 0), 7198);
	assert_about(newest(&h, TREND_CPU, TREND_MINUTES, TREND_FINE - 1), 7198 - 298);
	assert_about(newest(&h, TREND_CPU, TREND_HOUR, TREND_COARSE - 1), 3600 + 14);
	assert_int_equal(trend_count(&h, TREND_MINUTES), TREND_FINE);
	assert_int_equal(trend_count(&h, TREND_HOUR), TREND_COARSE);
}

/* Ten seconds between the figures: the rate holds for all of them. */
static void long_ticks_leave_no_gaps(void **state)
{
	struct trend h = {0};

	(void)state;
	for (int i = 0; i < 10; i++)
		add(&h, 10 * i, 7);
	for (size_t i = 0; i < 46; i++) {
		assert_about(newest(&h, TREND_CPU, TREND_MINUTES, i), 7);
		assert_about(newest(&h, TREND_MEMORY, TREND_MINUTES, i), 7);
	}
	assert_true(isnan(newest(&h, TREND_CPU, TREND_MINUTES, 46)));
}

static void what_was_not_known_is_a_gap(void **state)
{
	struct trend h = {0};

	(void)state;
	add(&h, 2, 5);
	add(&h, 4, NAN);
	add(&h, 6, 5);
	assert_true(isnan(newest(&h, TREND_CPU, TREND_MINUTES, 1)));
	assert_about(newest(&h, TREND_CPU, TREND_MINUTES, 2), 5);

	/* Rates are means over the time between, memory is what it is now. */
	add(&h, 206, 9);
	assert_about(newest(&h, TREND_CPU, TREND_MINUTES, 50), 9);
	assert_true(isnan(newest(&h, TREND_MEMORY, TREND_MINUTES, 50)));
	assert_about(newest(&h, TREND_MEMORY, TREND_MINUTES, 0), 9);

	/* Longer than all that is kept. */
	add(&h, 90000, 1);
	assert_about(newest(&h, TREND_CPU, TREND_HOUR, TREND_COARSE - 1), 1);
	assert_true(isnan(newest(&h, TREND_MEMORY, TREND_HOUR, 1)));
}

static void time_does_not_go_back(void **state)
{
	struct trend h = {0};

	(void)state;
	add(&h, 100, 5);
	add(&h, 50, 9);
	assert_about(newest(&h, TREND_CPU, TREND_MINUTES, 0), 5);
	assert_int_equal(trend_count(&h, TREND_MINUTES), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_known_at_first),
		cmocka_unit_test(values_come_back),
		cmocka_unit_test(points_are_means),
		cmocka_unit_test(the_most_is_no_mean),
		cmocka_unit_test(the_most_goes_with_its_span),
		cmocka_unit_test(old_points_go),
		cmocka_unit_test(long_ticks_leave_no_gaps),
		cmocka_unit_test(what_was_not_known_is_a_gap),
		cmocka_unit_test(time_does_not_go_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
