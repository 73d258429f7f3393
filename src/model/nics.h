// SPDX-License-Identifier: GPL-3.0-or-later
/* What each NIC of the running machines of a host has carried, and which of them are plugged into a network. Made by a
 * worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/hostview.h"
#include "model/ids.h"
#include "model/reading.h"
#include "model/uses.h"

struct nic_count {
	char *target;		 /* "vnet0" */
	uint64_t received, sent; /* bytes, as the guest sees it */
};

/* READING_NICS */
struct nic_counts {
	struct nic_count *all; /* by target */
	size_t n, cap;
	int64_t time_ns; /* monotonic */
};
void nic_counts_free(void *counts);
/* For who fills it in: takes the text over; sorted when all are there. */
void nic_counts_add(struct nic_counts *counts, char *target, uint64_t received, uint64_t sent);
void nic_counts_sort(struct nic_counts *counts);

struct nic_rates {
	double received, sent; /* bytes/s; negative: not known */
};
/* From two readings, either of which may be NULL. */
struct nic_rates nic_rates_of(const struct nic_counts *before, const struct nic_counts *now, struct span target);

/* Who is plugged into a network, as it is told by libvirt (6.0 or newer). */
struct network_port {
	char *mac;
	char *id; /* libvirt's UUID of the port */
};
/* READING_PORTS */
struct network_ports {
	struct network_port *all;
	size_t n, cap;
};
void network_ports_free(void *ports); /* NULL is fine */
/* READING_PLUGS: the same counted, in one call */
struct network_plugs {
	unsigned n;
};
/* A running machine's NIC hangs in the air since its network was stopped, although that runs again. d is of the host's
 * snapshot. False where its ports were not read, or that and the snapshot may not know of the same machines. */
bool network_nic_is_loose(const struct host_view *host, const struct network *network, const struct domain *d,
			  const struct nic_use *nic);
/* How many do, of the so many NICs on it that running machines of the snapshot have; 0 where it is not known. */
unsigned network_count_loose(const struct host_view *host, const struct network *network, unsigned nics);
