// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/twins.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/states.h"

#define FIRST_SLOTS 64 /* a power of two */

/* A machine that is active on a host. Those with one UUID are chained in the order of their hosts. */
struct mark {
	unsigned char uuid[UUID_SIZE];
	const struct host_view *host;
	uint32_t next; /* index + 1; 0: the last */
};

struct twins {
	struct mark *marks;
	size_t n, cap;
	uint32_t *slots; /* open addressing; index + 1 of the first of a chain, 0 free */
	size_t n_slots, n_heads;
	size_t n_extra;
};

struct twins *twins_create(void)
{
	return mem_new(struct twins);
}

void twins_destroy(struct twins *t)
{
	if (!t)
		return;
	free(t->marks);
	free(t->slots);
	free(t);
}

static uint32_t *find_slot(const struct twins *t, const unsigned char uuid[UUID_SIZE])
{
	size_t at = uuid_hash(uuid) & (t->n_slots - 1);

	while (t->slots[at] && memcmp(t->marks[t->slots[at] - 1].uuid, uuid, UUID_SIZE) != 0)
		at = (at + 1) & (t->n_slots - 1);
	return &t->slots[at];
}

static void make_room(struct twins *t)
{
	uint32_t *old = t->slots;
	size_t n_old = t->n_slots;

	if (2 * t->n_heads < t->n_slots)
		return;
	t->n_slots = n_old ? 4 * n_old : FIRST_SLOTS;
	t->slots = mem_new_array(t->n_slots, sizeof(*t->slots));
	for (size_t i = 0; i < n_old; i++)
		if (old[i])
			*find_slot(t, t->marks[old[i] - 1].uuid) = old[i];
	free(old);
}

static void add(struct twins *t, const struct host_view *host, const struct domain *d)
{
	struct mark *m = arr_add(t->marks, t->n, t->cap);
	uint32_t *slot;

	memcpy(m->uuid, d->uuid, UUID_SIZE);
	m->host = host;
	make_room(t);
	slot = find_slot(t, d->uuid);
	if (*slot) {
		uint32_t *end = slot;

		while (*end)
			end = &t->marks[*end - 1].next;
		*end = (uint32_t)t->n;
		t->n_extra++;
	} else {
		*slot = (uint32_t)t->n;
		t->n_heads++;
	}
}

void twins_add_host(struct twins *t, const struct host_view *host)
{
	if (host->state != HOST_UP)
		return;
	for (size_t i = 0; host->snapshot && i < host->snapshot->n_domains; i++)
		if (domain_is_active(&host->snapshot->domains[i]))
			add(t, host, &host->snapshot->domains[i]);
}

size_t twins_count(const struct twins *t)
{
	return t->n_extra;
}

static const struct mark *next_mark(const struct twins *t, uint32_t index)
{
	return index ? &t->marks[index - 1] : NULL;
}

static const struct mark *first_mark(const struct twins *t, const unsigned char uuid[UUID_SIZE])
{
	return t->n_extra ? next_mark(t, *find_slot(t, uuid)) : NULL;
}

const struct host_view *twins_other(const struct twins *t, uint32_t host,
				    const unsigned char uuid[UUID_SIZE])
{
	const struct host_view *other = NULL;
	bool here = false;

	for (const struct mark *m = first_mark(t, uuid); m; m = next_mark(t, m->next)) {
		if (m->host->number == host)
			here = true;
		else if (!other)
			other = m->host;
	}
	return here ? other : NULL;
}

bool twins_counted_before(const struct twins *t, uint32_t host, const struct domain *d)
{
	const struct mark *first;

	if (domain_is_migrated_away(d->state, d->reason))
		return t->n_heads && *find_slot(t, d->uuid);
	first = first_mark(t, d->uuid);
	if (!first || first->host->number == host)
		return false;
	return twins_other(t, host, d->uuid) != NULL;
}
