// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks and devices are opened; what is done to them is asked for as it is of machines. */
#include "ui/actions/tables.h"

#include "ui/app.h"
#include "ui/panes/page.h"

void action_thing_open(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, NULL);
}

const struct action thing_actions[] = {
	{.id = "network.details", .group = "Network", .label = "open",
	 .help = "all that is known of the network", .keys = "Enter H", .scope = SCOPE_NETWORK,
	 .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},
	{.id = "network.start", .group = "Network", .label = "start", .help = "start it: machines can be plugged in", .keys = "s",
	 .scope = SCOPE_NETWORK, .needs = ON_HOST | FACT_INACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 2,
	 .run = action_domain, .arg = NETWORK_VERB_START},
	{.id = "network.stop", .group = "Network", .label = "stop",
	 .help = "stop the network: machines on it are cut off", .keys = "S", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3,
	 .run = action_domain, .arg = NETWORK_VERB_STOP},
	{.id = "network.autostart", .group = "Network", .label = "autostart",
	 .help = "start the network with its host", .keys = "a", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART, .flags = ACTION_MARKS | ACTION_VERB, .bar = 4,
	 .run = action_domain, .arg = NETWORK_VERB_AUTOSTART_ON},
	{.id = "network.autostart-off", .group = "Network", .label = "no autostart",
	 .help = "no longer start the network with its host", .keys = "a", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART, .flags = ACTION_MARKS | ACTION_VERB, .bar = 4,
	 .run = action_domain, .arg = NETWORK_VERB_AUTOSTART_OFF},
	{.id = "network.edit-xml", .group = "Network", .label = "edit XML",
	 .help = "change the network's definition as text, in your editor", .keys = "e", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_PERSISTENT, .flags = ACTION_VERB, .run = action_edit_xml, .arg = NETWORK_VERB_EDIT},
	{.id = "network.view-xml", .group = "Network", .label = "view XML", .help = "the XML of the network", .keys = "x",
	 .scope = SCOPE_NETWORK, .needs = FACT_SELECTED, .run = action_view_xml},
	{.id = "network.history", .group = "Network", .label = "history",
	 .help = "its definition as it was before it was changed", .keys = "", .scope = SCOPE_NETWORK,
	 .needs = FACT_SELECTED, .run = action_history},

	{.id = NULL},
};

const struct action device_actions[] = {
	{.id = "device.details", .group = "Device", .label = "open", .help = "all that is known of the device",
	 .keys = "Enter H", .scope = SCOPE_DEVICE, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},
	{.id = "device.view-xml", .group = "Device", .label = "view XML", .help = "the XML of the device", .keys = "x",
	 .scope = SCOPE_DEVICE, .needs = FACT_SELECTED, .run = action_view_xml},
	{.id = NULL},
};
