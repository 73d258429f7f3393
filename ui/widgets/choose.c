// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choose.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/app.h"

#define WIDTH 64

struct choose {
	struct choose_question q;
	bool answered;
	char *title, *text;
	size_t n, cursor;
	size_t rows; /* that fit */
};

static const struct pane_ops choose_pane;

void choose_ask(struct app *app, const struct choose_question *question)
{
	struct choose *c = mem_new(struct choose);

	c->q = *question;
	c->title = mem_strdup(question->title);
	c->text = mem_strdup(question->text);
	while (c->n < CHOICES_MOST && question->choices[c->n].label)
		c->n++;
	c->cursor = question->first;
	app_push(app, &choose_pane, c);
}

static void close_pane(struct pane *pane)
{
	struct choose *c = pane->data;

	if (!c->answered && c->q.cancelled)
		c->q.cancelled(pane->app, c->q.opaque);
	free(c->title);
	free(c->text);
	free(c);
}

static int first_row(const struct choose *c)
{
	return c->text ? 3 : 1;
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	const struct choose *c = pane->data;

	*ret_width = *ret_width - 4 < WIDTH ? *ret_width - 4 : WIDTH;
	*ret_height = (int)c->n + first_row(c) + 3;
}

static void layout(struct pane *pane, int width, int height)
{
	struct choose *c = pane->data;
	int rows = height - first_row(c) - 3;

	(void)width;
	c->rows = rows > 1 ? (size_t)rows : 1;
}

/* The first that is shown. */
static size_t top_of(const struct choose *c)
{
	return c->cursor < c->rows ? 0 : c->cursor - c->rows + 1;
}

static void draw(struct pane *pane, struct area area)
{
	const struct choose *c = pane->data;
	const struct choice *at = &c->q.choices[c->cursor];
	size_t top = top_of(c);
	int y = first_row(c);

	area_box(area, c->title, "Enter choose   Esc cancel");
	if (c->text)
		area_field(area, 2, 1, area.width - 4, ROLE_BOX, CUT_END, false, c->text);
	area_box_place(area, top, c->rows, c->n);
	for (size_t i = top; i < c->n && i < top + c->rows; i++, y++) {
		const struct choice *it = &c->q.choices[i];

		area_textf(area, 2, y, it->greyed ? ROLE_GREYED : ROLE_KEY, "%zx", i + 1);
		area_field(area, 4, y, area.width - 6, it->greyed ? ROLE_GREYED : ROLE_BOX, CUT_END,
			   false, it->label);
		if (i == c->cursor)
			area_over(area, 1, y, area.width - 2, ROLE_CURSOR);
	}
	area_rule(area, 1, y, area.width - 2, ROLE_DIM);
	area_field(area, 2, y + 1, area.width - 4, at->greyed ? ROLE_STATE_WARN : ROLE_DIM, CUT_END,
		   false, at->greyed ? at->greyed : at->help);
}

static enum reaction take_it(struct pane *pane, size_t index)
{
	struct choose *c = pane->data;
	struct choose_question q = c->q;
	struct app *app = pane->app;

	c->cursor = index;
	if (q.choices[index].greyed)
		return REACT_REDRAW; /* the reason is shown */
	c->answered = true;
	app_react(app, pane, REACT_CLOSE);
	q.answer(app, q.opaque, index);
	return REACT_DONE;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct choose *c = pane->data;

	if (key->code == KEYC_ESC || (key->code == KEYC_CHAR && key->ch == 'q' && !key->mods)) {
		app_say(pane->app, "cancelled: nothing was done");
		return REACT_CLOSE;
	}
	if (key->code == KEYC_ENTER)
		return take_it(pane, c->cursor);
	if (key->code == KEYC_CHAR && !key->mods && key->ch >= '1' && key->ch <= '9' &&
	    key->ch - '1' < c->n)
		return take_it(pane, key->ch - '1');
	return REACT_UNUSED;
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct choose *c = pane->data;

	c->cursor = move_index(how, c->cursor, 5, c->n);
	if (c->q.at)
		c->q.at(pane->app, c->q.opaque, c->cursor);
	return REACT_REDRAW;
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct choose *c = pane->data;
	int row = y - first_row(c);
	size_t index = top_of(c) + (size_t)row;

	(void)x;
	if (key->button != 1 || row < 0 || (size_t)row >= c->rows || index >= c->n)
		return REACT_DONE;
	return take_it(pane, index);
}

static const struct pane_ops choose_pane = {
	.name = "choose",
	.title = "Choose",
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
