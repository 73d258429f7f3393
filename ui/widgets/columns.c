// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/columns.h"

#include "base/mem.h"
#include "ui/app.h"
#include "ui/widgets/list.h"
#include "ui/widgets/pick.h"

#define WIDTH 74
#define TITLE_WIDTH 14
#define TITLES_END 3 /* the lines up to the titles of the columns, which stay in sight */
#define SHORT 16     /* lines; below, a screen has no room for that */

struct columns {
	bool sorting;
	struct pick pick;
};

static const struct pane_ops columns_pane;
static const struct pane_ops sort_pane;

static struct list *behind(const struct app *app)
{
	return app_body(app)->list;
}

static int cursor(const struct columns *c)
{
	return (int)c->pick.cursor;
}

static void open_with(struct app *app, bool sorting)
{
	struct columns *c = mem_new(struct columns);
	struct list_column at;
	bool reverse;

	c->sorting = sorting;
	c->pick = (struct pick){.width = WIDTH, .above = 1, .below = 4, .spare = 2};
	for (; list_column_at(behind(app), (int)c->pick.n, &at); c->pick.n++)
		if (sorting && list_sort_place(behind(app), at.index, &reverse) == 1)
			c->pick.cursor = c->pick.n;
	app_push(app, sorting ? &sort_pane : &columns_pane, c)->pick = &c->pick;
}

void columns_open(struct app *app)
{
	open_with(app, false);
}

void columns_open_sort(struct app *app)
{
	open_with(app, true);
}

