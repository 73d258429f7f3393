// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"
#include "ui/panes/page.h"
#include "ui/panes/panes.h"

static void action_page_turn(struct app *app, const struct action *action)
{
	struct page *page = page_top(app);

	if (page)
		page_turn(page, action->arg);
}

static void action_page_follow(struct app *app, const struct action *action)
{
	struct page *page = page_top(app);
	struct obj_id id = page ? page_link(page) : (struct obj_id){0};

	(void)action;
	if (!obj_id_is_none(id) && !page_open(app, id, NULL))
		panes_show(app, id);
}

const struct action page_actions[] = {
	{.id = "page.next-part", .group = "Page", .label = "next part", .help = "the next part of the page",
	 .keys = "Tab Right l", .scope = SCOPE_PAGE, .flags = ACTION_TURNS, .bar = 50,
	 .run = action_page_turn, .arg = 1},
	{.id = "page.previous-part", .group = "Page", .label = "previous part",
	 .help = "the previous part of the page", .keys = "S-Tab Left h", .scope = SCOPE_PAGE,
	 .run = action_page_turn, .arg = -1},
	{.id = "page.follow", .group = "Page", .label = "open", .help = "open what this line is about",
	 .keys = "Enter", .scope = SCOPE_PAGE, .needs = FACT_ON_LINK, .flags = ACTION_SHY, .bar = -1,
	 .run = action_page_follow},
	{.id = NULL},
};
