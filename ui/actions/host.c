// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/handlers.h"

#include "ui/app.h"

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
