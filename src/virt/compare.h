// SPDX-License-Identifier: GPL-3.0-or-later
/* What one answer of a host says about another. Pure. */
#pragma once

#include <stdbool.h>

#include "model/snapshot.h"
#include "model/stats.h"

/* Something runs that did not: it has no figures yet, and should not wait for the next tick. */
bool compare_started(const struct snapshot *before, const struct snapshot *now);
/* The figures know what the list does not: some drivers forget to send an event. all: the set tells of
 * every active machine. */
bool compare_disagrees(const struct snapshot *list, const struct figure_set *set, bool all);
