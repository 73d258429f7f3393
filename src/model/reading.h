// SPDX-License-Identifier: GPL-3.0-or-later
/* Readings: what is asked of a host only while somebody looks at it, each by its kind and the object that it
 * is about. A worker reads the data and hands it over; then the main thread owns it in a store, and nothing
 * changes it. Which data a kind has stands beside it here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"

enum reading_kind {
	READING_POOLS,      /* struct roster of struct pool: all of the host */
	READING_NETWORKS,   /* struct roster of struct network: all of the host */
	READING_LEASES,     /* struct leases: of a network */
	READING_VOLUMES,    /* struct roster of struct volume: of a pool */
	READING_DEVICES,    /* struct roster of struct device: all of the host */
	READING_INTERFACES, /* struct roster of struct iface: all of the host */
	READING_MACHINE,    /* struct machine_figures: what moves in a machine */
	READING_DEFINITION, /* struct machine_definition: what it is made of */
	READING_SNAPSHOTS,  /* struct machine_snapshots */
	READING_COMMAND,    /* char *: the command line that its driver would start it with */
	READING_LOG,        /* char *: the end of its log */
	READING_CAPABILITIES, /* struct capabilities: what the host is and can run */
	READING_DOMAIN_CAPABILITIES, /* struct domain_capabilities: what a guest can have there */
	READING_NODE, /* struct node_state: memory of its cells, huge pages, samepage merging */
	READING_CPUS, /* struct node_cpus: times of each CPU */
	READING_KIND_COUNT,
};

struct reading_key {
	enum reading_kind kind;
	unsigned char uuid[UUID_SIZE]; /* of the object; zero: it is about the host */
};

struct reading {
	struct reading_key key;
	void *data;        /* NULL: not read yet, or never */
	int64_t time_ns;   /* monotonic, when data was read; 0: never */
	void *before;      /* what data was the time before, for rates; NULL */
	int64_t before_ns;
	char *why;         /* why the last try failed, a sentence; NULL: it did not */
	bool unsupported;  /* it failed because this driver cannot */
	bool stale;        /* something has changed since */
};

struct reading_key reading_key_of(enum reading_kind kind, const unsigned char uuid[UUID_SIZE]);
struct reading_key reading_key_host(enum reading_kind kind);
bool reading_key_equal(const struct reading_key *a, const struct reading_key *b);
/* "pools" */
const char *reading_name(enum reading_kind kind);
/* Data of a kind; NULL is fine. Any thread. */
void reading_free(enum reading_kind kind, void *data);

/* The readings of a host. Main thread. */
struct readings;
struct readings *readings_create(void);
void readings_destroy(struct readings *r);
/* NULL when it was never asked for; r may be NULL. Good until the next put, fail or forget. */
const struct reading *readings_find(const struct readings *r, struct reading_key key);
/* Its data; NULL when there is none. */
const void *readings_data(const struct readings *r, struct reading_key key);
/* Takes the data over. A piece of a roster (model/roster.h) goes into the one that is there. */
void readings_put(struct readings *r, struct reading_key key, void *data, int64_t time_ns);
/* Its data is a roster of which something is still to be told: to be asked for again, at once. */
bool reading_is_partial(const struct reading *reading);
/* What was read before stays. */
void readings_fail(struct readings *r, struct reading_key key, const char *why, bool unsupported);
/* Something has changed: all of a kind, all about an object (uuid), or all (READING_KIND_COUNT, NULL). */
void readings_expire(struct readings *r, enum reading_kind kind, const unsigned char *uuid);
/* Drops those that keep() does not want. */
void readings_forget(struct readings *r, bool (*keep)(void *opaque, struct reading_key key), void *opaque);
