// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host says it is and can run (libvirt's capabilities, formatcaps), and what a guest can have there
 * (domain capabilities, formatdomaincaps). Made by a worker, not changed afterwards; any thread. Texts are in
 * the arena and NULL where nothing was told. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct cap_texts {
	const char **all;
	size_t n, cap;
};

/* Pages of a size, in a cell; of the host: which sizes there are. */
struct cap_pages {
	uint64_t size;  /* bytes */
	uint64_t count;
};

struct cap_cpu {
	unsigned id;
	unsigned socket, die, core;
	const char *siblings; /* "0,8": threads of the same core */
};

struct cap_distance {
	unsigned cell;
	unsigned value; /* 10 is the cell itself */
};

struct cap_cell {
	unsigned id;
	uint64_t memory; /* bytes */
	struct cap_pages *pages;
	size_t n_pages, cap_pages;
	struct cap_cpu *cpus;
	size_t n_cpus, cap_cpus;
	struct cap_distance *distances;
	size_t n_distances, cap_distances;
};

struct cap_security {
	const char *model; /* "apparmor", "dac" */
	const char *label; /* what machines run as, "+64055:+108" */
};

struct cap_cache {
	const char *what; /* "L3, 32 MiB" */
	const char *cpus; /* "0-7" */
};

struct cap_machine {
	const char *name;      /* "pc-q35-7.2" */
	const char *canonical; /* what an alias stands for; NULL */
	unsigned cpus_max;     /* 0: not told */
	bool deprecated;
};

/* What the host can run: an architecture and its emulator. */
struct cap_guest {
	const char *os_type, *arch, *emulator;
	unsigned wordsize;
	struct cap_texts types; /* "kvm", "qemu" */
	struct cap_machine *machines;
	size_t n_machines, cap_machines;
};

struct capabilities {
	struct arena *texts;
	const char *xml; /* as the host has told it */
	const char *uuid, *arch, *model, *vendor, *microcode;
	uint64_t tsc_hz; /* 0: not told */
	unsigned sockets, dies, cores, threads; /* of all, of each socket ...; sockets 0: not told */
	struct cap_texts features;
	struct cap_pages *pages; /* sizes that its CPU has */
	size_t n_pages, cap_pages;
	const char *iommu; /* "yes", "no" */
	bool tells_power;  /* whether the host can sleep is told, */
	struct cap_texts power; /* in these ways */
	bool migrates;          /* live, */
	struct cap_texts transports; /* over these */
	struct cap_security *security;
	size_t n_security, cap_security;
	struct cap_cache *caches;
	size_t n_caches, cap_caches;
	struct cap_cell *cells;
	size_t n_cells, cap_cells;
	struct cap_guest *guests;
	size_t n_guests, cap_guests;
};

/* What is filled in later; it keeps a copy of the XML (NULL: none). Any thread. */
struct capabilities *capabilities_create(const char *xml);
void capabilities_free(void *caps); /* NULL is fine */
/* What it runs for an architecture of its own; NULL: nothing. */
const struct cap_guest *capabilities_native(const struct capabilities *caps);
/* Whether pages of so many bytes are set apart; others are what memory is made of. */
bool cap_pages_are_huge(uint64_t size);
bool cap_texts_have(const struct cap_texts *texts, const char *text);
/* CPUs of all cells. */
size_t capabilities_cpus(const struct capabilities *caps);

/* --- for guests ------------------------------------------------------------------------------- */

/* Values of a device's attribute: "bus": "ide, scsi, virtio". */
struct cap_choice {
	const char *name, *values;
};

/* A device, a way to boot, a feature. */
struct cap_item {
	const char *section; /* "os", "devices", "features", "memoryBacking": libvirt's words */
	const char *name;    /* "disk" */
	const char *told;    /* a number that stands beside it; NULL */
	bool supported;
	struct cap_choice *choices;
	size_t n_choices, cap_choices;
};

struct cap_mode {
	const char *name; /* "host-model" */
	bool supported;
	const char *model, *vendor;  /* what host-model stands for; NULL */
	struct cap_texts requires, disables; /* features of it */
};

struct cap_model {
	const char *name, *vendor;
	const char *usable; /* "yes", "no", "unknown" */
	bool deprecated;
};

struct domain_capabilities {
	struct arena *texts;
	const char *xml;
	const char *emulator, *type, *machine, *arch; /* "kvm", "pc-q35-7.2", "x86_64" */
	unsigned vcpus_max; /* 0: not told */
	struct cap_item *items;
	size_t n_items, cap_items;
	struct cap_mode *modes;
	size_t n_modes, cap_modes;
	struct cap_model *models;
	size_t n_models, cap_models;
};

struct domain_capabilities *domain_capabilities_create(const char *xml);
void domain_capabilities_free(void *caps); /* NULL is fine */
