// SPDX-License-Identifier: GPL-3.0-or-later
/* Who uses what: the NICs and disks of a definition, as struct domain_definition keeps them in lines, and what of
 * them belongs to a network, a pool or a volume. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/networks.h"
#include "model/pools.h"
#include "model/snapshot.h"

/* Points into the definition. */
struct span {
	const char *s;
	size_t len;
};

bool span_is(struct span span, const char *text); /* NULL is no span's */
char *span_text(struct span span); /* the caller frees */

struct nic_use {
	struct span type;   /* "network", "bridge", "direct" ... */
	struct span source; /* the network, bridge or interface */
	struct span bridge; /* of a network's, while it runs */
	struct span mac;
	struct span target; /* "vnet0", while it runs */
	struct span filter; /* of the network; empty: none */
};

struct disk_use {
	struct span target; /* "vda"; "under vda", "copy of vda"; "vdb, next start": of the kept definition alone */
	struct span pool;   /* empty: a path */
	struct span source; /* a path, or the volume's name */
};

/* Named by its UUID, or by what it is for. */
struct secret_use {
	struct span uuid, type, usage;
};

/* Which CPUs of the host threads may run on. */
struct pin_use {
	struct span who;  /* a vCPU's number, "emulator", "iothread 1"; "*": the vCPUs that are not named */
	struct span cpus; /* as libvirt writes sets, "0-3,^2" */
};

/* The next one; *at begins as the definition's wires, files, secrets or pins. False behind the last. */
bool uses_next_nic(const char **at, struct nic_use *ret);
bool uses_next_disk(const char **at, struct disk_use *ret);
bool uses_next_secret(const char **at, struct secret_use *ret);
bool uses_next_pin(const char **at, struct pin_use *ret);

/* For writing them; parts may be NULL. */
struct str;
void uses_add_line(struct str *out, const char *const *parts, size_t n);

/* A machine that has a device of the host, by its address or its USB IDs ("046d:c52b", NULL). */
bool machine_has_device(const struct domain *d, const char *address, const char *ids);
bool nic_is_on(const struct nic_use *nic, const struct network *network);
bool machine_is_on(const struct domain *d, const struct network *network); /* with one of its NICs */
/* The NIC of a running machine, on one of the networks that is stopped and took its bridge along. */
bool nic_is_cut_off(const struct nic_use *nic, const struct roster *networks);
/* On the volume of a name and path, or on any of the pool. */
bool disk_is_in(const struct disk_use *disk, const struct pool *pool);
bool machine_is_in(const struct domain *domain, const struct pool *pool); /* with one of its disks */
bool disk_is_on(const struct disk_use *disk, const struct pool *pool, const struct volume *volume);
