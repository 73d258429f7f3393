// SPDX-License-Identifier: GPL-3.0-or-later
/* Readings: what is asked of a host only while somebody looks at it, each by its kind and the object that it
 * is about. A worker reads the data and hands it over; then the main thread owns it in a store, and nothing
 * changes it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"

/* Each kind with all that is said of it but how it is read (src/virt/readers.h): whether its data is one thing, and
 * what frees that, or a roster (model/roster.h), and the fields of struct reading_kind_info.
 *
 *  ONE(enumerator, function read_*, name, what frees its data, ...)
 *  ROSTER(enumerator, pieces *_pieces, name, ...) */
#define READINGS(ONE, ROSTER) \
	/* of struct pool: all of the host */ \
	ROSTER(POOLS, pools, "pools", \
		.slow = true, .every_s = 10, .patience_s = 20, .lists = OBJ_POOL, .kept = true) \
	/* of struct network: all of the host */ \
	ROSTER(NETWORKS, networks, "networks", \
		.every_s = 30, .patience_s = 20, .lists = OBJ_NETWORK, .kept = true) \
	/* struct leases: of a network */ \
	ONE(LEASES, leases, "leases", leases_free, .every_s = 10, .patience_s = 20, .kept = true) \
	/* struct network_ports: what is plugged into a network */ \
	ONE(PORTS, ports, "ports", network_ports_free, .every_s = 10, .patience_s = 20, .lists = OBJ_DOMAIN, .kept = true) \
	/* struct network_plugs: how many are */ \
	ONE(PLUGS, plugs, "plugs", free, .every_s = 10, .patience_s = 20, .lists = OBJ_DOMAIN, .kept = true) \
	/* struct nic_counts: of all NICs of the host's machines */ \
	ONE(NICS, nics, "NICs", nic_counts_free, \
		.every_s = 2, .patience_s = 5, .twice = true, .again_s = 20, .kept = true) \
	/* of struct volume: of a pool */ \
	ROSTER(VOLUMES, volumes, "volumes", \
		.slow = true, .every_s = 30, .patience_s = 20, .kept = true) \
	/* of struct device: all of the host */ \
	ROSTER(DEVICES, devices, "devices", .every_s = 60, .patience_s = 20, .lists = OBJ_DEVICE, .kept = true) \
	/* of struct iface: all of the host */ \
	ROSTER(INTERFACES, interfaces, "interfaces", \
		.every_s = 30, .patience_s = 20, .kept = true) \
	/* struct routes: where the host sends what is not for itself */ \
	ONE(ROUTES, routes, "routes", routes_free, .patience_s = 10, .kept = true) \
	/* of struct secret: all of the host */ \
	ROSTER(SECRETS, secrets, "secrets", \
		.every_s = 60, .patience_s = 20, .lists = OBJ_SECRET, .kept = true) \
	/* struct secret_value: whether a secret has one */ \
	ONE(SECRET_VALUE, secret_value, "secret-value", free, .patience_s = 20, .kept = true) \
	/* of struct nwfilter: all of the host */ \
	ROSTER(NWFILTERS, nwfilters, "filters", \
		.every_s = 60, .patience_s = 20, .lists = OBJ_NWFILTER, .kept = true) \
	/* struct machine_figures: what moves in a machine */ \
	ONE(MACHINE, machine, "machine", machine_figures_free, \
		.every_s = 2, .patience_s = 5, .twice = true, .again_s = 20) \
	/* struct machine_definition: what it is made of */ \
	ONE(DEFINITION, definition, "definition", machine_definition_free, \
		.every_s = 20, .patience_s = 10, .again_s = 20) \
	/* struct machine_snapshots */ \
	ONE(SNAPSHOTS, snapshots, "snapshots", machine_snapshots_free, \
		.every_s = 20, .patience_s = 10, .again_s = 20) \
	/* char *: the command line that its driver would start it with */ \
	ONE(COMMAND, command, "command line", free, .patience_s = 10, .again_s = 20) \
	/* char *: what libvirt thinks of how it runs, "tainted: ...", a line each; "": nothing */ \
	ONE(MESSAGES, messages, "messages", free, .slow = true, .patience_s = 10, .again_s = 20) \
	/* char *: the end of its log */ \
	ONE(LOG, log, "log", free, .slow = true, .every_s = 5, .patience_s = 10, .again_s = 20) \
	/* struct machine_start: when it was started, as its log says */ \
	ONE(START, start, "start", free, .slow = true, .of_state = true, .patience_s = 10, .again_s = 20) \
	/* struct capabilities: what the host is and can run */ \
	ONE(CAPABILITIES, capabilities, "capabilities", capabilities_free, \
		.slow = true, .patience_s = 90, .kept = true) \
	/* struct domain_capabilities: what a guest can have there */ \
	ONE(DOMAIN_CAPABILITIES, domain_capabilities, "domain-capabilities", domain_capabilities_free, \
		.slow = true, .patience_s = 90, .kept = true) \
	/* struct storage_capabilities: what kinds of pools it can have */ \
	ONE(STORAGE_CAPABILITIES, storage_capabilities, "storage-capabilities", storage_capabilities_free, \
		.patience_s = 20, .kept = true) \
	/* struct sysinfo: what its firmware says of the machine */ \
	ONE(SYSINFO, sysinfo, "sysinfo", sysinfo_free, .slow = true, .patience_s = 90, .kept = true) \
	/* struct node_state: memory of its cells, huge pages, samepage merging */ \
	ONE(NODE, node, "node", node_state_free, .slow = true, .every_s = 5, .patience_s = 90) \
	/* struct node_cpus: times of each CPU */ \
	ONE(CPUS, cpus, "cpus", node_cpus_free, .slow = true, .every_s = 2, .patience_s = 20, .twice = true)

enum reading_kind {
#define X(kind, ...) READING_##kind,
	READINGS(X, X)
#undef X
	READING_KIND_COUNT,
};

struct reading_kind_info {
	const char *name; /* "pools" */
	void (*free)(void *data); /* NULL is fine */
	bool is_roster;
	bool slow;       /* may hang for long: it does not hold up the others */
	int every_s;     /* while somebody looks; 0: once a connection, and when something changes */
	int patience_s;  /* what takes longer hangs */
	int again_s;     /* after it hung it is left alone for so long; 0: for a good while */
	enum obj_kind lists; /* it tells of all of these, and is old when one changes; OBJ_NONE */
	bool twice;      /* rates are made of it */
	bool of_state;   /* old when its machine's state changes, not with what is only noted of it */
	bool kept;       /* there at once when somebody looks again */
};
extern const struct reading_kind_info reading_kinds[READING_KIND_COUNT];

struct reading_key {
	enum reading_kind kind;
	unsigned char uuid[UUID_SIZE]; /* of the object; zero: it is about the host */
};

struct reading {
	struct reading_key key;
	void *data;        /* NULL: not read yet, or never */
	int64_t time_ns;   /* monotonic, when data was read; 0: never */
	void *before;      /* what data was the time before, for rates; NULL */
	char *why;         /* why the last try failed, a sentence; NULL: it did not */
	bool unsupported;  /* it failed because this driver cannot */
	bool stale;        /* something has changed since */
};

struct reading_key reading_key_of(enum reading_kind kind, const unsigned char uuid[UUID_SIZE]);
struct reading_key reading_key_host(enum reading_kind kind);
bool reading_key_equal(const struct reading_key *a, const struct reading_key *b);
/* Data of a kind; NULL is fine, though not for what frees a kind itself. Any thread. */
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
