// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/edit-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/state.h"
#include "model/merge3.h"
#include "model/facts.h"
#include "ui/actions/request.h"
#include "ui/archive.h"
#include "ui/editor.h"
#include "ui/savetext.h"
#include "ui/targets.h"
#include "ui/widgets/choose.h"
#include "virt/verbs.h"
#include "xml/path.h"
#include "xml/secrets.h"

/* In what virtty remembers: whose drafts it has put into the history at its end. */
#define KEPT_SECTION "drafts"
#define KEPT_NAMES   "kept"

struct edits {
	struct app *app;
	struct edit **all;
	size_t n, cap;
};

static void mark(struct edit *e);
static void read_now(struct edit *e);
static void make_new(struct edit *e);
static void open_editor(struct edit *e, const char *text);
static void look_at(struct edit *e);

/* --- texts -------------------------------------------------------------------------------------- */

/* They may hold passwords. */
static void wipe(char **text)
{
	wipe_free(take(*text));
}

static void replace(char **text, const char *with)
{
	char *copy = mem_strdup(with);

	wipe(text);
	*text = copy;
}

/* --- those there are ---------------------------------------------------------------------------- */

static void edit_free(struct edit *e)
{
	if (e->editor)
		editor_abandon(e->editor);
	wipe(&e->before);
	wipe(&e->stood);
	wipe(&e->given);
	wipe(&e->draft);
	wipe(&e->theirs);
	free(e->refusal);
	free(e->name);
	free(e->file);
	free(e);
}

static void drop(struct edit *e)
{
	struct edits *edits = e->app->edits;

	for (size_t i = 0; i < edits->n; i++)
		if (edits->all[i] == e) {
			memmove(&edits->all[i], &edits->all[i + 1], (edits->n - i - 1) * sizeof(*edits->all));
			edits->n--;
			break;
		}
	requests_drop(e->app, e);
	edit_free(e);
}

/* name: of its file, of what is new; NULL: the thing itself. */
static struct edit *find(const struct edits *edits, struct obj_id id, const char *name)
{
	for (size_t i = 0; i < edits->n; i++)
		if (obj_id_equal(edits->all[i]->id, id) && (!name || str_equal(edits->all[i]->name, name)))
			return edits->all[i];
	return NULL;
}

static struct edit *add(struct app *app, const struct action *action, struct obj_id id, const char *name)
{
	struct edit *e = *arr_add(app->edits->all, app->edits->n, app->edits->cap) = mem_new(struct edit);

	e->app = app;
	e->action = action;
	e->kind = kind_of(id.kind);
	e->verb = e->kind ? e->kind->edit : VERB_COUNT;
	e->id = id;
	e->name = mem_strdup(name);
	mark(e);
	return e;
}

/* What would be lost: the draft, or what the editor that still runs has written of it; the caller wipes and frees. NULL:
 * there is nothing. */
static char *unfinished(struct edit *e)
{
	const char *was = e->draft ? e->draft : e->before;
	char *text = e->editor ? editor_text(e->editor) : NULL;

	if (text && *text && !str_equal(text, was))
		return text;
	wipe(&text);
	return e->typed && e->draft ? mem_strdup(e->draft) : NULL;
}

static void keep_unfinished(struct edits *edits)
{
	struct str names = {0};

	for (size_t i = 0; i < edits->n; i++) {
		struct edit *e = edits->all[i];
		char *text = e->kind ? unfinished(e) : NULL;

		if (text) {
			archive_keep_draft(edits->app->archive, e->kind, e->id, e->name, text);
			str_addf(&names, "%s%s", names.len ? ", " : "", e->name);
		}
		wipe(&text);
	}
	if (names.len && archive_directory(edits->app->archive) && edits->app->options->history)
		state_set(edits->app->state, KEPT_SECTION, KEPT_NAMES, str_text(&names));
	str_free(&names);
}

