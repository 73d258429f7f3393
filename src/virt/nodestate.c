// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host's memory and CPUs are doing. */
#include "virt/readers.h"

#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/nodestate.h"
#include "ssh/remote.h"
#include "virt/capabilities.h"
#include "virt/internal.h"
#include "virt/machinefiles.h"
#include "virt/virerr.h"

#define PARAMS_MOST 64   /* a daemon that claims more is not believed */
#define CPUS_MOST   8192
#define ANSWER_MS   10000
#define FILES_AGE_S 30 /* no file of a host changes often, and each question is a session of ssh's */

/* The sentence of the call that has just failed. */
static char *why_not(struct conn *conn)
{
	autoerr struct err err = {0};
	virerr_take(&err, conn->vir);
	return take(err.text);
}

/* --- memory ----------------------------------------------------------------------------------- */

static void read_memory(struct conn *conn, struct node_state *state)
{
	virNodeMemoryStats stats[PARAMS_MOST];
	const struct {
		const char *field;
		uint64_t *to;
	} fields[] = {
		{VIR_NODE_MEMORY_STATS_TOTAL, &state->memory},
		{VIR_NODE_MEMORY_STATS_FREE, &state->memory_free},
		{VIR_NODE_MEMORY_STATS_BUFFERS, &state->buffers},
		{VIR_NODE_MEMORY_STATS_CACHED, &state->cached},
	};
	int n = 0;
	if (virNodeGetMemoryStats(conn->vir, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &n, 0) < 0 ||
	    n > PARAMS_MOST ||
	    virNodeGetMemoryStats(conn->vir, VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n, 0) < 0) {
		state->memory_why = why_not(conn);
		return;
	}
	for (int i = 0; i < n; i++)
		for (size_t f = 0; f < ARRAY_SIZE(fields); f++)
			if (str_equal(stats[i].field, fields[f].field))
				*fields[f].to = stats[i].value * 1024;
}

static bool read_cell_pages(struct conn *conn, const struct capabilities *caps, struct node_cell *cell)
{
	unsigned kib[NODE_PAGES_MOST];
	unsigned long long counts[NODE_PAGES_MOST];
	size_t n = caps->n_pages < NODE_PAGES_MOST ? caps->n_pages : NODE_PAGES_MOST;
	for (size_t i = 0; i < n; i++)
		kib[i] = (unsigned)(caps->pages[i].size / 1024);
	if (n && virNodeGetFreePages(conn->vir, (unsigned)n, kib, (int)cell->id, 1, counts, 0) < 0)
		return false;
	for (size_t i = 0; i < n; i++)
		cell->pages[i] = (struct node_pages_free){caps->pages[i].size, counts[i]};
	cell->n_pages = n;
	return true;
}

static void read_cells(struct work *work, struct conn *conn, struct node_state *state)
{
	autoerr struct err err = {0};
	if (!conn->caps)
		conn->caps = capabilities_fetch(work, conn, &err);
	if (!conn->caps)
		state->pages_why = take(err.text);
	for (size_t i = 0; conn->caps && i < conn->caps->n_cells && !work_cancelled(work); i++) {
		struct node_cell *cell = arr_add(state->cells, state->n_cells, state->cap_cells);
		unsigned long long bytes;
		cell->id = conn->caps->cells[i].id;
		cell->memory_known = virNodeGetCellsFreeMemory(conn->vir, &bytes, (int)cell->id, 1) == 1;
		cell->memory_free = cell->memory_known ? bytes : 0;
		if (!state->pages_why && !read_cell_pages(conn, conn->caps, cell))
			state->pages_why = why_not(conn);
	}
}

/* --- samepage merging -------------------------------------------------------------------------- */

static uint64_t param_value(const virTypedParameter *p)
{
	switch ((virTypedParameterType)p->type) {
	case VIR_TYPED_PARAM_INT:
		return p->value.i > 0 ? (uint64_t)p->value.i : 0;
	case VIR_TYPED_PARAM_UINT:
		return p->value.ui;
	case VIR_TYPED_PARAM_LLONG:
		return p->value.l > 0 ? (uint64_t)p->value.l : 0;
	case VIR_TYPED_PARAM_ULLONG:
		return p->value.ul;
	case VIR_TYPED_PARAM_BOOLEAN:
		return p->value.b != 0;
	case VIR_TYPED_PARAM_DOUBLE:
	case VIR_TYPED_PARAM_STRING:
		break;
	}
	return 0;
}

static void take_ksm(struct node_ksm *ksm, const virTypedParameter *params, int n)
{
	uint64_t across = 0;
	const struct {
		const char *field;
		uint64_t *to;
	} fields[] = {
		{VIR_NODE_MEMORY_SHARED_PAGES_TO_SCAN, &ksm->pages_to_scan},
		{VIR_NODE_MEMORY_SHARED_SLEEP_MILLISECS, &ksm->sleep_ms},
		{VIR_NODE_MEMORY_SHARED_PAGES_SHARED, &ksm->pages_shared},
		{VIR_NODE_MEMORY_SHARED_PAGES_SHARING, &ksm->pages_sharing},
		{VIR_NODE_MEMORY_SHARED_PAGES_UNSHARED, &ksm->pages_unshared},
		{VIR_NODE_MEMORY_SHARED_PAGES_VOLATILE, &ksm->pages_volatile},
		{VIR_NODE_MEMORY_SHARED_FULL_SCANS, &ksm->full_scans},
		{VIR_NODE_MEMORY_SHARED_MERGE_ACROSS_NODES, &across},
	};
	for (int i = 0; i < n; i++)
		for (size_t f = 0; f < ARRAY_SIZE(fields); f++) {
			if (!str_equal(params[i].field, fields[f].field))
				continue;
			*fields[f].to = param_value(&params[i]);
			ksm->merges_known |= fields[f].to == &across;
		}
	ksm->merges_across_cells = across != 0;
}

