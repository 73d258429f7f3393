// SPDX-License-Identifier: GPL-3.0-or-later
/* Which CPUs of a host its machines are pinned to. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/snapshot.h"

/* CPUs one after the other that the same threads are pinned to. */
struct pinned_cpus {
	unsigned first, last;
	unsigned machines; /* that are active */
	char *who;         /* "web: vCPUs 0-1, emulator; db (off): all vCPUs" */
};

struct pinned {
	struct pinned_cpus *rows; /* by number */
	size_t n;
	size_t active;   /* machines that are active and pinned */
	size_t unpinned; /* and those that are active and may run everywhere */
};

/* What their definitions say, of a host with so many CPUs. A set that is all of them pins nothing. pinned_finish()
 * frees it. */
void pinned_read(const struct snapshot *s, unsigned cpus, struct pinned *ret);
void pinned_finish(struct pinned *p);
