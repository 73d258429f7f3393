// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/scan.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/invent.h"
#include "tests/fake/state.h"

static bool is_stale(const unsigned char (*stale)[UUID_SIZE], size_t n_stale,
		     const unsigned char uuid[UUID_SIZE])
{
	for (size_t i = 0; i < n_stale; i++)
		if (memcmp(stale[i], uuid, UUID_SIZE) == 0)
			return true;
	return false;
}

struct snapshot *scan_domains(struct work *work, struct conn *conn, const struct snapshot *before,
			      const unsigned char (*stale)[UUID_SIZE], size_t n_stale,
			      uint32_t host, uint64_t generation, struct err *err)
{
	if (!fake_enter(work, conn, "scan_domains", err))
		return NULL;
	struct snapshot *s = snapshot_create(host, generation);
	for (size_t i = 0; i < conn->host->n_domains; i++) {
		const struct fake_domain *from = &conn->host->domains[i];
		struct domain *d = snapshot_add_domain(s);
		memcpy(d->uuid, from->uuid, UUID_SIZE);
		d->name = snapshot_strdup(s, from->name);
		d->id = from->id;
		d->state = from->state;
		d->reason = from->reason;
		d->persistent = from->persistent;
		d->autostart = from->autostart;
		d->managed_save = from->managed_save;
		d->has_snapshot = from->has_snapshot;
		d->flags_known = true;
		const struct domain *old = before ? snapshot_find_domain(before, d->uuid) : NULL;
		if (old && old->id == d->id && !is_stale(stale, n_stale, d->uuid))
			d->def = snapshot_copy_definition(s, &old->def);
	}
	fake_unlock();
	snapshot_seal(s);
	return s;
}

static void read_definition(struct fake_host *host, struct snapshot *s, struct domain *d)
{
	const struct fake_domain *from = fake_find_uuid(host, d->uuid);
	d->def = (struct domain_definition){.known = true};
	if (!from)
		return;
	d->def = snapshot_copy_definition(s, &from->def);
	d->def.title = snapshot_strdup(s, from->title);
	d->def.os = snapshot_strdup(s, from->os);
	d->def.differs = from->def.differs && from->id >= 0;
}

/* Of the `most` to be read, active ones come first. */
static size_t active_unknown(const struct snapshot *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_domains; i++)
		n += domain_is_active(&s->domains[i]) && !s->domains[i].def.known;
	return n;
}

struct snapshot *scan_definitions(struct work *work, struct conn *conn,
				  const struct snapshot *before, size_t most, size_t *ret_left,
				  struct err *err)
{
	if (!fake_enter(work, conn, "scan_definitions", err))
		return NULL;
	struct snapshot *s = snapshot_create(before->host, before->generation);
	s->asked_ns = before->asked_ns;
	size_t active = active_unknown(before);
	size_t for_active = active < most ? active : most;
	size_t for_others = most - for_active;
	*ret_left = 0;
	for (size_t i = 0; i < before->n_domains; i++) {
		struct domain *d = snapshot_copy_domain(s, &before->domains[i]);
		size_t *quota = domain_is_active(d) ? &for_active : &for_others;
		if (d->def.known)
			continue;
		if (*quota == 0) {
			++*ret_left;
			continue;
		}
		--*quota;
		read_definition(conn->host, s, d);
	}
	fake_unlock();
	snapshot_seal(s);
	return s;
}

/* What needs no QEMU stands on a clock of its own, as it is asked apart, where there is another lane for the rest. */
static bool is_deep(const struct conn *conn, unsigned groups)
{
	return (groups & STATS_DEEP) && !conn->host->no_bulk && !conn->bare && !conn->host->shared;
}

static void add_sample(struct figure_set *set, struct fake_host *host, struct fake_domain *d, bool deep)
{
	struct sample *s = figure_set_add(set);
	int64_t *ran_ns = deep ? &d->deep_ran_ns : &d->ran_ns;
	if (d->state == DOMAIN_RUNNING)
		*ran_ns += FAKE_TICK_NS;
	invent_sample(s, d->uuid, *ran_ns, d->def.vcpus, d->def.vcpus_max, d->def.memory,
		      d->def.memory_max, true);
	memcpy(s->uuid, d->uuid, UUID_SIZE);
	s->time_ns = deep ? host->deep_clock_ns : host->clock_ns;
	s->state = (int)d->state;
	s->reason = d->reason;
	s->has = host->no_bulk ? STATS_MEMORY | STATS_VCPU : set->asked;
	if (d->waited_for) {
		s->memory_rss = 0;
		s->has &= ~(unsigned)STATS_DISK;
	}
}

static struct fake_domain *first_hanging(struct fake_host *host)
{
	for (size_t i = 0; i < host->n_domains; i++) {
		struct fake_domain *d = &host->domains[i];
		if (d->hangs && !d->waited_for && d->id >= 0)
			return d;
	}
	return NULL;
}

/* The first that asks waits for as long as it hangs, others leave it out. The domain may move, or go. */
static void wait_for_qemu(struct conn *conn)
{
	unsigned char uuid[UUID_SIZE];
	struct fake_domain *d = first_hanging(conn->host);
	if (!d)
		return;
	memcpy(uuid, d->uuid, UUID_SIZE);
	d->waited_for = true;
	while ((d = fake_find_uuid(conn->host, uuid)) && d->hangs && d->id >= 0 && conn->host->epoch == conn->epoch)
		fake_wait(clock_now_ns() + NS_PER_S);
	if (d)
		d->waited_for = false;
}

struct figure_set *scan_figures(struct work *work, struct conn *conn, const struct snapshot *list,
				unsigned groups, struct err *err)
{
	(void)list;
	if (!fake_enter(work, conn, is_deep(conn, groups) ? "scan_deep" : "scan_figures", err))
		return NULL;
	struct fake_host *host = conn->host;
	if (groups & STATS_DEEP)
		wait_for_qemu(conn);
	struct figure_set *set = mem_new(struct figure_set);
	set->asked = groups;
	set->time_ns = clock_now_ns();
	conn->bare |= host->bare_bulk && (groups & STATS_MEMORY);
	bool deep = is_deep(conn, groups);
	*(deep ? &host->deep_clock_ns : &host->clock_ns) += FAKE_TICK_NS;
	for (size_t i = 0; i < host->n_domains; i++)
		if (host->domains[i].id >= 0)
			add_sample(set, host, &host->domains[i], deep);
	fake_unlock();
	return set;
}
