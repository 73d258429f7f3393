// SPDX-License-Identifier: GPL-3.0-or-later
/* The devices of a host as a tree, and its network interfaces: bridges with what is plugged into them, the NICs of
 * its machines among that. Interfaces that no driver tells of are known from networks and machines. A row's id is
 * that of a device, an interface, or a NIC by its name and MAC: some drivers give several machines the same name.
 * Main thread. */
#pragma once

#include <stddef.h>

#include "model/columns.h"

struct device_rows {
	struct device_row *all;
	size_t n, cap;
};

/* Those of all hosts, each made when it is asked for first. */
struct device_trees;
struct device_trees *device_trees_create(void);
void device_trees_destroy(struct device_trees *trees); /* NULL is fine */
/* A list, a state or a reading of a host is another one: rows that were given out are gone. */
void device_trees_expire(struct device_trees *trees); /* NULL is fine */
/* Never NULL; lives until the next device_trees_expire(). */
const struct device_rows *device_tree_of(struct device_trees *trees, const struct host_view *host);
/* NULL when it is not in the tree. */
const struct device_row *device_tree_find(struct device_trees *trees, const struct host_view *host, struct obj_id id);
