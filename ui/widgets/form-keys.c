// SPDX-License-Identifier: GPL-3.0-or-later
/* What keys and the mouse do to the fields of a form. */
#include "ui/widgets/form-internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/pathchoose.h"
#include "ui/widgets/secret.h"

#define CHANGED (REACT_REDRAW | REACT_RELAYOUT)

static const char *text_here(const struct form_view *v)
{
	return draft_text_at(v->draft, v->at.field);
}

static void set(struct form_view *v, const char *text)
{
	draft_set_at(v->draft, v->at.field, text);
	v->visited[v->at.field] = true;
}

/* For what is answered later, in a float above the pane that holds the view. */
struct errand {
	struct pane *pane;
	struct form_view *view;
	struct form_place place;
	struct field_choices offers; /* their texts are in words */
	struct arena *words;
};

static struct errand *errand_create(struct pane *pane, struct form_view *v)
{
	struct errand *e = mem_new(struct errand);

	*e = (struct errand){.pane = pane, .view = v, .place = v->at};
	return e;
}

static void errand_destroy(void *opaque)
{
	struct errand *e = opaque;

	free(e->offers.all);
	arena_destroy(e->words);
	free(e);
}

/* Of the field that it was asked for, wherever the cursor is now. */
static void errand_set(struct app *app, const struct errand *e, const char *text)
{
	struct form_view *v = e->view;

	draft_set_at(v->draft, e->place.field, text);
	v->visited[e->place.field] = true;
	if (v->at.field == e->place.field)
		line_set(&v->line, text_here(v));
	app_react(app, e->pane, CHANGED);
}

/* --- one of several ---------------------------------------------------------------------------- */

static void chosen(struct app *app, void *opaque, size_t index)
{
	struct errand *e = opaque;

	errand_set(app, e, e->offers.all[index].id);
	errand_destroy(e);
}

static void not_chosen(struct app *app, void *opaque)
{
	(void)app;
	errand_destroy(opaque);
}

/* The draft's context, whose the texts are, may be read anew while they are shown. */
static void gather_offers(struct errand *e, const struct field *f)
{
	e->words = arena_create();
	field_offers(f, e->view->draft, &e->offers);
	for (size_t i = 0; i < e->offers.n; i++) {
		struct field_choice *c = &e->offers.all[i];

		*c = (struct field_choice){.id = arena_strdup(e->words, c->id),
					   .label = arena_strdup(e->words, c->label),
					   .help = arena_strdup(e->words, c->help),
					   .greyed = arena_strdup(e->words, c->greyed)};
	}
}

static enum reaction drop_down(struct pane *pane, struct form_view *v)
{
	const struct field *f = form_field(v);
	struct errand *e = errand_create(pane, v);
	struct choose_question q = {
	        .title = f->label + strspn(f->label, " "), .answer = chosen, .cancelled = not_chosen, .opaque = e};

	gather_offers(e, f);
	for (size_t i = 0; i < e->offers.n; i++) {
		const struct field_choice *c = &e->offers.all[i];

		if (str_equal(c->id, text_here(v)))
			q.first = i;
		choose_add(&q, (struct choice){c->label ? c->label : c->id, c->help ? c->help : "", c->greyed});
	}
	if (e->offers.n) {
		choose_ask(pane->app, &q);
	} else {
		errand_destroy(e);
		app_say(pane->app, "%s: there is nothing to choose from", f->label);
	}
	return REACT_REDRAW;
}

static void path_chosen(struct app *app, void *opaque, const char *path)
{
	struct errand *e = opaque;

	errand_set(app, e, path);
}

/* Of what can be typed, too: a choice, or a path. */
static enum reaction show_choices(struct pane *pane, struct form_view *v)
{
	const struct field *f = form_field(v);

	if (f->type != FIELD_PATH)
		return drop_down(pane, v);
	path_choose(pane->app, &(struct path_question){.title = f->label + strspn(f->label, " "),
						       .host = v->host,
						       .path = text_here(v),
						       .answer = path_chosen,
						       .finish = errand_destroy,
						       .opaque = errand_create(pane, v)});
	return REACT_REDRAW;
}

/* The next one that can be chosen, or the next whose label begins with a letter. */
static enum reaction step_choice(struct form_view *v, int step, uint32_t letter)
{
	struct field_choices offers = {0};
	size_t at = 0;

	field_offers(form_field(v), v->draft, &offers);
	while (at < offers.n && !str_equal(offers.all[at].id, text_here(v)))
		at++;
	for (size_t i = 1; i <= offers.n; i++) {
		const struct field_choice *c =
			&offers.all[(at + (step > 0 ? i : offers.n * 2 - i)) % offers.n];
		const char *label = c->label ? c->label : c->id;

		if (c->greyed || (letter && tolower((unsigned char)*label) != (int)letter))
			continue;
		set(v, c->id);
		break;
	}
	free(offers.all);
	return CHANGED;
}

