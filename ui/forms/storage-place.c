// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/storage-place.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/devices.h"
#include "model/hostview.h"
#include "model/pools.h"
#include "model/storagecaps.h"

/* --- words ------------------------------------------------------------------------------------- */

/* Each text is there once. */
static const char *text_of(struct storage_place *p, const char *word, size_t len)
{
	for (size_t i = 0; i < p->known.n; i++)
		if (strlen(p->known.all[i]) == len && memcmp(p->known.all[i], word, len) == 0)
			return p->known.all[i];
	autofree char *text = mem_strndup(word, len);

	return *arr_add(p->known.all, p->known.n, p->known.cap) = arena_strdup(p->texts, text);
}

static void add_word(struct storage_place *p, struct words *w, const char *word, size_t len)
{
	*arr_add(w->all, w->n, w->cap) = text_of(p, word, len);
}

static void split(struct storage_place *p, struct words *w, const char *text)
{
	for (const char *at = text; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		add_word(p, w, at, len);
		at += len;
	}
}

bool words_have(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_equal(w->all[i], word))
			return true;
	return false;
}

void words_offer(const struct words *w, struct field_choices *out)
{
	for (size_t i = 0; i < w->n; i++)
		*arr_add(out->all, out->n, out->cap) = (struct field_choice){.id = w->all[i]};
}

/* --- life -------------------------------------------------------------------------------------- */

static void clear(struct storage_place *p)
{
	for (size_t i = 0; i < p->n_pools; i++) {
		free(p->pools[i].name);
		free(p->pools[i].type);
		free(p->pools[i].path);
		free(p->pools[i].source);
	}
	free(p->pools);
	for (size_t i = 0; i < p->n_volumes; i++) {
		free(p->volumes[i].name);
		free(p->volumes[i].pool);
		free(p->volumes[i].path);
		free(p->volumes[i].format);
	}
	free(p->volumes);
	free(p->types.all);
	free(p->directories.all);
	free(p->fs_formats.all);
	free(p->netfs_formats.all);
	free(p->volume_formats.all);
	free(p->devices.all);
	free(p->device_words.all);
	free(p->pool_name);
	free(p->pool_type);
}

void storage_place_free(void *place)
{
	struct storage_place *p = place;

	clear(p);
	free(p->known.all);
	arena_destroy(p->texts);
	free(p);
}

struct storage_place *storage_place_create(const struct host_view *(*view)(void *opaque, uint32_t host), void *opaque,
					   uint32_t host, const unsigned char *pool)
{
	struct storage_place *p = mem_new(struct storage_place);

	*p = (struct storage_place){.view = view, .opaque = opaque, .host = host, .texts = arena_create()};
	if (pool)
		memcpy(p->pool, pool, UUID_SIZE);
	return p;
}

/* --- what there is ----------------------------------------------------------------------------- */

/* "/var/lib/libvirt/" of "/var/lib/libvirt/images" */
static void add_directory(struct storage_place *p, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	autofree char *directory = slash ? mem_strndup(path, (size_t)(slash + 1 - path)) : NULL;

	if (directory && directory[0] == '/' && directory[1] && !words_have(&p->directories, directory))
		add_word(p, &p->directories, directory, strlen(directory));
}

static void take_volumes(struct storage_place *p, const struct host_view *view, const struct pool *pool)
{
	const struct roster *volumes = readings_data(view->readings, reading_key_of(READING_VOLUMES, pool->uuid));
	bool here = memcmp(pool->uuid, p->pool, UUID_SIZE) == 0;

	for (size_t i = 0; i < roster_count(volumes); i++) {
		const struct volume *v = roster_at(volumes, i);

		*arr_add(p->volumes, p->n_volumes, p->cap_volumes) = (struct taken_volume){
			.name = mem_strdup(v->name),
			.pool = mem_strdup(pool->name),
			.path = mem_strdup(v->path),
			.format = mem_strdup(v->format),
			.capacity = v->capacity,
			.here = here,
		};
	}
}

static void take_pools(struct storage_place *p, const struct host_view *view)
{
	const struct roster *pools = host_pools(view);

	p->pools_known = pools && !roster_is_partial(pools);
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		*arr_add(p->pools, p->n_pools, p->cap_pools) =
			(struct taken_pool){mem_strdup(pool->name), mem_strdup(pool->type), mem_strdup(pool->path),
					    mem_strdup(pool->source)};
		add_directory(p, pool_directory(pool));
		take_volumes(p, view, pool);
		if (memcmp(pool->uuid, p->pool, UUID_SIZE) != 0)
			continue;
		p->pool_name = mem_strdup(pool->name);
		p->pool_type = mem_strdup(pool->type);
		p->available = pool->available;
	}
}

