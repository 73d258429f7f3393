// SPDX-License-Identifier: GPL-3.0-or-later
/* Definitions as text: of machines, networks, pools and whatever else has one (model/kinds.h). */
#include "ui/actions/tables.h"

#include "ui/app.h"
#include "ui/edit.h"
#include "ui/panes/page.h"

void action_edit_xml(struct app *app, const struct action *action)
{
	struct selection s;

	app_selection(app, &s);
	edit_start(app, action, s.id, s.name);
}

void action_view_xml(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, "xml");
}
