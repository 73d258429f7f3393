// SPDX-License-Identifier: GPL-3.0-or-later
/* What is on one host, at one moment. Made by a worker, sealed, published, never changed afterwards;
 * reference-counted, strings in one arena. Any thread may hold and read one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"

/* libvirt's virDomainState, number for number (checked in src/virt/domain.c). */
enum domain_state {
	DOMAIN_NOSTATE,
	DOMAIN_RUNNING,
	DOMAIN_BLOCKED,
	DOMAIN_PAUSED,
	DOMAIN_SHUTDOWN, /* shutting down */
	DOMAIN_SHUTOFF,
	DOMAIN_CRASHED,
	DOMAIN_PMSUSPENDED,
	DOMAIN_STATE_COUNT,
};

/* What the definition says; read once per change of it. */
struct domain_definition {
	bool known;           /* false: not read yet, the rest is zero */
	const char *title;    /* NULL when none */
	const char *description; /* as far as it is shown: its first lines; NULL when none */
	bool description_long;   /* there is more of it, or it has several lines */
	uint64_t memory_max;  /* bytes: <memory> */
	uint64_t memory;      /* bytes: <currentMemory> */
	unsigned vcpus;       /* <vcpu current=> */
	unsigned vcpus_max;   /* <vcpu> */
	unsigned disks;       /* not counting cdrom and floppy */
	unsigned nics;
	bool has_agent;       /* an org.qemu.guest_agent.0 channel */
	bool has_display;     /* a vnc graphics device */
	bool has_serial;
	bool no_nvram;        /* it says nothing of UEFI: there are no variables */
	const char *os;       /* "debian 12", from libosinfo's metadata; NULL when not told */
	bool differs;         /* what runs is not what is kept: changes wait for a power cycle */
	/* Parted by spaces; NULL when there are none. */
	const char *tags;     /* "lab owner=anna", from virtty's own metadata */
	const char *macs;     /* of its NICs */
	const char *nets;     /* networks and bridges of its NICs */
	const char *pools;    /* of its disks that are volumes */
	/* Lines that model/uses.h reads; NULL when there are none. */
	const char *wires;    /* of its NICs */
	const char *files;    /* of its disks, what they are laid over, and those of the next start */
	const char *secrets;  /* that its devices need */
	const char *pins;     /* of its vCPUs, I/O threads and the emulator */
	/* Addresses of devices of the host that it has: "0000:00:1f.2", "1-4", "046d:c52b", a mediated one's UUID;
	 * parted by spaces; NULL. */
	const char *hostdevs;
};

struct domain {
	unsigned char uuid[UUID_SIZE];
	const char *name;
	int id; /* -1 while it is not active */
	enum domain_state state;
	int reason; /* libvirt's number for this state, see domain_reason_text() */
	bool persistent;
	bool autostart;
	bool managed_save;
	bool has_snapshot; /* false also when the driver does not know of snapshots */
	bool flags_known; /* persistent, autostart and managed_save were asked for and answered */
	struct domain_definition def;
};

struct snapshot {
	uint32_t host;
	uint64_t generation; /* of the connection that made it; older ones are dropped */
	int64_t time_ns;     /* monotonic, when the list was complete */
	int64_t asked_ns;    /* the same clock: its states are from after that */
	const struct domain *domains; /* sorted by name, then uuid */
	size_t n_domains;
};

/* Building, on one thread. */
struct snapshot *snapshot_create(uint32_t host, uint64_t generation);
void snapshot_reserve(struct snapshot *s, size_t n_domains); /* before they are added, where the number is known */
/* A zeroed domain to fill in; valid until the next add. Strings come from snapshot_strdup. */
struct domain *snapshot_add_domain(struct snapshot *s);
/* A copy of d, strings included; the same as above. */
struct domain *snapshot_copy_domain(struct snapshot *s, const struct domain *d);
/* A copy, strings included. */
struct domain_definition snapshot_copy_definition(struct snapshot *s,
						  const struct domain_definition *def);
const char *snapshot_strdup(struct snapshot *s, const char *text);
/* Sorts, indexes, stamps the time; reasons are as domain_reason_known() says. Nothing changes after this. */
void snapshot_seal(struct snapshot *s);

struct snapshot *snapshot_ref(struct snapshot *s); /* NULL gives NULL */
void snapshot_unref(struct snapshot *s);           /* NULL is fine */
/* NULL when there is none. O(1). */
const struct domain *snapshot_find_domain(const struct snapshot *s,
					  const unsigned char uuid[UUID_SIZE]);

bool domain_is_active(const struct domain *d); /* has an id: running, paused, crashed but there ... */
