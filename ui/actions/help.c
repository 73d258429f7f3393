// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include "ui/app.h"
#include "ui/panes/help.h"
#include "ui/widgets/help.h"

static void action_help(struct app *app, const struct action *action)
{
	(void)action;
	help_open(app);
}

static void action_help_follow(struct app *app, const struct action *action)
{
	(void)action;
	help_pane_follow(app_tab_pane(app));
	app->dirty = true;
}

const struct action help_actions[] = {
	{.id = "help.follow", .group = "Help", .label = "go there", .help = "to the part that this line names",
	 .keys = "Enter", .scope = SCOPE_HELP, .needs = FACT_ON_LINK, .bar = 1, .run = action_help_follow},
	{.id = NULL},
};

const struct action app_help_actions[] = {
	{.id = "app.help", .group = "virtty", .label = "help", .help = "keys, columns and states of what is open",
	 .keys = "? F1", .scope = SCOPE_APP, .bar = 91, .run = action_help},
	{.id = NULL},
};
