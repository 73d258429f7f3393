// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/readings.h"

#include "base/arr.h"
#include "base/mem.h"
#include "virt/pool.h"

typedef void *read_fn(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err);

static void *read_pools(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	struct pools *pools = mem_new(struct pools);
	(void)key;
	if (pools_read(work, conn, pools, err))
		return pools;
	free(pools);
	return NULL;
}

static read_fn *const readers[] = {
	[READING_POOLS] = read_pools,
};
_Static_assert(ARRAY_SIZE(readers) == READING_KIND_COUNT, "a row for every kind");

void *reading_read(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	return readers[key->kind](work, conn, key, err);
}