void edits_tell(struct app *app)
{
	const char *names = state_get(app->state, KEPT_SECTION, KEPT_NAMES);

	if (!names)
		return;
	app_say(app, "What you were writing of %s when virtty was ended is kept: :history has it", names);
	state_set(app->state, KEPT_SECTION, KEPT_NAMES, NULL);
}

size_t edits_drafts(const struct edits *edits)
{
	size_t n = 0;

	for (size_t i = 0; i < edits->n; i++)
		n += edits->all[i]->typed || edits->all[i]->editor;
	return n;
}

struct edits *edits_create(struct app *app)
{
	struct edits *edits = mem_new(struct edits);

	edits->app = app;
	return edits;
}

void edits_destroy(struct edits *edits)
{
	if (!edits)
		return;
	if (!edits->app->drafts_go)
		keep_unfinished(edits);
	for (size_t i = 0; i < edits->n; i++) {
		requests_drop(edits->app, edits->all[i]);
		edit_free(edits->all[i]);
	}
	free(edits->all);
	free(edits);
}

char *edit_where(const struct edit *e)
{
	const struct host *host = app_find_host(e->app, e->id.host);

	return mem_printf("%s%s%s", e->name, host ? " on " : "", host ? host_view(host)->name : "");
}

/* --- who is busy elsewhere --------------------------------------------------------------------- */

static void mark(struct edit *e)
{
	e->key_ns = e->app->last_key_ns;
	e->floats = e->app->n_floats;
}

/* Keys may be meant for something else by now: the answer does not come between. */
static bool is_away(const struct edit *e)
{
	return e->app->last_key_ns != e->key_ns || e->app->n_floats > e->floats;
}

/* What has come is shown to who waits for it, else when it is asked for again. */
static void show(struct edit *e, void (*what)(struct edit *e))
{
	char key[KEY_NAME_SIZE];

	if (!is_away(e)) {
		what(e);
		return;
	}
	e->ready = what;
	app_say(e->app, "%s has been read: %s again goes on with it", e->name,
		action_key_of(e->app, e->action->id, key));
}

static void go_on(struct edit *e)
{
	void (*what)(struct edit *e) = e->ready;

	e->ready = NULL;
	mark(e);
	what(e);
}

/* --- reading ------------------------------------------------------------------------------------ */

static void read_came(const struct request *r, const char *text)
{
	struct edit *e = r->opaque;

	replace(&e->before, text);
}

/* There is none of it: it is as if its host had been asked for something new from the beginning. */
static void not_there(struct edit *e)
{
	free(e->name);
	e->name = take(e->file);
	e->id = obj_id_host(e->id.host);
	e->verb = e->kind->define;
	make_new(e);
}

static void begin_typing(struct edit *e)
{
	open_editor(e, e->before);
}

static bool read_ended(const struct request *r, const struct err *err)
{
	struct edit *e = r->opaque;

	e->stage = EDIT_RESTS;
	if (e->file && err->code == ERR_NOT_FOUND) {
		not_there(e);
		return true;
	}
	free(take(e->file));
	if (err->code || !e->before)
		drop(e);
	else
		show(e, e->draft ? look_at : begin_typing);
	return false;
}

static void read_now(struct edit *e)
{
	e->stage = EDIT_READS;
	request_ask(request_keep(&(struct request){.app = e->app,
						   .action = e->action,
						   .object = e->id,
						   .name = e->name,
						   .verb = e->kind->read,
						   .options = "--security-info",
						   .answer = read_came,
						   .done = read_ended,
						   .opaque = e}),
		    0);
}

/* --- the editor --------------------------------------------------------------------------------- */

static void editor_ended(void *opaque, const char *text, const char *why, const char *hint)
{
	struct edit *e = opaque;

	e->stage = EDIT_RESTS;
	if (text && !str_equal(text, e->draft ? e->draft : e->before)) {
		replace(&e->draft, text);
		e->typed = true;
	}
	if (why) {
		app_complain(e->app, "%s: %s; nothing was defined%s", e->name, why,
			     e->draft ? ", what you wrote is kept" : "");
		if (!e->draft)
			drop(e);
	} else if (e->draft) {
		look_at(e);
	} else {
		app_say(e->app, "%s: nothing changed%s%s", e->name, hint ? "; " : "", hint ? hint : "");
		drop(e);
	}
}

