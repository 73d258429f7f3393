// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host's memory and CPUs are doing, as far as somebody looks at it. Made by a worker, not changed
 * afterwards. Each part has the sentence why it is not known; NULL: it is. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NODE_PAGES_MOST 8

struct node_pages_free {
	uint64_t size; /* bytes */
	uint64_t free; /* pages */
};

struct node_cell {
	unsigned id;
	uint64_t memory_free; /* bytes */
	bool memory_known;
	struct node_pages_free pages[NODE_PAGES_MOST];
	size_t n_pages;
};

/* Counters of kernel samepage merging. */
struct node_ksm {
	uint64_t pages_shared;   /* that stand for several, */
	uint64_t pages_sharing;  /* so many */
	uint64_t pages_unshared; /* looked at in vain */
	uint64_t pages_volatile; /* change too fast */
	uint64_t full_scans;
	uint64_t pages_to_scan; /* before it sleeps */
	uint64_t sleep_ms;
	bool merges_across_cells, merges_known;
};

/* Files of a host that is this machine, or that ssh gets to. */
struct node_files {
	char *huge;            /* of transparent huge pages: "always", "madvise", "never" */
	uint64_t huge_bytes;   /* in them now; with huge_bytes_known */
	bool huge_bytes_known;
	bool has_flags;        /* what /proc/cpuinfo says: */
	bool virtualises;      /* its CPU has vmx or svm */
	bool has_kvm;          /* /dev/kvm is there, */
	bool may_kvm;          /* and we may open it (libvirt may still, when it runs as root) */
	bool nested;           /* guests may be hosts, */
	bool nested_known;
};

struct node_state {
	uint64_t memory, memory_free, buffers, cached; /* bytes; of virNodeGetMemoryStats */
	char *memory_why;
	struct node_cell *cells;
	size_t n_cells, cap_cells;
	char *pages_why;
	struct node_ksm ksm;
	char *ksm_why;
	struct node_files files;
	char *files_why;
	int encrypted, secure; /* the connection: 1 yes, 0 no, -1 not told */
};

void node_state_free(void *state); /* NULL is fine */
/* NULL when it is not there. */
const struct node_cell *node_state_cell(const struct node_state *state, unsigned id);

/* Times of each CPU; two of them make a load. */
struct node_cpu {
	unsigned id;
	bool online;
	uint64_t busy_ns, total_ns; /* total 0: not told */
};

struct node_cpus {
	struct node_cpu *all; /* by id */
	size_t n, cap;
	unsigned present, online;
};

void node_cpus_free(void *cpus); /* NULL is fine */
/* In percent, 0 to 100; -1: not known. */
double node_cpu_load(const struct node_cpus *before, const struct node_cpus *now, unsigned id);
