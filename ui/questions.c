// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/questions.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/desk.h"
#include "ui/app.h"
#include "ui/widgets/line.h"
#include "ui/widgets/list.h"
#include "ui/widgets/secret.h"

#define WIDTH	    70
#define LINES_MOST  400
#define ALERT_MOST  24 /* cells of a title in a narrow header */
#define QUIET_NS    NS_PER_S /* without a key, before one opens by itself */
#define GUARD_NS    (300 * NS_PER_MS) /* after that: what is pressed was meant for something else */

struct questions {
	struct app *app;
	struct pane *pane; /* of the dialog that is open; NULL: none */
	int timer;
	uint32_t put_off;    /* up to this one they open only when asked for */
	int64_t own_key_ns;  /* the key that ended the last dialog */
	size_t done;	     /* since the desk was empty */
};

/* Texts are copies: the desk's end with the question. */
struct dialog {
	uint32_t id;
	enum question_kind kind;
	char *title, *text, *label;
	enum tone accent;
	char **lines; /* the text, wrapped at a width */
	size_t n, cap, top;
	int wrapped_at, rows, height;
	bool yes; /* the button that Enter presses */
	bool ended;
	bool withdrawn; /* nobody wants an answer any more, but what is typed must not go elsewhere */
	int64_t open_ns; /* 0: the person has opened it, every key counts */
	struct line_edit line;
	struct secret_edit secret;
};

static const struct pane_ops question_pane;

static bool is_typed(const struct dialog *d)
{
	return d->kind == QUESTION_SECRET || d->kind == QUESTION_TEXT;
}

static bool is_chosen(const struct dialog *d)
{
	return d->kind == QUESTION_YES_NO || d->kind == QUESTION_HOST_KEY;
}

/* --- text -------------------------------------------------------------------------------------- */

static void forget_lines(struct dialog *d)
{
	while (d->n)
		free(d->lines[--d->n]);
}

static void wrap(struct dialog *d, int width)
{
	const char *text = d->text;

	if (d->wrapped_at == width)
		return;
	forget_lines(d);
	d->wrapped_at = width;
	while (*text && d->n < LINES_MOST) {
		size_t len = utf8_break(text, width);

		*arr_add(d->lines, d->n, d->cap) = mem_strndup(text, len);
		text += len;
		text += *text == '\n';
	}
}

/* Below the text: what is typed with its label, or the buttons. */
static int rows_below(const struct dialog *d)
{
	return is_typed(d) ? 2 : is_chosen(d) ? 1 : 0;
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	struct dialog *d = pane->data;

	*ret_width = *ret_width < WIDTH ? *ret_width : WIDTH;
	wrap(d, *ret_width - 6);
	*ret_height = (int)d->n + 2 + (rows_below(d) ? 1 + rows_below(d) : 0);
}

static void scroll_to(struct dialog *d, size_t top)
{
	size_t last = d->n > (size_t)d->rows ? d->n - (size_t)d->rows : 0;

	d->top = top < last ? top : last;
}

static void layout(struct pane *pane, int width, int height)
{
	struct dialog *d = pane->data;
	int room = height - 2 - rows_below(d);

	(void)width;
	d->height = height;
	d->rows = room > 1 ? room : 1;
	scroll_to(d, d->top);
}

/* By lines, so that the last page is full. */
static enum reaction scroll(struct pane *pane, enum move how)
{
	struct dialog *d = pane->data;

	scroll_to(d, move_index(how, d->top, (size_t)d->rows, d->n));
	return REACT_REDRAW;
}

/* --- drawing ----------------------------------------------------------------------------------- */

static bool is_guarded(const struct dialog *d)
{
	return d->open_ns && clock_now_ns() - d->open_ns < GUARD_NS;
}

static char *hint_of(const struct pane *pane)
{
	const struct dialog *d = pane->data;
	char key[KEY_NAME_SIZE];
	const char *how = is_typed(d) ? "Enter answer   " : is_chosen(d) ? "Tab choose   Enter press   " : "";

	if (d->withdrawn)
		return mem_strdup("Enter or Esc close");
	if (is_guarded(d))
		return mem_strdup("keys count in a moment");
	return mem_printf("%s%s later   Esc cancel", how, action_key_of(pane->app, "app.answer", key));
}

