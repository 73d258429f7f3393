// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/readings.h"

#include "base/arr.h"
#include "base/mem.h"
#include "virt/machine.h"
#include "virt/capabilities.h"
#include "virt/nodestate.h"
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

static void *read_machine(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	return machine_read_figures(work, conn, key->uuid, err);
}

static void *read_definition(struct work *work, struct conn *conn, const struct reading_key *key,
			     struct err *err)
{
	return machine_read_definition(work, conn, key->uuid, err);
}

static void *read_snapshots(struct work *work, struct conn *conn, const struct reading_key *key,
			    struct err *err)
{
	return machine_read_snapshots(work, conn, key->uuid, err);
}

static void *read_command(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	return machine_read_command(work, conn, key->uuid, err);
}

static void *read_log(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	return machine_read_log(work, conn, key->uuid, err);
}

static void *read_capabilities(struct work *work, struct conn *conn, const struct reading_key *key,
			       struct err *err)
{
	(void)key;
	return capabilities_fetch(work, conn, err);
}

static void *read_domain_capabilities(struct work *work, struct conn *conn, const struct reading_key *key,
				      struct err *err)
{
	(void)key;
	return domain_capabilities_fetch(work, conn, err);
}

static void *read_node(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	return node_state_read(work, conn, err);
}

static void *read_cpus(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	return node_cpus_read(work, conn, err);
}

static read_fn *const readers[] = {
	[READING_POOLS] = read_pools,
	[READING_MACHINE] = read_machine,
	[READING_DEFINITION] = read_definition,
	[READING_SNAPSHOTS] = read_snapshots,
	[READING_COMMAND] = read_command,
	[READING_LOG] = read_log,
	[READING_CAPABILITIES] = read_capabilities,
	[READING_DOMAIN_CAPABILITIES] = read_domain_capabilities,
	[READING_NODE] = read_node,
	[READING_CPUS] = read_cpus,
};
_Static_assert(ARRAY_SIZE(readers) == READING_KIND_COUNT, "a row for every kind");

void *reading_read(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	return readers[key->kind](work, conn, key, err);
}
