// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/node.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "ssh/remote.h"
#include "virt/internal.h"
#include "virt/virerr.h"
#include "xml/capabilities.h"

#define PARAMS_MOST 64 /* a daemon that claims more is not believed */
#define ANSWER_MS   10000

/* libvirt packs a version as major * 1000000 + minor * 1000 + release. */
static char *version_text(unsigned long version)
{
	return version ? mem_printf("%lu.%lu.%lu", version / 1000000, version / 1000 % 1000,
				    version % 1000)
		       : NULL;
}

/* Not being able to tell a name or version is no error, a connection that broke is. */
static bool told(struct conn *conn, int answer, struct err *err)
{
	if (answer >= 0)
		return true;
	virerr_spare(err, conn->vir);
	return false;
}

static bool read_names(struct conn *conn, struct node_info *node, struct err *err)
{
	char *hostname = virConnectGetHostname(conn->vir);
	if (told(conn, hostname ? 0 : -1, err))
		node->hostname = hostname;
	node->driver = mem_strdup(virConnectGetType(conn->vir));
	unsigned long version = 0;
	if (told(conn, virConnectGetLibVersion(conn->vir, &version), err))
		node->libvirt_version = version_text(version);
	return err->code == ERR_NONE;
}

char *node_read_version(struct work *work, struct conn *conn, struct err *err)
{
	work_assert(work);
	unsigned long version = 0;
	return told(conn, virConnectGetVersion(conn->vir, &version), err) ? version_text(version)
									   : NULL;
}

char *node_read_os(struct work *work, struct conn *conn)
{
	autoerr struct err unused = {0};
	autofree char *text = NULL;

	work_assert(work);
	/* The same that makes files of the host readable. */
	if (conn->log_dir)
		text = file_read("/etc/os-release", &unused);
	else if (conn->login)
		text = remote_read(work, conn->login, "cat /etc/os-release", ANSWER_MS, &unused);
	return text ? os_release_name(text) : NULL;
}

bool node_read_caps(struct work *work, struct conn *conn, struct node_caps *ret, struct err *err)
{
	work_assert(work);
	autofree char *xml = virConnectGetCapabilities(conn->vir);
	return xml ? capabilities_read(xml, ret, err) : virerr_take(err, conn->vir);
}

bool node_read_pages(struct work *work, struct conn *conn, const struct node_pages *pages,
		     uint64_t *ret_bytes, struct err *err)
{
	work_assert(work);
	unsigned sizes[PAGE_SIZES_MOST];
	uint64_t bytes = 0;
	if (conn->facts.is_test)
		return err_set(err, ERR_UNSUPPORTED, "The test driver makes them up");
	memcpy(sizes, pages->sizes_kib, sizeof(sizes));
	for (size_t i = 0; i < pages->n_cells; i++) {
		unsigned long long counts[PAGE_SIZES_MOST] = {0};
		if (virNodeGetFreePages(conn->vir, (unsigned)pages->n_sizes, sizes,
					pages->cells[i], 1, counts, 0) < 0)
			return virerr_take(err, conn->vir);
		for (size_t j = 0; j < pages->n_sizes; j++)
			bytes += counts[j] * sizes[j] * UINT64_C(1024);
	}
	*ret_bytes = bytes;
	return true;
}

/* Asks how many there are when it is not known yet; 0 when the driver has none. */
static int memory_params(struct conn *conn)
{
	int n = 0;
	if (conn->memory_params == 0) {
		int answer = virNodeGetMemoryStats(conn->vir, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL,
						   &n, 0);
		conn->memory_params = answer == 0 && n > 0 && n <= PARAMS_MOST ? n : -1;
	}
	return conn->memory_params > 0 ? conn->memory_params : 0;
}

/* *ret_total stays as it is where the driver does not tell it. */
static bool read_memory_stats(struct conn *conn, uint64_t *ret_free, uint64_t *ret_total)
{
	virNodeMemoryStats stats[PARAMS_MOST];
	int n = memory_params(conn);
	if (n == 0 || virNodeGetMemoryStats(conn->vir, VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n,
					    0) < 0)
		return false;
	uint64_t kib = 0;
	for (int i = 0; i < n; i++)
		if (str_equal(stats[i].field, VIR_NODE_MEMORY_STATS_FREE) ||
		    str_equal(stats[i].field, VIR_NODE_MEMORY_STATS_BUFFERS) ||
		    str_equal(stats[i].field, VIR_NODE_MEMORY_STATS_CACHED))
			kib += stats[i].value;
		else if (str_equal(stats[i].field, VIR_NODE_MEMORY_STATS_TOTAL) && stats[i].value > 0)
			*ret_total = stats[i].value * 1024;
	*ret_free = kib * 1024;
	return true;
}