static void open_editor(struct edit *e, const char *text)
{
	autofree char *what = mem_printf("edit %s", e->name);
	autoerr struct err err = {0};
	struct editor_order order = {
		.name = e->name,
		.what = what,
		.text = text,
		.line = e->line,
		.done = editor_ended,
		.opaque = e,
		.slot = &e->editor,
	};

	e->line = 0;
	e->stage = EDIT_TYPES;
	if (editor_open(e->app, &order, &err))
		return;
	e->stage = EDIT_RESTS;
	app_complain(e->app, "%s: the editor cannot be opened: %s", e->name, err.text);
	if (!e->draft)
		drop(e);
}

/* --- the draft ---------------------------------------------------------------------------------- */

/* What it calls itself has to stay: it is another thing else. NULL when it does; the caller frees. */
static char *another(const struct edit *e, const struct xml_doc *doc)
{
	static const char *const paths[] = {"uuid", "name", "@name"};
	autoerr struct err err = {0};
	struct xml_doc *before = e->before ? xml_doc_parse(e->before, NULL, &err) : NULL;
	char *sentence = NULL;

	for (size_t i = 0; before && !sentence && i < ARRAY_SIZE(paths); i++) {
		autofree char *was = xml_doc_get(before, paths[i]);
		autofree char *is = xml_doc_get(doc, paths[i]);

		if (was && is && !str_equal(was, is))
			sentence = mem_printf("Its %s is not %s any more, which would be another %s: to make one, save the "
					      "draft to a file and define that",
					      i ? "name" : "UUID", was, e->kind->word);
	}
	xml_doc_destroy(before);
	return sentence;
}

/* virtty shows and saves *** in the place of secrets: who defined that would lose them. NULL when there is no such
 * place more than there was; the caller frees. */
static char *masked(struct edit *e)
{
	struct xml_secrets is = xml_secrets(e->draft), was = xml_secrets(e->before ? e->before : "");
	size_t n = 0;
	int line = 0;

	for (size_t i = 0; i < was.n; i++)
		n += xml_secret_is_mask(&was.all[i]);
	for (size_t i = 0; i < is.n && !line; i++)
		if (xml_secret_is_mask(&is.all[i]) && !n--)
			line = is.all[i].line;
	xml_secrets_finish(&is);
	xml_secrets_finish(&was);
	if (!line)
		return NULL;
	e->line = line;
	return mem_printf("Line %d has *** where a secret was left out: write the secret there, or take a text that was "
			  "saved with its secrets.", line);
}

/* Why it cannot be defined, before anybody is asked; the caller frees. NULL: it can. */
static char *why_broken(struct edit *e)
{
	struct xml_place at = {0};
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(e->draft, &at, &err);
	char *sentence = NULL;

	e->line = at.line;
	if (!doc)
		return mem_strdup(err.text);
	if (!str_equal(xml_doc_root(doc), e->kind->root))
		sentence = mem_printf("Its outermost element is <%s>: that of a %s is <%s>.", xml_doc_root(doc),
				      e->kind->word, e->kind->root);
	else
		sentence = another(e, doc);
	xml_doc_destroy(doc);
	return sentence ? sentence : masked(e);
}

static void look_at(struct edit *e)
{
	autofree char *why = why_broken(e);

	if (str_equal(e->draft, e->before)) {
		app_say(e->app, "%s: nothing changed", e->name);
		drop(e);
	} else if (why) {
		edit_show_broken(e, why);
	} else {
		edit_show_review(e);
	}
}

void edit_again(struct app *app, void *opaque)
{
	struct edit *e = opaque;

	(void)app;
	open_editor(e, e->draft);
}

