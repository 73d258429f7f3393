// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/readings.h"

#include "base/arr.h"
#include "base/mem.h"
#include "virt/machine.h"
#include "virt/capabilities.h"
#include "virt/nodestate.h"
#include "virt/device.h"
#include "virt/network.h"
#include "virt/pieces.h"
#include "virt/pool.h"

typedef void *read_fn(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err);

static void *read_leases(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	return leases_read(work, conn, key, err);
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

/* A function, or how a roster of things is read piece by piece. */
static const struct {
	read_fn *read;
	const struct piece_ops *pieces;
} readers[] = {
	[READING_POOLS] = {.pieces = &pool_pieces},
	[READING_NETWORKS] = {.pieces = &network_pieces},
	[READING_LEASES] = {read_leases, NULL},
	[READING_VOLUMES] = {.pieces = &volume_pieces},
	[READING_DEVICES] = {.pieces = &device_pieces},
	[READING_INTERFACES] = {.pieces = &iface_pieces},
	[READING_MACHINE] = {read_machine, NULL},
	[READING_DEFINITION] = {read_definition, NULL},
	[READING_SNAPSHOTS] = {read_snapshots, NULL},
	[READING_COMMAND] = {read_command, NULL},
	[READING_LOG] = {read_log, NULL},
	[READING_CAPABILITIES] = {read_capabilities, NULL},
	[READING_DOMAIN_CAPABILITIES] = {read_domain_capabilities, NULL},
	[READING_NODE] = {read_node, NULL},
	[READING_CPUS] = {read_cpus, NULL},
};
_Static_assert(ARRAY_SIZE(readers) == READING_KIND_COUNT, "a row for every kind");

void *reading_read(struct work *work, struct conn *conn, const struct reading_key *key, bool goes_on,
		   struct err *err)
{
	work_assert(work);
	if (readers[key->kind].pieces)
		return pieces_read(work, conn, key, goes_on, readers[key->kind].pieces, err);
	return readers[key->kind].read(work, conn, key, err);
}
