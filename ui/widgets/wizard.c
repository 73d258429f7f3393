// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wizard-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/editor.h"
#include "ui/savetext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/confirm.h"
#include "xml/fill.h"
#include "xml/path.h"

#define WIDTH	   96
#define LIST_WIDTH 23 /* of the list of pages, what parts it from the fields included */
#define LIST_FROM  76 /* cells of the whole from which on there is one */
#define ROOMY	   14 /* rows of the whole from which on there are words and a rule */

static const char save_label[] = "Save XML", back_label[] = "Back", next_label[] = "Next", cancel_label[] = "Cancel";

static const struct pane_ops wizard_pane;

#define CHANGED (REACT_REDRAW | REACT_RELAYOUT)

/* --- pages and buttons ------------------------------------------------------------------------- */

static bool has_fields(const struct wizard *w, const char *page)
{
	for (size_t i = 0; i < draft_count(w->draft); i++)
		if (str_equal(w->kind->fields[i].page, page) && draft_shows_at(w->draft, i))
			return true;
	return false;
}

static bool is_there(const struct wizard *w, size_t page)
{
	const struct wizard_page *p = &w->kind->pages[page];

	return page == w->n_pages || (draft_meets(w->draft, p->when) && has_fields(w, p->id));
}

const struct wizard_button *wizard_button(const struct wizard *w)
{
	size_t n = 0;

	while (w->kind->buttons[n].id)
		n++;
	return wizard_is_last(w) && !w->hopeless && w->button < n ? &w->kind->buttons[w->button] : NULL;
}

static void gather_buttons(struct wizard *w)
{
	w->n_labels = 0;
	if (wizard_is_last(w)) {
		for (const struct wizard_button *b = w->kind->buttons; b->id && !w->hopeless; b++)
			w->labels[w->n_labels++] = b->label;
		w->labels[w->n_labels++] = save_label;
	} else {
		w->labels[w->n_labels++] = next_label;
	}
	/* Keys do the same where there is hardly room. */
	if (w->height && w->height < ROOMY)
		return;
	if (w->page > 0)
		w->labels[w->n_labels++] = back_label;
	w->labels[w->n_labels++] = cancel_label;
}

void wizard_set_hopeless(struct wizard *w, bool hopeless)
{
	if (hopeless != w->hopeless && wizard_is_last(w))
		w->button = 0;
	w->hopeless = hopeless;
	gather_buttons(w);
}

/* --- life -------------------------------------------------------------------------------------- */

void wizard_open(struct app *app, const struct action *action, const struct wizard_kind *kind, uint32_t host,
		 void *context)
{
	struct wizard *w = mem_new(struct wizard);
	autoerr struct err err = {0};

	*w = (struct wizard){.app = app,
			     .action = action,
			     .kind = kind,
			     .host = host,
			     .host_name = mem_strdup(host_view(app_find_host(app, host))->name),
			     .context = context,
			     .base = xml_doc_parse(kind->base, NULL, &err),
			     .doc = doc_create(),
			     .button = BUTTONS_NONE};
	w->look.doc = w->doc;
	while (kind->pages[w->n_pages].id)
		w->n_pages++;
	w->visited = mem_new_array(w->n_pages + 1, sizeof(*w->visited));
	if (kind->renew)
		kind->renew(context);
	w->draft = draft_create(kind->fields, context);
	form_view_start(&w->form, w->draft, kind->pages[0].id);
	w->form.host = host;
	w->visited[0] = true;
	gather_buttons(w);
	w->pane = app_push(app, &wizard_pane, w);
}

static void forget_intro(struct wizard *w)
{
	while (w->n_intro)
		free(w->intro[--w->n_intro]);
}

