// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/guests.h"

#include <string.h>

#include "base/arr.h"

struct guests {
	struct guest_facts *all; /* sorted by uuid */
	size_t n, cap;
};

static const char *const sources[] = {
	[GUEST_NOBODY] = "",
	[GUEST_LEASE] = "lease",
	[GUEST_AGENT] = "agent",
	[GUEST_ARP] = "ARP",
};
_Static_assert(ARRAY_SIZE(sources) == GUEST_SOURCE_COUNT, "a row for every source");

const char *guest_source_text(enum guest_source source)
{
	return sources[source];
}

void guest_facts_clear(struct guest_facts *f)
{
	free(f->addresses);
	free(f->hostname);
	free(f->os);
	free(f->trouble);
	free(f->log);
	*f = (struct guest_facts){0};
}

int64_t guest_age_ns(const struct guest_facts *f, int64_t now_ns)
{
	int64_t age_ns = now_ns > f->time_ns ? now_ns - f->time_ns : 1;

	return f->expired || age_ns > GUEST_OLD_NS ? age_ns : 0;
}

struct guests *guests_create(void)
{
	return mem_new(struct guests);
}

void guests_destroy(struct guests *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->n; i++)
		guest_facts_clear(&g->all[i]);
	free(g->all);
	free(g);
}

/* Where it is, or where it would have to go. */
static size_t place(const struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	size_t low = 0, high = g->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (memcmp(g->all[middle].uuid, uuid, UUID_SIZE) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct guests *g, size_t at, const unsigned char uuid[UUID_SIZE])
{
	return at < g->n && memcmp(g->all[at].uuid, uuid, UUID_SIZE) == 0;
}

void guests_put(struct guests *g, struct guest_facts *f)
{
	size_t at = place(g, f->uuid);
	if (is_at(g, at, f->uuid)) {
		guest_facts_clear(&g->all[at]);
	} else {
		arr_add(g->all, g->n, g->cap);
		memmove(&g->all[at + 1], &g->all[at], (g->n - 1 - at) * sizeof(*g->all));
	}
	g->all[at] = *f;
	*f = (struct guest_facts){0};
}

const struct guest_facts *guests_find(const struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	size_t at = place(g, uuid);
	return is_at(g, at, uuid) ? &g->all[at] : NULL;
}

const char *guests_trouble(const struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	const struct guest_facts *f = g ? guests_find(g, uuid) : NULL;
	return f ? f->trouble : NULL;
}

void guests_expire(struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	size_t at = place(g, uuid);
	if (is_at(g, at, uuid))
		g->all[at].expired = true;
}

void guests_forget(struct guests *g, bool (*keep)(void *opaque, const unsigned char *uuid),
		   void *opaque)
{
	size_t kept = 0;
	for (size_t i = 0; i < g->n; i++) {
		if (keep(opaque, g->all[i].uuid))
			g->all[kept++] = g->all[i];
		else
			guest_facts_clear(&g->all[i]);
	}
	g->n = kept;
}
