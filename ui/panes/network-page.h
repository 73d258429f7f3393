// SPDX-License-Identifier: GPL-3.0-or-later
/* What the rows of a network's page are about, for what is done to them. Main thread. */
#pragma once

#include "model/dhcp.h"
#include "ui/panes/page.h"

/* An array of struct dhcp, and the number in it. */
enum network_entry {
	NETWORK_ENTRY_NONE,
	NETWORK_ENTRY_LEASE,
	NETWORK_ENTRY_FIXED,
	NETWORK_ENTRY_RANGE,
	NETWORK_ENTRY_NAME,
	NETWORK_ENTRY_COUNT,
};

/* Of the row under the cursor of the page on top. */
enum network_entry network_page_entry(const struct app *app, size_t *ret_index);
/* What its rows are about, which is the caller's then (dhcp_destroy); NULL when it has none. */
struct dhcp *network_page_take(struct app *app);