static void close_pane(struct pane *pane)
{
	struct wizard *w = pane->data;

	requests_drop(w->app, w);
	if (w->editor)
		editor_abandon(w->editor);
	form_view_finish(&w->form);
	draft_destroy(w->draft);
	if (w->kind->free)
		w->kind->free(w->context);
	xml_doc_destroy(w->base);
	plan_unref(w->plan);
	doc_view_finish(&w->look);
	doc_destroy(w->doc);
	forget_intro(w);
	free(w->intro);
	free(w->visited);
	free(w->host_name);
	free(w->xml);
	free(w->failed);
	free(w->left_out);
	free(w->typed);
	free(w);
}

/* --- the screen -------------------------------------------------------------------------------- */

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	(void)pane;
	*ret_width = WIDTH;
	/* Between the tabs and the line for messages, where there is room for that. */
	*ret_height -= *ret_height < ROOMY + 2 ? 2 : 4;
}

static int list_width(const struct wizard *w)
{
	return w->width >= LIST_FROM ? LIST_WIDTH : 0;
}

static int inner_width(const struct wizard *w)
{
	return w->width - 2 * WIZARD_EDGE - list_width(w);
}

static int intro_rows(const struct wizard *w)
{
	return w->height < ROOMY || !w->n_intro ? 0 : (int)w->n_intro + 1;
}

static int button_rows(const struct wizard *w)
{
	return buttons_rows(w->labels, w->n_labels, inner_width(w));
}

static int help_rows(const struct wizard *w)
{
	return w->height < ROOMY + 4 ? 1 : 2;
}

/* The frame's edge, buttons, and above them the help and where there is room a rule. */
static int rows_below(const struct wizard *w)
{
	return 1 + button_rows(w) + help_rows(w) + (w->height >= ROOMY);
}

static int body_height(const struct wizard *w)
{
	int rows = w->height - 1 - intro_rows(w) - rows_below(w);

	return rows > 1 ? rows : 1;
}

static void wrap_intro(struct wizard *w)
{
	autostr struct str text = {0};

	forget_intro(w);
	if (wizard_is_last(w) || !w->kind->pages[w->page].intro)
		return;
	w->kind->pages[w->page].intro(w->draft, &text);
	for (const char *p = str_text(&text); *p;) {
		size_t len = utf8_break(p, inner_width(w) > 8 ? inner_width(w) : 8);

		*arr_add(w->intro, w->n_intro, w->cap_intro) = mem_strndup(p, len);
		p += len;
		p += *p == '\n';
	}
}

static void layout(struct pane *pane, int width, int height)
{
	struct wizard *w = pane->data;

	w->width = width;
	w->height = height;
	gather_buttons(w);
	if (w->button != BUTTONS_NONE && w->button >= w->n_labels)
		w->button = w->n_labels - 1;
	wrap_intro(w);
	if (wizard_is_last(w)) {
		doc_layout(w->doc, inner_width(w));
		doc_view_fit(&w->look, body_height(w));
	} else {
		form_view_layout(&w->form, inner_width(w), body_height(w));
	}
}

static const char *page_title(const struct wizard *w, size_t page)
{
	return page == w->n_pages ? "Look and go" : w->kind->pages[page].title;
}

/* Its number among those that are there, from 1. */
static size_t page_number(const struct wizard *w, size_t page)
{
	size_t number = 0;

	for (size_t i = 0; i <= page; i++)
		number += is_there(w, i);
	return number;
}

static bool is_wrong(const struct wizard *w, size_t page)
{
	return page < w->n_pages && w->visited[page] && page != w->page &&
	       draft_first_wrong(w->draft, w->kind->pages[page].id) < draft_count(w->draft);
}

static void draw_list(const struct wizard *w, struct area area)
{
	bool unicode = area.surface->unicode;
	int y = 0;

	for (size_t i = 0; i <= w->n_pages; i++) {
		bool here = i == w->page;

		if (!is_there(w, i))
			continue;
		area_text(area, 0, y, ROLE_KEY, !here ? " " : unicode ? "▸" : ">");
		area_textf(area, 2, y, ROLE_KEY, "%zu", page_number(w, i));
		area_field(area, 4, y, area.width - 7,
		           here            ? ROLE_STRONG
		           : w->visited[i] ? ROLE_BOX
		                           : ROLE_DIM,
		           CUT_END, false, page_title(w, i));
		if (is_wrong(w, i))
			area_text(area, 0, y, ROLE_STATE_BAD, "!");
		y++;
	}
	for (int row = 0; row < area.height; row++)
		area_text(area, area.width - 2, row, ROLE_DIM, unicode ? "│" : "|");
}

