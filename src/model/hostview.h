// SPDX-License-Identifier: GPL-3.0-or-later
/* A host as panes and columns see it. src/virt/host.c keeps it up to date; everybody else only reads.
 * Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/guests.h"
#include "model/mishaps.h"
#include "model/pools.h"
#include "model/reading.h"
#include "model/snapshot.h"
#include "model/stats.h"
#include "model/tone.h"
#include "model/verbs.h"

enum host_state { HOST_CLOSED, HOST_CONNECTING, HOST_UP, HOST_LOST, HOST_REFUSED, HOST_STATE_COUNT };

struct node_info {
	char *hostname;
	char *driver;      /* "QEMU", "Test", "LXC" ... as virConnectGetType says */
	char *hypervisor_version; /* "7.2.0"; NULL when not told */
	char *libvirt_version;    /* of the daemon, "9.0.0" */
	char *os;                 /* "Debian GNU/Linux 12 (bookworm)"; NULL when not told */
	uint64_t memory;      /* bytes */
	uint64_t memory_free; /* bytes; with memory_free_known */
	bool memory_free_known;
	unsigned cpus; /* active host CPUs */
	unsigned mhz;
	unsigned sockets, cores, threads; /* of all, of each socket, of each core; 0: not told */
	uint64_t cpu_busy_ns, cpu_total_ns; /* counters over all CPUs; total 0: not told */
};

#define PAGE_SIZES_MOST 8
#define CELLS_MOST      64

/* Where huge pages can be: their sizes, and the NUMA cells. */
struct node_pages {
	unsigned sizes_kib[PAGE_SIZES_MOST];
	size_t n_sizes;
	int cells[CELLS_MOST];
	size_t n_cells;
};

/* What its capabilities say. */
struct node_caps {
	unsigned char uuid[UUID_SIZE]; /* with has_uuid */
	bool has_uuid;
	char *arch, *vendor, *model; /* of the CPU; NULL: not told */
	struct node_pages pages;
};

/* Where a host is from: what can be done about it. */
enum host_kept {
	HOST_LOOSE,      /* added here, for this session */
	HOST_REMEMBERED, /* added here, and there the next time */
	HOST_GIVEN,      /* on the command line, or the default */
	HOST_FIXED,      /* in hosts.conf, or one of the demo's */
};

/* What is said of a host besides its URI. */
struct host_labels {
	const char *group;  /* of hosts.conf; NULL: none */
	const char *theme;  /* a colour that sets it apart; NULL: none */
	const char *origin; /* a clause: "it is in hosts.conf:12"; NULL */
	const char *readonly_why;  /* what made it read-only: "--readonly"; NULL */
	const char *shown_uri; /* shown in the place of a URI that is of use to this program alone; NULL: the URI is */
	enum host_kept kept;
	bool by_hand; /* not opened at the start */
};

struct host_view {
	uint32_t number;
	const char *name; /* short, unique: what the list shows */
	const char *uri;       /* what is opened */
	const char *shown_uri; /* what a person gets to see of that; never NULL */
	enum host_state state;
	const char *why;         /* a sentence for lost, refused, and for up with a limit; NULL */
	int64_t state_since_ns;  /* monotonic; of lost and refused: since it was found so first, tries in between do not count */
	int64_t last_answer_ns;  /* monotonic; 0 never */
	int64_t asked_since_ns;  /* a request that has been unanswered since then; 0 none */
	int64_t round_trip_ns;   /* of the newest small call; -1 unknown */
	int64_t retry_at_ns;     /* when the next try starts by itself; 0 none */
	const char *group; /* of hosts.conf; NULL: none */
	const char *theme; /* a colour that sets it apart (host_accent); NULL: none */
	const char *origin;        /* a clause that says where it is from; NULL */
	enum host_kept kept;
	bool by_hand; /* not opened at the start */
	bool by_ssh; /* over a connection of ours (virt/route) */
	bool readonly;
	const char *readonly_why; /* what made it so; NULL */
	bool is_test;            /* libvirt's test driver: its CPU, disk and net figures are made up */
	bool simulated;          /* our own invented figures are shown */
	bool unresponsive;       /* up, but has not answered for 5 s */
	bool slow;               /* up, but its answers take over a second */
	bool cannot[VERB_COUNT]; /* its driver has said that it does not have this one */
	bool bulk_stats;         /* false: state.* only, figures come by single calls */
	struct node_info node;
	struct node_caps caps;   /* all unknown until somebody looks at them (STATS_CAPS) */
	uint64_t huge_free;      /* bytes in free huge pages; with huge_free_known */
	bool huge_free_known;
	double cpu_percent;      /* of all CPUs, 0 to 100; -1 unknown */
	struct trend trend;      /* of that, and of the memory used; disks and nets of a host are not known */
	struct snapshot *snapshot; /* newest; NULL before the first */
	int64_t list_old_ns; /* monotonic: a snapshot that was asked before may not know what has happened; 0 never */
	struct stats *stats;
	struct guests *guests;
	struct mishaps mishaps; /* since it is here; nobody has seen to them yet */
	struct readings *readings; /* what somebody looks at */
};

/* Whether it is slow once a small call has taken so long: over a second, and then until they take under 0.8 s. */
bool host_is_slow(bool was_slow, int64_t round_trip_ns);
/* How it is, in a word or two: that of its state, or of a host that is up "not answering" or "slow". */
const char *host_health_text(const struct host_view *host);
enum tone host_health_tone(const struct host_view *host);
const char *host_state_text(enum host_state state);
const char *host_state_glyph(enum host_state state, bool unicode);
enum tone host_state_tone(enum host_state state);
/* The tone of a host's theme: red, yellow, green, blue, magenta or cyan; TONE_PLAIN where it has none, or
 * another. */
enum tone host_accent(const struct host_view *host);
/* The beginning of a virsh command line for it, "virsh -c URI "; and its end, which says of a host of the demo that no
 * virsh reaches it. */
struct str;
void host_add_virsh(const struct host_view *host, struct str *line);
void host_end_virsh(const struct host_view *host, struct str *line);
/* Nothing was heard since its snapshot was asked: it goes with a reading that is not stale. */
bool host_list_is_new(const struct host_view *host);
/* Its storage pools, networks, interfaces, network filters and secrets, rosters; NULL while they are not known. */
const struct roster *host_pools(const struct host_view *host);
const struct roster *host_networks(const struct host_view *host);
const struct roster *host_ifaces(const struct host_view *host);
const struct roster *host_nwfilters(const struct host_view *host);
const struct roster *host_secrets(const struct host_view *host);
/* A volume by its id, among those of the pools whose volumes were read, and its pool (may be NULL); NULL. */
const struct volume *host_volume(const struct host_view *host, const unsigned char id[UUID_SIZE],
				 const struct pool **ret_pool);
/* The name of an operating system as people call it, of the text of its os-release file (see os-release(5)); NULL when it
 * has none. The caller frees. */
char *os_release_name(const char *text);
void node_info_clear(struct node_info *node);
void node_caps_clear(struct node_caps *caps);