static enum reaction choice_key(struct pane *pane, struct form_view *v, const struct key *key)
{
	switch (key->code) {
	case KEYC_ENTER:
	case KEYC_SPACE:
		return drop_down(pane, v);
	case KEYC_LEFT:
		return step_choice(v, -1, 0);
	case KEYC_RIGHT:
		return step_choice(v, 1, 0);
	case KEYC_CHAR:
		if (key->mods || key->ch > 0x7f)
			return REACT_UNUSED;
		return step_choice(v, 1, (uint32_t)tolower((int)key->ch));
	default:
		return REACT_UNUSED;
	}
}

static enum reaction switch_key(struct form_view *v, const struct key *key)
{
	bool on = str_equal(text_here(v), "yes");

	switch (key->code) {
	case KEYC_ENTER:
	case KEYC_SPACE:
	case KEYC_LEFT:
	case KEYC_RIGHT:
		set(v, on ? "no" : "yes");
		return CHANGED;
	case KEYC_CHAR:
		if (key->mods || (key->ch != 'y' && key->ch != 'n'))
			return REACT_UNUSED;
		set(v, key->ch == 'y' ? "yes" : "no");
		return CHANGED;
	default:
		return REACT_UNUSED;
	}
}

/* --- many of several --------------------------------------------------------------------------- */

bool form_is_ticked(const char *text, const char *id)
{
	size_t len = strlen(id);

	for (const char *p = text; *p; p += strspn(p, " ")) {
		size_t word = strcspn(p, " ");

		if (word == len && strncmp(p, id, len) == 0)
			return true;
		p += word;
	}
	return false;
}

static void toggle_word(struct form_view *v, const char *id)
{
	autostr struct str out = {0};
	const char *text = text_here(v);

	for (const char *p = text; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (strlen(id) != len || strncmp(p, id, len) != 0)
			str_addf(&out, "%s%.*s", out.len ? " " : "", (int)len, p);
		p += len;
	}
	if (!form_is_ticked(text, id))
		str_addf(&out, "%s%s", out.len ? " " : "", id);
	set(v, str_text(&out));
}

static enum reaction tick_key(struct pane *pane, struct form_view *v, const struct key *key)
{
	const struct field *f = form_field(v);
	struct field_choices offers = {0};
	size_t sub = v->at.sub - f->free;

	if (key->code != KEYC_ENTER && key->code != KEYC_SPACE)
		return REACT_UNUSED;
	field_offers(f, v->draft, &offers);
	if (sub < offers.n && offers.all[sub].greyed)
		app_say(pane->app, "%s: %s", offers.all[sub].id, offers.all[sub].greyed);
	else if (sub < offers.n)
		toggle_word(v, offers.all[sub].id);
	free(offers.all);
	return CHANGED;
}

/* --- records ----------------------------------------------------------------------------------- */

/* What is wrong with all of them, of which this may be one. The caller frees; NULL. */
static char *wrong_records(const struct errand *e, const char *text)
{
	const struct draft *draft = e->view->draft;
	const struct field *f = &draft_fields(draft)[e->place.field];

	return f->check ? f->check(draft, text) : NULL;
}

static char *record_done(struct app *app, void *opaque, const struct draft *record)
{
	struct errand *e = opaque;
	const char *now = draft_text_at(e->view->draft, e->place.field);
	autofree char *text = record_put(now, e->place.sub, record);
	autofree char *before = wrong_records(e, now);
	char *wrong = before ? NULL : wrong_records(e, text);

	if (wrong)
		return wrong;
	/* After a new one Enter adds the next. */
	if (e->place.sub == record_count(now) && e->view->at.field == e->place.field)
		e->view->at.sub = e->place.sub + 1;
	errand_set(app, e, text);
	return NULL;
}

static enum reaction open_record(struct pane *pane, struct form_view *v, size_t sub)
{
	const struct field *f = form_field(v);
	struct errand *e;
	const char *label = f->label + strspn(f->label, " ");
	autofree char *title = mem_printf("%s: %s", label, sub < record_count(text_here(v)) ? "change" : "add");

	v->at.sub = sub;
	e = errand_create(pane, v);
	form_ask(pane->app, &(struct form_question){.title = title,
						    .draft = record_draft(v->draft, f, text_here(v), sub),
						    .ok = "OK",
						    .answer = record_done,
						    .finish = errand_destroy,
						    .opaque = e});
	return REACT_REDRAW;
}

static enum reaction record_key(struct pane *pane, struct form_view *v, const struct key *key)
{
	size_t n = record_count(text_here(v));

	if (key->code == KEYC_ENTER || key->code == KEYC_SPACE)
		return open_record(pane, v, v->at.sub);
	if (key->code == KEYC_INSERT || key_is_char(key, '+') || key_is_char(key, 'a'))
		return open_record(pane, v, n);
	if ((key->code == KEYC_DELETE || key_is_char(key, '-') || key_is_char(key, 'd')) && v->at.sub < n) {
		autofree char *text = record_remove(text_here(v), v->at.sub);

		set(v, text);
		return CHANGED;
	}
	return REACT_UNUSED;
}

/* --- text -------------------------------------------------------------------------------------- */

