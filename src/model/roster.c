// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static char *item(const struct roster *r, size_t i)
{
	return (char *)r->all + i * r->kind->size;
}

struct roster *roster_create(const struct roster_kind *kind)
{
	struct roster *r = mem_new(struct roster);

	r->kind = kind;
	return r;
}

void roster_destroy(void *roster)
{
	struct roster *r = roster;

	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		r->kind->clear(item(r, i));
	free(r->all);
	free(r);
}

void *roster_add(struct roster *r)
{
	if (r->n == r->cap) {
		r->cap = r->cap ? r->cap * 2 : 16;
		r->all = mem_resize(r->all, r->cap, r->kind->size);
	}
	memset(item(r, r->n), 0, r->kind->size);
	return item(r, r->n++);
}

void *roster_at(const struct roster *r, size_t i)
{
	return r && i < r->n ? item(r, i) : NULL;
}

size_t roster_count(const struct roster *r)
{
	return r ? r->n : 0;
}

bool roster_is_partial(const struct roster *r)
{
	return r && r->told < r->total;
}

static void swap_bytes(char *a, char *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char was = a[i];

		a[i] = b[i];
		b[i] = was;
	}
}

/* Of the same thing: what the list alone does not tell is exchanged. */
static void swap(const struct roster_kind *kind, char *a, char *b)
{
	swap_bytes(a, b, kind->size);
	for (const struct roster_member *m = kind->listed; m->size; m++)
		swap_bytes(a + m->at, b + m->at, m->size);
}

static bool comes_next(const struct roster *into, const struct roster *piece)
{
	if (!piece->is_piece || piece->first != into->told || piece->total != into->total ||
	    piece->first + piece->n > into->n)
		return false;
	for (size_t i = 0; i < piece->n; i++)
		if (into->kind->compare(item(into, piece->first + i), item(piece, i)) != 0)
			return false;
	return true;
}

bool roster_join(struct roster *into, struct roster *piece)
{
	if (!comes_next(into, piece))
		return false;
	for (size_t i = 0; i < piece->n; i++)
		swap(into->kind, item(into, piece->first + i), item(piece, i));
	into->told = piece->told;
	return true;
}

void roster_take_over(struct roster *into, struct roster *before)
{
	size_t old = 0;

	for (size_t i = 0; i < into->n; i++) {
		int order = -1;

		while (old < before->n && (order = into->kind->compare(item(before, old), item(into, i))) < 0)
			old++;
		if (i >= into->told && old < before->n && order == 0)
			swap(into->kind, item(into, i), item(before, old));
	}
}

void *roster_find(const struct roster *r, const void *like)
{
	return r && r->n ? bsearch(like, r->all, r->n, r->kind->size, r->kind->compare) : NULL;
}

void *roster_find_id(const struct roster *r, const unsigned char id[UUID_SIZE])
{
	for (size_t i = 0; i < roster_count(r); i++)
		if (memcmp(item(r, i) + r->kind->id, id, UUID_SIZE) == 0)
			return item(r, i);
	return NULL;
}
