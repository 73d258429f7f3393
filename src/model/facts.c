// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/facts.h"

#include <string.h>

#include "base/mem.h"

_Static_assert(FACT_COUNT <= 64, "facts are bits of a uint64_t");

static const char *const sentences[FACT_COUNT] = {
#define X(name, sentence) [FACT_BIT_##name] = sentence,
	FACTS(X)
#undef X
};

static const char *const names[FACT_COUNT] = {
#define X(name, sentence) [FACT_BIT_##name] = #name,
	FACTS(X)
#undef X
};

static uint64_t when(bool condition, uint64_t fact)
{
	return condition ? fact : 0;
}

static bool has_address(const struct host_view *host, const struct domain *d)
{
	bool may_have = host->guests && domain_is_active(d);
	const struct guest_facts *f = may_have ? guests_find(host->guests, d->uuid) : NULL;

	return f && f->addresses && f->addresses[0];
}

/* What a driver does not tell may be so: it says itself when it is not. */
static uint64_t flags_of_domain(const struct domain *d)
{
	if (!d->flags_known)
		return FACT_HAS_SAVED | FACT_PERSISTENT | FACT_TRANSIENT | FACT_AUTOSTART | FACT_NO_AUTOSTART;
	return when(d->managed_save, FACT_HAS_SAVED) | when(d->persistent, FACT_PERSISTENT) |
	       when(!d->persistent, FACT_TRANSIENT) |
	       when(d->autostart, FACT_AUTOSTART) | when(!d->autostart, FACT_NO_AUTOSTART);
}

uint64_t facts_of_domain(const struct host_view *host, const struct domain *d)
{
	bool active = domain_is_active(d);

	return FACT_SELECTED | when(host->state == HOST_UP, FACT_HOST_UP) |
	       when(!host->readonly, FACT_WRITABLE) |
	       when(active, FACT_ACTIVE) | when(!active, FACT_INACTIVE | FACT_STOPPED) |
	       when(d->state == DOMAIN_PAUSED, FACT_PAUSED) |
	       when(d->state != DOMAIN_PAUSED, FACT_NOT_PAUSED) |
	       when(d->state != DOMAIN_PMSUSPENDED, FACT_AWAKE) |
	       when(d->state != DOMAIN_CRASHED, FACT_NOT_CRASHED) |
	       when(d->state == DOMAIN_PMSUSPENDED, FACT_ASLEEP) |
	       flags_of_domain(d) | when(has_address(host, d), FACT_ADDRESS);
}

uint64_t facts_of_host(const struct host_view *host)
{
	return FACT_SELECTED | when(host->state == HOST_UP, FACT_HOST_UP) |
	       when(!host->readonly, FACT_WRITABLE) |
	       when(host->by_ssh, FACT_BY_SSH) |
	       when(host->kept == HOST_LOOSE || host->kept == HOST_REMEMBERED, FACT_REMOVABLE) |
	       when(host->kept == HOST_LOOSE || host->kept == HOST_GIVEN, FACT_UNKEPT) |
	       when(host->state != HOST_UP || host->unresponsive, FACT_NOT_UP);
}

uint64_t facts_of_thing(const struct host_view *host)
{
	return FACT_SELECTED | when(host->state == HOST_UP, FACT_HOST_UP) | when(!host->readonly, FACT_WRITABLE);
}

static uint64_t facts_of_life(const struct host_view *host, bool active, bool persistent, bool autostart)
{
	return facts_of_thing(host) | when(active, FACT_ACTIVE) |
	       when(!active, FACT_INACTIVE | FACT_STOPPED) |
	       when(persistent, FACT_PERSISTENT) | when(!persistent, FACT_TRANSIENT) | when(autostart, FACT_AUTOSTART) |
	       when(!autostart, FACT_NO_AUTOSTART);
}

uint64_t facts_of_network(const struct host_view *host, const struct network *n)
{
	return facts_of_life(host, n->active, n->persistent, n->autostart);
}

uint64_t facts_of_pool(const struct host_view *host, const struct pool *p)
{
	return facts_of_life(host, p->active, p->persistent, p->autostart);
}

/* It has a definition. */
uint64_t facts_of_secret(const struct host_view *host)
{
	return facts_of_thing(host) | FACT_PERSISTENT;
}

uint64_t facts_of_nwfilter(const struct host_view *host, bool used)
{
	return facts_of_thing(host) | FACT_PERSISTENT | when(!used, FACT_UNUSED);
}

uint64_t facts_of_task(const struct task *task)
{
	return FACT_SELECTED | when(task->ended_ns != 0, FACT_ENDED) |
	       when(task->ended_ns == 0, FACT_GOES_ON) |
	       when(task_can_be_retried(task) || task->state == TASK_RETRIED, FACT_FAILED);
}

char *facts_missing(uint64_t needs, uint64_t has, const char *name)
{
	uint64_t missing = needs & ~has;
	const char *sentence;
	const char *hole;

	if (!missing)
		return NULL;
	sentence = sentences[__builtin_ctzll(missing)];
	hole = strstr(sentence, "%s");
	if (!hole)
		return mem_strdup(sentence);
	return mem_printf("%.*s%s%s", (int)(hole - sentence), sentence, name ? name : "it", hole + 2);
}

const char *fact_name(enum fact_bit bit)
{
	return names[bit];
}
