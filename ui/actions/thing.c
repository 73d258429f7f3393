// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks, pools, volumes and devices are opened; what is done to them is asked for as it is of machines. */
#include "ui/actions/handlers.h"

#include "ui/app.h"
#include "ui/panes/page.h"
#include "ui/panes/volumes.h"

void action_thing_open(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, NULL);
}

void action_pool_volumes(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	volumes_open(app, s.id);
}
