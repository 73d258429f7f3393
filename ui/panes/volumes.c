// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/volumes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/facts.h"
#include "model/fields.h"
#include "model/uses.h"
#include "ui/panes/panes.h"
#include "ui/panes/things.h"

/* A disk of a machine: what it is on. */
struct use {
	struct span pool; /* empty: a path */
	struct span source;
	const struct domain *domain;
};

/* The disks of a host's machines, sorted by what they are on; made anew when the list of machines is another. */
struct uses {
	struct snapshot *of; /* a reference */
	struct use *all;
	size_t n, cap;
};

/* A volume that is laid over another, sorted by what that is. */
struct overlays {
	const struct volume **all;
	size_t n, cap;
};

struct volumes {
	struct obj_id pool; /* of no object: all pools of all hosts */
	struct uses *uses;  /* by the number of the host */
	size_t n_uses;
};

static struct obj_id id_of(const void *p)
{
	const struct volume_row *row = p;

	return obj_id_of(row->host->number, OBJ_VOLUME, row->volume->id);
}

/* --- who has them ------------------------------------------------------------------------------ */

static int compare_spans(struct span a, struct span b)
{
	int order = memcmp(a.s, b.s, a.len < b.len ? a.len : b.len);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_uses(const void *a, const void *b)
{
	const struct use *x = a, *y = b;
	int order = compare_spans(x->source, y->source);

	return order ? order : compare_spans(x->pool, y->pool);
}

/* Two disks of a machine may be laid over one image: that is one machine. */
static void add_disks(struct uses *u, const struct domain *d)
{
	const char *next = d->def.files;
	size_t first = u->n;
	struct disk_use disk;

	while (uses_next_disk(&next, &disk)) {
		const struct use use = {disk.pool, disk.source, d};
		size_t i = first;

		while (i < u->n && compare_uses(&u->all[i], &use) != 0)
			i++;
		if (i == u->n)
			*arr_add(u->all, u->n, u->cap) = use;
	}
}

static void clear_uses(struct uses *u)
{
	snapshot_unref(u->of);
	free(u->all);
	*u = (struct uses){0};
}

static const struct uses *uses_of(struct volumes *all, const struct host_view *host)
{
	struct uses *u;

	while (all->n_uses <= host->number) {
		all->uses = mem_resize(all->uses, all->n_uses + 8, sizeof(*all->uses));
		memset(&all->uses[all->n_uses], 0, 8 * sizeof(*all->uses));
		all->n_uses += 8;
	}
	u = &all->uses[host->number];
	if (u->of == host->snapshot)
		return u;
	clear_uses(u);
	u->of = snapshot_ref(host->snapshot);
	for (size_t i = 0; u->of && i < u->of->n_domains; i++)
		add_disks(u, &u->of->domains[i]);
	if (u->n)
		qsort(u->all, u->n, sizeof(*u->all), compare_uses);
	return u;
}

static void find_users(const struct uses *u, struct span pool, struct span source, struct volume_row *row)
{
	const struct use key = {.pool = pool, .source = source};
	const struct use *found = u->n ? bsearch(&key, u->all, u->n, sizeof(key), compare_uses) : NULL;

	if (!found)
		return;
	while (found > u->all && compare_uses(found - 1, &key) == 0)
		found--;
	for (; found < u->all + u->n && compare_uses(found, &key) == 0; found++) {
		row->user = row->user ? row->user : found->domain;
		row->users++;
	}
}

/* --- what is laid over them --------------------------------------------------------------------- */

static int compare_backings(const void *a, const void *b)
{
	return strcmp((*(const struct volume *const *)a)->backing, (*(const struct volume *const *)b)->backing);
}

/* Of all pools of a host whose volumes were read; the caller frees all. */
static struct overlays overlays_of(const struct host_view *host)
{
	const struct roster *pools = host_pools(host);
	struct overlays o = {0};

	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);
		const struct roster *volumes =
			readings_data(host->readings, reading_key_of(READING_VOLUMES, pool->uuid));

		for (size_t j = 0; j < roster_count(volumes); j++)
			if (((const struct volume *)roster_at(volumes, j))->backing)
				*arr_add(o.all, o.n, o.cap) = roster_at(volumes, j);
	}
	if (o.n)
		qsort(o.all, o.n, sizeof(*o.all), compare_backings);
	return o;
}

