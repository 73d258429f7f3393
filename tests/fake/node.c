// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/node.h"

#include "base/mem.h"
#include "tests/fake/state.h"

#define GIB          (UINT64_C(1) << 30)
#define CPUS         16
#define BUSY_PERCENT 23

static void fill_figures(struct fake_host *host, struct node_info *node)
{
	node->memory_free = 40 * GIB;
	node->memory_free_known = true;
	node->cpu_busy_ns = host->cpu_busy_ns;
	node->cpu_total_ns = host->cpu_total_ns;
}

bool node_read(struct work *work, struct conn *conn, struct node_info *ret, struct err *err)
{
	if (!fake_enter(work, conn, "node_read", err))
		return false;
	*ret = (struct node_info){
		.hostname = mem_printf("%s.example.net", conn->host->name),
		.driver = mem_strdup("QEMU"),
		.libvirt_version = mem_strdup("9.0.0"),
		.memory = 64 * GIB,
		.cpus = CPUS,
		.mhz = 2400,
	};
	fake_unlock();
	return true;
}

char *node_read_version(struct work *work, struct conn *conn, struct err *err)
{
	if (!fake_enter(work, conn, "node_read_version", err))
		return NULL;
	fake_unlock();
	return mem_strdup("7.2.0");
}

bool node_read_figures(struct work *work, struct conn *conn, struct node_info *node,
		       struct err *err)
{
	if (!fake_enter(work, conn, "node_read_figures", err))
		return false;
	conn->host->cpu_total_ns += FAKE_TICK_NS * CPUS;
	conn->host->cpu_busy_ns += FAKE_TICK_NS * CPUS * BUSY_PERCENT / 100;
	fill_figures(conn->host, node);
	fake_unlock();
	return true;
}
