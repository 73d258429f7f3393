// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/nodestate.h"

#include <stdlib.h>

#include "base/mem.h"

void node_state_free(void *data)
{
	struct node_state *state = data;

	if (!state)
		return;
	free(state->memory_why);
	free(state->cells);
	free(state->pages_why);
	free(state->ksm_why);
	free(state->files.huge);
	free(state->files_why);
	free(state);
}

const struct node_cell *node_state_cell(const struct node_state *state, unsigned id)
{
	for (size_t i = 0; state && i < state->n_cells; i++)
		if (state->cells[i].id == id)
			return &state->cells[i];
	return NULL;
}

void node_cpus_free(void *data)
{
	struct node_cpus *cpus = data;

	if (!cpus)
		return;
	free(cpus->all);
	free(cpus);
}

static const struct node_cpu *find_cpu(const struct node_cpus *cpus, unsigned id)
{
	size_t low = 0, high = cpus ? cpus->n : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cpus->all[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return cpus && low < cpus->n && cpus->all[low].id == id ? &cpus->all[low] : NULL;
}

double node_cpu_load(const struct node_cpus *before, const struct node_cpus *now, unsigned id)
{
	const struct node_cpu *a = find_cpu(before, id);
	const struct node_cpu *b = find_cpu(now, id);

	if (!a || !b || b->total_ns <= a->total_ns || !a->total_ns || b->busy_ns < a->busy_ns)
		return -1;
	double percent = (double)(b->busy_ns - a->busy_ns) * 100 / (double)(b->total_ns - a->total_ns);
	return percent > 100 ? 100 : percent;
}
