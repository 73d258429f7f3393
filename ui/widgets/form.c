// SPDX-License-Identifier: GPL-3.0-or-later
/* Fields in a float, with buttons below them. */
#include "ui/widgets/form.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/confirm.h"

#define WIDTH 72
#define EDGE 2 /* cells left free at either side, the frame included */
#define REFUSED_ROWS 4

enum { BUTTON_OK, BUTTON_CANCEL, BUTTON_COUNT };

struct form {
	struct form_question q;
	char *title, *intro, *hint;
	char *refused; /* why the answer would not do; NULL */
	char **lines;  /* the intro, wrapped */
	size_t n_lines, cap_lines;
	struct form_view view;
	size_t button; /* the cursor is on it; BUTTONS_NONE: on a field */
	const char *labels[BUTTON_COUNT];
	int width, height;
};

static const struct pane_ops form_pane;

void form_ask(struct app *app, const struct form_question *question)
{
	struct form *f = mem_new(struct form);

	f->q = *question;
	f->title = mem_strdup(question->title);
	f->intro = mem_strdup(question->intro ? question->intro : "");
	f->refused = mem_strdup(question->refused);
	f->hint = mem_printf("Tab next   F2 %s   Esc leave", question->ok);
	f->labels[BUTTON_OK] = question->ok;
	f->labels[BUTTON_CANCEL] = "Cancel";
	f->button = BUTTONS_NONE;
	form_view_start(&f->view, question->draft, NULL);
	app_push(app, &form_pane, f);
}

static void forget_lines(struct form *f)
{
	while (f->n_lines)
		free(f->lines[--f->n_lines]);
}

static void close_pane(struct pane *pane)
{
	struct form *f = pane->data;

	form_view_finish(&f->view);
	draft_destroy(f->q.draft);
	if (f->q.finish)
		f->q.finish(f->q.opaque);
	forget_lines(f);
	free(f->lines);
	free(f->title);
	free(f->intro);
	free(f->hint);
	free(f->refused);
	free(f);
}

/* --- the screen -------------------------------------------------------------------------------- */

static void wrap_intro(struct form *f, int width)
{
	forget_lines(f);
	for (const char *text = f->intro; *text;) {
		size_t len = utf8_break(text, width > 8 ? width : 8);

		*arr_add(f->lines, f->n_lines, f->cap_lines) = mem_strndup(text, len);
		text += len;
		text += *text == '\n';
	}
}

/* What the next line of a text begins with; it is cut at the last row there may be. */
static const char *next_line(const char *text, int width)
{
	text += utf8_break(text, width > 8 ? width : 8);
	return text + (*text == '\n');
}

/* Help takes a row; why the answer will not do as many as it needs, within reason. */
static int rows_of_words(const struct form *f, int width)
{
	int n = 0;

	for (const char *text = f->refused; text && *text && n < REFUSED_ROWS; n++)
		text = next_line(text, width);
	return n ? n : 1;
}

/* Rows below the fields: a rule, the words and the buttons, and the frame. */
static int rows_below(const struct form *f, int width)
{
	width -= 2 * EDGE;
	return 2 + rows_of_words(f, width) + buttons_rows(f->labels, BUTTON_COUNT, width);
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	struct form *f = pane->data;
	int width = *ret_width < WIDTH ? *ret_width : WIDTH;
	int room = *ret_height - 3;

	wrap_intro(f, width - 2 * EDGE);
	form_view_layout(&f->view, width - 2 * EDGE, room);
	*ret_width = width;
	*ret_height = 1 + (int)f->n_lines + (int)form_view_rows(&f->view) + rows_below(f, width);
}

static int fields_at(const struct form *f)
{
	/* Where there is hardly room, fields are worth more than words. */
	return f->height < 14 ? 1 : 1 + (int)f->n_lines;
}

static int fields_height(const struct form *f)
{
	int rows = f->height - fields_at(f) - rows_below(f, f->width);

	return rows > 1 ? rows : 1;
}

static void layout(struct pane *pane, int width, int height)
{
	struct form *f = pane->data;

	f->width = width;
	f->height = height;
	form_view_layout(&f->view, width - 2 * EDGE, fields_height(f));
}

static void draw_words(const struct form *f, struct area area)
{
	const char *text = f->refused;

	if (!text)
		area_field(area, 0, 0, area.width, ROLE_DIM, CUT_END, false,
			   f->button == BUTTONS_NONE ? form_view_help(&f->view) : "");
	for (int y = 0; text && *text && y < area.height; y++) {
		const char *next = next_line(text, area.width);
		bool last = y == area.height - 1;
		autofree char *line = last ? mem_strdup(text) : mem_strndup(text, (size_t)(next - text));

		area_field(area, 0, y, area.width, ROLE_STATE_BAD, CUT_END, false, line);
		text = next;
	}
}

