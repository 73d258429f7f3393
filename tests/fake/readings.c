// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/readings.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/pools.h"
#include "tests/fake/state.h"

typedef void *read_fn(struct fake_host *host, const struct reading_key *key, struct err *err);

/* One pool, of 100 GB. */
static void *read_pools(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	struct pools *pools = mem_new(struct pools);
	struct pool *pool = pools_add(pools, "images");
	(void)key;
	(void)err;
	memset(pool->uuid, 7, UUID_SIZE);
	pool->path = mem_strdup("/var/lib/libvirt/images");
	pool->capacity = 100000000000;
	pool->allocation = pool->capacity / 100 * host->pool_percent;
	pool->available = pool->capacity - pool->allocation;
	return pools;
}

static read_fn *const readers[] = {
	[READING_POOLS] = read_pools,
};
_Static_assert(ARRAY_SIZE(readers) == READING_KIND_COUNT, "a row for every kind");

void *reading_read(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	if (!fake_enter(work, conn, reading_name(key->kind), err))
		return NULL;
	void *data = readers[key->kind](conn->host, key, err);
	fake_unlock();
	return data;
}
