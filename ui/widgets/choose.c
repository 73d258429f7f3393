// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choose.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "ui/app.h"
#include "ui/widgets/pick.h"

#define WIDTH 64

struct choose {
	struct choose_question q;
	bool answered;
	char *title, *text;
	struct pick pick;
};

static const struct pane_ops choose_pane;

/* The first ones have a key each. */
static const char digits[] = "123456789abcdef";

void choose_add(struct choose_question *question, struct choice choice)
{
	*arr_add(question->choices, question->n, question->cap) = choice;
}

void choose_ask(struct app *app, const struct choose_question *question)
{
	struct choose *c = mem_new(struct choose);

	c->q = *question;
	c->title = mem_strdup(question->title);
	c->text = mem_strdup(question->text);
	c->pick = (struct pick){.n = question->n,
				.cursor = question->first,
				.width = WIDTH,
				.above = question->text ? 3 : 1,
				.below = 3};
	app_push(app, &choose_pane, c)->pick = &c->pick;
}

static void close_pane(struct pane *pane)
{
	struct choose *c = pane->data;

	if (!c->answered && c->q.cancelled)
		c->q.cancelled(pane->app, c->q.opaque);
	free(c->q.choices);
	free(c->title);
	free(c->text);
	free(c);
}

static void draw_choice(const struct pane *pane, struct area line, size_t index)
{
	const struct choice *it = &((const struct choose *)pane->data)->q.choices[index];

	if (index < strlen(digits))
		area_textf(line, 1, 0, it->greyed ? ROLE_GREYED : ROLE_KEY, "%c", digits[index]);
	area_field(line, 3, 0, line.width - 4, it->greyed ? ROLE_GREYED : ROLE_BOX, CUT_END, false, it->label);
}

static void draw(struct pane *pane, struct area area)
{
	const struct choose *c = pane->data;
	const struct choice *at = &c->q.choices[c->pick.cursor];
	int y = area.height - c->pick.below;

	area_box(area, c->title, "Enter choose   Esc cancel");
	if (c->text)
		area_field(area, 2, 1, area.width - 4, ROLE_BOX, CUT_END, false, c->text);
	pick_draw_place(pane, area);
	pick_draw(pane, area, draw_choice);
	area_rule(area, 1, y, area.width - 2, ROLE_DIM);
	area_field(area, 2, y + 1, area.width - 4, at->greyed ? ROLE_STATE_WARN : ROLE_DIM, CUT_END,
		   false, at->greyed ? at->greyed : at->help);
}

static enum reaction take_it(struct pane *pane, size_t index)
{
	struct choose *c = pane->data;
	struct choose_question q = c->q;
	struct app *app = pane->app;

	pick_go(&c->pick, index);
	if (c->q.choices[index].greyed)
		return REACT_REDRAW; /* the reason is shown */
	c->answered = true;
	app_react(app, pane, REACT_CLOSE);
	q.answer(app, q.opaque, index);
	return REACT_DONE;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct choose *c = pane->data;
	const char *digit;

	if (key_closes(key)) {
		app_say(pane->app, "cancelled: nothing was done");
		return REACT_CLOSE;
	}
	if (key->code == KEYC_ENTER)
		return take_it(pane, c->pick.cursor);
	digit = key->code == KEYC_CHAR && !key->mods && key->ch && key->ch < 0x80 ? strchr(digits, (int)key->ch)
										  : NULL;
	if (digit && (size_t)(digit - digits) < c->pick.n)
		return take_it(pane, (size_t)(digit - digits));
	return REACT_UNUSED;
}

static enum reaction move(struct pane *pane, enum move how)
{
	const struct choose *c = pane->data;
	enum reaction r = pick_move(pane, how);

	if (c->q.at)
		c->q.at(pane->app, c->q.opaque, c->pick.cursor);
	return r;
}

static const struct pane_ops choose_pane = {
	.name = "choose",
	.title = "Choose",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = pick_wants,
	.layout = pick_layout,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = pick_press,
};