static bool replaces(const struct form_view *v, const struct key *key)
{
	return v->fresh && !draft_is_own_at(v->draft, v->at.field) &&
	       (key->code == KEYC_PASTE || (key->code == KEYC_CHAR && !key->mods));
}

/* In one line, without the newline that a copied line ends with. */
static char *pasted_line(struct app *app)
{
	const char *text = app_paste(app);

	text += strspn(text, " \t\n");
	return mem_strndup(text, strcspn(text, "\n"));
}

static enum reaction line_pressed(struct pane *pane, struct form_view *v, const struct key *key)
{
	autofree char *pasted = key->code == KEYC_PASTE ? pasted_line(pane->app) : mem_strdup("");

	if (replaces(v, key))
		line_set(&v->line, "");
	if (!line_key(&v->line, key, pasted))
		return REACT_UNUSED;
	if (!str_equal(str_text(&v->line.text), text_here(v))) {
		draft_set_at(v->draft, v->at.field, str_text(&v->line.text));
		v->fresh = false;
	}
	return CHANGED;
}

/* Only at its end: it cannot be seen. */
static enum reaction hidden_key(struct pane *pane, struct form_view *v, const struct key *key)
{
	char next[SECRET_MOST + 1], typed[4];
	const char *more = typed;
	size_t len = strlen(text_here(v)), n = 0;
	enum reaction r = CHANGED;

	len = len < SECRET_MOST ? len : SECRET_MOST;
	memcpy(next, text_here(v), len);
	if (key->code == KEYC_CHAR && !key->mods) {
		n = (size_t)utf8_encode(key->ch, typed);
	} else if (key->code == KEYC_SPACE) {
		typed[n++] = ' ';
	} else if (key->code == KEYC_PASTE) {
		more = app_paste(pane->app);
		n = secret_pasted(pane->app, len);
	} else if (key->code == KEYC_BACKSPACE) {
		while (len > 0 && ((unsigned char)next[--len] & 0xc0) == 0x80)
			;
	} else if (key->code == KEYC_CHAR && key->ch == 'u' && key->mods == KEYM_CTRL) {
		len = 0;
	} else {
		r = REACT_UNUSED;
	}
	if (secret_has_room(pane->app, len, n)) {
		memcpy(next + len, more, n);
		len += n;
	}
	next[len] = '\0';
	if (r != REACT_UNUSED)
		draft_set_at(v->draft, v->at.field, next);
	explicit_bzero(next, sizeof(next));
	explicit_bzero(typed, sizeof(typed));
	return r;
}

/* --- all --------------------------------------------------------------------------------------- */

static enum reaction value_key(struct pane *pane, struct form_view *v, const struct key *key)
{
	const struct field *f = form_field(v);

	if (f->type == FIELD_SECRET)
		return hidden_key(pane, v, key);
	if (field_is_typed(f) && v->at.sub == 0) {
		/* What may be chosen as well. */
		if (key->code == KEYC_F && key->ch == 4 && form_drops_down(f))
			return show_choices(pane, v);
		return line_pressed(pane, v, key);
	}
	switch (f->type) {
	case FIELD_CHOICE:
		return choice_key(pane, v, key);
	case FIELD_SWITCH:
		return switch_key(v, key);
	case FIELD_MANY:
		return tick_key(pane, v, key);
	default:
		return record_key(pane, v, key);
	}
}

enum reaction form_view_key(struct pane *pane, struct form_view *v, const struct key *key)
{
	enum reaction r;

	if (!form_field(v))
		return REACT_UNUSED;
	r = value_key(pane, v, key);
	if (r != REACT_UNUSED)
		return r;
	switch (key->code) {
	case KEYC_TAB:
		return form_step(v, key->mods & KEYM_SHIFT ? -1 : 1) ? CHANGED : REACT_UNUSED;
	case KEYC_ENTER:
	case KEYC_DOWN:
		return form_step(v, 1) ? CHANGED : REACT_UNUSED;
	case KEYC_UP:
		return form_step(v, -1) ? CHANGED : REACT_UNUSED;
	default:
		return REACT_UNUSED;
	}
}

enum reaction form_view_press(struct pane *pane, struct form_view *v, const struct key *key, int x, int y)
{
	static const struct key enter = {.code = KEYC_ENTER};
	size_t row = v->top + (size_t)y;
	enum move how;

	if (key_is_wheel(key, &how))
		return form_step(v, how == MOVE_UP ? -1 : 1) ? CHANGED : REACT_DONE;
	if (key->button != 1 || y < 0 || row >= v->n || v->rows[row].kind != FORM_ROW_VALUE)
		return REACT_DONE;
	form_leave(v);
	form_go(v, v->rows[row].place);
	if (x < v->label_width || (field_is_typed(form_field(v)) && v->at.sub == 0 && !form_is_arrow(v, x)))
		return CHANGED;
	if (field_is_typed(form_field(v)) && v->at.sub == 0)
		return show_choices(pane, v) | CHANGED;
	return form_view_key(pane, v, &enter) | CHANGED;
}
