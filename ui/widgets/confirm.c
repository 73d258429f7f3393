// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confirm.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/widgets/line.h"
#include "ui/widgets/list.h"

#define WIDTH 64

#define GAP 2

enum button { BUTTON_CANCEL, BUTTON_OTHER, BUTTON_YES, BUTTON_COUNT };

struct row {
	char *text;
	size_t item; /* the line of the question that it is of, each of its texts counted from 0 */
};

/* Of its rows those of the text scroll where there is no room for all, and the others stay. Where there is
 * hardly room for these, all scroll together, from what is lost on. */
struct confirm {
	struct confirm_question q;
	char *title, *yes;
	char *text, *note, *lost;
	struct row *rows; /* wrapped, at a width */
	int wrapped_at;
	size_t n, cap;
	size_t note_from, lost_from; /* the first rows of these */
	size_t n_scroll; /* rows that scroll; 0: there is room for all */
	size_t top;      /* the first of them that is shown */
	size_t page;     /* how many of them are shown */
	enum button on;  /* what Enter presses */
	int height;
	struct line_edit line; /* for the word */
};

#define PAGE_LEAST 2

static const struct pane_ops confirm_pane;

static void wrap_text(struct confirm *c, const char *text, int width)
{
	size_t item = 0;

	while (*text) {
		size_t len = utf8_break(text, width);

		*arr_add(c->rows, c->n, c->cap) = (struct row){mem_strndup(text, len), item};
		text += len;
		item += *text == '\n';
		text += *text == '\n';
	}
}

static void forget_rows(struct confirm *c)
{
	while (c->n)
		free(c->rows[--c->n].text);
}

/* As draw() has it, at the widest: what is lost is read whole in any window. */
static void wrap(struct confirm *c, const struct app *app)
{
	int width = (app->surface->width < WIDTH ? app->surface->width : WIDTH) - 6;

	if (c->wrapped_at == width)
		return;
	c->wrapped_at = width;
	forget_rows(c);
	wrap_text(c, c->text, width);
	c->note_from = c->n;
	wrap_text(c, c->note, width);
	c->lost_from = c->n;
	wrap_text(c, c->lost, width);
}

void confirm_ask(struct app *app, const struct confirm_question *question)
{
	struct confirm *c = mem_new(struct confirm);

	c->q = *question;
	c->title = mem_strdup(question->title);
	c->yes = mem_strdup(question->yes);
	c->text = mem_strdup(question->text);
	c->note = mem_strdup(question->note ? question->note : "");
	c->lost = mem_strdup(question->lost ? question->lost : "");
	app_push(app, &confirm_pane, c);
}

static void close_pane(struct pane *pane)
{
	struct confirm *c = pane->data;

	forget_rows(c);
	line_finish(&c->line);
	free(c->rows);
	free(c->text);
	free(c->note);
	free(c->lost);
	free(c->title);
	free(c->yes);
	free(c);
}

/* --- buttons ----------------------------------------------------------------------------------- */

static const char *label_of(const struct confirm *c, enum button button)
{
	switch (button) {
	case BUTTON_CANCEL:
		return "Cancel";
	case BUTTON_OTHER:
		return c->q.other;
	case BUTTON_YES:
	case BUTTON_COUNT:
		break;
	}
	return c->yes;
}

static int button_width(const struct confirm *c, enum button button)
{
	return label_of(c, button) ? utf8_text_width(label_of(c, button)) + 4 : 0;
}

/* Below each other where they do not fit beside each other. */
static bool are_stacked(const struct confirm *c, int width)
{
	int all = 0;

	for (enum button b = 0; b < BUTTON_COUNT; b++)
		all += label_of(c, b) ? button_width(c, b) + GAP : 0;
	return all > width - 2;
}

static int button_rows(const struct confirm *c, int width)
{
	return are_stacked(c, width) ? 2 + (c->q.other != NULL) : 1;
}

/* Where a button begins; its row is counted from the first one's. */
static void button_place(const struct confirm *c, int width, enum button button, int *ret_x, int *ret_y)
{
	bool stacked = are_stacked(c, width);

	*ret_x = width - 2 - button_width(c, button);
	*ret_y = 0;
	for (enum button b = button + 1; !stacked && b < BUTTON_COUNT; b++)
		*ret_x -= label_of(c, b) ? button_width(c, b) + GAP : 0;
	for (enum button b = 0; stacked && b < button; b++)
		*ret_y += label_of(c, b) != NULL;
}