void edit_leave(struct app *app, void *opaque)
{
	struct edit *e = opaque;
	char key[KEY_NAME_SIZE];

	if (e->typed) {
		app_say(app, "nothing was done; %s on %s goes on with what you wrote, and so does :drafts",
			action_key_of(app, e->action->id, key), e->name);
		return;
	}
	app_say(app, "cancelled: nothing was done");
	drop(e);
}

void edit_throw_away(struct app *app, void *opaque)
{
	struct edit *e = opaque;

	app_say(app, "%s: what you wrote is thrown away, nothing was done", e->name);
	drop(e);
}

static void draft_saved(struct app *app, void *opaque)
{
	(void)app;
	drop(opaque);
}

void edit_save_draft(struct app *app, void *opaque)
{
	struct edit *e = opaque;
	autofree char *title = mem_printf("Save the draft of %s", e->name);

	text_save(app, title, e->name, e->draft, draft_saved, e);
}

/* --- defining ----------------------------------------------------------------------------------- */

static void accepted(struct edit *e, const char *kept)
{
	struct selection s;
	bool runs = e->before && targets_describe(e->app, e->id, &s) && (s.facts & FACT_ACTIVE);

	if (e->verb == e->kind->create)
		app_say(e->app, "%s: it runs; it is transient, gone when it stops", e->name);
	else
		app_say(e->app, "%s is defined%s%s%s", e->name, e->before ? " anew" : "", runs ? "; " : "",
			runs ? e->kind->active : "");
	if (kept)
		edit_show_kept(e, kept);
	drop(e);
}

static void answer_came(const struct request *r, const char *text)
{
	struct edit *e = r->opaque;

	replace(&e->theirs, text);
}

static void look_at_answer(struct edit *e)
{
	if (e->theirs)
		edit_show_changed(e);
	else
		edit_show_refused(e);
}

/* The answer is what is there now: what became of the draft, or what somebody else made of it. */
static bool define_ended(const struct request *r, const struct err *err)
{
	struct edit *e = r->opaque;

	e->stage = EDIT_RESTS;
	e->unchecked = false;
	if (!err->code) {
		accepted(e, e->theirs);
		return true;
	}
	replace(&e->refusal, err->text);
	e->invalid = err->detail == VERB_NOT_VALID;
	e->unknown = err->detail == DOMAIN_CUT_OFF;
	/* A failure is told as that of other tasks is, to who does something else by now. */
	if (is_away(e)) {
		e->ready = look_at_answer;
		return false;
	}
	look_at_answer(e);
	return true;
}

struct request edit_request(const struct edit *e)
{
	return (struct request){.app = e->app,
				.action = e->action,
				.object = e->id,
				.name = e->name,
				.verb = e->verb,
				.text = e->draft,
				.options = e->unchecked ? "--no-validate" : NULL,
				.before = e->before,
				.answer = answer_came,
				.done = define_ended};
}

static void define(struct edit *e, bool unchecked)
{
	autofree char *shown = mem_printf("%s%s", e->name, e->before ? ".xml" : "");
	struct request r;

	if (e->stage != EDIT_RESTS)
		return;
	e->stage = EDIT_DEFINES;
	e->unchecked = unchecked;
	wipe(&e->theirs);
	r = edit_request(e);
	r.shown = shown;
	r.secret = true;
	r.opaque = e;
	request_ask(request_keep(&r), 0);
}

void edit_define(struct app *app, void *opaque)
{
	(void)app;
	mark(opaque);
	define(opaque, false);
}

void edit_define_unchecked(struct app *app, void *opaque)
{
	(void)app;
	mark(opaque);
	define(opaque, true);
}

/* --- somebody else was faster ------------------------------------------------------------------- */

/* The draft is one of what is there now, from here on. */
static void rebase(struct edit *e, const char *draft)
{
	char *copy = mem_strdup(draft);

	wipe(&e->draft);
	wipe(&e->before);
	e->draft = copy;
	e->before = take(e->theirs);
}

void edit_take_mine(struct app *app, void *opaque)
{
	struct edit *e = opaque;

	(void)app;
	rebase(e, e->draft);
	edit_show_review(e);
}

