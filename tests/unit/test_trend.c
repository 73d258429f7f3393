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
	trend_clear(&h);
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
	trend_clear(&h);
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
	trend_clear(&h);
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
	trend_clear(&h);
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
	trend_clear(&h);
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
	trend_clear(&h);
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
	trend_clear(&h);
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
	trend_clear(&h);
}

static void time_does_not_go_back(void **state)
{
	struct trend h = {0};

	(void)state;
	add(&h, 100, 5);
	add(&h, 50, 9);
	assert_about(newest(&h, TREND_CPU, TREND_MINUTES, 0), 5);
	assert_int_equal(trend_count(&h, TREND_MINUTES), 1);
	trend_clear(&h);
}

/* What has always been the same costs next to nothing, for ten thousand machines that do nothing. */
static void what_never_changes_is_flat(void **state)
{
	struct trend h = {0};

	(void)state;
	for (int i = 0; i < 5000; i++) {
		const float values[TREND_METRICS] = {NAN, 536870912, 0, 1e9f / 3};

		trend_add(&h, i * NS_PER_S, values);
	}
	for (enum trend_span span = 0; span < TREND_SPANS; span++) {
		for (enum trend_metric m = 0; m < TREND_METRICS; m++)
			assert_null(h.rings[span].lines[m].points);
		assert_true(isnan(newest(&h, TREND_CPU, span, 0)));
		assert_about(newest(&h, TREND_MEMORY, span, 5), 536870912);
		assert_true(newest(&h, TREND_DISK, span, 100) == 0);
		assert_true(trend_highest(&h, TREND_NET, span) >= 1e9f / 3);
	}
	trend_clear(&h);
}

/* One that has always been flat, and one that was not before all that it still knows, tell the same. */
static void flat_or_not_is_the_same(void **state)
{
	static const float choices[] = {5, 5, 5, 5, 5, 5, 7, NAN, 0};
	struct trend flat = {0}, other = {0};
	unsigned seed = 1;
	double s = 10;

	(void)state;
	add(&other, s, 1);
	add(&other, s += 2, 2);
	s += 4000;
	for (int i = 0; i < 3000; i++) {
		float a[TREND_MOST], b[TREND_MOST];

		seed = seed * 1103515245 + 12345;
		s += seed >> 16 & 1 ? 2 : 0.7;
		float value = i < 500 ? 5 : choices[(seed >> 20) % 9];

		add(&flat, s, value);
		add(&other, s, value);
		for (enum trend_span span = 0; i >= 400 && span < TREND_SPANS; span++) {
			size_t n = trend_read(&flat, TREND_CPU, span, a);
			size_t known = trend_count(&flat, span);

			assert_int_equal(trend_read(&other, TREND_CPU, span, b), n);
			assert_true(trend_count(&other, span) >= known);
			for (size_t k = n - known; k < n; k++)
				assert_true(a[k] == b[k] || (isnan(a[k]) && isnan(b[k])));
			assert_true(trend_highest(&flat, TREND_CPU, span) <= trend_highest(&other, TREND_CPU, span));
		}
	}
	trend_clear(&flat);
	trend_clear(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_never_changes_is_flat),
		cmocka_unit_test(flat_or_not_is_the_same),
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
