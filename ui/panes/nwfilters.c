// SPDX-License-Identifier: GPL-3.0-or-later
/* The network filters of all hosts. */
#include "ui/panes/panes.h"

#include <string.h>

#include "base/mem.h"
#include "model/facts.h"
#include "model/fields.h"
#include "model/uses.h"
#include "ui/panes/things.h"

static struct obj_id id_of(const void *p)
{
	const struct nwfilter_row *row = p;

	return obj_id_of(row->host->number, OBJ_NWFILTER, row->filter->uuid);
}

static bool is_used(const struct nwfilter_row *row)
{
	return row->guests || row->part_of;
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	things_mark(((const struct nwfilter_row *)p)->host, is_used(p), unicode, ret);
}

/* --- who uses them ----------------------------------------------------------------------------- */

/* Of one host's, by their places in its roster. */
struct counts {
	const struct roster *filters;
	unsigned *guests, *running, *part_of;
	size_t *counted; /* by which machine last */
};

/* SIZE_MAX when there is none of that name. */
static size_t place_of(const struct counts *c, struct span name)
{
	const struct nwfilter *found = name.len ? nwfilters_named(c->filters, name.s, name.len) : NULL;

	return found ? (size_t)(found - (const struct nwfilter *)roster_at(c->filters, 0)) : SIZE_MAX;
}

/* A machine with two NICs that name it counts once. */
static void count_machine(struct counts *c, const struct domain *d, size_t number)
{
	const char *next = d->def.wires;
	struct nic_use nic;

	while (uses_next_nic(&next, &nic)) {
		size_t place = place_of(c, nic.filter);

		if (place == SIZE_MAX || c->counted[place] == number)
			continue;
		c->counted[place] = number;
		c->guests[place]++;
		c->running[place] += domain_is_active(d);
	}
}

static void count_parts(struct counts *c, const struct nwfilter *f)
{
	for (const char *p = f->parts; p && *p; p += strcspn(p, "\n") + 1) {
		size_t place = place_of(c, (struct span){p, strcspn(p, "\n")});

		if (place != SIZE_MAX)
			c->part_of[place]++;
	}
}

static void add_host(struct pane *pane, const struct host_view *host)
{
	const struct roster *filters = host_nwfilters(host);
	size_t n = roster_count(filters);
	struct counts c = {
		.filters = filters,
		.guests = mem_new_array(n + 1, sizeof(*c.guests)),
		.running = mem_new_array(n + 1, sizeof(*c.running)),
		.part_of = mem_new_array(n + 1, sizeof(*c.part_of)),
		.counted = mem_new_array(n + 1, sizeof(*c.counted)),
	};

	for (size_t i = 0; n && host->snapshot && i < host->snapshot->n_domains; i++)
		count_machine(&c, &host->snapshot->domains[i], i + 1);
	for (size_t i = 0; i < n; i++)
		count_parts(&c, roster_at(filters, i));
	for (size_t i = 0; i < n; i++)
		*(struct nwfilter_row *)list_add(pane->list) = (struct nwfilter_row){
			host, roster_at(filters, i), c.guests[i], c.running[i], c.part_of[i]};
	free(c.guests);
	free(c.running);
	free(c.part_of);
	free(c.counted);
}

/* --- the table --------------------------------------------------------------------------------- */

static void describe(const void *p, struct selection *ret)
{
	const struct nwfilter_row *row = p;

	ret->name = row->filter->name;
	ret->facts = facts_of_nwfilter(row->host, is_used(row));
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct nwfilter_row *row = p;
	autostr struct str users = {0};

	if (things_note(pane, id_of(row), row->host, out))
		return;
	str_add(out, row->filter->name);
	if (!row->filter->known)
		str_add(out, "  being read...");
	else if (nwfilter_users(row->host, row->filter, &users))
		str_addf(out, "  used by %s", str_text(&users));
	else
		str_add(out, "  used by no machine and no other filter");
}

static void head(const struct pane *pane, struct str *out)
{
	(void)pane;
	str_add(out, "Network filters");
}

static const struct table table = {
	.list = {
		.columns = nwfilter_columns,
		.row_size = sizeof(struct nwfilter_row),
		.id = id_of,
		.groupings = nwfilter_groupings,
		.words = &nwfilter_words,
		.mark = mark,
	},
	.fields = nwfilter_fields,
	.kind = OBJ_NWFILTER,
	.printed = 8,
	.sort = "name",
	.can_mark = true,
	TABLE_READING(READING_NWFILTERS),
	.host_rows = add_host,
	.describe = describe,
	.head = head,
	.note = note,
};

const struct pane_ops filters_pane = {
	.name = "filters",
	.title = "Filters",
	.page = true,
	.show = {"app.filters", "filters", "show the network filters", .keys = "f", .bar = 81,
		 .bar_in = 1u << SCOPE_NETWORK},
	.scope = SCOPE_NWFILTER,
	.table = &table,
	TABLE_OPS,
	.key = things_key,
	.peeks = table_peeks,
};