void edit_take_theirs(struct app *app, void *opaque)
{
	struct edit *e = opaque;

	app_say(app, "%s stays as it is now: what you wrote is thrown away", e->name);
	drop(e);
}

void edit_merge(struct app *app, void *opaque)
{
	struct edit *e = opaque;
	struct merge3 m = merge3(e->before, e->draft, e->theirs);

	(void)app;
	rebase(e, m.text);
	merge3_finish(&m);
	look_at(e);
}

void edit_again_merged(struct app *app, void *opaque)
{
	struct edit *e = opaque;
	struct merge3 m = merge3(e->before, e->draft, e->theirs);

	(void)app;
	rebase(e, m.text ? m.text : m.marked);
	merge3_finish(&m);
	open_editor(e, e->draft);
}

/* --- beginning ---------------------------------------------------------------------------------- */

static void begin_chosen(struct app *app, void *opaque, size_t index)
{
	struct edit *e = opaque;

	(void)app;
	e->ready = NULL;
	mark(e);
	if (index == 0) {
		open_editor(e, e->draft);
		return;
	}
	if (index == 2) {
		wipe(&e->draft);
		e->draft = mem_strdup(e->given);
		e->typed = false;
	}
	if (index == 2 && e->verb == e->kind->edit)
		read_now(e);
	else
		look_at(e);
}

/* There it lies, for who asks for it. */
static bool is_draft(const struct edit *e)
{
	return e->stage == EDIT_RESTS && e->typed && e->draft;
}

/* What was typed is not lost by somebody who has forgotten it. */
static void ask_about_draft(struct edit *e)
{
	autofree char *title = mem_printf("There is a draft of %s", e->name);
	struct choose_question q = {.title = title, .answer = begin_chosen, .opaque = e};

	choose_add(&q, (struct choice){.label = "go on with it", .help = "the editor, on what you wrote"});
	choose_add(&q, (struct choice){.label = "look at it", .help = "what it would change; from there it can be defined"});
	if (e->given)
		choose_add(&q, (struct choice){.label = "take this one instead",
					       .help = "what you wrote is thrown away; then what this would change is shown"});
	else
		choose_add(&q, (struct choice){.label = "begin anew", .help = "what you wrote is thrown away"});
	choose_ask(e->app, &q);
}

static void draft_chosen(struct app *app, void *opaque, size_t index)
{
	struct edits *edits = opaque;
	size_t nth = 0;

	(void)app;
	for (size_t i = 0; i < edits->n; i++) {
		struct edit *e = edits->all[i];

		if (!is_draft(e) || nth++ != index)
			continue;
		mark(e);
		if (e->ready)
			go_on(e);
		else
			ask_about_draft(e);
		return;
	}
}

void edits_choose(struct app *app)
{
	struct choose_question q = {.title = "Drafts", .answer = draft_chosen, .opaque = app->edits};
	size_t n = 0;

	for (size_t i = 0; i < app->edits->n; i++) {
		const struct edit *e = app->edits->all[i];
		char *where = is_draft(e) ? edit_where(e) : NULL;

		if (!where)
			continue;
		arena_own(app->requests, where, free); /* the question borrows it */
		choose_add(&q, (struct choice){.label = where, .help = e->kind->word});
		n++;
	}
	if (n)
		choose_ask(app, &q);
	else
		app_say(app, "there are no drafts: all that was written is defined, or thrown away");
}

static const char *const stages[] = {
	[EDIT_READS] = "it is being read",
	[EDIT_TYPES] = "the editor has it",
	[EDIT_DEFINES] = "it is being defined",
};

/* NULL: there is none of it, or none that is worth anything. text: that it is begun with; NULL. ret_busy: it is not begun
 * anew. */
static struct edit *resting(struct app *app, struct obj_id id, const char *name, const char *text, bool *ret_busy)
{
	struct edit *e = find(app->edits, id, name);
	bool waits = e && e->ready && (!text || str_equal(text, e->draft));

