// SPDX-License-Identifier: GPL-3.0-or-later
/* What a new pool or volume has to get along with on its host: names and paths that are taken, what there can be, and
 * volumes that others can be laid over. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/field.h"
#include "model/ids.h"

struct arena;
struct host_view;

struct words {
	const char **all;
	size_t n, cap;
};

struct taken_pool {
	char *name, *type;
	char *path;   /* NULL */
	char *source; /* as struct pool has it; NULL */
};

struct taken_volume {
	char *name, *pool;
	char *path;   /* NULL */
	char *format; /* NULL */
	uint64_t capacity; /* bytes */
	bool here; /* in the pool that the new one is for */
};

struct storage_place {
	const struct host_view *(*view)(void *opaque, uint32_t host); /* NULL once the host is gone */
	void *opaque;
	uint32_t host;
	unsigned char pool[UUID_SIZE]; /* of a volume */
	struct arena *texts; /* of all words: what is being chosen from stays when something is read anew */
	struct words known;

	bool is_test, pools_known;
	struct taken_pool *pools;
	size_t n_pools, cap_pools;
	struct words types; /* that the host can have besides, and virtty cannot make yet */
	struct words directories; /* where pools are, "/var/lib/libvirt/" */
	struct words fs_formats, netfs_formats;
	struct words devices, device_words; /* block devices of the host, and what each is */
	bool no_fs, no_netfs; /* its libvirt cannot have such */

	/* Of the pool; NULL: not known. */
	char *pool_name, *pool_type;
	uint64_t available; /* bytes */
	struct words volume_formats;
	struct taken_volume *volumes; /* of all pools that were read */
	size_t n_volumes, cap_volumes;
};

/* One without a host, for tests: nothing is taken. */
void *storage_place_nowhere(void);
/* pool: that a volume is for; NULL: none. view, opaque: as in the struct. */
struct storage_place *storage_place_create(const struct host_view *(*view)(void *opaque, uint32_t host), void *opaque,
					   uint32_t host, const unsigned char *pool);
void storage_place_renew(void *place);
void storage_place_free(void *place);
const struct taken_pool *storage_place_pool(const struct storage_place *place, const char *name);
const struct taken_pool *storage_place_pool_at(const struct storage_place *place, const char *path);
/* The pool whose directory the path is below. */
const struct taken_pool *storage_place_pool_around(const struct storage_place *place, const char *path);
/* source: as struct pool has it. */
const struct taken_pool *storage_place_pool_of(const struct storage_place *place, const char *type, const char *source);
const struct taken_volume *storage_place_volume(const struct storage_place *place, const char *name); /* in the pool */
const struct taken_volume *storage_place_volume_at(const struct storage_place *place, const char *path);
bool words_have(const struct words *words, const char *word);
void words_offer(const struct words *words, struct field_choices *out);