static void go_to_next(struct confirm *c, int step)
{
	do
		c->on = (enum button)((c->on + BUTTON_COUNT + step) % BUTTON_COUNT);
	while (!label_of(c, c->on));
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	struct confirm *c = pane->data;

	wrap(c, pane->app);
	*ret_width = *ret_width - 4 < WIDTH ? *ret_width - 4 : WIDTH;
	*ret_height = (int)c->n + 3 + (c->q.word != NULL) + button_rows(c, *ret_width);
}

static void keep_in_sight(struct confirm *c)
{
	size_t last = c->n_scroll > c->page ? c->n_scroll - c->page : 0;

	if (c->top > last)
		c->top = last;
}

/* A row of those that there is room for says which are shown. */
static void layout(struct pane *pane, int width, int height)
{
	struct confirm *c = pane->data;
	int rows = height - 2 - button_rows(c, width) - (c->q.word != NULL);
	size_t room = rows > PAGE_LEAST ? (size_t)rows : PAGE_LEAST;
	size_t fixed = c->n - c->note_from;
	size_t before = c->n_scroll;

	c->height = height;
	c->n_scroll = c->n <= room ? 0 : room > fixed + PAGE_LEAST ? c->note_from : c->n;
	c->page = c->n_scroll ? room - 1 - (c->n - c->n_scroll) : room;
	if (c->n_scroll != before)
		c->top = c->n_scroll == c->n ? c->lost_from : 0;
	keep_in_sight(c);
}

/* Nothing to be typed, or it was. */
static bool may_go_on(const struct confirm *c)
{
	return !c->q.word || str_equal(str_text(&c->line.text), c->q.word);
}

static bool may_press(const struct confirm *c, enum button button)
{
	return button == BUTTON_CANCEL || may_go_on(c) || (button == BUTTON_OTHER && c->q.other_at_once);
}

static void draw_buttons(const struct confirm *c, struct area area, int y)
{
	for (enum button b = 0; b < BUTTON_COUNT; b++) {
		bool on = c->on == b;
		int at_x, at_y;

		if (!label_of(c, b))
			continue;
		button_place(c, area.width, b, &at_x, &at_y);
		/* > and < tell them apart where there are no colours. */
		area_textf(area, at_x, y + at_y, on ? ROLE_BUTTON_ACTIVE : ROLE_BUTTON,
			   on ? "[>%s<]" : "[ %s ]", label_of(c, b));
	}
}

static void draw_row(const struct confirm *c, struct area area, int y, size_t row)
{
	area_field(area, 3, y, area.width - 6, row >= c->lost_from ? ROLE_DANGER : ROLE_BOX, CUT_MIDDLE,
		   false, c->rows[row].text);
}

/* "4 to 12 of 31": of what it is about, such as machines, or where all scrolls of all rows. */
static void draw_place(const struct confirm *c, struct area area, int y)
{
	bool all = c->n_scroll == c->n;
	size_t last = c->top + c->page - 1;

	area_textf(area, 3, y, ROLE_DIM, "%s%zu to %zu of %zu: Up and Down", all ? "lines " : "",
		   all ? c->top + 1 : c->rows[c->top].item + 1, all ? last + 1 : c->rows[last].item + 1,
		   all ? c->n : c->rows[c->n_scroll - 1].item + 1);
}

static void draw_rows(const struct confirm *c, struct area area)
{
	int y = 1;

	for (size_t i = c->top; c->n_scroll && i < c->top + c->page; i++)
		draw_row(c, area, y++, i);
	if (c->n_scroll)
		draw_place(c, area, y++);
	for (size_t i = c->n_scroll; i < c->n; i++)
		draw_row(c, area, y++, i);
}

/* Right after the text. */
static int word_row(const struct confirm *c, int buttons_at)
{
	return (int)c->n + 1 < buttons_at ? (int)c->n + 1 : buttons_at - 1;
}

/* Letters press buttons where no word is to be typed. */
static char *hint_of(const struct confirm *c)
{
	static const char always[] = "Tab or arrows choose   Enter press   Esc cancel";

	if (c->q.word)
		return mem_strdup("Tab choose   Enter press   Esc cancel");
	if (c->q.other)
		return mem_printf("y yes   %c %s   Enter press   Esc cancel", c->q.other_key, c->q.other);
	return mem_printf("y yes   %s", always);
}

static void draw(struct pane *pane, struct area area)
{
	const struct confirm *c = pane->data;
	autofree char *hint = hint_of(c);
	int buttons_at = area.height - 1 - button_rows(c, area.width);

	area_box(area, c->title, hint);
	if (c->q.accent != TONE_PLAIN)
		area_box_role(area, tone_role(c->q.accent));
	draw_rows(c, area);
	if (c->q.word) {
		int y = word_row(c, buttons_at);
		int x = area_textf(area, 3, y, ROLE_BOX, "Type %s to go on: ", c->q.word);

		line_draw(&c->line, area, x, y, 14);
	}
	draw_buttons(c, area, buttons_at);
}

