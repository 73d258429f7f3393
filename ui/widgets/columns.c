// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/columns.h"

#include "base/mem.h"
#include "ui/app.h"
#include "ui/widgets/list.h"

#define WIDTH 74
#define TITLE_WIDTH 14
#define TITLES_END 3 /* the lines up to the titles of the columns, which stay in sight */
#define SHORT 16     /* lines; below, a screen has no room for that */

struct columns {
	bool sorting;
	int n, cursor, top, height;
};

static const struct pane_ops columns_pane;
static const struct pane_ops sort_pane;

static struct list *behind(const struct app *app)
{
	return app_body(app)->list;
}

static int count(const struct list *list)
{
	struct list_column at;
	int n = 0;

	while (list_column_at(list, n, &at))
		n++;
	return n;
}

static void open_with(struct app *app, bool sorting)
{
	struct columns *c = mem_new(struct columns);
	struct list_column at;
	bool reverse;

	c->sorting = sorting;
	c->n = count(behind(app));
	for (int i = 0; sorting && list_column_at(behind(app), i, &at); i++)
		if (list_sort_place(behind(app), at.index, &reverse) == 1)
			c->cursor = i;
	app_push(app, sorting ? &sort_pane : &columns_pane, c);
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
	const struct columns *c = pane->data;

	*ret_width = *ret_width - 2 < WIDTH ? *ret_width - 2 : WIDTH;
	*ret_height -= *ret_height < SHORT ? 2 : 2 * TITLES_END;
	*ret_height = *ret_height < c->n + 5 ? *ret_height : c->n + 5;
}

static void layout(struct pane *pane, int width, int height)
{
	struct columns *c = pane->data;

	(void)width;
	c->height = height - 5 > 1 ? height - 5 : 1;
	if (c->cursor < c->top)
		c->top = c->cursor;
	if (c->cursor >= c->top + c->height)
		c->top = c->cursor - c->height + 1;
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

static void draw_item(const struct pane *pane, const struct list_column *at, struct area in, int y)
{
	const struct columns *c = pane->data;
	int x = 1;

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
	for (int y = 0; y < c->height && list_column_at(list, c->top + y, &at); y++) {
		draw_item(pane, &at, in, y);
		if (c->top + y == c->cursor)
			area_over(in, 0, y, in.width, ROLE_CURSOR);
	}
	if (!list_column_at(list, c->cursor, &at))
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

	if (!list_column_toggle(list, c->cursor) && list_column_at(list, c->cursor, &at))
		app_say(pane->app, "%s is always shown", at.column->title);
	applied(pane, REACT_RELAYOUT);
	return REACT_RELAYOUT;
}

static enum reaction shift(struct pane *pane, int by)
{
	struct columns *c = pane->data;

	if (list_column_shift(behind(pane->app), c->cursor, by))
		c->cursor += by;
	applied(pane, REACT_RELAYOUT);
	return REACT_RELAYOUT;
}

static enum reaction widen(struct pane *pane, int by)
{
	const struct columns *c = pane->data;

	list_column_widen(behind(pane->app), c->cursor, by);
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
	return key->code == KEYC_ESC ||
	       (key->code == KEYC_CHAR && !key->mods && (key->ch == 'q' || key->ch == '|'));
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
	const struct columns *c = pane->data;
	struct list_column at;

	if (!list_column_at(behind(pane->app), c->cursor, &at))
		return REACT_CLOSE;
	list_sort_by(behind(pane->app), at.index);
	applied(pane, REACT_RECALC | REACT_RELAYOUT);
	return REACT_CLOSE;
}

static enum reaction sort_key(struct pane *pane, const struct key *key)
{
	bool plain = key->code == KEYC_CHAR && !key->mods;

	if (closes(key))
		return REACT_CLOSE;
	if (key->code == KEYC_ENTER || key->code == KEYC_SPACE)
		return sort_by(pane);
	if (!plain || key->ch != ',')
		return REACT_UNUSED;
	list_sort_reverse(behind(pane->app));
	applied(pane, REACT_RECALC);
	return REACT_REDRAW;
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct columns *c = pane->data;

	c->cursor = (int)move_index(how, (size_t)c->cursor, (size_t)c->height, (size_t)c->n);
	return REACT_RELAYOUT;
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct columns *c = pane->data;
	int index = c->top + y - 1;

	(void)x;
	if (key->button == 4 || key->button == 5)
		return move(pane, key->button == 4 ? MOVE_UP : MOVE_DOWN);
	if (y < 1 || y > c->height || index >= c->n)
		return REACT_DONE;
	c->cursor = index;
	return c->sorting ? sort_by(pane) : toggle(pane);
}

static const struct pane_ops columns_pane = {
	.name = "columns",
	.title = "Columns",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = columns_key,
	.move = move,
	.press = press,
};

static const struct pane_ops sort_pane = {
	.name = "sort",
	.title = "Sort by",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = sort_key,
	.move = move,
	.press = press,
};
