// SPDX-License-Identifier: GPL-3.0-or-later
/* Forms for what a network's DHCP and DNS servers say: fixed addresses, ranges, names. Main thread. */
#pragma once

#include "model/dhcp.h"
#include "model/field.h"
#include "ui/panes/network-page.h"

struct action;
struct app;

/* Asks for a new one, in the subnet that the one at index is in (at: kind of that one), or for another one in its place.
 * Of kind NETWORK_ENTRY_LEASE a fixed address is made of that. dhcp is taken over. */
void network_part_add(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
		      enum network_entry kind, enum network_entry at, size_t index);
void network_part_change(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
			 enum network_entry kind, size_t index);
/* Asks whether it is to go. */
void network_part_remove(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
			 enum network_entry kind, size_t index);
