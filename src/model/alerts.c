// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/alerts.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/states.h"

static const struct {
	const char *word, *narrow;
	enum tone tone;
} kinds[] = {
	[ALERT_CRASHED] = {"crashed", "CRASH", TONE_BAD},
	[ALERT_PAUSED] = {"paused by error", "PAUSED", TONE_BAD},
	[ALERT_HUNG] = {"hung", "HUNG", TONE_BAD},
	[ALERT_STOPPED] = {"off by error", "FAILED", TONE_BAD},
	[ALERT_WATCHDOG] = {"watchdog", "WDOG", TONE_BAD},
	[ALERT_MEMORY_FAILURE] = {"memory failure", "MEM FAIL", TONE_BAD},
	[ALERT_LOST] = {"lost", "LOST", TONE_BAD},
	[ALERT_REFUSED] = {"refused", "REFUSED", TONE_BAD},
	[ALERT_SILENT] = {"not answering", "not answering", TONE_WARN},
	[ALERT_SLOW] = {"slow", "SLOW", TONE_WARN},
	[ALERT_MEMORY] = {"low on memory", "LOW MEM", TONE_WARN},
	[ALERT_POOL] = {"pool nearly full", "POOL", TONE_WARN},
};
_Static_assert(ARRAY_SIZE(kinds) == ALERT_KIND_COUNT, "a row for every kind");

const char *alert_word(enum alert_kind kind, bool narrow)
{
	return narrow ? kinds[kind].narrow : kinds[kind].word;
}

static void add(struct alerts *all, enum alert_kind kind, struct obj_id object, char *text)
{
	*arr_add(all->alerts, all->n, all->cap) =
		(struct alert){kind, kinds[kind].tone, object, text};
}

static bool is_hung(const struct host_view *host, const struct domain *d)
{
	const struct figures *f = host->stats ? stats_find(host->stats, d->uuid) : NULL;

	return f && f->silent_since_ns && host->state == HOST_UP && domain_is_active(d);
}

bool alert_of_domain(const struct host_view *host, const struct domain *d, enum alert_kind *ret)
{
	if (domain_state_tone(d->state, d->reason) != TONE_BAD) {
		const struct mishap *mishap = mishaps_find(&host->mishaps, d->uuid);

		*ret = is_hung(host, d)			       ? ALERT_HUNG
		       : mishap && mishap->kind == MISHAP_MEMORY ? ALERT_MEMORY_FAILURE
								 : ALERT_WATCHDOG;
		return *ret == ALERT_HUNG || mishap;
	}
	*ret = d->state == DOMAIN_CRASHED ? ALERT_CRASHED
	       : domain_is_active(d)	  ? ALERT_PAUSED
					  : ALERT_STOPPED;
	return true;
}

static void add_domain(struct alerts *all, const struct host_view *host, const struct domain *d)
{
	struct obj_id id = obj_id_domain(host->number, d->uuid);
	enum alert_kind kind;
	const char *reason;
	const char *trouble;

	if (!alert_of_domain(host, d, &kind))
		return;
	if (kind == ALERT_HUNG) {
		add(all, kind, id, mem_printf("%s on %s: its QEMU does not answer", d->name, host->name));
		return;
	}
	if (kind == ALERT_WATCHDOG || kind == ALERT_MEMORY_FAILURE) {
		add(all, kind, id,
		    mem_printf("%s on %s: %s", d->name, host->name, mishaps_find(&host->mishaps, d->uuid)->text));
		return;
	}
	reason = domain_reason_text(d->state, d->reason);
	trouble = guests_trouble(host->guests, d->uuid);
	add(all, kind, id,
	    mem_printf("%s on %s: %s%s%s%s%s", d->name, host->name, domain_state_text(d->state),
		       reason ? ": " : "", reason ? reason : "", trouble ? ", " : "",
		       trouble ? trouble : ""));
}

static void add_state(struct alerts *all, const struct host_view *host, enum alert_kind kind)
{
	add(all, kind, obj_id_host(host->number),
	    mem_printf("%s: %s%s%s", host->name, host_state_text(host->state),
		       host->why ? ": " : "", host->why ? host->why : ""));
}

static double memory_percent(const struct node_info *node)
{
	if (!node->memory || !node->memory_free_known || node->memory_free > node->memory)
		return 0;
	return 100.0 * (double)(node->memory - node->memory_free) / (double)node->memory;
}

static void add_pools(struct alerts *all, const struct host_view *host, int limit)
{
	const struct roster *pools = host_pools(host);

	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);
		double percent = pool_percent(pool);

		if (percent > limit)
			add(all, ALERT_POOL, obj_id_of(host->number, OBJ_POOL, pool->uuid),
			    mem_printf("%s: its pool %s is nearly full, %.0f %%", host->name,
				       pool->name, percent));
	}
}

static void add_up(struct alerts *all, const struct host_view *host, struct alert_limits limits)
{
	double percent = memory_percent(&host->node);

	if (host->unresponsive)
		add(all, ALERT_SILENT, obj_id_host(host->number),
		    mem_printf("%s: does not answer", host->name));
	else if (host->slow)
		add(all, ALERT_SLOW, obj_id_host(host->number),
		    mem_printf("%s: slow, an answer takes over a second", host->name));
	if (percent > limits.memory)
		add(all, ALERT_MEMORY, obj_id_host(host->number),
		    mem_printf("%s: its memory is nearly full, %.0f %%", host->name, percent));
	add_pools(all, host, limits.pool);
}

void alerts_add_host(struct alerts *all, const struct twins *twins, const struct host_view *host,
		     struct alert_limits limits)
{
	for (size_t i = 0; host->snapshot && i < host->snapshot->n_domains; i++) {
		const struct domain *d = &host->snapshot->domains[i];

		if (!twins || !twins_counted_before(twins, host->number, d))
			add_domain(all, host, d);
	}
	switch (host->state) {
	case HOST_LOST:
		add_state(all, host, ALERT_LOST);
		break;
	case HOST_REFUSED:
		add_state(all, host, ALERT_REFUSED);
		break;
	case HOST_UP:
		add_up(all, host, limits);
		break;
	case HOST_CLOSED:
	case HOST_CONNECTING:
	case HOST_STATE_COUNT:
		break;
	}
}

void alerts_count_host(const struct host_view *host, struct alert_limits limits,
		       size_t counts[ALERT_KIND_COUNT])
{
	const struct roster *pools = host_pools(host);

	if (host->state != HOST_UP)
		return;
	counts[ALERT_SILENT] += host->unresponsive;
	counts[ALERT_SLOW] += host->slow && !host->unresponsive;
	counts[ALERT_MEMORY] += memory_percent(&host->node) > limits.memory;
	for (size_t i = 0; i < roster_count(pools); i++)
		counts[ALERT_POOL] += pool_percent(roster_at(pools, i)) > limits.pool;
}

/* qsort would not keep the order within a kind. */
void alerts_sort(struct alerts *all)
{
	struct alert *sorted;
	size_t n = 0;

	if (all->n < 2)
		return;
	sorted = mem_new_array(all->cap, sizeof(*sorted));
	for (int kind = ALERT_CRASHED; kind < ALERT_KIND_COUNT; kind++)
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
