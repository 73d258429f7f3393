// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/nwfilters.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/str.h"
#include "model/hostview.h"
#include "model/order.h"
#include "model/uses.h"

#define NAMES_SHOWN 6

static void clear(void *item)
{
	struct nwfilter *f = item;

	for (size_t i = 0; i < f->n_rules; i++) {
		free(f->rules[i].action);
		free(f->rules[i].direction);
		free(f->rules[i].priority);
		free(f->rules[i].protocol);
		free(f->rules[i].match);
	}
	free(f->rules);
	free(f->name);
	free(f->chain);
	free(f->priority);
	free(f->parts);
	free(f->xml);
	*f = (struct nwfilter){.name = NULL};
}

static int compare(const void *a, const void *b)
{
	const struct nwfilter *x = a, *y = b;

	return order_names(x->name, x->uuid, y->name, y->uuid);
}

static const struct roster_member listed[] = {
	ROSTER_MEMBER(nwfilter, name),
	{0, 0},
};

const struct roster_kind nwfilter_kind = {
	.size = sizeof(struct nwfilter),
	.id = offsetof(struct nwfilter, uuid),
	.clear = clear,
	.compare = compare,
	.listed = listed,
};

const struct nwfilter *nwfilters_find(const struct roster *filters, const unsigned char uuid[UUID_SIZE])
{
	return roster_find_id(filters, uuid);
}

const struct nwfilter *nwfilters_named(const struct roster *filters, const char *name, size_t len)
{
	size_t low = 0, high = roster_count(filters);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct nwfilter *f = roster_at(filters, middle);
		int order = order_span(f->name, name, len);

		if (order == 0)
			return f;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool nwfilter_has_part(const struct nwfilter *filter, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = filter->parts; p && *p; p += strcspn(p, "\n") + 1)
		if (strncmp(p, name, len) == 0 && p[len] == '\n')
			return true;
	return false;
}

/* One of the machine's NICs names it. */
static bool machine_has(const struct domain *d, const struct nwfilter *filter)
{
	const char *next = d->def.wires;
	struct nic_use nic;

	while (uses_next_nic(&next, &nic))
		if (span_is(nic.filter, filter->name))
			return true;
	return false;
}

static void add_name(struct str *out, size_t count, const char *before, const char *name)
{
	if (out && count < NAMES_SHOWN)
		str_addf(out, "%s%s%s", count ? ", " : "", before, name);
}

size_t nwfilter_users(const struct host_view *host, const struct nwfilter *filter, struct str *out)
{
	const struct snapshot *s = host->snapshot;
	const struct roster *filters = host_nwfilters(host);
	size_t count = 0;

	for (size_t i = 0; s && i < s->n_domains; i++)
		if (machine_has(&s->domains[i], filter))
			add_name(out, count++, "", s->domains[i].name);
	for (size_t i = 0; i < roster_count(filters); i++) {
		const struct nwfilter *other = roster_at(filters, i);

		if (nwfilter_has_part(other, filter->name))
			add_name(out, count++, "the filter ", other->name);
	}
	if (out && count > NAMES_SHOWN)
		str_addf(out, " and %zu more", count - NAMES_SHOWN);
	return count;
}
