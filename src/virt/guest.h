// SPDX-License-Identifier: GPL-3.0-or-later
/* What the guest inside says, or is known of it by others. Blocks; the agent may not answer at all, so
 * this is for a lane of its own. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/guests.h"
#include "virt/conn.h"

enum {
	GUEST_ASK_AGENT = 1,   /* it has one, and runs */
	GUEST_ASK_TROUBLE = 2, /* it was paused by an error, or crashed */
};

/* Addresses from the DHCP leases, and where a NIC of these (MACs parted by spaces; NULL: not known) has none there from
 * the agent, if that may be asked, and where one still has none from the ARP table; host name and OS from the agent;
 * what the trouble is; is_silent where the agent did not answer in time. What cannot be had is left out; only a broken
 * connection is an error. Loopback and link-local addresses are left out. The caller owns *ret (guest_facts_clear). */
bool guest_read(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE], unsigned what,
		const char *macs, struct guest_facts *ret, struct err *err);