static void draw(struct pane *pane, struct area area)
{
	const struct form *f = pane->data;
	int below = area.height - rows_below(f, area.width), width = area.width - 2 * EDGE;
	int rows = rows_of_words(f, width);
	bool on_field = f->button == BUTTONS_NONE;

	area_box(area, f->title, f->hint);
	area_box_place(area, f->view.top, (size_t)fields_height(f), form_view_rows(&f->view));
	for (int i = 0; i < fields_at(f) - 1; i++)
		area_field(area, EDGE, 1 + i, width, ROLE_DIM, CUT_END, false, f->lines[i]);
	form_view_draw(&f->view, area_part(area, EDGE, fields_at(f), width, fields_height(f)), on_field);
	area_rule(area, 1, below, area.width - 2, ROLE_DIM);
	draw_words(f, area_part(area, EDGE, below + 1, width, rows));
	buttons_draw(f->labels, BUTTON_COUNT, f->button,
		     area_part(area, EDGE, below + 1 + rows, width, area.height - below - rows - 2));
}

/* --- keys -------------------------------------------------------------------------------------- */

static void throw_away(struct app *app, void *opaque)
{
	app_react(app, opaque, REACT_CLOSE);
}

static bool typed(const struct pane *pane)
{
	const struct form *f = pane->data;

	return draft_is_changed(f->q.draft);
}

static bool leave(struct pane *pane)
{
	const struct form *f = pane->data;
	autofree char *title = mem_printf("Leave: %s", f->title);

	if (!typed(pane))
		return true;
	confirm_ask(pane->app, &(struct confirm_question){.title = title,
							  .text = "Nothing has been done yet.",
							  .lost = "What was typed is thrown away.",
							  .yes = "Throw away",
							  .answer = throw_away,
							  .opaque = pane});
	return false;
}

static enum reaction submit(struct pane *pane)
{
	struct form *f = pane->data;
	char *refused;

	free(take(f->refused));
	if (!form_view_check(&f->view)) {
		f->button = BUTTONS_NONE;
		return REACT_REDRAW | REACT_RELAYOUT;
	}
	refused = f->q.answer(pane->app, f->q.opaque, f->q.draft);
	if (!refused)
		return REACT_CLOSE;
	f->refused = refused;
	return REACT_REDRAW | REACT_RELAYOUT;
}

static enum reaction press_button(struct pane *pane, size_t button)
{
	if (button == BUTTON_OK)
		return submit(pane);
	return leave(pane) ? REACT_CLOSE : REACT_DONE;
}

/* Buttons are what comes after the last field and before the first. */
static enum reaction step_buttons(struct form *f, int step)
{
	size_t to = f->button == BUTTONS_NONE ? (step > 0 ? 0 : BUTTON_COUNT - 1) : f->button + (size_t)step;

	f->button = to < BUTTON_COUNT ? to : BUTTONS_NONE;
	if (f->button == BUTTONS_NONE)
		form_view_go_end(&f->view, step < 0);
	return REACT_REDRAW | REACT_RELAYOUT;
}

static enum reaction button_key(struct pane *pane, const struct key *key)
{
	struct form *f = pane->data;

	switch (key->code) {
	case KEYC_ENTER:
	case KEYC_SPACE:
		return press_button(pane, f->button);
	case KEYC_TAB:
		return step_buttons(f, key->mods & KEYM_SHIFT ? -1 : 1);
	case KEYC_RIGHT:
		return step_buttons(f, 1);
	case KEYC_LEFT:
	case KEYC_UP:
		return step_buttons(f, -1);
	default:
		return REACT_UNUSED;
	}
}

/* What is left of a form's keys is no action's: a letter beside a field must not leave virtty. */
enum reaction form_swallow(const struct key *key)
{
	bool is_text = (key->code == KEYC_CHAR && !(key->mods & KEYM_CTRL)) || key->code == KEYC_SPACE ||
		       key->code == KEYC_PASTE;

	return is_text ? REACT_DONE : REACT_UNUSED;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct form *f = pane->data;
	enum reaction r;

	if (key->code == KEYC_ESC)
		return leave(pane) ? REACT_CLOSE : REACT_DONE;
	if (key->code == KEYC_F && key->ch == 2)
		return submit(pane);
	if (f->button != BUTTONS_NONE) {
		r = button_key(pane, key);
		return r == REACT_UNUSED ? form_swallow(key) : r;
	}
	r = form_view_key(pane, &f->view, key);
	if (r & REACT_RELAYOUT)
		free(take(f->refused));
	if (r != REACT_UNUSED)
		return r;
	if (key->code == KEYC_TAB || key->code == KEYC_ENTER || key->code == KEYC_DOWN)
		return step_buttons(f, key->mods & KEYM_SHIFT ? -1 : 1);
	return form_swallow(key);
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct form *f = pane->data;
	int below = f->height - rows_below(f, f->width) + 2;
	size_t button = key->button == 1 ? buttons_at(f->labels, BUTTON_COUNT, f->width - 2 * EDGE, x - EDGE, y - below)
					 : BUTTONS_NONE;

	if (button != BUTTONS_NONE)
		return press_button(pane, button);
	if (y < fields_at(f) || y >= fields_at(f) + fields_height(f))
		return REACT_DONE;
	f->button = BUTTONS_NONE;
	return form_view_press(pane, &f->view, key, x - EDGE, y - fields_at(f));
}

static const struct pane_ops form_pane = {
	.name = "form",
	.title = "Form",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.press = press,
	.leave = leave,
	.typed = typed,
};