static void close_pane(struct pane *pane)
{
	free(pane->data);
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	int most = *ret_height < SHORT ? *ret_height : *ret_height - 2 * TITLES_END;

	pick_wants(pane, ret_width, ret_height);
	*ret_height = *ret_height < most ? *ret_height : most;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static const char *sign(const struct list_column *at)
{
	return at->on_screen ? "[x]" : at->how == COLUMN_HIDDEN ? "[ ]" : "[~]";
}

static const char *order_word(const struct list *list, const struct list_column *at)
{
	static const char *const words[2][2] = {{"1 up", "1 down"}, {"2 up", "2 down"}};
	bool reverse;
	int place = list_sort_place(list, at->index, &reverse);

	return place ? words[place - 1][reverse] : "";
}

static const char *status(const struct list_column *at)
{
	if (!at->column->priority)
		return "always shown";
	if (at->on_screen)
		return at->how == COLUMN_SHOWN ? "shown, before others" : "shown while there is room";
	return at->how == COLUMN_HIDDEN  ? "hidden: its figures are not asked for"
	       : at->how == COLUMN_SHOWN ? "asked for, but there is no room now"
					 : "no room now: Space puts it before others";
}

static void draw_column(const struct pane *pane, struct area in, size_t index)
{
	const struct columns *c = pane->data;
	struct list_column column;
	const struct list_column *at = &column;
	int x = 1;
	int y = 0;

	if (!list_column_at(behind(pane->app), (int)index, &column))
		return;
	if (c->sorting)
		area_field(in, x, y, 7, ROLE_KEY, CUT_END, false, order_word(behind(pane->app), at));
	else
		area_text(in, x, y, at->on_screen ? ROLE_KEY : ROLE_GREYED, sign(at));
	x += c->sorting ? 8 : 4;
	x = area_field(in, x, y, TITLE_WIDTH, at->on_screen || c->sorting ? ROLE_BOX : ROLE_GREYED,
		       CUT_END, false, at->column->title);
	if (!c->sorting) {
		area_textf(in, x + 1, y, at->own_width ? ROLE_BOX : ROLE_DIM, "%3d%s", at->width,
			   at->own_width ? "=" : "");
		x += 6;
	}
	area_field(in, x + 1, y, in.width - x - 2, ROLE_DIM, CUT_END, false, at->column->help);
}

static void draw(struct pane *pane, struct area area)
{
	const struct columns *c = pane->data;
	const struct list *list = behind(pane->app);
	struct area in = area_part(area, 1, 1, area.width - 2, area.height - 2);
	autofree char *title = mem_printf(c->sorting ? "Sort %s by" : "Columns of %s",
					  app_body(pane->app)->ops->title);
	struct list_column at;

	area_box(area, title,
		 c->sorting ? "Enter sort   , other way   Esc close"
			    : "Space in, out   J K move   Left Right width   = r reset   Esc close");
	pick_draw(pane, area, draw_column);
	if (!list_column_at(list, cursor(c), &at))
		return;
	area_rule(in, 0, in.height - 3, in.width, ROLE_DIM);
	area_field(in, 1, in.height - 2, in.width - 2, ROLE_BOX, CUT_END, false, at.column->help);
	area_field(in, 1, in.height - 1, in.width - 2, ROLE_DIM, CUT_END, false,
		   c->sorting ? "what sorts now is the second key then" : status(&at));
}

/* --- keys ------------------------------------------------------------------------------------- */

static void applied(struct pane *pane, enum reaction reaction)
{
	app_react(pane->app, app_body(pane->app), reaction);
}

static enum reaction toggle(struct pane *pane)
{
	const struct columns *c = pane->data;
	struct list *list = behind(pane->app);
	struct list_column at;

	if (!list_column_toggle(list, cursor(c)) && list_column_at(list, cursor(c), &at))
		app_say(pane->app, "%s is always shown", at.column->title);
	applied(pane, REACT_RELAYOUT);
	return REACT_RELAYOUT;
}

static enum reaction shift(struct pane *pane, int by)
{
	if (list_column_shift(behind(pane->app), cursor(pane->data), by))
		pick_move(pane, by < 0 ? MOVE_UP : MOVE_DOWN);
	applied(pane, REACT_RELAYOUT);
	return REACT_RELAYOUT;
}

static enum reaction widen(struct pane *pane, int by)
{
	list_column_widen(behind(pane->app), cursor(pane->data), by);
	applied(pane, REACT_RELAYOUT);
	return REACT_RELAYOUT;
}

static enum reaction reset(struct pane *pane)
{
	list_reset_columns(behind(pane->app));
	applied(pane, REACT_RELAYOUT);
	return REACT_RELAYOUT;
}

static bool closes(const struct key *key)
{
	return key_closes(key) || key_is_char(key, '|');
}

static enum reaction columns_key(struct pane *pane, const struct key *key)
{
	bool shifted = key->mods & KEYM_SHIFT;

	if (closes(key))
		return REACT_CLOSE;
	switch (key->code) {
	case KEYC_SPACE:
	case KEYC_ENTER:
		return toggle(pane);
	case KEYC_LEFT:
		return widen(pane, -1);
	case KEYC_RIGHT:
		return widen(pane, 1);
	case KEYC_UP:
		return shifted ? shift(pane, -1) : REACT_UNUSED;
	case KEYC_DOWN:
		return shifted ? shift(pane, 1) : REACT_UNUSED;
	case KEYC_CHAR:
		break;
	default:
		return REACT_UNUSED;
	}
	switch (key->mods ? 0 : key->ch) {
	case 'h':
		return widen(pane, -1);
	case 'l':
		return widen(pane, 1);
	case 'J':
		return shift(pane, 1);
	case 'K':
		return shift(pane, -1);
	case '=':
		return widen(pane, 0);
	case 'r':
		return reset(pane);
	default:
		return REACT_UNUSED;
	}
}

static enum reaction sort_by(struct pane *pane)
{
	struct list_column at;

	if (!list_column_at(behind(pane->app), cursor(pane->data), &at))
		return REACT_CLOSE;
	list_sort_by(behind(pane->app), at.index);
	applied(pane, REACT_RECALC | REACT_RELAYOUT);
	return REACT_CLOSE;
}

static enum reaction sort_key(struct pane *pane, const struct key *key)
{
	if (closes(key))
		return REACT_CLOSE;
	if (key->code == KEYC_ENTER || key->code == KEYC_SPACE)
		return sort_by(pane);
	if (!key_is_char(key, ','))
		return REACT_UNUSED;
	list_sort_reverse(behind(pane->app));
	applied(pane, REACT_RECALC);
	return REACT_REDRAW;
}

static const struct pane_ops columns_pane = {
	.name = "columns",
	.title = "Columns",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.layout = pick_layout,
	.draw = draw,
	.key = columns_key,
	.move = pick_move,
	.press = pick_press,
};

static const struct pane_ops sort_pane = {
	.name = "sort",
	.title = "Sort by",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.layout = pick_layout,
	.draw = draw,
	.key = sort_key,
	.move = pick_move,
	.press = pick_press,
};
