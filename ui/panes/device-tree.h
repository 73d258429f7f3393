// SPDX-License-Identifier: GPL-3.0-or-later
/* The devices of a host as a tree, and its network interfaces: bridges with what is plugged into them, the NICs of
 * its machines among that. Interfaces that no driver tells of are known from networks and machines. Main thread. */
#pragma once

#include <stddef.h>

#include "base/mem.h"
#include "model/columns.h"

struct device_rows {
	struct device_row *all;
	size_t n, cap;
};

/* Adds those of a host; names that stand nowhere else are made in texts. */
/* Of a device, an interface, or a NIC by its name and MAC: some drivers give several machines the same name. */
struct obj_id device_row_id(const struct device_row *row);
void device_tree_add(const struct host_view *host, struct arena *texts, struct device_rows *out);
