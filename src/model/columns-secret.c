// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the secrets. */
#include "model/columns-common.h"

#define POOL_WIDTH 8
#define POOL_WIDE  16

#define ROW const struct secret_row *row = p; const struct secret *s = row->secret; (void)ask; (void)s

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_set_text(v, column_tone(row->host, TONE_PLAIN), s->name);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_host(row->host, v);
}

static void get_type(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, secret_type_words(s->type), v);
}

/* Only of those that somebody has looked at: there is no other way to know than to fetch it. */
static void get_value(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	const struct secret_value *value = secret_value_of(row->host, s);

	column_text(row->host, value ? value->is_set ? "set" : "none" : NULL, v);
	if (value && !value->is_set)
		v->tone = column_tone(row->host, TONE_WARN);
}

static void get_private(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_flag(row->host, s->is_private, v);
}

static void get_ephemeral(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_flag(row->host, s->ephemeral, v);
}

static void get_guests(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_guests(row->host, row->guests, row->running, v);
}

static void get_pool(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (row->pool)
		column_first(row->host, row->pool->name, row->pools - 1, ask->wide ? POOL_WIDE : POOL_WIDTH, ask, v);
}

static void get_description(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, s->description, v);
}

const struct column secret_columns[] = {
	{.id = "name", .title = "SECRET", .help = "the volume, user or target it is for, else its UUID", .flexible = 20,
	 .wide_priority = 10, .get = get_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12, .priority = 3,
	 .keeps_end = true, .wide_priority = 20, .get = get_host},
	{.id = "type", .title = "FOR", .help = "what kind of thing it opens", .width = 16, .priority = 1,
	 .get = get_type},
	{.id = "value", .title = "VALUE", .help = "whether it has one, of those that were looked at", .width = 5,
	 .priority = 2, .get = get_value},
	{.id = "private", .title = "PRIV", .help = "its value is told to nobody", .width = 4, .priority = 5,
	 .descending = true, .get = get_private},
	{.id = "ephemeral", .title = "EPH", .help = "gone when the daemon ends", .width = 4, .priority = 6,
	 .descending = true, .get = get_ephemeral},
	{.id = "guests", .title = "GUESTS", .help = "machines that need it, running of all", .width = 6, .priority = 4,
	 .right = true, .descending = true, .get = get_guests},
	{.id = "pool", .title = "POOL", .help = "a storage pool that is opened with it, and how many more are",
	 .width = POOL_WIDTH, .wide = POOL_WIDE, .priority = 4, .wide_priority = 22, .get = get_pool},
	{.id = "description", .title = "DESCRIPTION", .help = "what somebody has written about it", .width = 24,
	 .wide = 50, .priority = 7, .wide_priority = 21, .hides = true, .get = get_description},
	{.id = NULL},
};
