// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/panes.h"

#include "base/arr.h"
#include "conf/options.h"
#include "ui/app.h"
#include "ui/panes/find.h"
#include "ui/panes/table.h"
#include "ui/panes/things.h"

const struct pane_ops *const all_panes[] = {
#define X(name) &name##_pane,
	PANES(X)
#undef X
	NULL,
};

/* arg: the pane's place among all. */
static void show_pane(struct app *app, const struct action *action)
{
	const struct pane_ops *ops = all_panes[action->arg];

	if (ops->tab)
		app_show_tab(app, ops->tab);
	else
		things_show(app, ops);
}

/* Of those of a tab, or 0 of those of none. */
static size_t make_actions(struct action *made, int tab)
{
	static const char *const keys[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
	size_t n = 0;

	_Static_assert(ARRAY_SIZE(keys) == APP_TABS, "a key for each tab");
	for (int i = 0; all_panes[i]; i++) {
		const struct pane_ops *ops = all_panes[i];

		if (ops->tab == tab && ops->show.id)
			made[n++] = (struct action){
				.id = ops->show.id, .group = "virtty", .label = ops->show.label,
				.help = ops->show.help, .keys = tab ? keys[tab - 1] : ops->show.keys,
				.bar = ops->show.bar, .bar_in = ops->show.bar_in,
				.scope = SCOPE_APP, .run = show_pane, .arg = i,
			};
	}
	return n;
}

const struct action *panes_actions(void)
{
	static struct action made[ARRAY_SIZE(all_panes)];
	size_t n = 0;

	if (made[0].id)
		return made;
	for (int tab = 1; tab <= APP_TABS; tab++)
		n += make_actions(made + n, tab);
	make_actions(made + n, 0);
	return made;
}

static const struct pane_ops *with_tab(int tab)
{
	for (size_t i = 0; all_panes[i]; i++)
		if (all_panes[i]->tab == tab)
			return all_panes[i];
	return NULL;
}

static const struct pane_ops *printed_at(int place)
{
	for (size_t i = 0; all_panes[i]; i++)
		if (all_panes[i]->table && all_panes[i]->table->printed == place)
			return all_panes[i];
	return NULL;
}

void panes_offer(void)
{
	const struct pane_ops *ops;

	for (int tab = 1; tab <= APP_TABS; tab++)
		if ((ops = with_tab(tab)))
			options_offer("tab", ops->name);
	for (int place = 1; (ops = printed_at(place)); place++)
		options_offer("batch", ops->name);
}

const struct pane_ops *panes_of_kind(enum obj_kind kind)
{
	for (size_t i = 0; all_panes[i]; i++)
		if (all_panes[i]->tab && all_panes[i]->table && all_panes[i]->table->kind == kind)
			return all_panes[i];
	return NULL;
}

/* Nobody has looked at such things of its host yet: now it is asked for them. */
static bool is_awaited(const struct app *app, struct pane *pane, struct obj_id id)
{
	const enum reading_kind *kind = pane->ops->table->reading;
	struct host *host = app_find_host(app, id.host);

	if (!kind || !host || readings_data(host_view(host)->readings, reading_key_host(*kind)))
		return false;
	pane->awaited = id;
	return true;
}

bool panes_show(struct app *app, struct obj_id id)
{
	const struct pane_ops *ops = panes_of_kind(id.kind);
	autoerr struct err err = {0};
	struct pane *pane;

	if (!ops)
		return false;
	app_show_tab(app, ops->tab);
	pane = app_tab_pane(app);
	list_hold(pane->list);
	if (list_select(pane->list, id))
		return true;
	/* The filter may hide it, which is then no longer what is looked for. */
	if (pane->filter && table_filter(pane, "", &err) && list_select(app_tab_pane(app)->list, id))
		return true;
	return is_awaited(app, pane, id);
}