static void draw_help(const struct wizard *w, struct area area, int y)
{
	const struct wizard_button *b = wizard_button(w);
	const char *help = "";

	if (b)
		help = b->help;
	else if (w->button < w->n_labels && w->labels[w->button] == save_label)
		help = "write the XML to a file of this machine, and do nothing else";
	else if (w->button == BUTTONS_NONE)
		help = form_view_help(&w->form);
	if (w->height >= ROOMY)
		area_rule(area, 0, y++, area.width, ROLE_DIM);
	for (int row = 0; row < help_rows(w); row++) {
		size_t len = row + 1 < help_rows(w) && *help ? utf8_break(help, area.width) : strlen(help);
		autofree char *part = mem_strndup(help, len);

		area_field(area, 0, y++, area.width, ROLE_DIM, CUT_END, false, part);
		help += len;
	}
	buttons_draw(w->labels, w->n_labels, w->button, area_part(area, 0, y, area.width, area.height - y));
}

static void draw(struct pane *pane, struct area area)
{
	const struct wizard *w = pane->data;
	size_t n = page_number(w, w->n_pages);
	autofree char *title =
	        list_width(w) ? mem_printf("%s on %s", w->kind->title, w->host_name)
	                      : mem_printf("%zu/%zu %s", page_number(w, w->page), n, page_title(w, w->page));
	struct area inside = area_part(area, WIZARD_EDGE + list_width(w), 1, inner_width(w), area.height - 2);
	struct area body = area_part(inside, 0, intro_rows(w), inside.width, body_height(w));

	area_box(area, title,
	         wizard_is_last(w) ? "e edit XML   Tab choose   Enter do it   PgDn read on   Esc leave"
	                           : "Tab next   PgDn next page   PgUp back   F2 last page   Esc leave");
	if (list_width(w))
		draw_list(w, area_part(area, WIZARD_EDGE, 1, LIST_WIDTH - 1, area.height - 2));
	for (int i = 0; i < intro_rows(w) - 1; i++)
		area_field(inside, 0, i, inside.width, ROLE_DIM, CUT_END, false, w->intro[i]);
	if (wizard_is_last(w)) {
		doc_view_draw(&w->look, body);
		area_box_place(area, w->look.top, (size_t)body.height, doc_rows(w->doc));
	} else {
		form_view_draw(&w->form, body, w->button == BUTTONS_NONE);
		area_box_place(area, w->form.top, (size_t)body.height, form_view_rows(&w->form));
	}
	draw_help(w, inside, inside.height - rows_below(w) + 1);
}

/* --- going from page to page ------------------------------------------------------------------- */

static void show_page(struct wizard *w, size_t page, bool at_end)
{
	w->page = page;
	w->visited[page] = true;
	w->button = page == w->n_pages ? 0 : BUTTONS_NONE;
	gather_buttons(w);
	if (page < w->n_pages)
		form_view_page(&w->form, w->kind->pages[page].id, at_end);
	w->look.top = 0;
}

bool wizard_show_wrong(struct wizard *w)
{
	size_t wrong = draft_first_wrong(w->draft, NULL);
	autofree char *why = NULL;

	if (wrong == draft_count(w->draft))
		return true;
	for (size_t i = 0; i < w->n_pages; i++)
		if (str_equal(w->kind->pages[i].id, w->kind->fields[wrong].page))
			show_page(w, i, false);
	form_view_check(&w->form);
	why = draft_wrong_at(w->draft, wrong);
	app_complain(w->app, "%s: %s", w->kind->fields[wrong].label, why);
	return false;
}

