// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the network filters. */
#include "model/columns-common.h"

#define ROW const struct nwfilter_row *row = p; const struct nwfilter *f = row->filter; (void)ask; (void)f

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_set_text(v, column_tone(row->host, TONE_PLAIN), f->name);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_host(row->host, v);
}

static void get_chain(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, f->chain, v);
}

static void get_count(const struct nwfilter_row *row, size_t n, struct value *v)
{
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (!row->filter->known)
		return;
	value_number(v, column_tone(row->host, n ? TONE_PLAIN : TONE_DIM), (double)n);
	value_printf(v, v->tone, "%zu", n);
}

static void get_rules(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	get_count(row, f->n_rules, v);
}

static void get_parts(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	get_count(row, f->n_parts, v);
}

static void get_guests(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_guests(row->host, row->guests, row->running, v);
}

static void get_part_of(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	get_count(row, row->part_of, v);
}

static void get_priority(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, f->priority, v);
}

const struct column nwfilter_columns[] = {
	{.id = "name", .title = "FILTER", .help = "the filter's name", .flexible = 20, .wide_priority = 10,
	 .get = get_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12, .priority = 3,
	 .keeps_end = true, .wide_priority = 20, .get = get_host},
	{.id = "chain", .title = "CHAIN", .help = "the chain of the firewall that its rules are in", .width = 8,
	 .wide = 12, .priority = 1, .wide_priority = 21, .get = get_chain},
	{.id = "rules", .title = "RULES", .help = "rules of its own", .width = 5, .priority = 2, .right = true,
	 .descending = true, .get = get_rules},
	{.id = "parts", .title = "PARTS", .help = "other filters that it takes in", .width = 5, .priority = 5,
	 .right = true, .descending = true, .get = get_parts},
	{.id = "guests", .title = "GUESTS", .help = "machines with a NIC that names it, running of all", .width = 6,
	 .priority = 4, .right = true, .descending = true, .get = get_guests},
	{.id = "within", .title = "PART OF", .help = "filters that take it in", .width = 7, .priority = 6,
	 .right = true, .descending = true, .get = get_part_of},
	{.id = "priority", .title = "PRIORITY", .help = "its place among the filters of a NIC", .width = 8,
	 .priority = 7, .get = get_priority},
	{.id = NULL},
};
