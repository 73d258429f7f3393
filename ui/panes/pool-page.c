// SPDX-License-Identifier: GPL-3.0-or-later
/* The pages of a pool and of a volume. */
#include "ui/panes/page.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/uses.h"
#include "ui/actions/request.h"
#include "ui/panes/things.h"
#include "ui/panes/xmlpart.h"
#include "xml/storage.h"

#define CHAIN_MOST 32

/* --- pools ------------------------------------------------------------------------------------- */

static const struct pool *pool_of(const struct page *page)
{
	return pools_find(host_pools(page->view), page->id.uuid);
}

static bool pool_head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct pool *p = pool_of(page);

	if (!p)
		return false;
	str_addf(name, "%s on %s", p->name, page->view->name);
	things_state(page->view, p->active, p->persistent, p->autostart, state, role);
	return true;
}

static void peek_pools(const struct page *page, struct peek_list *out)
{
	peek_add(out, page->id.host, reading_key_host(READING_POOLS));
}

static void add_figures(const struct page *page, struct doc *doc, const struct pool *p)
{
	char text[UNITS_SIZE];
	double percent = pool_percent(p);
	enum tone tone = pool_tone(percent);
	char key[KEY_NAME_SIZE];

	if (p->trouble)
		doc_pair(doc, ROLE_DIM, "trouble", ROLE_STATE_BAD, p->trouble);
	if (!p->active || !p->capacity) {
		if (!p->active)
			doc_pair(doc, ROLE_DIM, "size", ROLE_DIM, "known once it is started");
		return;
	}
	doc_pairf(doc, "size", "%s", units_bytes_long(text, p->capacity));
	autofree char *full = mem_printf("%s, %.0f %% of it%s",
					 units_bytes_long(text, p->capacity - (p->available < p->capacity ? p->available : p->capacity)),
					 percent, tone == TONE_PLAIN ? "" : ": nearly full");
	doc_pair(doc, ROLE_DIM, "taken", tone == TONE_PLAIN ? ROLE_TEXT : tone_role(tone), full);
	doc_pairf(doc, "free", "%s", units_bytes_long(text, p->available));
	/* Of a directory libvirt tells what all on its file system takes, which is said already. */
	if (!pool_directory(p))
		doc_pairf(doc, "allocated", "%s by its volumes", units_bytes_long(text, p->allocation));
	if (p->volumes >= 0)
		doc_pairf(doc, "volumes", "%d: %s shows them", p->volumes, action_key_of(page->app, "pool.volumes", key));
}

static void pool_overview(struct page *page, struct doc *doc)
{
	const struct pool *p = pool_of(page);
	char uuid[UUID_TEXT_SIZE];

	if (!p->known && !p->trouble) {
		doc_text(doc, ROLE_DIM, "Being read...");
		return;
	}
	if (p->definition)
		doc_text(doc, ROLE_STATE_WARN, THINGS_DIFFER);
	uuid_format(p->uuid, uuid);
	if (p->type)
		doc_pairf(doc, "type", "%s: %s", p->type, pool_type_words(p->type));
	if (p->path)
		doc_pair(doc, ROLE_DIM, "path", ROLE_TEXT, p->path);
	if (p->source)
		doc_pair(doc, ROLE_DIM, "made of", ROLE_TEXT, p->source);
	add_figures(page, doc, p);
	doc_pairf(doc, "kept", "%s%s", p->persistent ? "persistent" : "transient: gone when it stops",
		  p->autostart ? ", starts with its host" : ", does not start with its host");
	doc_pairf(doc, "host", "%s, %s", page->view->name, host_state_text(page->view->state));
	doc_link(doc, obj_id_host(page->id.host));
	doc_pair(doc, ROLE_DIM, "UUID", ROLE_TEXT, uuid);
}

static void add_disk(const struct page *page, struct doc *doc, const struct domain *d, const struct disk_use *disk)
{
	autofree char *target = span_text(disk->target);
	autofree char *source = span_text(disk->source);

	things_add_machine(doc, page, d);
	doc_cell(doc, ROLE_TEXT, target);
	doc_cell(doc, ROLE_TEXT, source);
}

static const struct doc_column disk_columns[] = {
	{"MACHINE", false, true}, {"STATE", false, false}, {"DISK", false, false}, {"VOLUME", false, true},
};