	*ret_busy = waits || (e && e->stage != EDIT_RESTS);
	if (waits)
		go_on(e);
	else if (*ret_busy)
		app_complain(app, "%s: %s", e->name, stages[e->stage]);
	if (!e || *ret_busy || e->typed)
		return e;
	drop(e);
	return NULL;
}

void edit_start(struct app *app, const struct action *action, struct obj_id id, const char *name)
{
	bool busy;
	struct edit *e = resting(app, id, NULL, NULL, &busy);

	if (busy)
		return;
	if (!e) {
		read_now(add(app, action, id, name));
		return;
	}
	wipe(&e->given);
	ask_about_draft(e);
}

char *edit_why_not(const struct app *app, const struct selection *s)
{
	const struct host *host = app_find_host(app, s->id.host);
	const struct kind *kind = kind_of(s->id.kind);

	if (!host || !kind || !kind->one_in_test || !host_view(host)->is_test || !(s->facts & FACT_ACTIVE))
		return NULL;
	return mem_printf("%s is running: stop it first, the test driver keeps one text", s->name);
}

/* NULL: it is not begun anew, which is said or asked. */
static struct edit *proposed(struct app *app, const struct action *action, struct obj_id id, const char *name,
			     const char *text)
{
	bool busy;
	struct edit *e = resting(app, id, id.kind == OBJ_HOST ? name : NULL, text, &busy);

	if (busy)
		return NULL;
	if (e) {
		replace(&e->given, text);
		ask_about_draft(e);
		return NULL;
	}
	e = add(app, action, id, name);
	e->given = mem_strdup(text);
	e->draft = mem_strdup(text);
	return e;
}

void edit_propose(struct app *app, const struct action *action, struct obj_id id, const char *name, const char *text,
		  bool stood)
{
	struct selection s;
	autofree char *why = targets_describe(app, id, &s) ? edit_why_not(app, &s) : NULL;
	struct edit *e = why ? NULL : proposed(app, action, id, name, text);

	if (why)
		app_complain(app, "%s", why);
	if (!e)
		return;
	if (stood)
		replace(&e->stood, text);
	read_now(e);
}

/* What a thing is called, by its definition; the caller frees. */
static char *name_in(const char *text)
{
	static const char *const paths[] = {"name", "@name", "usage/volume", "usage/name", "usage/target", "uuid"};
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);
	char *name = NULL;

	for (size_t i = 0; doc && !name && i < ARRAY_SIZE(paths); i++)
		name = xml_doc_get(doc, paths[i]);
	xml_doc_destroy(doc);
	return name ? name : mem_strdup("");
}

void edit_look(struct app *app, const struct action *action, struct obj_id id, const char *shown, const char *text,
	       bool looks)
{
	static const unsigned char none[UUID_SIZE];
	const struct obj_id host = obj_id_host(id.host);
	const struct kind *kind = kind_of(id.kind);
	autofree char *name = name_in(text);
	struct edit *e;

	/* All machines are known, and without a UUID libvirt makes another one, or refuses. */
	if (id.kind == OBJ_DOMAIN || memcmp(id.uuid, none, UUID_SIZE) == 0 || find(app->edits, host, shown)) {
		edit_make(app, action, kind, kind->define, host, shown, text, looks);
		return;
	}
	e = proposed(app, action, id, name, text);
	if (!e)
		return;
	e->file = mem_strdup(shown);
	e->looks = looks;
	if (looks)
		replace(&e->stood, text);
	read_now(e);
}

static void make_new(struct edit *e)
{
	autofree char *why = why_broken(e);

	if (why || e->looks || edit_has_warnings(e))
		show(e, look_at);
	else
		define(e, false);
}

void edit_make(struct app *app, const struct action *action, const struct kind *kind, enum verb verb,
	       struct obj_id host, const char *shown, const char *text, bool looks)
{
	struct edit *e = proposed(app, action, host, shown, text);

	if (!e)
		return;
	e->kind = kind;
	e->verb = verb;
	e->looks = looks;
	if (looks)
		replace(&e->stood, text);
	make_new(e);
}