/* --- answers ----------------------------------------------------------------------------------- */

static enum reaction end(struct pane *pane, enum button button)
{
	struct confirm *c = pane->data;
	struct confirm_question q = c->q;
	struct app *app = pane->app;

	app_react(app, pane, REACT_CLOSE);
	if (button == BUTTON_CANCEL)
		app_say(app, "cancelled: nothing was done");
	else if (button == BUTTON_OTHER)
		q.other_answer(app, q.opaque);
	else
		q.answer(app, q.opaque);
	return REACT_DONE;
}

static enum reaction answer(struct pane *pane, enum button button)
{
	const struct confirm *c = pane->data;

	if (may_press(c, button))
		return end(pane, button);
	app_say(pane->app, "type %s first, or Esc", c->q.word);
	return REACT_REDRAW;
}

/* Enter need not be told to go on once the word is there; what is shown as chosen is what it does. */
static enum reaction type_word(struct confirm *c, const struct key *key)
{
	bool could = may_go_on(c);

	if (!line_key(&c->line, key, ""))
		return REACT_UNUSED;
	if (!could && may_go_on(c) && c->on == BUTTON_CANCEL)
		c->on = BUTTON_YES;
	else if (could && !may_go_on(c) && c->on == BUTTON_YES)
		c->on = BUTTON_CANCEL;
	return REACT_REDRAW;
}

/* While a word is to be typed, letters are letters. */
static enum reaction key_for_word(struct pane *pane, const struct key *key)
{
	struct confirm *c = pane->data;

	switch (key->code) {
	case KEYC_ESC:
		return answer(pane, BUTTON_CANCEL);
	case KEYC_ENTER:
		return answer(pane, c->on);
	case KEYC_TAB:
		go_to_next(c, 1);
		return REACT_REDRAW;
	default:
		return type_word(c, key);
	}
}

static enum reaction char_pressed(struct pane *pane, const struct key *key)
{
	struct confirm *c = pane->data;

	if (key->mods)
		return REACT_UNUSED;
	if (key->ch == 'y')
		return answer(pane, BUTTON_YES);
	if (key->ch == 'n' || key->ch == 'q')
		return answer(pane, BUTTON_CANCEL);
	if (c->q.other && key->ch == (uint32_t)c->q.other_key)
		return answer(pane, BUTTON_OTHER);
	if (key->ch != 'h' && key->ch != 'l')
		return REACT_UNUSED;
	go_to_next(c, key->ch == 'h' ? -1 : 1);
	return REACT_REDRAW;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct confirm *c = pane->data;

	if (c->q.word)
		return key_for_word(pane, key);
	switch (key->code) {
	case KEYC_ESC:
		return answer(pane, BUTTON_CANCEL);
	case KEYC_ENTER:
		return answer(pane, c->on);
	case KEYC_UP:
	case KEYC_DOWN:
		if (c->n_scroll)
			return REACT_UNUSED; /* moves */
		go_to_next(c, key->code == KEYC_UP ? -1 : 1);
		return REACT_REDRAW;
	case KEYC_TAB:
	case KEYC_RIGHT:
		go_to_next(c, 1);
		return REACT_REDRAW;
	case KEYC_LEFT:
		go_to_next(c, -1);
		return REACT_REDRAW;
	case KEYC_CHAR:
		return char_pressed(pane, key);
	default:
		return REACT_UNUSED;
	}
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct confirm *c = pane->data;

	c->top = move_index(how, c->top, c->page, c->n_scroll);
	keep_in_sight(c);
	return REACT_REDRAW;
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	const struct confirm *c = pane->data;
	int width = app_float_width(pane);
	int first = c->height - 1 - button_rows(c, width);
	enum move how;

	if (key_is_wheel(key, &how)) {
		for (int i = 0; i < 3; i++)
			move(pane, how);
		return REACT_REDRAW;
	}

	for (enum button b = 0; b < BUTTON_COUNT && key->button == 1; b++) {
		int at_x, at_y;

		button_place(c, width, b, &at_x, &at_y);
		if (y == first + at_y && x >= at_x && x < at_x + button_width(c, b))
			return answer(pane, b);
	}
	return REACT_DONE;
}

static const struct pane_ops confirm_pane = {
	.name = "confirm",
	.title = "Confirm",
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

bool confirm_is_open(const struct app *app, void (*asked)(struct app *app, void *opaque))
{
	const struct pane *top = app_top(app);

	return top->ops == &confirm_pane && ((const struct confirm *)top->data)->q.answer == asked;
}
