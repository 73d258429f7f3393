// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/budget.h"

static void add_machine(const struct host_view *host, const struct domain *d, struct budget *b)
{
	const struct figures *f = stats_find(host->stats, d->uuid);
	const struct sample *last = f ? &f->last : NULL;
	unsigned vcpus = last && (last->has & STATS_VCPU) ? last->vcpus : d->def.vcpus;
	uint64_t most = last && (last->has & STATS_MEMORY) && last->memory_max ? last->memory_max
										 : d->def.memory_max;

	b->vcpus += vcpus;
	b->reserved += most;
	b->machines_known &= vcpus > 0 && most > 0;
	b->used_known &= f && f->last.memory_rss > 0;
	b->used_machines += f ? f->last.memory_rss : 0;
}

static uint64_t in_huge_pages(const struct capabilities *caps)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < caps->n_cells; i++)
		for (size_t j = 0; j < caps->cells[i].n_pages; j++) {
			const struct cap_pages *pages = &caps->cells[i].pages[j];

			if (cap_pages_are_huge(pages->size))
				bytes += pages->size * pages->count;
		}
	return bytes;
}

void budget_of(const struct host_view *host, const struct capabilities *caps, struct budget *ret)
{
	const struct snapshot *s = host->snapshot;
	struct budget b = {.machines_known = true, .used_known = host->node.memory_free_known};

	b.machines = s ? s->n_domains : 0;
	for (size_t i = 0; s && i < s->n_domains; i++) {
		if (!domain_is_active(&s->domains[i]))
			continue;
		b.active++;
		add_machine(host, &s->domains[i], &b);
	}
	b.huge = caps ? in_huge_pages(caps) : 0;
	b.total = host->node.memory > b.huge ? host->node.memory - b.huge : 0;
	b.used = b.total > host->node.memory_free ? b.total - host->node.memory_free : 0;
	b.used_os = b.used > b.used_machines ? b.used - b.used_machines : 0;
	b.available = (int64_t)b.total - (int64_t)b.reserved - (int64_t)b.used_os;
	*ret = b;
}

double budget_cpu_share(const struct host_view *host, const struct budget *budget)
{
	return host->node.cpus && budget->machines_known ? (double)budget->vcpus / host->node.cpus : -1;
}

double budget_memory_share(const struct host_view *host, const struct budget *budget)
{
	return host->node.memory && budget->machines_known
		       ? (double)budget->reserved / (double)host->node.memory : -1;
}
