// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/alerts.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/states.h"

static void add(struct alerts *all, enum alert_kind kind, enum tone tone, struct obj_id object,
		char *text)
{
	*arr_add(all->alerts, all->n, all->cap) = (struct alert){kind, tone, object, text};
}

static enum alert_kind kind_of(const struct domain *d)
{
	if (d->state == DOMAIN_CRASHED)
		return ALERT_CRASHED;
	return domain_is_active(d) ? ALERT_PAUSED : ALERT_STOPPED;
}

static void add_domain(struct alerts *all, const struct host_view *host, const struct domain *d)
{
	enum tone tone = domain_state_tone(d->state, d->reason);
	const char *reason;
	const struct figures *f;

	f = host->stats && domain_is_active(d) ? stats_find(host->stats, d->uuid) : NULL;
	if (f && f->silent_since_ns && host->state == HOST_UP)
		add(all, ALERT_HUNG, TONE_BAD, obj_id_domain(host->number, d->uuid),
		    mem_printf("%s on %s: its QEMU does not answer", d->name, host->name));
	if (tone != TONE_BAD)
		return;
	reason = domain_reason_text(d->state, d->reason);
	add(all, kind_of(d), tone, obj_id_domain(host->number, d->uuid),
	    mem_printf("%s on %s: %s%s%s", d->name, host->name, domain_state_text(d->state),
		       reason ? ": " : "", reason ? reason : ""));
}

static void add_state(struct alerts *all, const struct host_view *host, enum alert_kind kind)
{
	add(all, kind, TONE_BAD, obj_id_host(host->number),
	    mem_printf("%s: %s%s%s", host->name, host_state_text(host->state),
		       host->why ? ": " : "", host->why ? host->why : ""));
}

static void add_memory(struct alerts *all, const struct host_view *host)
{
	const struct node_info *node = &host->node;
	double percent;

	if (!node->memory || !node->memory_free_known || node->memory_free > node->memory)
		return;
	percent = 100.0 * (double)(node->memory - node->memory_free) / (double)node->memory;
	if (percent > ALERT_MEMORY_PERCENT)
		add(all, ALERT_MEMORY, TONE_WARN, obj_id_host(host->number),
		    mem_printf("%s: its memory is nearly full, %.0f %%", host->name, percent));
}

void alerts_add_host(struct alerts *all, const struct host_view *host)
{
	for (size_t i = 0; host->snapshot && i < host->snapshot->n_domains; i++)
		add_domain(all, host, &host->snapshot->domains[i]);
	switch (host->state) {
	case HOST_LOST:
		add_state(all, host, ALERT_LOST);
		break;
	case HOST_REFUSED:
		add_state(all, host, ALERT_REFUSED);
		break;
	case HOST_UP:
		if (host->unresponsive)
			add(all, ALERT_SILENT, TONE_WARN, obj_id_host(host->number),
			    mem_printf("%s: does not answer", host->name));
		add_memory(all, host);
		break;
	case HOST_CLOSED:
	case HOST_CONNECTING:
	case HOST_STATE_COUNT:
		break;
	}
}

/* qsort would not keep the order within a kind. */
void alerts_sort(struct alerts *all)
{
	struct alert *sorted;
	size_t n = 0;

	if (all->n < 2)
		return;
	sorted = mem_new_array(all->cap, sizeof(*sorted));
	for (int kind = ALERT_CRASHED; kind <= ALERT_POOL; kind++)
		for (size_t i = 0; i < all->n; i++)
			if ((int)all->alerts[i].kind == kind)
				sorted[n++] = all->alerts[i];
	free(all->alerts);
	all->alerts = sorted;
}

void alerts_clear(struct alerts *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->alerts[i].text);
	free(all->alerts);
	*all = (struct alerts){0};
}