static const char *button_label(const struct dialog *d, bool yes)
{
	return !yes ? "No" : d->kind == QUESTION_HOST_KEY ? "Yes, trust it" : "Yes";
}

/* Where a button begins; both are in the last row, at the right. */
static int button_x(const struct dialog *d, int width, bool yes)
{
	int x = width - 2 - utf8_text_width(button_label(d, true)) - 4;

	return yes ? x : x - 2 - utf8_text_width(button_label(d, false)) - 4;
}

static void draw_buttons(const struct dialog *d, struct area area)
{
	for (int yes = 0; yes < 2; yes++) {
		bool on = d->yes == yes;

		/* > and < tell them apart where there are no colours. */
		area_textf(area, button_x(d, area.width, yes), area.height - 2, on ? ROLE_BUTTON_ACTIVE : ROLE_BUTTON,
			   on ? "[>%s<]" : "[ %s ]", button_label(d, yes));
	}
}

/* One dot for each character. */
static void draw_typed(const struct dialog *d, struct area area)
{
	int y = area.height - 3;

	area_field(area, 3, y, area.width - 6, ROLE_BOX, CUT_END, false, d->label);
	if (d->kind == QUESTION_SECRET)
		secret_draw(&d->secret, area, 3, y + 1, area.width - 6);
	else
		line_draw(&d->line, area, 3, y + 1, area.width - 6);
}

static char *title_of(const struct pane *pane)
{
	const struct app *app = pane->app;
	const struct dialog *d = pane->data;
	size_t all = app->questions->done + desk_count(app->desk);

	if (all < 2)
		return mem_strdup(d->title);
	return mem_printf("%s   %zu of %zu", d->title, app->questions->done + 1, all);
}

static void draw(struct pane *pane, struct area area)
{
	const struct dialog *d = pane->data;
	autofree char *hint = hint_of(pane);
	autofree char *title = title_of(pane);

	area_box(area, title, hint);
	if (d->accent != TONE_PLAIN)
		area_box_role(area, tone_role(d->accent));
	area_box_place(area, d->top, (size_t)d->rows, d->n);
	for (size_t i = 0; i < (size_t)d->rows && d->top + i < d->n; i++)
		area_field(area, 3, 1 + (int)i, area.width - 6, ROLE_BOX, CUT_END, false, d->lines[d->top + i]);
	if (is_typed(d))
		draw_typed(d, area);
	else if (is_chosen(d))
		draw_buttons(d, area);
}

/* --- answers ----------------------------------------------------------------------------------- */

/* The dialog goes before anybody hears the answer, who may ask the next question at once. */
static enum reaction end(struct pane *pane, const char *answer)
{
	struct app *app = pane->app;
	struct dialog *d = pane->data;
	uint32_t id = d->id;
	char *copy = mem_strdup(answer);

	d->ended = true;
	app->questions->own_key_ns = app->key_ns;
	app->questions->done++;
	app_react(app, pane, REACT_CLOSE);
	if (!copy)
		app_say(app, "cancelled: no answer was given");
	desk_answer(app->desk, id, copy);
	if (copy)
		explicit_bzero(copy, strlen(copy));
	free(copy);
	return REACT_DONE;
}

static enum reaction press_button(struct pane *pane, bool yes)
{
	return end(pane, yes ? "yes" : "no");
}

static enum reaction text_key(struct pane *pane, const struct key *key)
{
	struct dialog *d = pane->data;

	return line_key(&d->line, key, app_paste(pane->app)) ? REACT_REDRAW : REACT_UNUSED;
}

/* Yes is not chosen before the end was on the screen. */
static enum reaction go_to(struct dialog *d, bool yes)
{
	d->yes = yes;
	if (yes)
		scroll_to(d, d->n);
	return REACT_REDRAW;
}

static enum reaction choice_key(struct pane *pane, const struct key *key)
{
	struct dialog *d = pane->data;