static void read_ksm(struct conn *conn, struct node_state *state)
{
	virTypedParameter params[PARAMS_MOST];
	int n = 0;
	if (virNodeGetMemoryParameters(conn->vir, NULL, &n, 0) < 0 || n > PARAMS_MOST) {
		state->ksm_why = why_not(conn);
		return;
	}
	memset(params, 0, sizeof(params));
	if (n == 0 || virNodeGetMemoryParameters(conn->vir, params, &n, 0) < 0) {
		state->ksm_why = n ? why_not(conn) : mem_strdup("its kernel has none");
		return;
	}
	take_ksm(&state->ksm, params, n);
	virTypedParamsClear(params, n);
}

/* --- all of it --------------------------------------------------------------------------------- */

static void read_made_up(struct node_state *state)
{
	static const char why[] = "the test driver makes it up";
	state->memory_why = mem_strdup(why);
	state->pages_why = mem_strdup(why);
	state->ksm_why = mem_strdup("the test driver has none");
	state->files_why = mem_strdup("the test driver has no hardware");
}

static void ask_files(struct work *work, struct conn *conn)
{
	autoerr struct err why = {0};
	struct node_files told;
	autofree char *text = remote_read(work, conn->login, machinefiles_question(), ANSWER_MS, &why);
	free(take(conn->far_files_why));
	conn->far_files_ns = clock_now_ns();
	if (text && machinefiles_answer(text, &told)) {
		free(conn->far_files.huge);
		conn->far_files = told;
		return;
	}
	conn->far_files_why = mem_printf("not readable over ssh: %s",
					 text ? "its shell says something else" : why.text);
}

static void read_files(struct work *work, struct conn *conn, struct node_state *state)
{
	if (conn->log_dir) {
		machinefiles_read("", &state->files);
		return;
	}
	if (!conn->login || state->files_why) {
		state->files_why = state->files_why ? state->files_why : mem_strdup("not readable from here");
		return;
	}
	if (!conn->far_files_ns || clock_now_ns() - conn->far_files_ns > FILES_AGE_S * NS_PER_S)
		ask_files(work, conn);
	if (conn->far_files_why) {
		state->files_why = mem_strdup(conn->far_files_why);
		return;
	}
	state->files = conn->far_files;
	state->files.huge = mem_strdup(conn->far_files.huge);
}

/* NULL only when the connection broke. */
void *read_node(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	work_assert(work);
	struct node_state *state = mem_new(struct node_state);
	state->encrypted = virConnectIsEncrypted(conn->vir);
	state->secure = virConnectIsSecure(conn->vir);
	if (conn->facts.is_test) {
		read_made_up(state);
	} else {
		read_memory(conn, state);
		read_cells(work, conn, state);
		read_ksm(conn, state);
	}
	read_files(work, conn, state);
	virResetLastError();
	if (virConnectIsAlive(conn->vir) != 0)
		return state;
	node_state_free(state);
	err_set(err, ERR_LOST, "The connection broke");
	return NULL;
}

/* --- CPUs -------------------------------------------------------------------------------------- */

static void add_times(const virNodeCPUStats *stats, int n, struct node_cpu *cpu)
{
	for (int i = 0; i < n; i++) {
		bool idle = str_equal(stats[i].field, VIR_NODE_CPU_STATS_IDLE) ||
			    str_equal(stats[i].field, VIR_NODE_CPU_STATS_IOWAIT);
		if (str_equal(stats[i].field, VIR_NODE_CPU_STATS_UTILIZATION))
			continue;
		cpu->total_ns += stats[i].value;
		cpu->busy_ns += idle ? 0 : stats[i].value;
	}
}

static bool read_times(struct work *work, struct conn *conn, struct node_cpus *cpus)
{
	virNodeCPUStats stats[PARAMS_MOST];
	int n = 0;
	if (virNodeGetCPUStats(conn->vir, 0, NULL, &n, 0) < 0 || n > PARAMS_MOST)
		return false;
	for (size_t i = 0; i < cpus->n && !work_cancelled(work); i++) {
		int told = n;
		struct node_cpu *cpu = &cpus->all[i];
		if (cpu->online && virNodeGetCPUStats(conn->vir, (int)cpu->id, stats, &told, 0) == 0)
			add_times(stats, told, cpu);
	}
	return true;
}

/* A call for each CPU; the test driver tells the times of the machine it happens to run on. */
void *read_cpus(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	work_assert(work);
	unsigned char *map = NULL;
	unsigned online = 0;
	if (conn->facts.is_test) {
		err_set(err, ERR_UNSUPPORTED, "the test driver has none of its own");
		return NULL;
	}
	int present = virNodeGetCPUMap(conn->vir, &map, &online, 0);
	if (present < 0) {
		virerr_take(err, conn->vir);
		return NULL;
	}
	struct node_cpus *cpus = mem_new(struct node_cpus);
	cpus->present = (unsigned)present;
	cpus->online = online;
	for (int i = 0; i < present && i < CPUS_MOST; i++) {
		struct node_cpu *cpu = arr_add(cpus->all, cpus->n, cpus->cap);
		cpu->id = (unsigned)i;
		cpu->online = VIR_CPU_USABLE(map, VIR_CPU_MAPLEN(present), 0, i);
	}
	free(map);
	if (read_times(work, conn, cpus))
		return cpus;
	virerr_take(err, conn->vir);
	node_cpus_free(cpus);
	return NULL;
}
