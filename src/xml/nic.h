// SPDX-License-Identifier: GPL-3.0-or-later
/* The NICs in a running machine's XML, as libvirt takes one back to change it. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct nic_xml {
	char *mac;
	char *whole;  /* the <interface> as it is, without what libvirt found out while it runs */
	char *parked; /* the same on another network; NULL: it is there already, and whole is back from there */
};
struct nics_xml {
	struct nic_xml *all;
	size_t n, cap;
};

struct nics_place {
	const char *network; /* its name */
	const char *bridge;  /* NULL: it has none */
	const char *parking; /* the network that .parked is on: this network's alone */
};

/* Those that are on a network, by its name or by its bridge, and those that stayed on its parking. What these are on by
 * rights is taken from kept, the machine's definition, by their MAC; where that does not say so, or is NULL, it is the
 * network. False when it is not well-formed. */
bool nics_read_xml(const char *domain, const char *kept, const struct nics_place *place, struct nics_xml *ret,
		   struct err *err);
void nics_clear(struct nics_xml *nics);
/* Of a network's port; NULL. The caller frees. */
char *port_read_mac(const char *port);
