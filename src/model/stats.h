// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures: raw samples in, rates and history out. A rate comes from two samples of the same clock and
 * is never negative when a counter was reset; it is unknown then. Main thread owns a store; figure
 * sets are made by a worker and handed over. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/trend.h"
#include "model/ids.h"

/* Groups of figures that can be asked for apart; visible columns say which. */
enum {
	STATS_CPU = 1,
	STATS_MEMORY = 2,
	STATS_VCPU = 4,
	STATS_DISK = 8,
	STATS_NET = 16,
	STATS_ALL = 31,
	/* Those for which libvirt asks each QEMU (CPU since 8.9, for the time spent polling): one that hangs
	 * holds up the call. */
	STATS_DEEP = STATS_CPU | STATS_MEMORY | STATS_VCPU | STATS_DISK,
	/* Not a machine's: the hypervisor's version. Asking for it can take a libvirtd many seconds. */
	STATS_VERSION = 32,
	/* What only the guest knows: asked for the rows on the screen. */
	STATS_GUEST = 64,
	/* Not a machine's either: what the host's capabilities say, as slow as its version; and its free huge
	 * pages, which need them. */
	STATS_CAPS = 128,
	STATS_PAGES = 256,
	/* Of each NIC by itself: a reading of the host. */
	STATS_NICS = 512,
	/* Which pool a path is in: a reading of the host. */
	STATS_POOLS = 1024,
};

/* One domain's counters at one moment. Fields of a group count only when `has` has its bit. */
struct sample {
	unsigned char uuid[UUID_SIZE];
	int64_t time_ns; /* any clock, the same for all samples of a domain */
	unsigned has;    /* STATS_* that were answered */
	int state;       /* enum domain_state, -1 when not told */
	int reason;
	uint64_t cpu_ns;        /* host CPU time used since start */
	uint64_t memory;        /* bytes: current balloon */
	uint64_t memory_max;    /* bytes */
	uint64_t memory_rss;    /* bytes on the host, 0 not told */
	unsigned vcpus;
	unsigned vcpus_max;
	uint64_t disk_read, disk_written; /* bytes, all disks */
	uint64_t net_received, net_sent;  /* bytes, all NICs */
};

struct figure_set {
	int64_t time_ns; /* monotonic, middle of the call */
	unsigned asked;  /* STATS_* that were asked for: what a sample lacks of them is not known any more */
	bool beat;       /* once a tick: history goes on by one point */
	bool one_hangs;  /* another call hangs at a QEMU: who is left out is the one */
	struct sample *samples;
	size_t n, cap;
};
struct sample *figure_set_add(struct figure_set *set);
void figure_set_free(struct figure_set *set); /* the set too; NULL is fine */

#define STATS_GROUPS 5 /* bits of STATS_ALL */

/* What the newest samples of a domain say; last.has loses the groups that nobody has asked for some beats.
 * Negative: not known (yet). */
struct figures {
	struct sample last;
	double cpu_percent; /* 100 is one host CPU, as top shows it */
	double disk_read_rate, disk_write_rate; /* bytes/s */
	double net_rx_rate, net_tx_rate;        /* bytes/s */
	int64_t group_ns[STATS_GROUPS]; /* sample clock: when each group was told last */
	bool tells_rss;         /* its QEMU has been heard */
	int64_t missed_ns;       /* monotonic: it was left out since; 0: it was not */
	int64_t silent_since_ns; /* monotonic: its QEMU does not answer libvirt since; 0: it does */
	unsigned counted;       /* groups from whose counters in last a rate can go on */
	uint16_t beats_ago[STATS_GROUPS]; /* when each group was told last */
	struct trend trend;   /* a value of each a tick */
};

struct stats;
struct stats *stats_create(void);
void stats_destroy(struct stats *s);
/* Takes in one set. Domains that are not in it keep their last figures until stats_forget. */
void stats_feed(struct stats *s, const struct figure_set *set);
/* So many beats were left out: nobody has asked for anything. */
void stats_pass(struct stats *s, unsigned beats);
/* What is known of a domain already stands still from now on, but for whether its QEMU answers. */
void stats_hold(struct stats *s, bool hold);
/* NULL when nothing is known. Valid until the next feed or forget. */
const struct figures *stats_find(const struct stats *s, const unsigned char uuid[UUID_SIZE]);
/* Drops what keep() does not want (domains that are gone or off). */
void stats_forget(struct stats *s, bool (*keep)(void *opaque, const unsigned char *uuid),
		  void *opaque);
/* rate per second from two counters, -1 when the counter went backwards or no time has passed. */
double stats_rate(uint64_t before, uint64_t now, int64_t delta_ns);
