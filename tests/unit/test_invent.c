// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "model/invent.h"

#define GIB (UINT64_C(1) << 30)
#define MACHINES 200

/* Machine n with four vCPUs and 8 GiB. */
static struct sample invent(uint32_t n, int64_t t_ns, bool steady)
{
	unsigned char uuid[UUID_SIZE] = {0};
	struct sample s = {0};

	memcpy(uuid, &n, sizeof(n));
	invent_sample(&s, uuid, t_ns, 4, 8, 8 * GIB, 16 * GIB, steady);
	return s;
}

static double cpu_percent(const struct sample *a, const struct sample *b)
{
	return stats_rate(a->cpu_ns, b->cpu_ns, b->time_ns - a->time_ns) / 1e7;
}

static void the_same_asked_twice_is_the_same(void **state)
{
	(void)state;
	for (uint32_t n = 0; n < MACHINES; n++) {
		struct sample a = invent(n, 77 * NS_PER_S, false);
		struct sample b = invent(n, 77 * NS_PER_S, false);

		assert_memory_equal(&a, &b, sizeof(a));
	}
}

static void all_is_filled_in_but_the_state(void **state)
{
	unsigned char uuid[UUID_SIZE] = {1, 2, 3};
	struct sample s = {.state = 5, .reason = 3};

	(void)state;
	invent_sample(&s, uuid, NS_PER_S, 4, 8, 8 * GIB, 16 * GIB, true);
	assert_int_equal(s.has, STATS_ALL);
	assert_memory_equal(s.uuid, uuid, UUID_SIZE);
	assert_int_equal(s.time_ns, NS_PER_S);
	assert_int_equal(s.vcpus, 4);
	assert_int_equal(s.vcpus_max, 8);
	assert_true(s.memory == 8 * GIB);
	assert_true(s.memory_max == 16 * GIB);
	assert_in_range(s.memory_rss, 1, s.memory);
	assert_int_equal(s.state, 5);
	assert_int_equal(s.reason, 3);
}

static void assert_risen(const struct sample *a, const struct sample *b)
{
	assert_true(b->cpu_ns >= a->cpu_ns);
	assert_true(b->disk_read >= a->disk_read);
	assert_true(b->disk_written >= a->disk_written);
	assert_true(b->net_received >= a->net_received);
	assert_true(b->net_sent >= a->net_sent);
}

static void counters_only_rise(void **state)
{
	(void)state;
	for (uint32_t n = 0; n < MACHINES; n++) {
		struct sample before = invent(n, 0, n % 2);

		for (int64_t t = 1; t < 200 * NS_PER_S; t += NS_PER_S / 3) {
			struct sample now = invent(n, t, n % 2);

			assert_risen(&before, &now);
			before = now;
		}
	}
}

static void figures_are_believable(void **state)
{
	unsigned idle = 0, busy = 0, silent = 0;

	(void)state;
	for (uint32_t n = 0; n < MACHINES; n++) {
		for (int64_t t = 0; t < 300; t += 2) {
			struct sample a = invent(n, t * NS_PER_S, false);
			struct sample b = invent(n, (t + 2) * NS_PER_S, false);
			double cpu = cpu_percent(&a, &b);
			double disk = stats_rate(a.disk_written, b.disk_written, 2 * NS_PER_S);

			assert_true(cpu >= 0 && cpu <= 400);
			assert_true(disk >= 0 && disk < 100e6);
			idle += t == 0 && cpu < 8;
			busy += t == 0 && cpu > 100;
			silent += t == 0 && disk == 0;
		}
	}
	assert_in_range(idle, MACHINES / 10, MACHINES * 9 / 10);
	assert_in_range(busy, MACHINES / 50, MACHINES / 2);
	assert_in_range(silent, MACHINES / 50, MACHINES / 2);
}

static void machines_sway(void **state)
{
	struct sample s[5];
	bool moves = false;

	(void)state;
	for (int i = 0; i < 5; i++)
		s[i] = invent(3, 10 * i * NS_PER_S, false);
	for (int i = 2; i < 5; i++)
		moves |= fabs(cpu_percent(&s[0], &s[1]) - cpu_percent(&s[i - 1], &s[i])) > 1e-3;
	assert_true(moves);
}

static void steady_ones_give_the_same_figure_between_any_two(void **state)
{
	(void)state;
	for (uint32_t n = 0; n < MACHINES; n++) {
		struct sample a = invent(n, 0, true);
		struct sample b = invent(n, 2 * NS_PER_S, true);
		struct sample c = invent(n, 1000 * NS_PER_S, true);
		struct sample d = invent(n, 1007 * NS_PER_S, true);

		/* Over 2 s and over 7 s, exactly. */
		assert_true(b.cpu_ns > a.cpu_ns);
		assert_true((b.cpu_ns - a.cpu_ns) * 7 == (d.cpu_ns - c.cpu_ns) * 2);
		assert_true((b.net_sent - a.net_sent) * 7 == (d.net_sent - c.net_sent) * 2);
	}
}

static void no_memory_and_no_vcpus_are_fine(void **state)
{
	unsigned char uuid[UUID_SIZE] = {9};
	struct sample s = {0};

	(void)state;
	invent_sample(&s, uuid, -5, 0, 0, 0, 0, false);
	assert_int_equal(s.cpu_ns, 0);
	invent_sample(&s, uuid, 400 * 86400 * NS_PER_S, 0, 0, 0, 0, false);
	assert_int_equal(s.cpu_ns, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_asked_twice_is_the_same),
		cmocka_unit_test(all_is_filled_in_but_the_state),
		cmocka_unit_test(counters_only_rise),
		cmocka_unit_test(figures_are_believable),
		cmocka_unit_test(machines_sway),
		cmocka_unit_test(steady_ones_give_the_same_figure_between_any_two),
		cmocka_unit_test(no_memory_and_no_vcpus_are_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