static const struct volume *find_overlay(const struct overlays *o, const struct volume *v)
{
	const struct volume like = {.backing = v->path};
	const struct volume *key = &like;
	const struct volume **found = o->n && v->path ? bsearch(&key, o->all, o->n, sizeof(*o->all), compare_backings) : NULL;

	return found ? *found : NULL;
}

static struct span span_of(const char *text)
{
	return (struct span){text ? text : "", text ? strlen(text) : 0};
}

static void add_pool(struct pane *pane, const struct host_view *host, const struct pool *pool,
		     const struct overlays *overlays)
{
	struct volumes *all = pane->data;
	/* What a pool had before it was stopped says nothing. */
	if (host->state == HOST_UP && !pool->active)
		return;
	const struct roster *volumes =
		readings_data(host->readings, reading_key_of(READING_VOLUMES, pool->uuid));
	const struct uses *uses = uses_of(all, host);

	for (size_t i = 0; i < roster_count(volumes); i++) {
		const struct volume *v = roster_at(volumes, i);
		struct volume_row *row = list_add(pane->list);

		*row = (struct volume_row){.host = host, .pool = pool, .volume = v, .over = find_overlay(overlays, v)};
		if (v->path)
			find_users(uses, span_of(NULL), span_of(v->path), row);
		find_users(uses, span_of(pool->name), span_of(v->name), row);
	}
}

static bool is_shown(const struct volumes *all, const struct host_view *host, const struct pool *pool)
{
	return obj_id_is_none(all->pool) ||
	       (all->pool.host == host->number && memcmp(all->pool.uuid, pool->uuid, UUID_SIZE) == 0);
}

static void rows(struct pane *pane)
{
	const struct volumes *all = pane->data;

	for (size_t i = 0; i < pane->app->n_hosts; i++) {
		const struct host_view *host = host_view(pane->app->hosts[i]);
		const struct roster *pools = host_pools(host);
		struct overlays overlays = overlays_of(host);

		for (size_t j = 0; j < roster_count(pools); j++)
			if (is_shown(all, host, roster_at(pools, j)))
				add_pool(pane, host, roster_at(pools, j), &overlays);
		free(overlays.all);
	}
}

static void peeks(struct pane *pane, struct peek_list *out)
{
	const struct volumes *all = pane->data;

	for (size_t i = 0; i < pane->app->n_hosts; i++) {
		const struct host_view *host = host_view(pane->app->hosts[i]);
		const struct roster *pools = host_pools(host);

		if (host->state != HOST_UP)
			continue;
		if (!obj_id_is_none(all->pool) && all->pool.host != host->number)
			continue;
		peek_add(out, host->number, reading_key_host(READING_POOLS));
		/* What is laid over a volume may be in any pool. */
		for (size_t j = 0; j < roster_count(pools); j++) {
			const struct pool *pool = roster_at(pools, j);

			if (pool->active)
				peek_add(out, host->number, reading_key_of(READING_VOLUMES, pool->uuid));
		}
	}
}

/* --- the table --------------------------------------------------------------------------------- */

static void describe(const void *p, struct selection *ret)
{
	const struct volume_row *row = p;

	ret->name = row->volume->name;
	ret->facts = facts_of_thing(row->host);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct volume_row *row = p;

	if (things_note(pane, id_of(row), row->host, out))
		return;
	str_addf(out, "%s%s%s", row->volume->path ? row->volume->path : row->volume->name,
		 row->volume->backing ? "  over " : "", row->volume->backing ? row->volume->backing : "");
	if (row->volume->encrypted)
		str_add(out, "  encrypted");
	if (!row->volume->known)
		str_add(out, "  being read...");
}

static const struct pool *pool_of(const struct volumes *all, const struct host_view *host)
{
	return host ? pools_find(host_pools(host), all->pool.uuid) : NULL;
}

static void head(const struct pane *pane, struct str *out)
{
	const struct volumes *all = pane->data;
	const struct host *host = app_find_host(pane->app, all->pool.host);
	const struct pool *pool = pool_of(all, host ? host_view(host) : NULL);

	if (pool)
		str_addf(out, "Volumes of %s on %s", pool->name, host_view(host)->name);
	else if (obj_id_is_none(all->pool))
		str_add(out, "Volumes of all pools of all hosts");
	else
		str_add(out, "Volumes");
}

