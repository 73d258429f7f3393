// SPDX-License-Identifier: GPL-3.0-or-later
/* How long keys take from being read to being on the screen. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct timing;
struct timing *timing_create(void);
void timing_destroy(struct timing *t);
/* Time that went by, and CPU time that this thread had of it. */
void timing_add(struct timing *t, int64_t ns, int64_t cpu_ns);
/* One line: "keys N median_us N p99_us N worst_us N cpu_median_us N cpu_p99_us N cpu_worst_us N". */
bool timing_write(const struct timing *t, const char *path);
