// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "model/nics.h"
#include "model/roster.h"
#include "model/routes.h"
#include "model/sysinfo.h"

struct readings {
	struct reading *all; /* sorted by key */
	size_t n, cap;
};

/* Here, so that a new kind needs no header. */
#define ONE(kind, read, text, frees, ...) void frees(void *data);
#define ROSTER(kind, pieces, text, ...)
READINGS(ONE, ROSTER)
#undef ONE
#undef ROSTER

const struct reading_kind_info reading_kinds[READING_KIND_COUNT] = {
#define ONE(kind, read, text, frees, ...) {.name = text, .free = frees, __VA_ARGS__},
#define ROSTER(kind, pieces, text, ...) {.name = text, .free = roster_destroy, .is_roster = true, __VA_ARGS__},
	READINGS(ONE, ROSTER)
#undef ONE
#undef ROSTER
};

struct reading_key reading_key_of(enum reading_kind kind, const unsigned char uuid[UUID_SIZE])
{
	struct reading_key key = {.kind = kind};
	memcpy(key.uuid, uuid, UUID_SIZE);
	return key;
}

struct reading_key reading_key_host(enum reading_kind kind)
{
	return (struct reading_key){.kind = kind};
}

static int compare(const struct reading_key *a, const struct reading_key *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return memcmp(a->uuid, b->uuid, UUID_SIZE);
}

bool reading_key_equal(const struct reading_key *a, const struct reading_key *b)
{
	return compare(a, b) == 0;
}

void reading_free(enum reading_kind kind, void *data)
{
	if (data)
		reading_kinds[kind].free(data);
}

static void clear(struct reading *r)
{
	reading_free(r->key.kind, r->data);
	reading_free(r->key.kind, r->before);
	free(r->why);
}

struct readings *readings_create(void)
{
	return mem_new(struct readings);
}

void readings_destroy(struct readings *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		clear(&r->all[i]);
	free(r->all);
	free(r);
}

/* Where it is, or where it would have to go. */
static size_t place(const struct readings *r, const struct reading_key *key)
{
	size_t low = 0, high = r->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(&r->all[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct reading *readings_find(const struct readings *r, struct reading_key key)
{
	size_t at = r ? place(r, &key) : 0;
	return r && at < r->n && reading_key_equal(&r->all[at].key, &key) ? &r->all[at] : NULL;
}

const void *readings_data(const struct readings *r, struct reading_key key)
{
	const struct reading *found = readings_find(r, key);
	return found ? found->data : NULL;
}

static struct reading *need(struct readings *r, struct reading_key key)
{
	size_t at = place(r, &key);
	if (at < r->n && reading_key_equal(&r->all[at].key, &key))
		return &r->all[at];
	arr_add(r->all, r->n, r->cap);
	memmove(&r->all[at + 1], &r->all[at], (r->n - 1 - at) * sizeof(*r->all));
	r->all[at] = (struct reading){.key = key};
	return &r->all[at];
}

static void set_why(struct reading *reading, const char *why, bool unsupported)
{
	free(reading->why);
	reading->why = mem_strdup(why);
	reading->unsupported = unsupported;
	reading->stale = false;
}

bool reading_is_partial(const struct reading *reading)
{
	return reading_kinds[reading->key.kind].is_roster && roster_is_partial(reading->data);
}

/* True when there is nothing more to do: it has gone into the one that is there. */
static bool put_roster(struct reading *reading, struct roster *roster, int64_t time_ns)
{
	if (roster->is_piece) {
		/* A piece of one that is not there any more says nothing. */
		if (!reading->data || !roster_join(reading->data, roster))
			reading->stale = true;
		reading->time_ns = time_ns;
		roster_destroy(roster);
		return true;
	}
	if (reading->data)
		roster_take_over(roster, reading->data);
	return false;
}

void readings_put(struct readings *r, struct reading_key key, void *data, int64_t time_ns)
{
	struct reading *reading = need(r, key);
	if (reading_kinds[key.kind].is_roster) {
		if (put_roster(reading, data, time_ns))
			return;
		/* What was taken over is not in it any more. */
		reading_free(key.kind, take(reading->data));
	}
	reading_free(key.kind, reading->before);
	reading->before = reading->data;
	reading->data = data;
	reading->time_ns = time_ns;
	set_why(reading, NULL, false);
}

void readings_fail(struct readings *r, struct reading_key key, const char *why, bool unsupported)
{
	set_why(need(r, key), why, unsupported);
}

void readings_expire(struct readings *r, enum reading_kind kind, const unsigned char *uuid)
{
	for (size_t i = 0; i < r->n; i++) {
		struct reading *reading = &r->all[i];
		reading->stale |= (kind == READING_KIND_COUNT || reading->key.kind == kind) &&
				  (!uuid || memcmp(uuid, reading->key.uuid, UUID_SIZE) == 0);
	}
}

void readings_forget(struct readings *r, bool (*keep)(void *opaque, struct reading_key key), void *opaque)
{
	size_t kept = 0;
	for (size_t i = 0; i < r->n; i++) {
		if (keep(opaque, r->all[i].key))
			r->all[kept++] = r->all[i];
		else
			clear(&r->all[i]);
	}
	r->n = kept;
}
