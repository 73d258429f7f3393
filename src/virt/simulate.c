// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/simulate.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/invent.h"

#define DEFAULT_MEMORY    (UINT64_C(1) << 30)
#define HOST_OWN_PERCENT  2.5 /* what a host uses by itself */
#define HOST_MOST_PERCENT 97.0

static int by_uuid(const void *a, const void *b)
{
	return memcmp(((const struct sample *)a)->uuid, ((const struct sample *)b)->uuid,
		      UUID_SIZE);
}

static struct sample invented(const struct domain *d, const struct sample *told, int64_t time_ns,
			      bool steady)
{
	unsigned vcpus = d->def.vcpus, vcpus_max = d->def.vcpus_max;
	uint64_t memory = d->def.memory, memory_max = d->def.memory_max;
	if (told && told->has & STATS_VCPU) {
		vcpus = told->vcpus;
		vcpus_max = told->vcpus_max;
	}
	if (told && told->has & STATS_MEMORY) {
		memory = told->memory;
		memory_max = told->memory_max;
	}
	bool vcpus_known = vcpus > 0;
	vcpus = vcpus ? vcpus : 1;
	memory = memory ? memory : DEFAULT_MEMORY;

	int state = told && told->state >= 0 ? told->state : (int)d->state;
	/* A guest that stands still counts nothing. */
	int64_t t_ns = state == DOMAIN_RUNNING ? time_ns : 0;
	struct sample s = {0};
	invent_sample(&s, d->uuid, t_ns, vcpus, vcpus_max > vcpus ? vcpus_max : vcpus, memory,
		      memory_max > memory ? memory_max : memory, steady);
	/* The counter would leap when they are known: it is made of them. */
	if (!vcpus_known)
		s.has &= ~(unsigned)STATS_CPU;
	memcpy(s.uuid, d->uuid, UUID_SIZE);
	s.time_ns = time_ns;
	s.state = told ? told->state : -1;
	s.reason = told ? told->reason : 0;
	return s;
}

void simulate_figures(struct figure_set *set, const struct snapshot *list, bool steady)
{
	/* Counters at whole seconds rise by whole bytes: the rates are then the same for any two. Sixteen
	 * times as fast, so that two samples soon after each other are seconds apart. */
	int64_t time_ns = steady ? set->time_ns / (NS_PER_S / 16) * NS_PER_S : set->time_ns;
	struct figure_set told = {.samples = set->samples, .n = set->n, .cap = set->cap};
	set->samples = NULL;
	set->n = set->cap = 0;
	if (told.n > 1)
		qsort(told.samples, told.n, sizeof(*told.samples), by_uuid);
	for (size_t i = 0; i < list->n_domains; i++) {
		const struct domain *d = &list->domains[i];
		if (!domain_is_active(d))
			continue;
		struct sample key;
		memcpy(key.uuid, d->uuid, UUID_SIZE);
		const struct sample *s = NULL;
		if (told.n > 0)
			s = bsearch(&key, told.samples, told.n, sizeof(key), by_uuid);
		*figure_set_add(set) = invented(d, s, time_ns, steady);
	}
	free(told.samples);
}

void simulate_gaps(struct figure_set *set, const struct stats *before)
{
	for (size_t i = 0; i < set->n; i++) {
		struct sample *s = &set->samples[i];
		const struct figures *f = stats_find(before, s->uuid);
		if (f && s->state == DOMAIN_RUNNING && f->last.state >= 0 && f->last.state != DOMAIN_RUNNING)
			s->has &= STATS_MEMORY | STATS_VCPU;
	}
}

void simulate_node(struct host_view *view)
{
	const struct snapshot *list = view->snapshot;
	double cpu = 0;
	uint64_t used = view->node.memory / 20;
	for (size_t i = 0; list && i < list->n_domains; i++) {
		const struct domain *d = &list->domains[i];
		const struct figures *f = stats_find(view->stats, d->uuid);
		if (!f || !domain_is_active(d))
			continue;
		cpu += f->cpu_percent > 0 ? f->cpu_percent : 0;
		used += f->last.memory;
	}
	unsigned cpus = view->node.cpus ? view->node.cpus : 1;
	view->cpu_percent = cpu / cpus + HOST_OWN_PERCENT;
	if (view->cpu_percent > HOST_MOST_PERCENT)
		view->cpu_percent = HOST_MOST_PERCENT;
	if (!view->node.memory)
		return;
	view->node.memory_free = used < view->node.memory ? view->node.memory - used : 0;
	view->node.memory_free_known = true;
}
