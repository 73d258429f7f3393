// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Storage pane, and of the volumes of a pool. */
#include "model/columns-common.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "base/utf8.h"

/* cells */
#define USER_WIDTH 14
#define USER_WIDE  24

/* --- pools ------------------------------------------------------------------------------------- */

#define ROW const struct pool_row *row = p; const struct pool *pool = row->pool; (void)ask; (void)pool

/* Has figures: it runs, and they could be read. */
static bool has_figures(const struct pool_row *row, struct value *v)
{
	v->kind = row->pool->trouble ? VALUE_SILENT : VALUE_ABSENT;
	v->tone = TONE_DIM;
	return row->pool->active && row->pool->capacity;
}

static void pool_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_set_text(v, column_tone(row->host, TONE_PLAIN), pool->name);
}

static void pool_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_host(row->host, v);
}

static void pool_state(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_state(row->host, obj_id_of(row->host->number, OBJ_POOL, pool->uuid),
		     &(struct life){pool->active, pool->persistent, pool->definition}, ask, v);
}

static void pool_type(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, pool->type, v);
}

static void pool_capacity(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (has_figures(row, v))
		column_bytes(row->host, pool->capacity, v);
}

static void pool_used(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	uint64_t used = pool->capacity > pool->available ? pool->capacity - pool->available : 0;

	if (!has_figures(row, v))
		return;
	column_bytes(row->host, used, v);
	v->bar = (double)used / (double)pool->capacity;
}

static void pool_available(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (has_figures(row, v))
		column_bytes(row->host, pool->available, v);
}

static void pool_full(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	double percent = pool_percent(pool);

	if (!has_figures(row, v))
		return;
	value_number(v, column_tone(row->host, pool_tone(percent)), percent);
	value_printf(v, v->tone, "%.0f", percent);
}

static void pool_autostart(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_flag(row->host, pool->autostart, v);
}

static void pool_persistent(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_flag(row->host, pool->persistent, v);
}

static void pool_path(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, pool->path ? pool->path : pool->source, v);
}

static void pool_volumes(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (pool->volumes < 0 || !pool->active)
		return;
	value_number(v, column_tone(row->host, pool->volumes ? TONE_PLAIN : TONE_DIM), pool->volumes);
	value_printf(v, v->tone, "%d", pool->volumes);
}

static void pool_guests(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_guests(row->host, row->guests, row->running, v);
}

const struct column pool_columns[] = {
	{.id = "name", .title = "NAME", .help = "the pool's name", .flexible = 13, .wide_priority = 12,
	 .get = pool_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12, .priority = 3,
	 .keeps_end = true, .wide_priority = 20, .get = pool_host},
	{.id = "state", .title = "STATE", .help = "whether it runs; * changes wait for its next start",
	 .width = 13, .wide = 20, .priority = 1,
	 .wide_priority = 21, .get = pool_state},
	{.id = "type", .title = "TYPE", .help = "what it is made of, in libvirt's word", .width = 7, .wide = 12,
	 .priority = 6, .wide_priority = 24, .get = pool_type},
	{.id = "capacity", .title = "SIZE", .help = "bytes that it holds", .width = 6, .priority = 5,
	 .right = true, .descending = true, .get = pool_capacity},
	{.id = "used", .title = "USED", .help = "bytes that are taken", .width = 6, .wide = 13, .bar = 7,
	 .priority = 7, .wide_priority = 9, .right = true, .descending = true, .get = pool_used},
	{.id = "available", .title = "FREE", .help = "bytes that are left", .width = 6, .priority = 4,
	 .right = true, .descending = true, .get = pool_available},
	{.id = "full", .title = "FULL%", .help = "how much is taken; from 80 on it is time to look", .width = 5,
	 .priority = 2, .right = true, .descending = true, .get = pool_full},
	{.id = "autostart", .title = "AUTO", .help = "starts with its host", .width = 4, .priority = 10,
	 .descending = true, .get = pool_autostart},
	{.id = "persistent", .title = "PERS", .help = "has a definition that outlives it", .width = 4,
	 .priority = 14, .descending = true, .get = pool_persistent},
	{.id = "volumes", .title = "VOLS", .help = "volumes in it", .width = 5, .priority = 8, .right = true,
	 .descending = true, .get = pool_volumes},
	{.id = "guests", .title = "GUESTS", .help = "machines with a disk in it, running of all", .width = 6,
	 .priority = 9, .right = true, .descending = true, .get = pool_guests},
	{.id = "path", .title = "PATH", .help = "where it is on the host, or what it is of", .width = 24, .wide = 40,
	 .priority = 11, .wide_priority = 25, .get = pool_path},
	{.id = NULL},
};

