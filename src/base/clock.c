// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define FIXED_WALL_S INT64_C(1772625871) /* 2026-03-04 12:04:31 UTC */

/* The moment shown from then on; 0 while the clock goes. */
static atomic_int_least64_t fixed_ns;

int64_t clock_now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

int64_t clock_lived_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

int64_t clock_thread_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

int64_t clock_shown_ns(void)
{
	int64_t fixed = atomic_load(&fixed_ns);

	return fixed ? fixed : clock_now_ns();
}

int64_t clock_wall_s(void)
{
	struct timespec ts;

	if (clock_is_fixed())
		return FIXED_WALL_S;
	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec;
}

void clock_fix(void)
{
	int_least64_t going = 0;

	atomic_compare_exchange_strong(&fixed_ns, &going, clock_now_ns());
}

bool clock_is_fixed(void)
{
	return atomic_load(&fixed_ns) != 0;
}

int64_t clock_sooner_ns(int64_t a_ns, int64_t b_ns)
{
	if (!a_ns || !b_ns)
		return a_ns ? a_ns : b_ns;
	return a_ns < b_ns ? a_ns : b_ns;
}

void clock_format_time(int64_t wall_s, char *buf, int size)
{
	time_t s = (time_t)wall_s;
	struct tm tm = {0};

	if (clock_is_fixed())
		gmtime_r(&s, &tm);
	else
		localtime_r(&s, &tm);
	snprintf(buf, (size_t)size, "%02d:%02d:%02d", tm.tm_hour, tm.tm_min, tm.tm_sec);
}
