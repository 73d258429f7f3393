// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/node.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tests/fake/state.h"

#define GIB          (UINT64_C(1) << 30)
#define CPUS         16
#define BUSY_PERCENT 23

static void fill_memory(struct node_info *node)
{
	node->memory_free = 40 * GIB;
	node->memory_free_known = true;
}

static void fill_cpu(const struct fake_host *host, struct node_info *node)
{
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
		.sockets = 2,
		.cores = 4,
		.threads = 2,
	};
	fake_unlock();
	return true;
}

bool node_read_caps(struct work *work, struct conn *conn, struct node_caps *ret, struct err *err)
{
	if (!fake_enter(work, conn, "node_read_caps", err))
		return false;
	*ret = (struct node_caps){
		.has_uuid = true,
		.arch = mem_strdup("x86_64"),
		.vendor = mem_strdup("Intel"),
		.model = mem_strdup("Skylake-Server"),
		.pages = {{2048, 1048576}, 2, {0, 1}, 2},
	};
	memset(ret->uuid, conn->host->name[0], UUID_SIZE);
	fake_unlock();
	return true;
}

/* On every cell 512 of the first size and one of the others. */
bool node_read_pages(struct work *work, struct conn *conn, const struct node_pages *pages,
		     uint64_t *ret_bytes, struct err *err)
{
	uint64_t kib = 0;
	if (!fake_enter(work, conn, "node_read_pages", err))
		return false;
	for (size_t i = 0; i < pages->n_sizes; i++)
		kib += pages->sizes_kib[i] * (i ? 1 : UINT64_C(512)) * pages->n_cells;
	*ret_bytes = kib * 1024;
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

char *node_read_os(struct work *work, struct conn *conn)
{
	autoerr struct err unused = {0};

	if (!fake_enter(work, conn, "node_read_os", &unused))
		return NULL;
	fake_unlock();
	return mem_strdup("Debian GNU/Linux 12 (bookworm)");
}

bool node_read_figures(struct work *work, struct conn *conn, unsigned *what, struct node_info *node,
		       int64_t *ret_trip_ns, struct err *err)
{
	int64_t began_ns = clock_now_ns();

	*ret_trip_ns = 0;
	if (!fake_enter(work, conn, "node_read_figures", err))
		return false;
	conn->host->cpu_total_ns += FAKE_TICK_NS * CPUS;
	conn->host->cpu_busy_ns += FAKE_TICK_NS * CPUS * BUSY_PERCENT / 100;
	if (*what & NODE_MEMORY)
		fill_memory(node);
	if (*what & NODE_CPU)
		fill_cpu(conn->host, node);
	fake_unlock();
	*ret_trip_ns = clock_now_ns() - began_ns;
	return true;
}
