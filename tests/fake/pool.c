// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/pool.h"

#include <string.h>

#include "tests/fake/state.h"

/* One pool, of 100 GB. */
bool pools_read(struct work *work, struct conn *conn, struct pools *ret, struct err *err)
{
	if (!fake_enter(work, conn, "pools_read", err))
		return false;
	struct pools pools = {0};
	struct pool *pool = pools_add(&pools, "images");
	memset(pool->uuid, 7, UUID_SIZE);
	pool->capacity = 100000000000;
	pool->allocation = pool->capacity / 100 * conn->host->pool_percent;
	pool->available = pool->capacity - pool->allocation;
	fake_unlock();
	*ret = pools;
	return true;
}
