// SPDX-License-Identifier: GPL-3.0-or-later
/* The storage pools of a host, as far as the list of alerts and the completion of paths need them. Main thread; a worker fills one
 * that nobody else has yet. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"

struct pool {
	unsigned char uuid[UUID_SIZE];
	char *name;
	char *path; /* its directory on the host; NULL: it has none, or it was not told */
	uint64_t capacity, allocation, available; /* bytes; of one that is active */
};

struct pools {
	struct pool *all;
	size_t n, cap;
};

/* A zeroed one with the name; valid until the next. */
struct pool *pools_add(struct pools *pools, const char *name);
void pools_clear(struct pools *pools);
/* How full it is, 0 to 100; thin volumes may have been promised more than there is: what counts is what is
 * left. */
double pool_percent(const struct pool *pool);
