// SPDX-License-Identifier: GPL-3.0-or-later
/* Time. All differences are taken on the monotonic clock; the wall clock is for showing only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)

int64_t clock_now_ns(void);       /* monotonic, never fixed: deadlines and rates */
int64_t clock_lived_ns(void);     /* goes on while this machine sleeps, too: for ages of what goes on elsewhere */
int64_t clock_thread_ns(void);    /* CPU time of this thread: what it did, not what it waited for */
int64_t clock_shown_ns(void);     /* monotonic for shown ages; stands still when fixed */
int64_t clock_wall_s(void);       /* seconds since 1970; 2026-03-04 12:04:31 UTC when fixed */
void clock_fix(void);             /* --clock fixed: what is shown no longer moves */
bool clock_is_fixed(void);
/* The sooner of two moments; 0 is none. */
int64_t clock_sooner_ns(int64_t a_ns, int64_t b_ns);
/* "12:04:31" local time (UTC when fixed); buf holds at least 16. */
void clock_format_time(int64_t wall_s, char *buf, int size);
