// SPDX-License-Identifier: GPL-3.0-or-later
/* Believable figures for machines that have none: the demo hosts and the tests' fake. The same uuid
 * and time always give the same counters, and counters only rise with time. Any thread. */
#pragma once

#include <stdint.h>

#include "model/stats.h"

/* Fills in s (has = STATS_ALL) for a machine with these vCPUs and memory, at t since some fixed start;
 * s->state and s->reason are left alone.
 * steady: constant rates, so that any two samples give the same figure (tests); else they sway. */
void invent_sample(struct sample *s, const unsigned char uuid[UUID_SIZE], int64_t t_ns,
		   unsigned vcpus, unsigned vcpus_max, uint64_t memory, uint64_t memory_max,
		   bool steady);
