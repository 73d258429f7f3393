// SPDX-License-Identifier: GPL-3.0-or-later
/* What a network's XML says. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/networks.h"

/* Fills in all but what the list tells (name, UUID, flags), leases and xml; of a zeroed network. False when it is not
 * well-formed, or not a network's. */
bool network_read_xml(const char *xml, struct network *network, struct err *err);

/* The XML without what is said only of one that runs: what is compared. NULL: that cannot be compared. The caller
 * frees. */
char *network_comparable(const char *xml);
/* With what its definition says, where that is not what runs (n->xml). */
void network_compare(struct network *network, const char *definition, struct err *err);
