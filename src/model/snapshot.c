// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/snapshot.h"

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/states.h"

/* What stands behind a struct snapshot. */
struct whole {
	struct snapshot open; /* first, so that a snapshot points to its whole */
	atomic_uint refs;
	bool sealed;
	struct arena *strings;
	struct domain *domains;
	size_t cap;
	uint32_t *index; /* by uuid_hash, probed upwards: position in domains + 1, 0 for none */
	size_t mask;     /* slots - 1 */
};

static struct whole *whole(struct snapshot *s)
{
	return (struct whole *)s;
}

static const struct whole *whole_const(const struct snapshot *s)
{
	return (const struct whole *)s;
}

struct snapshot *snapshot_create(uint32_t host, uint64_t generation)
{
	struct whole *w = mem_new(struct whole);

	w->open.host = host;
	w->open.generation = generation;
	w->open.asked_ns = clock_now_ns();
	w->strings = arena_create();
	atomic_init(&w->refs, 1);
	return &w->open;
}

void snapshot_reserve(struct snapshot *s, size_t n_domains)
{
	struct whole *w = whole(s);

	assert(!w->sealed);
	arr_reserve(w->domains, n_domains, w->cap);
	s->domains = w->domains;
}

struct domain *snapshot_add_domain(struct snapshot *s)
{
	struct whole *w = whole(s);
	struct domain *d;

	assert(!w->sealed);
	d = arr_add(w->domains, s->n_domains, w->cap);
	s->domains = w->domains;
	d->id = -1;
	return d;
}

struct domain *snapshot_copy_domain(struct snapshot *s, const struct domain *d)
{
	struct domain copy = *d;
	struct domain *added = snapshot_add_domain(s);

	copy.name = snapshot_strdup(s, copy.name);
	copy.def = snapshot_copy_definition(s, &d->def);
	*added = copy;
	return added;
}

/* A new string of a definition is a row here. */
static const size_t definition_strings[] = {
	offsetof(struct domain_definition, title), offsetof(struct domain_definition, os),
	offsetof(struct domain_definition, tags),  offsetof(struct domain_definition, macs),
	offsetof(struct domain_definition, nets),  offsetof(struct domain_definition, pools),
	offsetof(struct domain_definition, wires), offsetof(struct domain_definition, files),
	offsetof(struct domain_definition, secrets),
	offsetof(struct domain_definition, description), offsetof(struct domain_definition, hostdevs),
	offsetof(struct domain_definition, pins),
};

struct domain_definition snapshot_copy_definition(struct snapshot *s,
						  const struct domain_definition *def)
{
	struct domain_definition copy = *def;

	for (size_t i = 0; i < ARRAY_SIZE(definition_strings); i++) {
		const char **text = (const char **)((char *)&copy + definition_strings[i]);

		*text = snapshot_strdup(s, *text);
	}
	return copy;
}

const char *snapshot_strdup(struct snapshot *s, const char *text)
{
	return arena_strdup(whole(s)->strings, text);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two runs of digits as numbers of any length; both are moved past them. */
static int compare_numbers(const char **a, const char **b)
{
	const char *x, *y;
	int longer;

	while (**a == '0' && is_digit((*a)[1]))
		(*a)++;
	while (**b == '0' && is_digit((*b)[1]))
		(*b)++;
	x = *a;
	y = *b;
	while (is_digit(**a))
		(*a)++;
	while (is_digit(**b))
		(*b)++;
	longer = (int)((*a - x > *b - y) - (*a - x < *b - y));
	return longer ? longer : memcmp(x, y, (size_t)(*a - x));
}

/* web-2 before web-10; names that differ in leading zeros only, by their bytes. */
static int compare_names(const char *a, const char *b)
{
	const char *p = a, *q = b;

	while (*p && *q) {
		int order;

		if (is_digit(*p) && is_digit(*q)) {
			order = compare_numbers(&p, &q);
		} else {
			order = (unsigned char)*p - (unsigned char)*q;
			p++;
			q++;
		}
		if (order)
			return order;
	}
	return *p || *q ? (unsigned char)*p - (unsigned char)*q : strcmp(a, b);
}

static int compare_domains(const void *a, const void *b)
{
	const struct domain *x = a, *y = b;
	int order = compare_names(x->name ? x->name : "", y->name ? y->name : "");

	return order ? order : memcmp(x->uuid, y->uuid, UUID_SIZE);
}

/* A copy of an earlier list mostly is in order already. */
static void sort(struct domain *domains, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (compare_domains(&domains[i - 1], &domains[i]) > 0) {
			qsort(domains, n, sizeof(*domains), compare_domains);
			return;
		}
	}
}

static void build_index(struct whole *w)
{
	size_t slots = 8;

	while (slots < w->open.n_domains * 2)
		slots *= 2;
	w->mask = slots - 1;
	w->index = mem_new_array(slots, sizeof(*w->index));
	for (size_t i = 0; i < w->open.n_domains; i++) {
		size_t at = uuid_hash(w->domains[i].uuid) & w->mask;

		while (w->index[at])
			at = (at + 1) & w->mask;
		w->index[at] = (uint32_t)i + 1;
	}
}

void snapshot_seal(struct snapshot *s)
{
	struct whole *w = whole(s);

	assert(!w->sealed);
	for (size_t i = 0; i < s->n_domains; i++) {
		struct domain *d = &w->domains[i];

		d->reason = domain_reason_known(d->state, d->reason, d->flags_known && d->managed_save);
	}
	sort(w->domains, s->n_domains);
	build_index(w);
	s->time_ns = clock_now_ns();
	w->sealed = true;
}

struct snapshot *snapshot_ref(struct snapshot *s)
{
	if (s)
		atomic_fetch_add_explicit(&whole(s)->refs, 1, memory_order_relaxed);
	return s;
}

void snapshot_unref(struct snapshot *s)
{
	struct whole *w;

	if (!s)
		return;
	w = whole(s);
	if (atomic_fetch_sub_explicit(&w->refs, 1, memory_order_acq_rel) > 1)
		return;
	arena_destroy(w->strings);
	free(w->domains);
	free(w->index);
	free(w);
}

const struct domain *snapshot_find_domain(const struct snapshot *s,
					  const unsigned char uuid[UUID_SIZE])
{
	const struct whole *w = whole_const(s);

	assert(w->sealed);
	for (size_t at = uuid_hash(uuid) & w->mask; w->index[at]; at = (at + 1) & w->mask) {
		const struct domain *d = &s->domains[w->index[at] - 1];

		if (memcmp(d->uuid, uuid, UUID_SIZE) == 0)
			return d;
	}
	return NULL;
}

bool domain_is_active(const struct domain *d)
{
	return d->id >= 0;
}