static enum reaction go_last(struct wizard *w)
{
	autoerr struct err err = {0};

	if (!wizard_show_wrong(w))
		return CHANGED;
	for (size_t i = 0; i < w->n_pages; i++)
		w->visited[i] = true;
	show_page(w, w->n_pages, false);
	free(take(w->left_out));
	free(w->failed);
	w->failed = w->typed ? mem_strdup("The text that could not be read is kept: e goes on with it.") : NULL;
	if (!wizard_look(w, &err)) {
		show_page(w, 0, false);
		app_complain(w->app, "%s", err.text);
	}
	return CHANGED;
}

/* What is open above a field would outlive the wizard, which closes when it is made. */
static bool stays(struct wizard *w)
{
	if (w->busy)
		app_say(w->app, "it is being made: its pages can be changed when that has failed");
	return w->busy;
}

/* Onwards only from a page on which nothing is wrong. */
static enum reaction turn(struct wizard *w, int step)
{
	size_t page = w->page;

	if (stays(w))
		return REACT_DONE;
	if (step > 0 && !wizard_is_last(w) && !form_view_check(&w->form)) {
		w->button = BUTTONS_NONE;
		return CHANGED;
	}
	do
		page += (size_t)step;
	while (page <= w->n_pages && !is_there(w, page));
	if (page > w->n_pages)
		return REACT_DONE;
	if (page == w->n_pages)
		return go_last(w);
	show_page(w, page, false);
	return CHANGED;
}

static enum reaction jump(struct wizard *w, size_t number)
{
	if (stays(w))
		return REACT_DONE;
	for (size_t i = 0; i <= w->n_pages; i++) {
		if (!is_there(w, i) || page_number(w, i) != number)
			continue;
		if (i == w->n_pages)
			return go_last(w);
		show_page(w, i, false);
		return CHANGED;
	}
	return REACT_DONE;
}

/* --- what is asked for ------------------------------------------------------------------------- */

static void throw_away(struct app *app, void *opaque)
{
	app_react(app, ((struct wizard *)opaque)->pane, REACT_CLOSE);
}

/* XML that cannot be read is in no field. */
static bool typed(const struct pane *pane)
{
	const struct wizard *w = pane->data;

	return !w->busy && (draft_is_changed(w->draft) || w->edited || w->typed);
}

static bool leave(struct pane *pane)
{
	struct wizard *w = pane->data;
	autofree char *title = mem_printf("Leave: %s", w->kind->title);

	if (w->busy) {
		app_say(w->app, "it goes on: Tasks show how it ends");
		return true;
	}
	if (!typed(pane))
		return true;
	confirm_ask(w->app, &(struct confirm_question){.title = title,
						       .text = "Nothing has been done yet.",
						       .lost = "What was typed is thrown away.",
						       .yes = "Throw away",
						       .answer = throw_away,
						       .opaque = w});
	return false;
}

void wizard_show_look(struct wizard *w)
{
	wizard_look_again(w);
	w->look.top = 0;
	app_react(w->app, w->pane, CHANGED);
}

/* The cursor goes to what was made, when the list has it. */
static void answer_came(const struct request *r, const char *text)
{
	const struct wizard *w = r->opaque;
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);
	autofree char *uuid = doc ? xml_doc_get(doc, "uuid") : NULL;
	unsigned char bytes[UUID_SIZE];

	if (uuid && uuid_parse(uuid, bytes))
		app_body(w->app)->awaited = obj_id_of(w->host, w->kind->object, bytes);
	xml_doc_destroy(doc);
}

static void await_identified(const struct wizard *w)
{
	unsigned char id[UUID_SIZE];

	if (!w->kind->identify)
		return;
	w->kind->identify(w->draft, id);
	app_body(w->app)->awaited = obj_id_of(w->host, w->kind->object, id);
}