	switch (key->code) {
	case KEYC_TAB:
	case KEYC_LEFT:
	case KEYC_RIGHT:
		return go_to(d, !d->yes);
	case KEYC_CHAR:
		break;
	default:
		return REACT_UNUSED;
	}
	if (key_is_char(key, 'n'))
		return press_button(pane, false);
	if (!key_is_char(key, 'y'))
		return REACT_UNUSED;
	/* A key is trusted for ever: one letter is not enough. */
	if (d->kind == QUESTION_YES_NO)
		return press_button(pane, true);
	return go_to(d, true);
}

static bool is_scroll(const struct key *key, enum move *ret)
{
	static const struct {
		enum key_code code;
		enum move how;
	} keys[] = {
		{KEYC_UP, MOVE_UP},
		{KEYC_DOWN, MOVE_DOWN},
		{KEYC_PAGE_UP, MOVE_PAGE_UP},
		{KEYC_PAGE_DOWN, MOVE_PAGE_DOWN},
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (key->code == keys[i].code) {
			*ret = keys[i].how;
			return true;
		}
	return false;
}

static bool is_cancel(const struct key *key)
{
	return key->code == KEYC_ESC || (key->code == KEYC_CHAR && key->mods == KEYM_CTRL && key->ch == 'c');
}

/* Another question may be waiting. */
static enum reaction go_away(struct pane *pane)
{
	pane->app->questions->own_key_ns = pane->app->key_ns;
	return REACT_CLOSE;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct dialog *d = pane->data;
	enum move how;

	if (d->withdrawn)
		return key->code == KEYC_ENTER || is_cancel(key) ? go_away(pane) : REACT_DONE;
	if (is_guarded(d))
		return REACT_DONE;
	if (is_cancel(key))
		return end(pane, NULL);
	if (is_scroll(key, &how))
		return scroll(pane, how);
	if (key->code == KEYC_ENTER && is_typed(d))
		return end(pane, d->kind == QUESTION_SECRET ? d->secret.text : str_text(&d->line.text));
	if (key->code == KEYC_ENTER && is_chosen(d))
		return press_button(pane, d->yes);
	if (d->kind == QUESTION_SECRET)
		return secret_key(pane->app, &d->secret, key);
	if (d->kind == QUESTION_TEXT)
		return text_key(pane, key);
	return is_chosen(d) ? choice_key(pane, key) : REACT_UNUSED;
}

static enum reaction pressed(struct pane *pane, const struct key *key, int x, int y)
{
	struct dialog *d = pane->data;
	int width = app_float_width(pane);
	enum move how;

	if (key_is_wheel(key, &how))
		return scroll(pane, how);
	if (key->button != 1 || !is_chosen(d) || y != d->height - 2 || is_guarded(d))
		return REACT_DONE;
	for (int yes = 0; yes < 2; yes++) {
		int at = button_x(d, width, yes);

		if (x >= at && x < at + utf8_text_width(button_label(d, yes)) + 4)
			return press_button(pane, yes);
	}
	return REACT_DONE;
}

/* --- opening and closing ----------------------------------------------------------------------- */

/* Whatever closes it without an answer puts it off. */
static void close_pane(struct pane *pane)
{
	struct questions *qs = pane->app->questions;
	struct dialog *d = pane->data;

	qs->pane = NULL;
	if (!d->ended)
		qs->put_off = d->id;
	forget_lines(d);
	free(d->lines);
	free(d->title);
	free(d->text);
	free(d->label);
	line_finish(&d->line);
	secret_wipe(&d->secret);
	free(d);
}

static const struct pane_ops question_pane = {
	.name = "question",
	.title = "Question",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.press = pressed,
};

static void open_dialog(struct app *app, const struct question *q, bool by_person)
{
	struct host *host = app_find_host(app, q->host);
	struct dialog *d = mem_new(struct dialog);

	d->id = q->id;
	d->kind = q->kind;
	d->title = mem_strdup(q->title);
	d->text = mem_strdup(q->text);
	d->label = mem_strdup(q->label);
	d->accent = host ? host_accent(host_view(host)) : TONE_PLAIN;
	d->open_ns = by_person ? 0 : clock_now_ns();
	app->questions->pane = app_push(app, &question_pane, d);
	if (!by_person)
		loop_arm_timer(app->loop, app->questions->timer, (int)(GUARD_NS / NS_PER_MS) + 1);
}

void questions_look(struct app *app)
{
	struct questions *qs = app->questions;
	const struct question *q = desk_first(app->desk);
	int64_t quiet_ns = clock_now_ns() - app->key_ns;
	bool own = app->key_ns == qs->own_key_ns;

	if (!q || qs->pane || q->id <= qs->put_off || app_top(app) != app_body(app) || app->pending_key.code)
		return;
	if (own || quiet_ns >= QUIET_NS)
		open_dialog(app, q, false);
	else
		loop_arm_timer(app->loop, qs->timer, (int)((QUIET_NS - quiet_ns) / NS_PER_MS) + 1);
}

void questions_answer(struct app *app)
{
	if (app->questions->pane)
		app_react(app, app->questions->pane, REACT_CLOSE);
	else if (desk_count(app->desk))
		open_dialog(app, desk_first(app->desk), true);
}

bool questions_wait(const struct app *app)
{
	return desk_count(app->desk) > 0;
}

char *questions_alert(const struct app *app, bool narrow)
{
	const struct question *q = desk_first(app->desk);
	autostr struct str title = {0};
	char key[KEY_NAME_SIZE];

	if (!q || app->questions->pane)
		return NULL;
	utf8_add_cut(&title, q->title, narrow ? ALERT_MOST : 2 * ALERT_MOST, app->surface->unicode);
	return mem_printf(narrow ? "%s: %s" : "%s: %s answers it", str_text(&title),
			  action_key_of(app, "app.answer", key));
}

/* Somebody is typing a password, or has begun to. */
static bool is_being_typed(const struct app *app, const struct dialog *d)
{
	return is_typed(d) && (d->secret.text[0] || d->line.text.len || clock_now_ns() - app->key_ns < QUIET_NS);
}

/* The rest of a password are keys that start and stop machines: the box stays in their way. */
static void hold_back(struct app *app, struct dialog *d)
{
	d->withdrawn = d->ended = true;
	d->kind = QUESTION_HINT; /* nothing can be typed into it */
	secret_wipe(&d->secret);
	line_finish(&d->line);
	d->line = (struct line_edit){0};
	free(d->text);
	d->text = mem_strdup("No answer is wanted any more: who asked has gone.\nWhat was typed is forgotten.");
	d->wrapped_at = 0;
	app->relayout = app->dirty = true;
}

/* Who asked needs no answer any more: a hint was followed, a connection is gone. */
static void take_back(struct app *app, struct pane *pane)
{
	struct dialog *d = pane->data;

	if (is_being_typed(app, d)) {
		hold_back(app, d);
		return;
	}
	if (d->kind != QUESTION_HINT)
		app_say(app, "%s: no answer is wanted any more", d->title);
	d->ended = true;
	app_react(app, pane, REACT_CLOSE);
}

static void desk_changed(void *opaque)
{
	struct app *app = opaque;
	struct questions *qs = app->questions;
	const struct dialog *d = qs->pane ? qs->pane->data : NULL;

	app->dirty = true;
	if (d && !d->withdrawn && !desk_find(app->desk, d->id))
		take_back(app, qs->pane);
	if (!desk_count(app->desk))
		qs->done = 0;
}

static void look_again(void *opaque)
{
	((struct app *)opaque)->dirty = true;
}

struct questions *questions_create(struct app *app)
{
	struct questions *qs = mem_new(struct questions);

	qs->app = app;
	qs->timer = loop_add_timer(app->loop, look_again, app);
	qs->own_key_ns = -1;
	desk_on_change(app->desk, desk_changed, app);
	return qs;
}

void questions_destroy(struct questions *qs)
{
	if (!qs)
		return;
	desk_on_change(qs->app->desk, NULL, NULL);
	loop_remove_timer(qs->app->loop, qs->timer);
	free(qs);
}
