// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/handlers.h"
#include "ui/panes/page.h"
#include "ui/panes/panes.h"

void action_page_turn(struct app *app, const struct action *action)
{
	struct page *page = page_top(app);

	if (page)
		page_turn(page, action->arg);
}

void action_page_follow(struct app *app, const struct action *action)
{
	struct page *page = page_top(app);
	struct obj_id id = page ? page_link(page) : (struct obj_id){0};

	(void)action;
	if (!obj_id_is_none(id) && !page_open(app, id, NULL))
		panes_show(app, id);
}
