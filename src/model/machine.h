// SPDX-License-Identifier: GPL-3.0-or-later
/* What is read of one machine while its page is looked at: the data of the machine's readings. A worker makes
 * it, then nothing changes it. Texts are in its arena. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "model/guests.h"

/* libvirt's virVcpuState, number for number (checked in src/virt/machine-figures.c). */
enum vcpu_state { VCPU_UNKNOWN = -1, VCPU_OFFLINE, VCPU_RUNNING, VCPU_BLOCKED };
/* "running"; "-" for one that is not known. */
const char *vcpu_state_text(enum vcpu_state state);

struct vcpu_figures {
	unsigned number;
	enum vcpu_state state;
	int cpu; /* of the host, that it runs on; -1 not told */
	bool time_known, wait_known, delay_known;
	uint64_t time_ns;  /* used since the start */
	uint64_t wait_ns;  /* ready to run, but blocked by something on the host */
	uint64_t delay_ns; /* ready to run, but in the host's queue */
	const char *pins;  /* "0-3,8": CPUs of the host that it may run on; NULL not told */
};

/* Of a disk, or of all requests of one kind. */
struct io_figures {
	uint64_t bytes, requests, ns; /* ns: spent on them */
};

struct disk_figures {
	const char *target; /* "vda" */
	bool counters;      /* the figures until here are told */
	struct io_figures read, written;
	struct io_figures flushed; /* no bytes */
	uint64_t errors;
	bool errors_known;
	bool sizes; /* these are told, bytes */
	uint64_t capacity, allocation, physical;
	const char *why; /* they are not; NULL */
	const char *job; /* "copied", what libvirt does with it just now; NULL nothing */
	double job_percent; /* negative: not known */
};

struct packet_figures {
	uint64_t bytes, packets, errors, drops;
};

struct nic_figures {
	const char *target; /* "vnet3" */
	struct packet_figures received, sent;
};

enum balloon_figure {
	BALLOON_CURRENT,
	BALLOON_MAXIMUM,
	BALLOON_RSS,
	BALLOON_AVAILABLE,
	BALLOON_UNUSED,
	BALLOON_USABLE,
	BALLOON_DISK_CACHES,
	BALLOON_SWAP_IN,
	BALLOON_SWAP_OUT,
	BALLOON_MAJOR_FAULTS,
	BALLOON_MINOR_FAULTS,
	BALLOON_HUGE_ALLOCATED,
	BALLOON_HUGE_FAILED,
	BALLOON_COUNT,
};

/* READING_MACHINE: what moves. */
struct machine_figures {
	struct arena *arena;
	int64_t time_ns; /* of the counters; the same clock in all of a machine */
	bool active;
	bool cpu_known;
	uint64_t cpu_ns; /* host CPU time, since the start */
	struct vcpu_figures *vcpus;
	size_t n_vcpus, cap_vcpus;
	const char *emulator_pins; /* NULL not told */
	struct disk_figures *disks;
	size_t n_disks, cap_disks;
	struct nic_figures *nics;
	size_t n_nics, cap_nics;
	struct guest_address *addresses; /* from leases and ARP, as of guest_add_address() */
	size_t n_addresses;
	uint64_t balloon[BALLOON_COUNT]; /* bytes, but for faults and huge pages */
	unsigned balloon_known;          /* bit per balloon_figure */
	int64_t balloon_updated_s;       /* wall clock, when the guest told; 0: not known */
	int64_t wall_s;                  /* when it was read */
	const char *job;                 /* "saving", what libvirt does with it just now; NULL nothing */
	double job_percent;              /* negative: not known */
};
/* Empty; any thread. NULL is not for freeing. */
struct machine_figures *machine_figures_create(void);
void machine_figures_free(void *figures);
/* By their names; NULL when there are none. */
const struct disk_figures *machine_find_disk(const struct machine_figures *f, const char *target);
const struct nic_figures *machine_find_nic(const struct machine_figures *f, const char *target);
const struct vcpu_figures *machine_find_vcpu(const struct machine_figures *f, unsigned number);

#define CHAIN_MOST 16

struct disk_definition {
	const char *target, *bus;
	const char *device; /* "disk", "cdrom", "floppy", "lun" */
	const char *source; /* a path, a URL, "pool/volume"; NULL: it is empty */
	const char *format; /* "qcow2"; NULL not told */
	const char *cache, *io, *discard; /* NULL: the hypervisor's choice */
	bool readonly, shareable, transient;
	const char *chain[CHAIN_MOST]; /* what it is based on, the nearest first */
	size_t n_chain;
};

struct nic_definition {
	const char *source; /* "network default", "bridge br0", "user" */
	const char *mac, *model;
	const char *target; /* NULL: it does not run */
	const char *link;   /* "up", "down" */
};

struct display_definition {
	const char *type;   /* "vnc", "spice" */
	const char *listen; /* an address or a socket; NULL */
	int port;           /* -1: it gets one when it starts */
};

enum agent_state { AGENT_NONE, AGENT_UNKNOWN, AGENT_DISCONNECTED, AGENT_CONNECTED };

/* READING_DEFINITION: what runs, or would; and what would come up after a power cycle. */
struct machine_definition {
	struct arena *arena;
	struct disk_definition *disks;
	size_t n_disks, cap_disks;
	struct nic_definition *nics;
	size_t n_nics, cap_nics;
	struct display_definition *displays;
	size_t n_displays, cap_displays;
	enum agent_state agent;
	const char *balloon; /* the model; NULL or "none": it has none */
	int balloon_period;  /* seconds between what the guest tells; 0: it tells nothing */
	const char *hugepages; /* "1048576 KiB pages"; NULL none */
	const char *type;    /* "kvm" */
	const char *system;  /* "x86_64 pc-q35-7.2, UEFI" */
	const char *cpu;     /* "host-passthrough", a model's name */
	const char *security; /* "apparmor libvirt-5e1f..., dac +64055:+64055"; NULL: nothing keeps it apart */
	const char *xml;     /* what runs, else the definition; never with secrets */
	const char *kept;    /* the definition of one that runs; NULL: there is none, or it does not run */
	const char *without_run; /* what runs as it would be defined, to compare with kept; NULL */
	const char *counting;    /* the same with what does not count as in kept: the rest is what differences tell */
	const char *differences; /* in words, a line each; NULL none */
};
/* The same. */
struct machine_definition *machine_definition_create(void);
void machine_definition_free(void *definition);

struct snapshot_entry {
	const char *name, *parent; /* parent: NULL none */
	const char *state;         /* "running", "shutoff", "disk-snapshot"; NULL */
	int64_t wall_s;            /* 0 not told */
	bool current;
};

/* READING_SNAPSHOTS */
struct machine_snapshots {
	struct arena *arena;
	struct snapshot_entry *all; /* oldest first */
	size_t n, cap;
};
/* The same. */
struct machine_snapshots *machine_snapshots_create(void);
void machine_snapshots_free(void *snapshots);

/* Of one that is active. */
struct machine_start {
	int64_t wall_s; /* since 1970, by its host's clock; 0: its log does not say */
};

/* READING_COMMAND and READING_LOG: char *. */
