// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading many things with few calls. All block. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/snapshot.h"
#include "model/stats.h"
#include "virt/conn.h"

/* The list of all domains: names, states with reasons, flags; definitions are taken over from `before`
 * (may be NULL) for domains whose uuid is not in `stale` (n_stale uuids, packed). At most six calls
 * whatever the number of domains, unless the driver lacks bulk statistics. NULL on error. */
struct snapshot *scan_domains(struct work *work, struct conn *conn, const struct snapshot *before,
			      const unsigned char (*stale)[UUID_SIZE], size_t n_stale,
			      uint32_t host, uint64_t generation, struct err *err);

/* A copy of `before` in which up to `most` more definitions are known (one call each, two for
 * one that runs and is persistent), those that are `active` first. *ret_left says how many are still
 * unknown. A domain that is gone meanwhile, or whose XML cannot be read, counts as known and stays empty.
 * NULL on error. */
struct snapshot *scan_definitions(struct work *work, struct conn *conn,
				  const struct snapshot *before, size_t most, size_t *ret_left,
				  struct err *err);

/* Figures of the active domains, one call (NOWAIT: a QEMU that somebody waits for already is not asked,
 * one that hangs from now on holds up the call when groups has any of STATS_DEEP). groups: STATS_* that
 * somebody looks at; state is always told. Without bulk statistics: single calls for the domains of `list`, memory and vCPUs (CPU
 * too, except on the test driver, whose figure is made up). NULL on error. */
struct figure_set *scan_figures(struct work *work, struct conn *conn, const struct snapshot *list,
				unsigned groups, struct err *err);