static void pool_machines(struct page *page, struct doc *doc)
{
	const struct pool *p = pool_of(page);
	const struct snapshot *s = page->view->snapshot;
	size_t count = 0;

	doc_table(doc, disk_columns, ARRAY_SIZE(disk_columns));
	for (size_t i = 0; s && i < s->n_domains; i++) {
		const char *next = s->domains[i].def.files;
		struct disk_use disk;

		while (uses_next_disk(&next, &disk))
			if (disk_is_in(&disk, p)) {
				add_disk(page, doc, &s->domains[i], &disk);
				count++;
			}
	}
	if (!count)
		doc_text(doc, ROLE_DIM, "No machine of this host has a disk in it.");
}

static void pool_xml(struct page *page, struct doc *doc)
{
	const struct pool *p = pool_of(page);

	xml_part_sides(page, doc, p->xml, p->definition);
}

static void pool_differs(struct page *page, struct doc *doc)
{
	const struct pool *p = pool_of(page);
	autofree char *runs = p->definition ? pool_comparable(p->xml, p->definition) : NULL;
	autofree char *waits = p->definition ? pool_comparable(p->definition, p->xml) : NULL;

	if (!p->known) {
		doc_text(doc, ROLE_DIM, "being read...");
		return;
	}
	things_differ(doc, p->active, p->persistent, runs, waits);
}

static const struct page_part pool_parts[] = {
	{.id = "overview", .title = "Overview", .build = pool_overview, .peeks = peek_pools},
	{.id = "machines", .title = "Machines", .build = pool_machines, .peeks = peek_pools},
	{.id = "xml", .title = "XML", .build = pool_xml, .key = xml_part_key, .peeks = peek_pools},
	{.id = "diff", .title = "Diff", .build = pool_differs, .peeks = peek_pools},
};

const struct page_kind pool_page = {
	.object = OBJ_POOL,
	.name = "pool",
	.scope = SCOPE_POOL,
	.parts = pool_parts,
	.n_parts = ARRAY_SIZE(pool_parts),
	.head = pool_head,
};

/* --- volumes ----------------------------------------------------------------------------------- */

static const struct roster *volumes_in(const struct page *page, const struct pool *pool)
{
	return readings_data(page->view->readings, reading_key_of(READING_VOLUMES, pool->uuid));
}

static bool volume_head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct pool *pool;
	const struct volume *v = host_volume(page->view, page->id.uuid, &pool);

	if (!v)
		return false;
	str_addf(name, "%s in %s on %s", v->name, pool->name, page->view->name);
	str_add(state, v->format ? v->format : v->type ? v->type : "");
	*role = ROLE_TEXT;
	return true;
}

static void volume_peeks(const struct page *page, struct peek_list *out)
{
	const struct pool *pool;

	peek_pools(page, out);
	if (host_volume(page->view, page->id.uuid, &pool) && pool->active)
		peek_add(out, page->id.host, reading_key_of(READING_VOLUMES, pool->uuid));
}

static const struct volume *volume_at_path(const struct page *page, const char *path)
{
	const struct roster *pools = host_pools(page->view);

	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct roster *volumes = volumes_in(page, roster_at(pools, i));

		for (size_t j = 0; j < roster_count(volumes); j++) {
			const struct volume *v = roster_at(volumes, j);

			if (str_equal(v->path, path))
				return v;
		}
	}
	return NULL;
}

/* What it is laid over, and what that is laid over, as far as pools whose volumes were read have it. */
static void add_chain(const struct page *page, struct doc *doc, const struct volume *v)
{
	const char *path = v->backing;
	const char *format = v->backing_format;
	int depth = 1;

	if (!path)
		return;
	doc_heading(doc, "Laid over");
	while (path && depth <= CHAIN_MOST) {
		const struct volume *below = volume_at_path(page, path);
		autofree char *number = mem_printf("%d", depth++);

		doc_pairf(doc, number, "%s%s%s%s", path, format ? "  (" : "", format ? format : "",
			  format ? ")" : "");
		if (below)
			doc_link(doc, obj_id_of(page->id.host, OBJ_VOLUME, below->id));
		path = below ? below->backing : NULL;
		format = below ? below->backing_format : NULL;
	}
}

