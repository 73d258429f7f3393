// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/panes.h"

#include "ui/app.h"
#include "ui/panes/find.h"
#include "ui/widgets/list.h"

const struct pane_ops *const tab_panes[] = {
	&hosts_pane,
	&domains_pane,
	&events_pane,
	&tasks_pane,
	NULL,
};

bool panes_show(struct app *app, struct obj_id id)
{
	const struct pane_ops *ops = id.kind == OBJ_DOMAIN ? &domains_pane : &hosts_pane;
	autoerr struct err err = {0};
	struct pane *pane;

	app_show_tab(app, ops->tab);
	pane = app_tab_pane(app);
	list_hold(pane->list);
	if (list_select(pane->list, id))
		return true;
	/* The filter may hide it, which is then no longer what is looked for. */
	return pane->filter && table_filter(pane, "", &err) && list_select(app_tab_pane(app)->list, id);
}

void table_layout(struct pane *pane, int width, int height)
{
	list_layout(pane->list, width, height);
}

void table_draw(struct pane *pane, struct area area)
{
	struct cell_ask ask = app_cell_ask(pane->app);

	list_draw(pane->list, area, &ask);
	if (!list_count(pane->list) && list_hidden(pane->list) == 1)
		area_text(area, 3, 2, ROLE_DIM, "the only one does not match; Esc shows it");
	else if (!list_count(pane->list) && list_hidden(pane->list))
		area_textf(area, 3, 2, ROLE_DIM, "none of %zu %s match; Esc shows all", list_hidden(pane->list),
			   pane->ops->rows);
}

enum reaction table_move(struct pane *pane, enum move move)
{
	return list_move(pane->list, move);
}

enum reaction table_press(struct pane *pane, const struct key *key, int x, int y)
{
	return list_press(pane->list, key, x, y);
}

void table_cell(struct pane *pane, size_t row, size_t column, struct value *ret)
{
	struct cell_ask ask = app_cell_ask(pane->app);

	*ret = (struct value){.kind = VALUE_NONE, .bar = -1};
	pane->ops->columns[column].get(list_row(pane->list, row), &ask, ret);
}

void table_close(struct pane *pane)
{
	list_destroy(pane->list);
}
