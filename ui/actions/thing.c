// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks and devices are opened; what is done to them is asked for as it is of machines. */
#include "ui/actions/tables.h"

#include "base/mem.h"
#include "ui/app.h"
#include "ui/edit.h"
#include "ui/panes/network-page.h"

void action_thing_open(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, NULL);
}

static void action_network_addresses(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, "addresses");
}

void action_thing_differs(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, "diff");
}

static char *why_same(const struct app *app, const struct selection *s)
{
	const struct host *host = app_find_host(app, s->id.host);
	const struct network *n = host ? networks_find(host_networks(host_view(host)), s->id.uuid) : NULL;

	if (n && !n->known)
		return mem_printf("%s is still being read", s->name);
	return n && n->defined ? NULL : mem_printf("%s runs as its definition says", s->name);
}

/* What a page is about is always selected. */
#define ON_PAGE (FACT_HOST_UP | FACT_WRITABLE)

const struct action thing_actions[] = {
	{.id = "network.details", .group = "Network", .label = "open",
	 .help = "all that is known of the network", .keys = "Enter H", .scope = SCOPE_NETWORK,
	 .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},
	{.id = "network.start", .group = "Network", .label = "start", .help = "start it: machines can be plugged in", .keys = "s",
	 .scope = SCOPE_NETWORK, .needs = ON_HOST | FACT_INACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 2,
	 .run = action_network_start, .arg = NETWORK_VERB_START},
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
	{.id = "network.define", .group = "Network", .label = "define",
	 .help = "define what an XML file says, whatever kind of thing", .keys = "", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = NETWORK_VERB_DEFINE},
	{.id = "network.create", .group = "Network", .label = "create",
	 .help = "start what an XML file says, transient: gone when it stops", .keys = "", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = NETWORK_VERB_CREATE},
	{.id = "network.edit-xml", .group = "Network", .label = "edit XML",
	 .help = "change the network's definition as text, in your editor", .keys = "e", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_PERSISTENT, .flags = ACTION_VERB, .run = action_edit_xml, .arg = NETWORK_VERB_EDIT,
	 .why_not = edit_why_not},
	{.id = "network.differs", .group = "Network", .label = "what differs",
	 .help = "what differs between what runs and its definition", .keys = "D", .scope = SCOPE_NETWORK,
	 .needs = FACT_SELECTED | FACT_ACTIVE | FACT_PERSISTENT, .run = action_thing_differs, .why_not = why_same},
	{.id = "network.view-xml", .group = "Network", .label = "view XML", .help = "the XML of the network", .keys = "x",
	 .scope = SCOPE_NETWORK, .needs = FACT_SELECTED, .run = action_view_xml},
	{.id = "network.history", .group = "Network", .label = "history",
	 .help = "its definition as it was before it was changed", .keys = "", .scope = SCOPE_NETWORK,
	 .needs = FACT_SELECTED, .run = action_history},
	{.id = "network.replug", .group = "Network", .label = "plug in again",
	 .help = "plug in the NICs of running machines that lost it when it stopped", .keys = "R", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain,
	 .arg = NETWORK_VERB_REPLUG},
	{.id = "network.persist", .group = "Network", .label = "make persistent",
	 .help = "define it as it runs, so that it is still there after it stops", .keys = "", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_TRANSIENT, .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain,
	 .arg = NETWORK_VERB_PERSIST},
	{.id = "network.delete", .group = "Network", .label = "delete",
	 .help = "stop it where it runs, and delete its definition", .keys = "Del dd", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST, .flags = ACTION_MARKS, .run = action_network_delete},

	{.id = "network.addresses", .group = "Network", .label = "addresses",
	 .help = "its ranges, the addresses set aside, and who has one now", .keys = "", .scope = SCOPE_NETWORK,
	 .needs = FACT_SELECTED, .run = action_network_addresses},
	{.id = "network.address-add", .group = "Network", .label = "fix an address",
	 .help = "set an address aside for a MAC; of a lease's row, that one", .keys = "+", .scope = SCOPE_ADDRESSES,
	 .needs = ON_PAGE, .bar = -5, .run = action_network_add, .arg = NETWORK_ENTRY_FIXED},
	{.id = "network.range-add", .group = "Network", .label = "add a range",
	 .help = "let its DHCP give away more addresses", .keys = "r", .scope = SCOPE_ADDRESSES, .needs = ON_PAGE, .bar = -4,
	 .run = action_network_add, .arg = NETWORK_ENTRY_RANGE},
	{.id = "network.address-change", .group = "Network", .label = "change",
	 .help = "change the fixed address or the range under the cursor", .keys = "c", .scope = SCOPE_ADDRESSES,
	 .needs = ON_PAGE | FACT_ON_ENTRY, .flags = ACTION_SHY, .bar = -3, .run = action_network_change},
	{.id = "network.address-remove", .group = "Network", .label = "remove",
	 .help = "remove the fixed address or the range under the cursor", .keys = "- Del dd", .scope = SCOPE_ADDRESSES,
	 .needs = ON_PAGE | FACT_ON_ENTRY, .flags = ACTION_SHY, .bar = -2, .run = action_network_remove},
	{.id = "network.name-add", .group = "Network", .label = "add a name",
	 .help = "let its DNS know an address by a name", .keys = "+", .scope = SCOPE_NAMES, .needs = ON_PAGE, .bar = -5,
	 .run = action_network_add, .arg = NETWORK_ENTRY_NAME},
	{.id = "network.name-change", .group = "Network", .label = "change",
	 .help = "change the names under the cursor", .keys = "c", .scope = SCOPE_NAMES,
	 .needs = ON_PAGE | FACT_ON_ENTRY, .flags = ACTION_SHY, .bar = -3, .run = action_network_change},
	{.id = "network.name-remove", .group = "Network", .label = "remove",
	 .help = "remove the names under the cursor", .keys = "- Del dd", .scope = SCOPE_NAMES,
	 .needs = ON_PAGE | FACT_ON_ENTRY, .flags = ACTION_SHY, .bar = -2, .run = action_network_remove},

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
