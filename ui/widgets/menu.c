// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/menu.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/app.h"
#include "ui/panes/table.h"
#include "ui/widgets/pick.h"

#define MAX_ITEMS 160
#define WIDTH 60

struct item {
	const struct action *action;
	char *obstacle; /* NULL: can be done */
	bool first_of_group;
};

struct menu {
	struct item items[MAX_ITEMS];
	struct pick pick;
	char *title;
};

static const struct pane_ops menu_pane;

static struct menu *menu_create(const struct app *app)
{
	struct menu *menu = mem_new(struct menu);
	const struct pane *pane = app_body(app);
	size_t marked = table_marked_count(pane);
	struct selection selection;

	app_selection(app, &selection);
	menu->title = marked ? mem_printf("%zu marked", marked)
			     : mem_strdup(selection.name ? selection.name : pane->ops->title);
	menu->pick = (struct pick){.width = WIDTH, .above = 1, .below = 3, .spare = 2};
	return menu;
}

static void add(const struct app *app, struct menu *menu, const struct action *action)
{
	size_t n = menu->pick.n;

	if (n == MAX_ITEMS)
		return;
	menu->items[n] = (struct item){
		.action = action,
		.obstacle = action_obstacle(app, action),
		.first_of_group = !n || !str_equal(menu->items[n - 1].action->group, action->group),
	};
	menu->pick.n++;
}

static void show(struct app *app, struct menu *menu)
{
	struct pick *p = &menu->pick;

	while (p->cursor + 1 < p->n && menu->items[p->cursor].obstacle)
		p->cursor++;
	app_push(app, &menu_pane, menu)->pick = p;
}

void menu_open(struct app *app)
{
	struct menu *menu = menu_create(app);

	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a))
		if (!(a->flags & ACTION_QUIET) && action_in_scope(a, app_body(app)))
			add(app, menu, a);
	show(app, menu);
}

void menu_open_some(struct app *app, const char *const *ids)
{
	struct menu *menu = menu_create(app);

	for (; *ids; ids++)
		add(app, menu, action_find(app, *ids));
	show(app, menu);
}

static void close_pane(struct pane *pane)
{
	struct menu *menu = pane->data;

	for (size_t i = 0; i < menu->pick.n; i++)
		free(menu->items[i].obstacle);
	free(menu->title);
	free(menu);
}

static void draw_item(const struct pane *pane, struct area line, size_t index)
{
	const struct menu *menu = pane->data;
	const struct item *it = &menu->items[index];
	enum role label = it->obstacle ? ROLE_GREYED : ROLE_BOX;
	char key[KEY_NAME_SIZE];

	if (it->first_of_group || index == menu->pick.top)
		area_field(line, line.width - 10, 0, 9, ROLE_DIM, CUT_END, true, it->action->group);
	area_field(line, 1, 0, 6, it->obstacle ? ROLE_GREYED : ROLE_KEY, CUT_END, false,
		   action_key(pane->app, it->action, key));
	/* A mark besides the colour, for screens that have none. */
	area_text(line, 8, 0, label, it->obstacle ? "- " : "  ");
	area_field(line, 10, 0, line.width - 22, label, CUT_END, false, it->action->label);
}

static void draw(struct pane *pane, struct area area)
{
	const struct menu *menu = pane->data;
	const struct item *at = &menu->items[menu->pick.cursor];
	struct area in = area_part(area, 1, 1, area.width - 2, area.height - 2);

	area_box(area, menu->title, "Enter or its key does it   Esc close");
	pick_draw_place(pane, area);
	pick_draw(pane, area, draw_item);
	area_rule(in, 0, in.height - 2, in.width, ROLE_DIM);
	area_field(in, 1, in.height - 1, in.width - 2, at->obstacle ? ROLE_STATE_WARN : ROLE_DIM,
		   CUT_END, false, at->obstacle ? at->obstacle : at->action->help);
}

static enum reaction run(struct pane *pane, const struct action *action)
{
	struct app *app = pane->app;

	app_react(app, pane, REACT_CLOSE);
	app_run_action(app, action);
	return REACT_DONE;
}

/* The action that a key means in the pane below, so that fingers that know it need not look. */
static const struct action *action_below(struct pane *pane, const struct key *key)
{
	struct app *app = pane->app;
	const struct action *action;
	struct pane *me = app->floats[--app->n_floats];

	action = action_for_key(app, key);
	app->floats[app->n_floats++] = me;
	return action;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct menu *menu = pane->data;
	const struct action *action;

	if (key_closes(key) || key_is_char(key, 'm'))
		return REACT_CLOSE;
	if (key->code == KEYC_ENTER)
		return run(pane, menu->items[menu->pick.cursor].action);
	action = action_below(pane, key);
	if (action && !(action->flags & ACTION_QUIET) && action->scope != SCOPE_ALWAYS)
		return run(pane, action);
	return REACT_UNUSED;
}

static const struct pane_ops menu_pane = {
	.name = "menu",
	.title = "Menu",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = pick_wants,
	.layout = pick_layout,
	.draw = draw,
	.key = key_pressed,
	.move = pick_move,
	.press = pick_press,
};
