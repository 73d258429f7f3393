// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/review.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/widgets/doc.h"
#include "ui/widgets/docview.h"

#define WIDEST 100
#define GAP    2

struct button {
	const char *label;
	char key;
	void (*run)(struct app *app, void *opaque);
};

struct review {
	char *title;
	struct doc *doc;
	struct doc_view view;
	struct button *buttons;
	size_t n, cap;
	size_t on; /* what Enter presses */
	int height;
	void *opaque;
};

static const struct pane_ops review_pane;

struct review *review_create(const char *title, void *opaque)
{
	struct review *r = mem_new(struct review);

	r->title = mem_strdup(title);
	r->doc = r->view.doc = doc_create();
	r->opaque = opaque;
	return r;
}

struct doc *review_doc(struct review *review)
{
	return review->doc;
}

void review_button(struct review *review, const char *label, char key, void (*run)(struct app *app, void *opaque))
{
	*arr_add(review->buttons, review->n, review->cap) = (struct button){label, key, run};
}

void review_show(struct app *app, struct review *review)
{
	app_push(app, &review_pane, review);
}

static void close_pane(struct pane *pane)
{
	struct review *r = pane->data;

	doc_view_finish(&r->view);
	doc_destroy(r->doc);
	free(r->buttons);
	free(r->title);
	free(r);
}

/* --- buttons ----------------------------------------------------------------------------------- */

static int button_width(const struct review *r, size_t i)
{
	return utf8_text_width(r->buttons[i].label) + 4;
}

/* Where it begins; from left to right, in as many rows as it takes. */
static void button_place(const struct review *r, int width, size_t button, int *ret_x, int *ret_y)
{
	int x = 2, y = 0;

	for (size_t i = 0;; i++) {
		if (x > 2 && x + button_width(r, i) > width - 2) {
			x = 2;
			y++;
		}
		if (i == button)
			break;
		x += button_width(r, i) + GAP;
	}
	*ret_x = x;
	*ret_y = y;
}

static int button_rows(const struct review *r, int width)
{
	int x, y;

	button_place(r, width, r->n - 1, &x, &y);
	return y + 1;
}

static void draw_buttons(const struct review *r, struct area area, int first)
{
	for (size_t i = 0; i < r->n; i++) {
		bool on = r->on == i;
		int x, y;

		button_place(r, area.width, i, &x, &y);
		/* > and < tell them apart where there are no colours. */
		area_textf(area, x, first + y, on ? ROLE_BUTTON_ACTIVE : ROLE_BUTTON, on ? "[>%s<]" : "[ %s ]",
			   r->buttons[i].label);
	}
}

static enum reaction answer(struct pane *pane, size_t button)
{
	const struct review *r = pane->data;
	struct app *app = pane->app;
	void (*run)(struct app *app, void *opaque) = r->buttons[button].run;
	void *opaque = r->opaque;

	app_react(app, pane, REACT_CLOSE);
	run(app, opaque);
	return REACT_DONE;
}

/* --- the pane ---------------------------------------------------------------------------------- */

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	struct review *r = pane->data;
	int lines;

	*ret_width = *ret_width - 4 < WIDEST ? *ret_width - 4 : WIDEST;
	doc_layout(r->doc, *ret_width - 4);
	lines = (int)doc_rows(r->doc) + 3 + button_rows(r, *ret_width);
	*ret_height = lines < *ret_height - 2 ? lines : *ret_height - 2;
}

static int room_of(const struct review *r, int width, int height)
{
	int room = height - 3 - button_rows(r, width);

	return room > 0 ? room : 0;
}

static void layout(struct pane *pane, int width, int height)
{
	struct review *r = pane->data;

	r->height = height;
	doc_view_fit(&r->view, room_of(r, width, height));
}

static void draw(struct pane *pane, struct area area)
{
	const struct review *r = pane->data;
	int room = room_of(r, area.width, area.height);
	size_t n = doc_rows(r->doc);

	area_box(area, r->title,
		 n > (size_t)room ? "Tab Enter choose   j k PgDn PgUp scroll   / find   Esc leave"
				  : "Tab Enter choose   / find   Esc leave");
	area_box_place(area, r->view.top, (size_t)room, n);
	doc_view_draw(&r->view, area_part(area, 2, 1, area.width - 4, room));
	doc_view_draw_find(&r->view, area, room + 1);
	draw_buttons(r, area, area.height - 1 - button_rows(r, area.width));
}

static enum reaction char_pressed(struct pane *pane, uint32_t ch)
{
	const struct review *r = pane->data;

	for (size_t i = 0; i < r->n; i++)
		if (ch == (uint32_t)r->buttons[i].key)
			return answer(pane, i);
	return ch == 'q' ? answer(pane, r->n - 1) : REACT_UNUSED;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct review *r = pane->data;
	enum reaction found = doc_view_key(&r->view, key, app_paste(pane->app));

	if (found != REACT_UNUSED)
		return found;
	switch (key->code) {
	case KEYC_ESC:
		return answer(pane, r->n - 1);
	case KEYC_ENTER:
		return answer(pane, r->on);
	case KEYC_TAB:
	case KEYC_RIGHT:
		r->on = (r->on + (key->code == KEYC_TAB && key->mods ? r->n - 1 : 1)) % r->n;
		return REACT_REDRAW;
	case KEYC_LEFT:
		r->on = (r->on + r->n - 1) % r->n;
		return REACT_REDRAW;
	case KEYC_CHAR:
		return key->mods ? REACT_UNUSED : char_pressed(pane, key->ch);
	default:
		return REACT_UNUSED;
	}
}

static enum reaction move(struct pane *pane, enum move how)
{
	return doc_view_move(&((struct review *)pane->data)->view, how);
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct review *r = pane->data;
	int width = app_float_width(pane);
	int first = r->height - 1 - button_rows(r, width);

	for (size_t i = 0; i < r->n && key->button == 1; i++) {
		int at_x, at_y;

		button_place(r, width, i, &at_x, &at_y);
		if (y == first + at_y && x >= at_x && x < at_x + button_width(r, i))
			return answer(pane, i);
	}
	return doc_view_press(&r->view, key, y - 1);
}

static const struct pane_ops review_pane = {
	.name = "review",
	.title = "Review",
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
