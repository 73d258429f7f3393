// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/compare.h"

bool compare_started(const struct snapshot *before, const struct snapshot *now)
{
	for (size_t i = 0; i < now->n_domains; i++) {
		const struct domain *d = &now->domains[i];
		const struct domain *was =
			domain_is_active(d) ? snapshot_find_domain(before, d->uuid) : d;

		if (!was || (was != d && !domain_is_active(was)))
			return true;
	}
	return false;
}

bool compare_disagrees(const struct snapshot *list, const struct figure_set *set, bool all)
{
	size_t active = 0;
	size_t seen = 0;

	for (size_t i = 0; i < list->n_domains; i++)
		active += domain_is_active(&list->domains[i]);
	for (size_t i = 0; i < set->n; i++) {
		const struct sample *s = &set->samples[i];
		const struct domain *d = snapshot_find_domain(list, s->uuid);
		if (!d || (s->state >= 0 && s->state != (int)d->state))
			return true;
		seen += domain_is_active(d);
	}
	return all && seen < active; /* something has stopped */
}
