// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pools.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/order.h"

/* --- pools ------------------------------------------------------------------------------------- */

static void clear_pool(void *item)
{
	struct pool *p = item;

	free(p->name);
	free(p->type);
	free(p->path);
	free(p->format);
	free(p->source);
	free(p->secrets);
	free(p->trouble);
	free(p->xml);
	free(p->definition);
	*p = (struct pool){.name = NULL};
}

static int compare_pools(const void *a, const void *b)
{
	const struct pool *x = a, *y = b;

	return order_names(x->name, x->uuid, y->name, y->uuid);
}

static const struct roster_member listed_pools[] = {
	ROSTER_MEMBER(pool, name),
	ROSTER_MEMBER(pool, active),
	ROSTER_MEMBER(pool, persistent),
	ROSTER_MEMBER(pool, autostart),
	{0, 0},
};

const struct roster_kind pool_kind = {
	.size = sizeof(struct pool),
	.id = offsetof(struct pool, uuid),
	.clear = clear_pool,
	.compare = compare_pools,
	.listed = listed_pools,
};

double pool_percent(const struct pool *pool)
{
	if (!pool->capacity || pool->available >= pool->capacity)
		return 0;
	return 100.0 * (double)(pool->capacity - pool->available) / (double)pool->capacity;
}

enum tone pool_tone(double percent)
{
	return percent >= POOL_BAD_PERCENT ? TONE_BAD : percent >= POOL_WARN_PERCENT ? TONE_WARN : TONE_PLAIN;
}

static const struct {
	const char *type, *words;
} types[] = {
	{"dir", "a directory"},
	{"fs", "a file system that libvirt mounts"},
	{"netfs", "a directory of a file server"},
	{"logical", "a volume group of LVM"},
	{"disk", "a disk and its partitions"},
	{"iscsi", "an iSCSI target"},
	{"iscsi-direct", "an iSCSI target, without the kernel"},
	{"scsi", "the disks of a SCSI adapter"},
	{"mpath", "multipath devices"},
	{"rbd", "a pool of Ceph"},
	{"sheepdog", "a Sheepdog cluster"},
	{"gluster", "a volume of Gluster"},
	{"zfs", "a pool of ZFS"},
	{"vstorage", "Virtuozzo storage"},
};

const char *pool_type_words(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (str_equal(types[i].type, type))
			return types[i].words;
	return type ? type : "";
}

const char *pool_directory(const struct pool *pool)
{
	/* The others' targets are not for files: /dev/vg0, /dev/disk/by-path. */
	static const char *const with_files[] = {"dir", "fs", "netfs", "vstorage"};

	for (size_t i = 0; i < ARRAY_SIZE(with_files); i++)
		if (str_equal(with_files[i], pool->type))
			return pool->path && pool->path[0] == '/' ? pool->path : NULL;
	return NULL;
}

const struct pool *pools_find(const struct roster *pools, const unsigned char uuid[UUID_SIZE])
{
	return roster_find_id(pools, uuid);
}

const struct pool *pools_named(const struct roster *pools, const char *name, size_t len)
{
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *p = roster_at(pools, i);

		if (order_span(p->name, name, len) == 0)
			return p;
	}
	return NULL;
}

/* --- volumes ----------------------------------------------------------------------------------- */

static void clear_volume(void *item)
{
	struct volume *v = item;

	free(v->name);
	free(v->path);
	free(v->type);
	free(v->format);
	free(v->backing);
	free(v->backing_format);
	free(v->mode);
	*v = (struct volume){.name = NULL};
}

static int compare_volumes(const void *a, const void *b)
{
	return strcmp(((const struct volume *)a)->name, ((const struct volume *)b)->name);
}

static const struct roster_member listed_volumes[] = {
	ROSTER_MEMBER(volume, name),
	{0, 0},
};

const struct roster_kind volume_kind = {
	.size = sizeof(struct volume),
	.id = offsetof(struct volume, id),
	.clear = clear_volume,
	.compare = compare_volumes,
	.listed = listed_volumes,
};

void volume_id(const unsigned char pool[UUID_SIZE], const char *name, unsigned char ret_id[UUID_SIZE])
{
	char uuid[UUID_TEXT_SIZE];

	uuid_format(pool, uuid);
	memcpy(ret_id, obj_id_named(OBJ_VOLUME, uuid, name).uuid, UUID_SIZE);
}

const struct volume *volumes_find(const struct roster *volumes, const unsigned char id[UUID_SIZE])
{
	return roster_find_id(volumes, id);
}