static bool ended(const struct request *r, const struct err *err)
{
	struct wizard *w = r->opaque;

	w->busy = false;
	if (err->code == ERR_NONE) {
		await_identified(w);
		app_react(w->app, w->pane, REACT_CLOSE);
		return false;
	}
	free(w->failed);
	w->failed = mem_printf("%s that was typed is still here: %s",
			       err->detail == DOMAIN_CUT_OFF ? "All" : "It failed, and all", err->text);
	wizard_show_look(w);
	return true;
}

static char *what_of(const struct wizard *w)
{
	return mem_printf("Make the %s %s", w->kind->thing, draft_text(w->draft, w->kind->name));
}

static void begin(struct wizard *w)
{
	const char *name = draft_text(w->draft, w->kind->name);
	autofree char *what = what_of(w);
	struct request *r;

	free(take(w->failed));
	w->busy = true;
	wizard_show_look(w);
	r = request_keep(&(struct request){.app = w->app,
					   .action = w->action,
					   .object = obj_id_host(w->host),
					   .name = name,
					   .verb = PLAN_VERB,
					   .plan = w->plan,
					   .what = what,
					   .overlay = "making...",
					   .answer = answer_came,
					   .done = ended,
					   .opaque = w});
	request_ask(r, 0);
}

static void begin_without(struct app *app, void *opaque)
{
	struct wizard *w = opaque;

	(void)app;
	if (wizard_show_wrong(w) && !w->hopeless)
		begin(w);
}

static enum reaction carry_out(struct wizard *w)
{
	autofree char *what = what_of(w);

	/* What has been read meanwhile may have made something wrong. */
	if (w->busy || !wizard_show_wrong(w))
		return CHANGED;
	if (w->typed)
		confirm_ask(w->app, &(struct confirm_question){.title = what,
							       .text = "The XML that was edited cannot be read.",
							       .lost = "It is made without that, and what was typed is lost.",
							       .yes = "Make it",
							       .answer = begin_without,
							       .opaque = w});
	else
		begin(w);
	return REACT_DONE;
}

static enum reaction save(struct wizard *w)
{
	text_save(w->app, "Save the XML", draft_text(w->draft, w->kind->name), w->xml, NULL, NULL);
	return REACT_DONE;
}

static enum reaction press_button(struct wizard *w)
{
	const char *label = w->labels[w->button];

	if (wizard_button(w))
		return carry_out(w);
	if (label == save_label)
		return save(w);
	if (label == next_label)
		return turn(w, 1);
	if (label == back_label)
		return turn(w, -1);
	return leave(w->pane) ? REACT_CLOSE : REACT_DONE;
}

/* --- keys -------------------------------------------------------------------------------------- */

/* Buttons come after the last field and before the first; on the last page there are only they. */
static enum reaction step_buttons(struct wizard *w, int step)
{
	size_t to = w->button == BUTTONS_NONE ? (step > 0 ? 0 : w->n_labels - 1) : w->button + (size_t)step;

	if (wizard_is_last(w)) {
		w->button = to < w->n_labels ? to : step > 0 ? 0 : w->n_labels - 1;
		w->look.top = 0; /* where it says what this one does */
		wizard_look_again(w);
		return CHANGED;
	}
	w->button = to < w->n_labels ? to : BUTTONS_NONE;
	if (w->button == BUTTONS_NONE)
		form_view_go_end(&w->form, step < 0);
	return CHANGED;
}

static enum reaction button_key(struct wizard *w, const struct key *key)
{
	switch (key->code) {
	case KEYC_ENTER:
	case KEYC_SPACE:
		return press_button(w);
	case KEYC_TAB:
		return step_buttons(w, key->mods & KEYM_SHIFT ? -1 : 1);
	case KEYC_RIGHT:
		return step_buttons(w, 1);
	case KEYC_LEFT:
		return step_buttons(w, -1);
	case KEYC_UP:
		return wizard_is_last(w) ? doc_view_move(&w->look, MOVE_UP) : step_buttons(w, -1);
	case KEYC_DOWN:
		return wizard_is_last(w) ? doc_view_move(&w->look, MOVE_DOWN) : REACT_DONE;
	default:
		return form_swallow(key);
	}
}

