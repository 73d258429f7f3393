// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures for the demo: the test driver has memory and vCPUs only, the rest is invented. */
#pragma once

#include <stdbool.h>

#include "model/hostview.h"
#include "model/snapshot.h"
#include "model/stats.h"

/* Gives every active domain of the list a full sample, keeping what was really told. Any thread. */
void simulate_figures(struct figure_set *set, const struct snapshot *list, bool steady);
/* The counters of a machine that goes on again leap: they say nothing of the time before. Main thread. */
void simulate_gaps(struct figure_set *set, const struct stats *before);
/* The host's own figures, as they follow from its domains'. Main thread. */
void simulate_node(struct host_view *view);
