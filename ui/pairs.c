// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pairs.h"

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

#define BUCKETS 1024 /* a power of two */

/* 0 is no pair: the ends of a chain, and of the order of use. */
struct pair {
	int fg, bg;
	int chain; /* the next in the same bucket */
	int newer, older;
};

struct pairs {
	int limit, used;
	int newest, oldest;
	struct pair *pair; /* limit + 1 */
	int buckets[BUCKETS];
};

struct pairs *pairs_create(int limit)
{
	struct pairs *p = mem_new(struct pairs);

	p->limit = limit > 0 ? limit : 1;
	p->pair = mem_new_array((size_t)p->limit + 1, sizeof(*p->pair));
	return p;
}

void pairs_destroy(struct pairs *p)
{
	if (!p)
		return;
	free(p->pair);
	free(p);
}

static int *bucket_of(struct pairs *p, int fg, int bg)
{
	uint32_t hash = (uint32_t)fg * 2654435761u ^ ((uint32_t)bg * 2246822519u >> 3);

	return &p->buckets[(hash ^ hash >> 16) & (BUCKETS - 1)];
}

static void unlink_use(struct pairs *p, int n)
{
	struct pair *pair = &p->pair[n];

	*(pair->newer ? &p->pair[pair->newer].older : &p->newest) = pair->older;
	*(pair->older ? &p->pair[pair->older].newer : &p->oldest) = pair->newer;
}

static void link_newest(struct pairs *p, int n)
{
	p->pair[n].newer = 0;
	p->pair[n].older = p->newest;
	*(p->newest ? &p->pair[p->newest].newer : &p->oldest) = n;
	p->newest = n;
}

static int take_oldest(struct pairs *p)
{
	int n = p->oldest;
	int *at = bucket_of(p, p->pair[n].fg, p->pair[n].bg);

	while (*at != n)
		at = &p->pair[*at].chain;
	*at = p->pair[n].chain;
	unlink_use(p, n);
	return n;
}

int pairs_get(struct pairs *p, int fg, int bg, bool *ret_new)
{
	int *bucket = bucket_of(p, fg, bg);
	int n = *bucket;

	while (n && (p->pair[n].fg != fg || p->pair[n].bg != bg))
		n = p->pair[n].chain;
	*ret_new = !n;
	if (n) {
		unlink_use(p, n);
	} else {
		n = p->used < p->limit ? ++p->used : take_oldest(p);
		p->pair[n] = (struct pair){.fg = fg, .bg = bg, .chain = *bucket};
		*bucket = n;
	}
	link_newest(p, n);
	return n;
}