static void add_over(const struct page *page, struct doc *doc, const struct pool *pool, const struct volume *v)
{
	const struct roster *volumes = volumes_in(page, pool);
	bool any = false;

	for (size_t i = 0; v->path && i < roster_count(volumes); i++) {
		const struct volume *other = roster_at(volumes, i);

		if (!str_equal(other->backing, v->path))
			continue;
		if (!any)
			doc_heading(doc, "Others are laid over it: it must not be written to");
		any = true;
		doc_line(doc);
		doc_piece(doc, ROLE_TEXT, other->name);
		doc_link(doc, obj_id_of(page->id.host, OBJ_VOLUME, other->id));
	}
}

static void add_users(const struct page *page, struct doc *doc, const struct pool *pool, const struct volume *v)
{
	const struct snapshot *s = page->view->snapshot;
	size_t count = 0;

	doc_heading(doc, "Used by");
	doc_table(doc, disk_columns, ARRAY_SIZE(disk_columns) - 1);
	for (size_t i = 0; s && i < s->n_domains; i++) {
		const char *next = s->domains[i].def.files;
		struct disk_use disk;

		while (uses_next_disk(&next, &disk)) {
			if (!disk_is_on(&disk, pool, v))
				continue;
			autofree char *target = span_text(disk.target);
			things_add_machine(doc, page, &s->domains[i]);
			doc_cell(doc, ROLE_TEXT, target);
			count++;
		}
	}
	if (!count)
		doc_text(doc, ROLE_DIM, "No machine of this host has it as a disk.");
}

static void volume_details(struct page *page, struct doc *doc)
{
	const struct pool *pool;
	const struct volume *v = host_volume(page->view, page->id.uuid, &pool);
	char text[UNITS_SIZE];

	doc_pairf(doc, "pool", "%s", pool->name);
	doc_link(doc, obj_id_of(page->id.host, OBJ_POOL, pool->uuid));
	if (!v->known) {
		doc_text(doc, ROLE_DIM, "Being read...");
		return;
	}
	if (v->path)
		doc_pair(doc, ROLE_DIM, "path", ROLE_TEXT, v->path);
	doc_pairf(doc, "format", "%s%s%s%s", v->format ? v->format : "not told", v->type ? ", a " : "",
		  v->type ? v->type : "", v->encrypted ? ", encrypted" : "");
	doc_pairf(doc, "size", "%s, as its guest sees it", units_bytes_long(text, v->capacity));
	doc_pairf(doc, "takes", "%s in the pool", units_bytes_long(text, v->allocation));
	if (v->physical)
		doc_pairf(doc, "file size", "%s", units_bytes_long(text, v->physical));
	if (v->mode)
		doc_pairf(doc, "permissions", "%s", v->mode);
	if (v->changed_wall_s) {
		units_duration(text, (double)(clock_wall_s() - v->changed_wall_s));
		doc_pairf(doc, "written to", "%s ago", text);
	}
	add_chain(page, doc, v);
	add_over(page, doc, pool, v);
	add_users(page, doc, pool, v);
}

/* It is read when somebody looks, for there may be ten thousand. */
static void volume_xml(struct page *page, struct doc *doc)
{
	const struct pool *pool;
	const struct volume *v = host_volume(page->view, page->id.uuid, &pool);

	xml_part_read(page, doc, &(struct request){.app = page->app,
						   .action = action_find(page->app, "volume.view-xml"),
						   .object = page->id,
						   .owner = obj_id_of(page->id.host, OBJ_POOL, pool->uuid),
						   .name = v->name,
						   .shown = pool->name,
						   .verb = VOLUME_VERB_READ_XML});
}

static const struct page_part volume_parts[] = {
	{.id = "overview", .title = "Overview", .build = volume_details, .peeks = volume_peeks},
	{.id = "xml", .title = "XML", .build = volume_xml, .key = xml_part_key, .peeks = volume_peeks},
};

const struct page_kind volume_page = {
	.object = OBJ_VOLUME,
	.name = "volume",
	.scope = SCOPE_VOLUME,
	.parts = volume_parts,
	.n_parts = ARRAY_SIZE(volume_parts),
	.head = volume_head,
};