/* Keys that do the same wherever the cursor is. */
static enum reaction wizard_key(struct wizard *w, const struct key *key)
{
	bool last = wizard_is_last(w);

	switch (key->code) {
	case KEYC_ESC:
		return leave(w->pane) ? REACT_CLOSE : REACT_DONE;
	case KEYC_PAGE_DOWN:
		return last ? doc_view_move(&w->look, MOVE_PAGE_DOWN) : turn(w, 1);
	case KEYC_PAGE_UP:
		return last && w->look.top ? doc_view_move(&w->look, MOVE_PAGE_UP) : turn(w, -1);
	case KEYC_F:
		return key->ch == 2 && !last ? go_last(w) : REACT_UNUSED;
	case KEYC_CHAR:
		if (key->mods == KEYM_ALT && key->ch >= '1' && key->ch <= '9')
			return jump(w, key->ch - '0');
		if (!last || w->busy || !key_is_char(key, 'e'))
			return REACT_UNUSED;
		wizard_edit(w);
		return CHANGED;
	default:
		return REACT_UNUSED;
	}
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct wizard *w = pane->data;
	enum reaction r = wizard_key(w, key);

	if (r != REACT_UNUSED)
		return r;
	if (w->button != BUTTONS_NONE)
		return button_key(w, key);
	r = form_view_key(pane, &w->form, key);
	if (r != REACT_UNUSED)
		return r;
	if (key->code == KEYC_TAB || key->code == KEYC_ENTER || key->code == KEYC_DOWN || key->code == KEYC_UP)
		return step_buttons(w, key->code == KEYC_UP || (key->mods & KEYM_SHIFT) ? -1 : 1);
	return form_swallow(key);
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct wizard *w = pane->data;

	return wizard_is_last(w) ? doc_view_move(&w->look, how) : REACT_DONE;
}

static enum reaction press_list(struct wizard *w, int y)
{
	for (size_t i = 0; i <= w->n_pages; i++)
		if (is_there(w, i) && page_number(w, i) == (size_t)(y > 0 ? y : 0))
			return jump(w, page_number(w, i));
	return REACT_DONE;
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct wizard *w = pane->data;
	int left = WIZARD_EDGE + list_width(w), top = 1 + intro_rows(w);
	int buttons_top = w->height - 1 - button_rows(w);
	size_t button = buttons_at(w->labels, w->n_labels, inner_width(w), x - left, y - buttons_top);

	if (key->button == 1 && button != BUTTONS_NONE) {
		w->button = button;
		if (wizard_is_last(w))
			wizard_look_again(w);
		return press_button(w) | CHANGED;
	}
	if (key->button == 1 && x < left)
		return press_list(w, y);
	if (y < top || y >= top + body_height(w))
		return REACT_DONE;
	if (wizard_is_last(w))
		return doc_view_press(&w->look, key, y - top);
	w->button = BUTTONS_NONE;
	return form_view_press(pane, &w->form, key, x - left, y - top);
}

static void model(struct pane *pane, unsigned what)
{
	struct wizard *w = pane->data;
	autoerr struct err err = {0};

	if (!(what & HOST_CHANGED_READINGS) || !w->kind->renew || !app_find_host(w->app, w->host))
		return;
	w->kind->renew(w->context);
	draft_renew(w->draft);
	if (wizard_is_last(w) && !w->busy)
		wizard_look(w, &err);
}

static void peeks(struct pane *pane, struct peek_list *out)
{
	const struct wizard *w = pane->data;

	if (w->kind->peeks)
		w->kind->peeks(w->draft, out);
}

static const struct pane_ops wizard_pane = {
	.name = "wizard",
	.title = "Wizard",
	.modal = true,
	.high = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.model = model,
	.layout = layout,
	.wants = wants,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = press,
	.peeks = peeks,
	.leave = leave,
	.typed = typed,
};
