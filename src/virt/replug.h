// SPDX-License-Identifier: GPL-3.0-or-later
/* NICs that have lost their network's bridge are plugged in again. Worker. */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

#include "base/err.h"
#include "loop/lane.h"

/* The NICs of all running machines on the network, which has to run, that hang in the air; the guests keep them. mac: of
 * that NIC alone; NULL: all. When some could not be, the others are, and the error names the machines. */
bool replug_network(struct work *work, virConnectPtr vir, virNetworkPtr network, const char *mac, struct err *err);