bool node_read(struct work *work, struct conn *conn, struct node_info *ret, struct err *err)
{
	work_assert(work);
	virNodeInfo info;
	if (virNodeGetInfo(conn->vir, &info) < 0)
		return virerr_take(err, conn->vir);
	autoerr struct err why = {0};
	struct node_info node = {
		.memory = (uint64_t)info.memory * 1024,
		.cpus = info.cpus,
		.mhz = info.mhz,
		.sockets = info.nodes * info.sockets,
		.cores = info.cores,
		.threads = info.threads,
	};
	uint64_t unused;
	/* virNodeGetInfo counts the memory of NUMA cells, which is less than there is where some was plugged in later; what
	 * is free is counted with the whole. */
	if (!conn->facts.is_test)
		read_memory_stats(conn, &unused, &node.memory);
	if (!read_names(conn, &node, &why)) {
		node_info_clear(&node);
		err_move(err, &why);
		return false;
	}
	*ret = node;
	return true;
}

static bool read_free_memory(struct conn *conn, uint64_t *ret_free)
{
	uint64_t total;
	if (read_memory_stats(conn, ret_free, &total))
		return true;
	unsigned long long bytes = virNodeGetFreeMemory(conn->vir);
	if (bytes == 0)
		return false;
	*ret_free = bytes;
	return true;
}

static int cpu_params(struct conn *conn)
{
	int n = 0;
	if (conn->cpu_params == 0) {
		int answer = virNodeGetCPUStats(conn->vir, VIR_NODE_CPU_STATS_ALL_CPUS, NULL, &n,
						0);
		conn->cpu_params = answer == 0 && n > 0 && n <= PARAMS_MOST ? n : -1;
	}
	return conn->cpu_params > 0 ? conn->cpu_params : 0;
}

static const struct {
	const char *field;
	bool busy;
} cpu_fields[] = {
	{VIR_NODE_CPU_STATS_KERNEL, true},
	{VIR_NODE_CPU_STATS_USER, true},
	{VIR_NODE_CPU_STATS_INTR, true},
	{VIR_NODE_CPU_STATS_IOWAIT, false},
	{VIR_NODE_CPU_STATS_IDLE, false},
};

static void read_cpu(struct conn *conn, struct node_info *node)
{
	virNodeCPUStats stats[PARAMS_MOST];
	uint64_t busy = 0, total = 0;
	int n = cpu_params(conn);
	if (n == 0 ||
	    virNodeGetCPUStats(conn->vir, VIR_NODE_CPU_STATS_ALL_CPUS, stats, &n, 0) < 0)
		return;
	for (int i = 0; i < n; i++)
		for (size_t f = 0; f < ARRAY_SIZE(cpu_fields); f++)
			if (str_equal(stats[i].field, cpu_fields[f].field)) {
				total += stats[i].value;
				busy += cpu_fields[f].busy ? stats[i].value : 0;
			}
	node->cpu_busy_ns = busy;
	node->cpu_total_ns = total;
}

/* Not known is shown as such; only a connection that broke meanwhile is an error. */
static bool still_there(struct conn *conn, struct err *err)
{
	virResetLastError();
	if (virConnectIsAlive(conn->vir) != 0)
		return true;
	return err_set(err, ERR_LOST, "The connection broke");
}

bool node_read_figures(struct work *work, struct conn *conn, unsigned *what, struct node_info *node,
		       int64_t *ret_trip_ns, struct err *err)
{
	work_assert(work);
	*ret_trip_ns = 0;
	node->memory_free_known = false;
	node->cpu_busy_ns = node->cpu_total_ns = 0;
	/* The test driver tells the figures of the machine it happens to run on. */
	if (conn->facts.is_test)
		return true;
	if ((*what & NODE_CPU) && cpu_params(conn) == 0)
		*what = NODE_MEMORY;
	/* How many there are to be read is known by now: each is one call. */
	int64_t began_ns = clock_now_ns();
	if (*what & NODE_MEMORY)
		node->memory_free_known = read_free_memory(conn, &node->memory_free);
	int64_t between_ns = clock_now_ns();
	if (*what & NODE_CPU)
		read_cpu(conn, node);
	*ret_trip_ns = *what & NODE_MEMORY ? between_ns - began_ns : clock_now_ns() - between_ns;
	return still_there(conn, err);
}