static void take_devices(struct storage_place *p, const struct roster *devices)
{
	for (size_t i = 0; i < roster_count(devices); i++) {
		const struct device *d = roster_at(devices, i);
		const char *what = d->what ? d->what : "";

		if (!d->address || !str_starts(d->address, "/dev/"))
			continue;
		add_word(p, &p->devices, d->address, strlen(d->address));
		add_word(p, &p->device_words, what, strlen(what));
	}
}

static bool is_refused(const struct storage_capabilities *caps, const char *type)
{
	const struct pool_capability *c = storage_capability(caps, type);

	return c && !c->supported;
}

static void take_capabilities(struct storage_place *p, const struct storage_capabilities *caps)
{
	autofree char *fs = pool_formats(caps, "fs");
	autofree char *netfs = pool_formats(caps, "netfs");
	autofree char *volumes = pool_volume_formats(caps, p->pool_type ? p->pool_type : "dir");

	split(p, &p->fs_formats, fs);
	split(p, &p->netfs_formats, netfs);
	split(p, &p->volume_formats, volumes);
	p->no_fs = is_refused(caps, "fs");
	p->no_netfs = is_refused(caps, "netfs");
	for (size_t i = 0; caps && i < caps->n; i++) {
		const char *type = caps->all[i].type;

		if (caps->all[i].supported && type && !str_equal(type, "dir") && !str_equal(type, "fs") &&
		    !str_equal(type, "netfs"))
			add_word(p, &p->types, type, strlen(type));
	}
}

void storage_place_renew(void *place)
{
	struct storage_place *p = place;
	struct storage_place fresh = {
		.view = p->view, .opaque = p->opaque, .host = p->host, .texts = p->texts, .known = p->known};
	const struct host_view *view = p->view(p->opaque, p->host);

	memcpy(fresh.pool, p->pool, UUID_SIZE);
	clear(p);
	*p = fresh;
	if (view)
		take_pools(p, view);
	if (view)
		take_devices(p, readings_data(view->readings, reading_key_host(READING_DEVICES)));
	p->is_test = view && view->is_test;
	take_capabilities(p, view ? readings_data(view->readings, reading_key_host(READING_STORAGE_CAPABILITIES)) : NULL);
}

static const struct host_view *view_nothing(void *opaque, uint32_t number)
{
	(void)opaque;
	(void)number;
	return NULL;
}

void *storage_place_nowhere(void)
{
	struct storage_place *p = storage_place_create(view_nothing, NULL, 0, NULL);

	storage_place_renew(p);
	return p;
}

/* --- what is taken ------------------------------------------------------------------------------ */

const struct taken_pool *storage_place_pool(const struct storage_place *p, const char *name)
{
	for (size_t i = 0; i < p->n_pools; i++)
		if (str_equal(p->pools[i].name, name))
			return &p->pools[i];
	return NULL;
}

/* Without the slashes at its end. */
static size_t path_length(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return len;
}

const struct taken_pool *storage_place_pool_at(const struct storage_place *p, const char *path)
{
	size_t len = path_length(path);

	for (size_t i = 0; i < p->n_pools; i++) {
		const char *other = p->pools[i].path;

		if (other && path_length(other) == len && memcmp(other, path, len) == 0)
			return &p->pools[i];
	}
	return NULL;
}

const struct taken_pool *storage_place_pool_around(const struct storage_place *p, const char *path)
{
	for (size_t i = 0; i < p->n_pools; i++) {
		const char *other = p->pools[i].path;
		size_t len = other ? path_length(other) : 0;

		if (len > 1 && strncmp(other, path, len) == 0 && path[len] == '/')
			return &p->pools[i];
	}
	return NULL;
}

const struct taken_pool *storage_place_pool_of(const struct storage_place *p, const char *type, const char *source)
{
	for (size_t i = 0; i < p->n_pools; i++)
		if (str_equal(p->pools[i].type, type) && str_equal(p->pools[i].source, source))
			return &p->pools[i];
	return NULL;
}

const struct taken_volume *storage_place_volume(const struct storage_place *p, const char *name)
{
	for (size_t i = 0; i < p->n_volumes; i++)
		if (p->volumes[i].here && str_equal(p->volumes[i].name, name))
			return &p->volumes[i];
	return NULL;
}

const struct taken_volume *storage_place_volume_at(const struct storage_place *p, const char *path)
{
	for (size_t i = 0; i < p->n_volumes; i++)
		if (str_equal(p->volumes[i].path, path))
			return &p->volumes[i];
	return NULL;
}
