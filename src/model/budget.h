// SPDX-License-Identifier: GPL-3.0-or-later
/* What of a host its machines use, and what they have been promised. Main thread. */
#pragma once

#include "model/capabilities.h"
#include "model/hostview.h"

struct budget {
	size_t machines, active;
	unsigned vcpus;    /* of active machines */
	uint64_t reserved; /* bytes: what active machines may grow to */
	bool machines_known; /* what each of them may have is known; else the two above are too low */
	uint64_t huge;     /* bytes in huge pages, which nobody else can have; 0 without capabilities */
	uint64_t total;    /* memory without them */
	bool used_known;   /* these: */
	uint64_t used;     /* caches not counted */
	uint64_t used_machines; /* what they have in the host's memory */
	uint64_t used_os;  /* the rest */
	int64_t available; /* total - reserved - used_os; negative: more is promised than there is */
};

/* caps may be NULL. */
void budget_of(const struct host_view *host, const struct capabilities *caps, struct budget *ret);
/* vCPUs of active machines for each CPU, and memory they may have for each byte; -1: not known. */
double budget_cpu_share(const struct host_view *host, const struct budget *budget);
double budget_memory_share(const struct host_view *host, const struct budget *budget);
