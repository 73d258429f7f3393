// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/handlers.h"

#include "base/clock.h"
#include "base/units.h"
#include "ui/app.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"

static void add_node(struct text *text, const struct host_view *host)
{
	const struct node_info *node = &host->node;
	char memory[UNITS_SIZE];

	if (node->hostname)
		text_add_pair(text, ROLE_DIM, "host name", ROLE_TEXT, node->hostname);
	if (node->driver)
		text_addf_pair(text, "driver", "%s, libvirt %s", node->driver,
			       node->libvirt_version ? node->libvirt_version : "?");
	if (node->hypervisor_version)
		text_add_pair(text, ROLE_DIM, "version", ROLE_TEXT, node->hypervisor_version);
	if (node->cpus)
		text_addf_pair(text, "CPUs", "%u at %u MHz", node->cpus, node->mhz);
	if (node->memory)
		text_add_pair(text, ROLE_DIM, "memory", ROLE_TEXT,
			      units_bytes_long(memory, node->memory));
}

void action_host_details(struct app *app, const struct action *action)
{
	struct selection selection;
	const struct host_view *host;
	struct text *text;
	char age[UNITS_SIZE];

	(void)action;
	app_selection(app, &selection);
	host = host_view(app_find_host(app, selection.id.host));
	text = text_create(host->name);
	text_add_pair(text, ROLE_DIM, "URI", ROLE_TEXT, host->uri);
	text_add_pair(text, ROLE_DIM, "state", tone_role(host_state_tone(host->state)),
		      host_state_text(host->state));
	if (!clock_is_fixed())
		text_addf_pair(text, "for", "%s",
			       units_duration(age, (double)(clock_now_ns() - host->state_since_ns) /
							   NS_PER_S));
	if (host->why)
		text_add_pair(text, ROLE_DIM, host->state == HOST_UP ? "limit" : "why", ROLE_STATE_WARN,
			      host->why);
	if (host->readonly)
		text_add_pair(text, ROLE_DIM, "access", ROLE_TEXT, "read-only");
	if (host->state == HOST_UP && host->is_test)
		text_add_pair(text, ROLE_DIM, "figures", ROLE_TEXT,
			      host->simulated ? "simulated here: the test driver has none"
					      : "the test driver has none for CPU, disk and net");
	add_node(text, host);
	text_show(app, text);
}

void action_retry(struct app *app, const struct action *action)
{
	struct selection selection;
	struct host *host;

	(void)action;
	app_selection(app, &selection);
	host = app_find_host(app, selection.id.host);
	if (!host)
		return;
	host_open(host);
	app_say(app, "connecting to %s", selection.name);
}
