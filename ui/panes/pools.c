// SPDX-License-Identifier: GPL-3.0-or-later
/* The storage pools of all hosts. */
#include "ui/panes/panes.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/units.h"
#include "model/facts.h"
#include "model/fields.h"
#include "model/uses.h"
#include "ui/panes/things.h"

static struct obj_id id_of(const void *p)
{
	const struct pool_row *row = p;

	return obj_id_of(row->host->number, OBJ_POOL, row->pool->uuid);
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct pool_row *row = p;

	things_mark(row->host, row->pool->active, unicode, ret);
}

/* A machine with two disks in a pool counts once. Hosts have few pools. */
static void count_machine(const struct roster *pools, const struct domain *d, struct pool_row *rows)
{
	for (size_t i = 0; i < pools->n; i++) {
		const char *next = d->def.files;
		struct disk_use disk;

		while (uses_next_disk(&next, &disk)) {
			if (!disk_is_in(&disk, rows[i].pool))
				continue;
			rows[i].guests++;
			rows[i].running += domain_is_active(d);
			break;
		}
	}
}

static void add_host(struct pane *pane, const struct host_view *host)
{
	const struct roster *pools = host_pools(host);
	size_t n = roster_count(pools);
	struct pool_row *all = mem_new_array(n + 1, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = (struct pool_row){.host = host, .pool = roster_at(pools, i)};
	for (size_t i = 0; n && host->snapshot && i < host->snapshot->n_domains; i++)
		count_machine(pools, &host->snapshot->domains[i], all);
	for (size_t i = 0; i < n; i++)
		*(struct pool_row *)list_add(pane->list) = all[i];
	free(all);
}

static void describe(const void *p, struct selection *ret)
{
	const struct pool_row *row = p;

	ret->name = row->pool->name;
	ret->facts = facts_of_pool(row->host, row->pool);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct pool_row *row = p;
	const struct pool *pool = row->pool;
	char left[UNITS_SIZE], key[KEY_NAME_SIZE];

	if (things_note(pane, id_of(row), row->host, out))
		return;
	str_add(out, pool->name);
	if (!pool->persistent)
		str_add(out, "  transient: gone when it stops");
	if (pool->definition)
		str_addf(out, "  " THINGS_DIFFER_NOTE, action_key_of(pane->app, "pool.differs", key));
	if (pool->trouble)
		str_addf(out, "  %s", pool->trouble);
	else if (!pool->known)
		str_add(out, "  being read...");
	if (pool->type)
		str_addf(out, "  %s", pool_type_words(pool->type));
	if (pool->path)
		str_addf(out, "  %s", pool->path);
	if (pool->source)
		str_addf(out, "  of %s", pool->source);
	if (pool->active && pool->capacity && pool_percent(pool) >= POOL_WARN_PERCENT)
		str_addf(out, "  nearly full: %s left", units_bytes_long(left, pool->available));
}

static const struct table table = {
	.list = {
		.columns = pool_columns,
		.row_size = sizeof(struct pool_row),
		.id = id_of,
		.groupings = pool_groupings,
		.words = &pool_words,
		.mark = mark,
	},
	.fields = pool_fields,
	.kind = OBJ_POOL,
	.printed = 4,
	.sort = "name",
	.can_mark = true,
	TABLE_READING(READING_POOLS),
	.host_rows = add_host,
	.describe = describe,
	.note = note,
};

const struct pane_ops pools_pane = {
	.name = "pools",
	.title = "Storage",
	.brief = "Stor",
	.tab = 4,
	.show = {"app.storage", "storage", "show the storage pools"},
	.scope = SCOPE_POOL,
	.table = &table,
	TABLE_OPS,
	.peeks = table_peeks,
};
