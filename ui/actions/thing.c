// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks, pools, volumes and devices are opened; what is done to them is asked for as it is of machines. */
#include "ui/actions/tables.h"

#include "ui/app.h"
#include "ui/panes/page.h"
#include "ui/panes/volumes.h"

static void action_thing_open(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, NULL);
}

static void action_pool_volumes(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	volumes_open(app, s.id);
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

	{.id = "pool.details", .group = "Pool", .label = "open", .help = "all that is known of the pool",
	 .keys = "Enter H", .scope = SCOPE_POOL, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},
	{.id = "pool.volumes", .group = "Pool", .label = "volumes", .help = "the volumes of the pool", .keys = "v",
	 .scope = SCOPE_POOL, .needs = FACT_SELECTED, .bar = 2, .run = action_pool_volumes},
	{.id = "pool.start", .group = "Pool", .label = "start", .help = "start it: its volumes can be used", .keys = "s",
	 .scope = SCOPE_POOL, .needs = ON_HOST | FACT_INACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3,
	 .run = action_domain, .arg = POOL_VERB_START},
	{.id = "pool.stop", .group = "Pool", .label = "stop",
	 .help = "stop the pool: its data stays, nothing new can use it", .keys = "S", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 4,
	 .run = action_domain, .arg = POOL_VERB_STOP},
	{.id = "pool.autostart", .group = "Pool", .label = "autostart", .help = "start the pool with its host",
	 .keys = "a", .scope = SCOPE_POOL, .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 5, .run = action_domain, .arg = POOL_VERB_AUTOSTART_ON},
	{.id = "pool.autostart-off", .group = "Pool", .label = "no autostart",
	 .help = "no longer start the pool with its host", .keys = "a", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART, .flags = ACTION_MARKS | ACTION_VERB, .bar = 5,
	 .run = action_domain, .arg = POOL_VERB_AUTOSTART_OFF},
	{.id = "pool.refresh", .group = "Pool", .label = "refresh",
	 .help = "let the host look for its volumes anew", .keys = "r", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 6, .run = action_domain,
	 .arg = POOL_VERB_REFRESH},

	{.id = "volume.details", .group = "Volume", .label = "open", .help = "all that is known of the volume",
	 .keys = "Enter H", .scope = SCOPE_VOLUME, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},

	{.id = "device.details", .group = "Device", .label = "open", .help = "all that is known of the device",
	 .keys = "Enter H", .scope = SCOPE_DEVICE, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},
	{.id = NULL},
};
