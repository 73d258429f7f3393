// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confirm.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/widgets/line.h"

#define WIDTH 64

struct confirm {
	struct confirm_question q;
	char *title;
	char **lines; /* wrapped */
	size_t n, cap;
	bool on_yes; /* which button Enter presses; Cancel to begin with */
	struct line_edit line; /* for the word */
};

static const struct pane_ops confirm_pane;

static void wrap_text(struct confirm *c, const char *text, int width)
{
	while (*text) {
		size_t len = utf8_break(text, width);

		*arr_add(c->lines, c->n, c->cap) = mem_strndup(text, len);
		text += len;
		text += *text == '\n';
	}
}

void confirm_ask(struct app *app, const struct confirm_question *question)
{
	struct confirm *c = mem_new(struct confirm);
	int width = app->surface->width - 8;

	c->q = *question;
	c->title = mem_strdup(question->title);
	wrap_text(c, question->text, width < WIDTH - 6 ? width : WIDTH - 6);
	app_push(app, &confirm_pane, c);
}

static void close_pane(struct pane *pane)
{
	struct confirm *c = pane->data;

	for (size_t i = 0; i < c->n; i++)
		free(c->lines[i]);
	line_finish(&c->line);
	free(c->lines);
	free(c->title);
	free(c);
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	const struct confirm *c = pane->data;

	*ret_width = *ret_width - 4 < WIDTH ? *ret_width - 4 : WIDTH;
	*ret_height = (int)c->n + 4 + (c->q.word != NULL);
}

/* Nothing to be typed, or it was. */
static bool may_go_on(const struct confirm *c)
{
	return !c->q.word || str_equal(str_text(&c->line.text), c->q.word);
}

static int button_x(const struct confirm *c, int width, bool yes)
{
	int yes_width = utf8_text_width(c->q.yes) + 4;

	return yes ? width - 2 - yes_width : width - 2 - yes_width - 2 - 10;
}

static void draw(struct pane *pane, struct area area)
{
	const struct confirm *c = pane->data;
	int y = area.height - 2;

	area_box(area, c->title, "Tab or arrows choose   Enter press   Esc cancel");
	for (size_t i = 0; i < c->n; i++)
		area_field(area, 3, 1 + (int)i, area.width - 6, i >= (c->q.lost_from ? c->q.lost_from : 1) ? ROLE_DANGER : ROLE_BOX, CUT_MIDDLE,
			   false, c->lines[i]);
	if (c->q.word) {
		int x = area_textf(area, 3, (int)c->n + 1, ROLE_BOX, "Type %s to go on: ", c->q.word);

		line_draw(&c->line, area, x, (int)c->n + 1, 14);
	}
	/* Brackets, > and < tell the buttons apart where there are no colours. */
	area_textf(area, button_x(c, area.width, false), y,
		   c->on_yes ? ROLE_BUTTON : ROLE_BUTTON_ACTIVE, c->on_yes ? "[ Cancel ]" : "[>Cancel<]");
	area_textf(area, button_x(c, area.width, true), y,
		   c->on_yes ? ROLE_BUTTON_ACTIVE : ROLE_BUTTON, c->on_yes ? "[>%s<]" : "[ %s ]",
		   c->q.yes);
}

static enum reaction end(struct pane *pane, bool yes)
{
	struct confirm *c = pane->data;
	struct confirm_question q = c->q;
	struct app *app = pane->app;

	app_react(app, pane, REACT_CLOSE);
	if (yes)
		q.answer(app, q.opaque);
	else
		app_say(app, "cancelled: nothing was done");
	return REACT_DONE;
}

static enum reaction answer(struct pane *pane, bool yes)
{
	const struct confirm *c = pane->data;

	if (!yes || may_go_on(c))
		return end(pane, yes);
	app_say(pane->app, "type %s first, or Esc", c->q.word);
	return REACT_REDRAW;
}

/* While a word is to be typed, letters are letters. */
static enum reaction key_for_word(struct pane *pane, const struct key *key)
{
	struct confirm *c = pane->data;

	switch (key->code) {
	case KEYC_ESC:
		return answer(pane, false);
	case KEYC_ENTER:
		return answer(pane, c->on_yes || may_go_on(c));
	case KEYC_TAB:
		c->on_yes = !c->on_yes;
		return REACT_REDRAW;
	default:
		return line_key(&c->line, key, "") ? REACT_REDRAW : REACT_UNUSED;
	}
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct confirm *c = pane->data;

	if (c->q.word)
		return key_for_word(pane, key);
	switch (key->code) {
	case KEYC_ESC:
		return answer(pane, false);
	case KEYC_ENTER:
		return answer(pane, c->on_yes);
	case KEYC_TAB:
	case KEYC_LEFT:
	case KEYC_RIGHT:
		c->on_yes = !c->on_yes;
		return REACT_REDRAW;
	case KEYC_CHAR:
		if (key->mods)
			return REACT_UNUSED;
		if (key->ch == 'y')
			return answer(pane, true);
		if (key->ch == 'n' || key->ch == 'q')
			return answer(pane, false);
		if (key->ch == 'h' || key->ch == 'l') {
			c->on_yes = !c->on_yes;
			return REACT_REDRAW;
		}
		return REACT_UNUSED;
	default:
		return REACT_UNUSED;
	}
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	const struct confirm *c = pane->data;
	int width = app_float_width(pane);

	if (key->button != 1 || y != (int)c->n + 2 + (c->q.word != NULL))
		return REACT_DONE;
	if (x >= button_x(c, width, true))
		return answer(pane, true);
	if (x >= button_x(c, width, false))
		return answer(pane, false);
	return REACT_DONE;
}

static const struct pane_ops confirm_pane = {
	.name = "confirm",
	.title = "Confirm",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.draw = draw,
	.key = key_pressed,
	.press = press,
};