/* Of all pools of a host; the caller frees. */
static char *why_none_there(const struct host_view *host)
{
	const struct reading *r = readings_find(host->readings, reading_key_host(READING_POOLS));
	const struct roster *pools = host_pools(host);
	size_t active = 0;
	bool waits = false;

	if (host->state != HOST_UP)
		return mem_strdup(host_state_text(host->state));
	if (!pools)
		return mem_strdup(r && r->why ? r->why : "its pools are being asked for...");
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (!pool->active)
			continue;
		r = readings_find(host->readings, reading_key_of(READING_VOLUMES, pool->uuid));
		if (r && r->why)
			return mem_printf("%s: %s", pool->name, r->why);
		waits |= !r || !r->data;
		active++;
	}
	if (!active)
		return mem_strdup(!roster_count(pools) ? "no pools"
						       : "none of its pools is active: their volumes are known once they are");
	return mem_strdup(waits ? "being read..." : "no volumes in its active pools");
}

static void why_none_anywhere(const struct app *app, struct area area)
{
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);
		autofree char *why = why_none_there(host);

		area_textf(area, 0, (int)i, ROLE_DIM, "%s: %s", host->name, why);
	}
	if (!app->n_hosts)
		area_text(area, 0, 0, ROLE_DIM, "there are no hosts");
}

static void why_empty(const struct pane *pane, struct area area)
{
	const struct volumes *all = pane->data;
	const struct host *host = app_find_host(pane->app, all->pool.host);
	const struct host_view *view = host ? host_view(host) : NULL;
	const struct pool *pool = pool_of(all, view);
	const struct reading *r = view ? readings_find(view->readings, reading_key_of(READING_VOLUMES, all->pool.uuid))
				       : NULL;

	if (obj_id_is_none(all->pool))
		why_none_anywhere(pane->app, area);
	else if (!pool)
		area_text(area, 0, 0, ROLE_DIM, "the pool is not there any more");
	else if (!pool->active)
		area_textf(area, 0, 0, ROLE_DIM, "%s is not active: its volumes are known once it is started",
			   pool->name);
	else if (r && r->why)
		area_textf(area, 0, 0, ROLE_STATE_WARN, "%s", r->why);
	else if (r && r->data)
		area_textf(area, 0, 0, ROLE_DIM, "no volumes in %s", pool->name);
	else
		area_text(area, 0, 0, ROLE_DIM, "being read...");
}

static void free_data(void *data)
{
	struct volumes *all = data;

	for (size_t i = 0; i < all->n_uses; i++)
		clear_uses(&all->uses[i]);
	free(all->uses);
	free(all);
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct volume_row *row = p;

	ret->glyph = row->user ? unicode ? "●" : "*" : unicode ? "○" : "o";
	ret->tone = row->user && domain_is_active(row->user) && row->host->state == HOST_UP ? TONE_GOOD : TONE_DIM;
}

/* Esc takes the filter away first. */
static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	return key->code == KEYC_CHAR && key_closes(key) && !pane->ops->tab ? REACT_CLOSE : REACT_UNUSED;
}

static void open_volumes(struct pane *pane)
{
	if (!pane->data)
		pane->data = mem_new(struct volumes);
	table_open(pane);
}

static const struct table table = {
	.list = {
		.columns = volume_columns,
		.row_size = sizeof(struct volume_row),
		.id = id_of,
		.groupings = volume_groupings,
		.words = &volume_words,
		.mark = mark,
	},
	.fields = volume_fields,
	.kind = OBJ_VOLUME,
	.printed = 5,
	.sort = "name",
	.can_mark = true,
	TABLE_READING(READING_POOLS),
	.rows = rows,
	.describe = describe,
	.head = head,
	.note = note,
	.draw_empty = why_empty,
	.free_data = free_data,
};

const struct pane_ops volumes_pane = {
	.name = "volumes",
	.title = "Volumes",
	.page = true,
	.scope = SCOPE_VOLUME,
	.table = &table,
	.open = open_volumes,
	TABLE_OPS_BUT_OPEN,
	.key = key_pressed,
	.peeks = peeks,
};

void volumes_open(struct app *app, struct obj_id pool)
{
	struct volumes *all = mem_new(struct volumes);

	all->pool = pool;
	app_push(app, &volumes_pane, all);
}

struct obj_id volumes_pool(const struct pane *pane)
{
	const struct volumes *all = pane->data;

	return pane->ops == &volumes_pane ? all->pool : (struct obj_id){0};
}
