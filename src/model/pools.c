// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pools.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"

struct pool *pools_add(struct pools *pools, const char *name)
{
	struct pool *pool = arr_add(pools->all, pools->n, pools->cap);
	*pool = (struct pool){.name = mem_strdup(name)};
	return pool;
}

void pools_clear(struct pools *pools)
{
	for (size_t i = 0; i < pools->n; i++) {
		free(pools->all[i].name);
		free(pools->all[i].path);
	}
	free(pools->all);
	*pools = (struct pools){0};
}

double pool_percent(const struct pool *pool)
{
	if (!pool->capacity || pool->available >= pool->capacity)
		return 0;
	return 100.0 * (double)(pool->capacity - pool->available) / (double)pool->capacity;
}