#undef ROW

/* --- volumes ----------------------------------------------------------------------------------- */

#define ROW const struct volume_row *row = p; const struct volume *vol = row->volume; (void)ask; (void)vol

static void volume_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_set_text(v, column_tone(row->host, TONE_PLAIN), vol->name);
}

static void volume_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_host(row->host, v);
}

static void volume_pool(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, row->pool ? row->pool->name : NULL, v);
}

static void volume_format(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, vol->format ? vol->format : vol->type, v);
}

static void volume_capacity(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (vol->known)
		column_bytes(row->host, vol->capacity, v);
}

static void volume_allocation(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (!vol->known)
		return;
	column_bytes(row->host, vol->allocation, v);
	if (vol->capacity)
		v->bar = vol->allocation < vol->capacity ? (double)vol->allocation / (double)vol->capacity : 1;
}

static void volume_written(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (!vol->changed_wall_s)
		return;
	char text[UNITS_SIZE];
	double age_s = (double)(clock_wall_s() - vol->changed_wall_s);
	value_number(v, column_tone(row->host, TONE_PLAIN), age_s);
	value_printf(v, v->tone, "%s", units_duration(text, age_s > 0 ? age_s : 0));
}

static void volume_backing(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	const char *slash = vol->backing && !ask->wide ? strrchr(vol->backing, '/') : NULL;

	if (vol->backing)
		column_text(row->host, slash && slash[1] ? slash + 1 : vol->backing, v);
}

static void volume_user(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (row->user)
		column_first(row->host, row->user->name, row->users - 1, ask->wide ? USER_WIDE : USER_WIDTH, ask, v);
	else if (row->over)
		value_printf(v, column_tone(row->host, TONE_DIM), "under %s", row->over->name);
}

static void volume_path(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, vol->path, v);
}

const struct column volume_columns[] = {
	{.id = "name", .title = "VOLUME", .help = "the volume's name", .flexible = 16, .wide_priority = 6,
	 .get = volume_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12, .priority = 9,
	 .keeps_end = true, .wide_priority = 20, .get = volume_host},
	{.id = "pool", .title = "POOL", .help = "the pool it is in", .width = 10, .wide = 16, .priority = 8,
	 .wide_priority = 21, .get = volume_pool},
	{.id = "format", .title = "FORMAT", .help = "how the data is laid out", .width = 6, .wide = 10, .priority = 4,
	 .wide_priority = 22, .get = volume_format},
	{.id = "capacity", .title = "SIZE", .help = "bytes that its guest sees", .width = 6, .priority = 1,
	 .right = true, .descending = true, .get = volume_capacity},
	{.id = "allocation", .title = "USED", .help = "bytes that it takes in the pool", .width = 6, .wide = 13,
	 .bar = 7, .priority = 2, .wide_priority = 9, .right = true, .descending = true, .get = volume_allocation},
	{.id = "user", .title = "USED BY", .help = "the machine that has it as a disk, or the volume that it is under",
	 .width = USER_WIDTH, .wide = USER_WIDE,
	 .priority = 3, .wide_priority = 10, .get = volume_user},
	{.id = "backing", .title = "OVER", .help = "the image that it is laid over", .width = 16, .wide = 40,
	 .priority = 5, .wide_priority = 23, .hides = true, .get = volume_backing},
	{.id = "written", .title = "WRITTEN", .help = "how long ago it was written to", .width = 7, .priority = 10,
	 .wide_priority = 23, .right = true, .get = volume_written},
	{.id = "path", .title = "PATH", .help = "where it is on the host", .width = 24, .wide = 48, .priority = 11,
	 .wide_priority = 24, .get = volume_path},
	{.id = NULL},
};
