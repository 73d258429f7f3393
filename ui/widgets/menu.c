// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/menu.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/app.h"

#define MAX_ITEMS 160
#define WIDTH 60

struct item {
	const struct action *action;
	char *obstacle; /* NULL: can be done */
	bool first_of_group;
};

struct menu {
	struct item items[MAX_ITEMS];
	int n, cursor, top, height;
	char *title;
};

static const struct pane_ops menu_pane;

void menu_open(struct app *app)
{
	const struct pane *pane = app_body(app);
	struct menu *menu = mem_new(struct menu);
	struct selection selection;
	const char *group = NULL;

	app_selection(app, &selection);
	menu->title = mem_strdup(selection.name ? selection.name : pane->ops->title);
	for (const struct action *a = action_next(app, NULL); a && menu->n < MAX_ITEMS;
	     a = action_next(app, a)) {
		if ((a->flags & ACTION_QUIET) || !action_in_scope(a, pane))
			continue;
		menu->items[menu->n++] = (struct item){.action = a,
						       .obstacle = action_obstacle(app, a),
						       .first_of_group = !str_equal(group, a->group)};
		group = a->group;
	}
	while (menu->cursor < menu->n - 1 && menu->items[menu->cursor].obstacle)
		menu->cursor++;
	app_push(app, &menu_pane, menu);
}

static void close_pane(struct pane *pane)
{
	struct menu *menu = pane->data;

	for (int i = 0; i < menu->n; i++)
		free(menu->items[i].obstacle);
	free(menu->title);
	free(menu);
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	const struct menu *menu = pane->data;

	*ret_width = *ret_width - 2 < WIDTH ? *ret_width - 2 : WIDTH;
	*ret_height = *ret_height - 2 < menu->n + 4 ? *ret_height - 2 : menu->n + 4;
}

static void layout(struct pane *pane, int width, int height)
{
	struct menu *menu = pane->data;

	(void)width;
	menu->height = height - 4 > 1 ? height - 4 : 1;
	if (menu->cursor < menu->top)
		menu->top = menu->cursor;
	if (menu->cursor >= menu->top + menu->height)
		menu->top = menu->cursor - menu->height + 1;
}

static void draw(struct pane *pane, struct area area)
{
	const struct menu *menu = pane->data;
	const struct item *at = &menu->items[menu->cursor];
	struct area in = area_part(area, 1, 1, area.width - 2, area.height - 2);

	area_box(area, menu->title, "Enter or its key does it   Esc close");
	area_box_place(area, (size_t)menu->top, (size_t)menu->height, (size_t)menu->n);
	for (int y = 0; y < menu->height && menu->top + y < menu->n; y++) {
		const struct item *it = &menu->items[menu->top + y];
		char key[KEY_NAME_SIZE];
		enum role label = it->obstacle ? ROLE_GREYED : ROLE_BOX;

		if (it->first_of_group || y == 0)
			area_field(in, in.width - 10, y, 9, ROLE_DIM, CUT_END, true, it->action->group);
		area_field(in, 1, y, 6, it->obstacle ? ROLE_GREYED : ROLE_KEY, CUT_END, false,
			   action_key(pane->app, it->action, key));
		/* A mark besides the colour, for screens that have none. */
		area_text(in, 8, y, label, it->obstacle ? "- " : "  ");
		area_field(in, 10, y, in.width - 22, label, CUT_END, false, it->action->label);
		if (menu->top + y == menu->cursor)
			area_over(in, 0, y, in.width, ROLE_CURSOR);
	}
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

static enum reaction move(struct pane *pane, enum move how)
{
	struct menu *menu = pane->data;

	menu->cursor = (int)move_index(how, (size_t)menu->cursor, (size_t)menu->height,
				       (size_t)menu->n);
	return REACT_RELAYOUT;
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

	if (key->code == KEYC_ESC || (key->code == KEYC_CHAR && key->ch == 'q' && !key->mods) ||
	    (key->code == KEYC_CHAR && key->ch == 'm' && !key->mods))
		return REACT_CLOSE;
	if (key->code == KEYC_ENTER)
		return run(pane, menu->items[menu->cursor].action);
	action = action_below(pane, key);
	if (action && !(action->flags & ACTION_QUIET) && action->scope != SCOPE_ALWAYS)
		return run(pane, action);
	return REACT_UNUSED;
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct menu *menu = pane->data;
	int index = menu->top + y - 1;

	(void)x;
	if (key->button == 4 || key->button == 5)
		return move(pane, key->button == 4 ? MOVE_UP : MOVE_DOWN);
	if (y < 1 || y > menu->height || index >= menu->n)
		return REACT_DONE;
	return run(pane, menu->items[index].action);
}

static const struct pane_ops menu_pane = {
	.name = "menu",
	.title = "Menu",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = press,
};
