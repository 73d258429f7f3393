// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks, pools, volumes and devices of the fake; the lock is held. */
#pragma once

#include "base/err.h"
#include "model/devices.h"
#include "model/networks.h"
#include "model/nics.h"
#include "model/pools.h"
#include "model/storagecaps.h"

struct fake_host;

struct roster *fake_networks(struct fake_host *host);
struct leases *fake_leases(void);
struct network_ports *fake_ports(struct fake_host *host, const unsigned char network[UUID_SIZE]);
struct nic_counts *fake_nics(struct fake_host *host);
struct roster *fake_pools(struct fake_host *host);
struct roster *fake_volumes(struct fake_host *host, const unsigned char pool[UUID_SIZE]);
struct storage_capabilities *fake_storage_capabilities(struct err *err);
struct roster *fake_devices(void);
struct roster *fake_ifaces(void);
