// SPDX-License-Identifier: GPL-3.0-or-later
/* The storage pools of a host and their volumes. Made by a worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"
#include "model/roster.h"
#include "model/tone.h"

struct pool {
	unsigned char uuid[UUID_SIZE];
	char *name;
	bool active, persistent, autostart;
	bool known; /* the rest was read */
	char *type;   /* libvirt's word: "dir", "logical" */
	char *path;   /* of its target; NULL */
	char *format; /* of its source: "ext4", "nfs"; NULL */
	char *source; /* a server and directory, devices, a volume group; NULL */
	char *secrets; /* that its source is opened with: lines for uses_next_secret(); NULL */
	uint64_t capacity, allocation, available; /* bytes; of one that is active */
	int volumes; /* -1: not told */
	char *trouble; /* why its figures could not be read; NULL */
	char *xml; /* as it runs */
	char *definition; /* where that differs: it is there from the next start on; NULL: the same */
};

extern const struct roster_kind pool_kind;
/* How full it is, 0 to 100; thin volumes may have been promised more than there is: what counts is what is
 * left. */
double pool_percent(const struct pool *pool);
/* "a directory" for "dir"; the word itself where there is no better one. */
const char *pool_type_words(const char *type);
/* Where files of it are on the host; NULL: it has none. Borrowed. */
const char *pool_directory(const struct pool *pool);
#define POOL_WARN_PERCENT 80
#define POOL_BAD_PERCENT  90
enum tone pool_tone(double percent);
const struct pool *pools_find(const struct roster *pools, const unsigned char uuid[UUID_SIZE]);
const struct pool *pools_named(const struct roster *pools, const char *name, size_t len);

struct volume {
	unsigned char id[UUID_SIZE]; /* made of its pool and name: volume_id() */
	char *name;
	bool known; /* the rest was read */
	char *path;
	char *type;   /* "file", "block", "dir", "network" */
	char *format; /* "qcow2"; NULL */
	uint64_t capacity, allocation; /* bytes */
	uint64_t physical;             /* bytes; 0: not told */
	char *backing, *backing_format; /* the path of what it is laid over; NULL */
	char *mode;  /* "0600 107:107"; NULL */
	int64_t changed_wall_s; /* 0: not told */
	bool encrypted;
};

extern const struct roster_kind volume_kind;
/* Always the same for a pool and a name; libvirt has none for volumes. */
void volume_id(const unsigned char pool[UUID_SIZE], const char *name, unsigned char ret_id[UUID_SIZE]);
const struct volume *volumes_find(const struct roster *volumes, const unsigned char id[UUID_SIZE]);
