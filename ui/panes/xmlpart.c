// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/xmlpart.h"

#include <string.h>

#include "base/arr.h"
#include "model/facts.h"
#include "model/kinds.h"
#include "ui/actions/request.h"
#include "ui/clipboard.h"
#include "ui/savetext.h"
#include "ui/targets.h"
#include "xml/secrets.h"

#define DEEPEST 64 /* elements within each other that are known apart */

struct shown {
	const char *name;
	char *text;
};

struct xml_state {
	struct app *app;
	struct obj_id id;
	struct shown *all; /* as they were built last; lines are counted through all of them */
	size_t n, cap;
	uint64_t *folds; /* of elements: hashes of the lines that lead there */
	size_t n_folds, cap_folds;
	bool revealed;    /* secrets are shown */
	char *with_secrets; /* the definition, as it was read for that; NULL: not yet, or what is known has them */
	bool asked; /* for what was not read */
	char *to_save; /* what came to be written to a file; NULL */
	char *read; /* what was read for it alone; NULL */
	char *why;  /* it cannot be had; NULL */
	uint64_t revealed_of; /* the hash of what was shown of it then */
};

static void forget_shown(struct xml_state *s)
{
	for (size_t i = 0; i < s->n; i++)
		wipe_free(s->all[i].text);
	s->n = 0;
}

static void hide(struct xml_state *s)
{
	s->revealed = false;
	wipe_free(take(s->with_secrets));
}

void xml_state_destroy(struct xml_state *state)
{
	if (!state)
		return;
	requests_drop(state->app, state);
	forget_shown(state);
	hide(state);
	wipe_free(state->to_save);
	wipe_free(state->read);
	free(state->why);
	free(state->all);
	free(state->folds);
	free(state);
}

static struct xml_state *state_of(struct page *page)
{
	if (!page->xml) {
		page->xml = mem_new(struct xml_state);
		page->xml->app = page->app;
		page->xml->id = page->id;
	}
	return page->xml;
}

/* --- lines -------------------------------------------------------------------------------------- */

struct line {
	const char *text;
	size_t len;
	int indent;   /* spaces before it */
	size_t end;   /* of what opens an element: the line that closes it; else its own */
	uint64_t way; /* the hash of the lines that lead to it, and itself */
};

struct lines {
	struct line *all;
	size_t n, cap;
};

/* FNV-1a */
static uint64_t hash(uint64_t from, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		from = (from ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return from;
}

static bool opens(const struct line *l)
{
	const char *text = l->text + l->indent;
	size_t len = l->len - (size_t)l->indent;

	return len > 2 && text[0] == '<' && text[1] != '/' && text[1] != '!' && text[len - 1] == '>' &&
	       text[len - 2] != '/' && !memmem(text, len, "</", 2);
}

/* libvirt puts each element on a line of its own, and what is in it deeper. */
static struct lines split(const char *xml, const char *name)
{
	struct lines lines = {0};
	size_t open[DEEPEST];
	size_t depth = 0;

	for (const char *p = xml; *p;) {
		size_t len = strcspn(p, "\n");
		struct line *l = arr_add(lines.all, lines.n, lines.cap);
		size_t at = lines.n - 1;

		*l = (struct line){p, len, (int)strspn(p, " "), at, 0};
		l->indent = (size_t)l->indent < len ? l->indent : 0;
		while (depth && l->indent < lines.all[open[depth - 1]].indent)
			depth--;
		if (depth && l->indent == lines.all[open[depth - 1]].indent)
			lines.all[open[--depth]].end = strncmp(p + l->indent, "</", 2) == 0 ? at : at - 1;
		l->way = hash(depth ? lines.all[open[depth - 1]].way : hash(14695981039346656037u, name, strlen(name)),
			      p, len);
		if (opens(l) && depth < DEEPEST)
			open[depth++] = at;
		p += len + (p[len] == '\n');
	}
	return lines;
}

static size_t find_fold(const struct xml_state *s, uint64_t way)
{
	for (size_t i = 0; i < s->n_folds; i++)
		if (s->folds[i] == way)
			return i;
	return s->n_folds;
}

static bool is_folded(const struct xml_state *s, uint64_t way)
{
	return find_fold(s, way) < s->n_folds;
}

static uint32_t count_lines(const char *text)
{
	uint32_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n + 1;
}

/* --- colours ------------------------------------------------------------------------------------ */

enum place { IN_TEXT, IN_TAG, IN_VALUE, IN_COMMENT };

/* What a line begins in is what the one before it ended in. */
struct painter {
	struct doc *doc;
	enum place place;
	char quote;   /* that ends the value */
	bool named;   /* of a tag: its name has come */
};

static size_t paint(struct painter *p, enum role role, const char *s, size_t n)
{
	if (n)
		doc_piecef(p->doc, role, "%.*s", (int)n, s);
	return n;
}

/* How far it is to the end of `end`, itself included; all of it where that does not come. */
static size_t up_to(const char *s, size_t n, const char *end, bool *ret_ended)
{
	const char *found = memmem(s, n, end, strlen(end));

	*ret_ended = found;
	return found ? (size_t)(found - s) + strlen(end) : n;
}

static size_t paint_comment(struct painter *p, const char *s, size_t n)
{
	bool ended;
	size_t len = up_to(s, n, "-->", &ended);

	p->place = ended ? IN_TEXT : IN_COMMENT;
	return paint(p, ROLE_XML_COMMENT, s, len);
}

static size_t paint_value(struct painter *p, const char *s, size_t n)
{
	const char end[] = {p->quote, '\0'};
	bool ended;
	size_t len = up_to(s, n, end, &ended);

	p->place = ended ? IN_TAG : IN_VALUE;
	return paint(p, ROLE_XML_VALUE, s, len);
}

static bool is_punctuation(char c)
{
	return memchr("<>/=? \t\"'", c, 10) != NULL;
}

static size_t paint_tag(struct painter *p, const char *s, size_t n)
{
	size_t len = 0;

	if (*s == '>') {
		p->place = IN_TEXT;
		return paint(p, ROLE_DIM, s, 1);
	}
	if (*s == '"' || *s == '\'') {
		p->quote = *s;
		p->place = IN_VALUE;
		return paint(p, ROLE_XML_VALUE, s, 1);
	}
	while (len < n && is_punctuation(s[len]) && !memchr(">\"'", s[len], 3))
		len++;
	if (len)
		return paint(p, ROLE_DIM, s, len);
	while (len < n && !is_punctuation(s[len]))
		len++;
	enum role role = p->named ? ROLE_XML_ATTRIBUTE : ROLE_XML_ELEMENT;

	p->named = true;
	return paint(p, role, s, len);
}

static size_t paint_text(struct painter *p, const char *s, size_t n)
{
	const char *tag = memchr(s, '<', n);
	size_t len = tag ? (size_t)(tag - s) : n;

	if (len)
		return paint(p, ROLE_TEXT, s, len);
	if (n >= 4 && strncmp(s, "<!--", 4) == 0)
		return paint_comment(p, s, n);
	p->place = IN_TAG;
	p->named = false;
	return paint(p, ROLE_DIM, s, 1);
}

static void paint_line(struct painter *p, const char *s, size_t n)
{
	static size_t (*const painters[])(struct painter *p, const char *s, size_t n) = {
		[IN_TEXT] = paint_text, [IN_TAG] = paint_tag, [IN_VALUE] = paint_value, [IN_COMMENT] = paint_comment,
	};

	while (n) {
		size_t len = painters[p->place](p, s, n);

		s += len;
		n -= len;
	}
}

/* --- building ----------------------------------------------------------------------------------- */

static void add_line(const struct page *page, struct painter *painter, const struct lines *lines, size_t at, bool folded,
		     uint32_t number)
{
	const struct line *l = &lines->all[at];
	bool is_element = l->end > at;
	const char *mark = !is_element ? "  " : page->unicode ? (folded ? "▸ " : "▾ ") : folded ? "+ " : "- ";

	doc_line(painter->doc);
	doc_piece(painter->doc, ROLE_DIM, mark);
	paint_line(painter, l->text, l->len);
	if (folded)
		doc_piecef(painter->doc, ROLE_DIM, "  %zu lines", l->end - at);
	if (is_element)
		doc_link(painter->doc, obj_id_numbered(OBJ_ITEM, number));
}

static void add_text(const struct page *page, struct doc *doc, const struct shown *shown, uint32_t first)
{
	struct lines lines = split(shown->text, shown->name);
	struct painter painter = {.doc = doc};

	for (size_t i = 0; i < lines.n; i++) {
		bool folded = lines.all[i].end > i && is_folded(page->xml, lines.all[i].way);

		add_line(page, &painter, &lines, i, folded, first + (uint32_t)i);
		i = folded ? lines.all[i].end : i;
	}
	free(lines.all);
}

static void add_keys(const struct xml_state *s, struct doc *doc, const char *title)
{
	static const char *const keys[][2] = {{"Enter", " folds"}, {"- =", " all"}, {"y", " copy"}, {"f", " to a file"}};

	doc_line(doc);
	doc_piece(doc, ROLE_STRONG, title);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		doc_piecef(doc, ROLE_KEY, "   %s", keys[i][0]);
		doc_piece(doc, ROLE_DIM, keys[i][1]);
	}
	doc_piece(doc, ROLE_KEY, "   !");
	doc_piece(doc, ROLE_DIM, s->revealed ? " hides secrets" : " secrets");
	if (s->revealed)
		doc_text(doc, ROLE_STATE_WARN, "Its secrets are shown: whoever sees this screen can read them.");
}

/* What is shown of one: the last has the secrets. */
static char *text_of(struct xml_state *s, const struct xml_shown *one, bool last)
{
	if (!s->revealed)
		return xml_mask(one->text);
	return mem_strdup(last && s->with_secrets ? s->with_secrets : one->text);
}

void xml_part(struct page *page, struct doc *doc, const struct xml_shown *shown, size_t n)
{
	struct xml_state *s = state_of(page);
	uint32_t first = 1;
	const char *last = shown[n - 1].text;
	uint64_t now = hash(0, last, strlen(last));

	if (s->revealed && s->revealed_of != now)
		hide(s);
	s->revealed_of = now;
	forget_shown(s);
	for (size_t i = 0; i < n; i++) {
		struct shown *copy = arr_add(s->all, s->n, s->cap);

		*copy = (struct shown){shown[i].name, text_of(s, &shown[i], i == n - 1)};
		if (!i)
			add_keys(s, doc, shown[i].heading);
		else
			doc_heading(doc, shown[i].heading);
		add_text(page, doc, copy, first);
		first += count_lines(copy->text);
	}
}

void xml_part_of(struct page *page, struct doc *doc, const char *text)
{
	if (text)
		xml_part(page, doc, &(struct xml_shown){"Its XML", "xml", text}, 1);
	else
		doc_text(doc, ROLE_DIM, "Not read yet.");
}

void xml_part_sides(struct page *page, struct doc *doc, const char *runs, const char *definition)
{
	const struct xml_shown shown[] = {
		{"What runs", "live", runs},
		{"Its definition: what holds from its next start on", "kept", definition},
	};

	if (runs && definition)
		xml_part(page, doc, shown, ARRAY_SIZE(shown));
	else
		xml_part_of(page, doc, runs);
}

/* --- what is read for it alone ------------------------------------------------------------------ */

static void text_came(const struct request *r, const char *text)
{
	struct xml_state *s = r->opaque;

	wipe_free(s->read);
	s->read = mem_strdup(text);
}

static void show_again(const struct xml_state *s)
{
	struct page *page = page_top(s->app);

	if (page && page->xml == s)
		page_changed(page);
}

static bool text_ended(const struct request *r, const struct err *err)
{
	struct xml_state *s = r->opaque;

	free(s->why);
	s->why = mem_strdup(err->text);
	show_again(s);
	return s->why;
}

void xml_part_read(struct page *page, struct doc *doc, const struct request *how)
{
	struct xml_state *s = state_of(page);

	if (!s->asked) {
		struct request r = *how;

		s->asked = true;
		r.answer = text_came;
		r.done = text_ended;
		r.opaque = s;
		request_ask(request_keep(&r), 0);
	}
	if (s->read)
		xml_part_of(page, doc, s->read);
	else
		doc_text(doc, s->why ? ROLE_STATE_WARN : ROLE_DIM, s->why ? s->why : "Being read...");
}

/* --- folds -------------------------------------------------------------------------------------- */

static void add_fold(struct xml_state *s, uint64_t way)
{
	if (!is_folded(s, way))
		*arr_add(s->folds, s->n_folds, s->cap_folds) = way;
}

static void toggle(struct xml_state *s, uint64_t way)
{
	size_t at = find_fold(s, way);

	if (at == s->n_folds)
		add_fold(s, way);
	else
		s->folds[at] = s->folds[--s->n_folds];
}

/* All but the outermost, which would leave one line. */
static void fold_all(struct xml_state *s)
{
	for (size_t k = 0; k < s->n; k++) {
		struct lines lines = split(s->all[k].text, s->all[k].name);

		for (size_t i = 0; i < lines.n; i++)
			if (lines.all[i].end > i && lines.all[i].indent > 0)
				add_fold(s, lines.all[i].way);
		free(lines.all);
	}
}

static void toggle_item(struct xml_state *s, uint32_t item)
{
	uint32_t first = 1;

	for (size_t k = 0; k < s->n; k++) {
		struct lines lines = split(s->all[k].text, s->all[k].name);
		size_t at = item - first;

		if (item >= first && at < lines.n)
			toggle(s, lines.all[at].way);
		first += count_lines(s->all[k].text);
		free(lines.all);
	}
}

/* --- secrets ------------------------------------------------------------------------------------ */

static void secrets_came(const struct request *r, const char *text)
{
	struct xml_state *s = r->opaque;

	wipe_free(s->with_secrets);
	s->with_secrets = mem_strdup(text);
}

/* They may be gone, or the page may be another's by now. */
static bool secrets_ended(const struct request *r, const struct err *err)
{
	struct xml_state *s = r->opaque;
	s->revealed = !err->code && s->with_secrets;
	show_again(s);
	return false;
}

/* The request for the definition, with its secrets for who may change it. False for what is listed with its text: that
 * is all there is; of machines libvirt tells them only when it is asked to. */
static bool reading(const struct page *page, struct xml_state *s, struct request *ret)
{
	const struct kind *kind = kind_of(page->id.kind);
	autofree char *id = kind ? mem_printf("%s.view-xml", kind->root) : NULL;
	struct selection selection;

	if (!kind || kind->object != OBJ_DOMAIN || !targets_describe(page->app, page->id, &selection))
		return false;
	*ret = (struct request){.app = page->app,
				.action = action_find(page->app, id),
				.object = page->id,
				.name = selection.name,
				.verb = kind->read,
				.options = selection.facts & FACT_WRITABLE ? "--security-info" : NULL,
				.opaque = s};
	return true;
}

static void reveal(struct page *page)
{
	struct xml_state *s = state_of(page);
	struct request r;

	if (!reading(page, s, &r)) {
		s->revealed = true;
		return;
	}
	r.options = "--security-info";
	r.answer = secrets_came;
	r.done = secrets_ended;
	request_ask(request_keep(&r), 0);
}

static void turn_secrets(struct page *page)
{
	struct xml_state *s = state_of(page);

	if (s->revealed)
		hide(s);
	else
		reveal(page);
}

/* --- out of here -------------------------------------------------------------------------------- */

static const char *name_of(const struct page *page)
{
	struct selection s;

	return targets_describe(page->app, page->id, &s) ? s.name : "it";
}

static void copy(struct page *page)
{
	autofree char *what = mem_printf("the XML of %s%s", name_of(page), page->xml->revealed ? ", with its secrets" : "");

	clipboard_copy(page->app, page->xml->all[page->xml->n - 1].text, what);
}

static void save_text(struct page *page, const char *text, const char *lacks)
{
	autofree char *title = mem_printf("Save the XML of %s", name_of(page));

	text_save_xml(page->app, title, name_of(page), text, lacks);
}

static void to_save_came(const struct request *r, const char *text)
{
	struct xml_state *s = r->opaque;

	wipe_free(s->to_save);
	s->to_save = mem_strdup(text);
}

static bool to_save_ended(const struct request *r, const struct err *err)
{
	struct xml_state *s = r->opaque;
	char *text = take(s->to_save);
	struct page *page = page_top(s->app);

	if (!err->code && text && page && page->xml == s)
		save_text(page, text, r->options ? NULL : "who may only look is told no passwords");
	else if (!err->code && text)
		app_say(s->app, "%s: not saved, its page was left before its XML came", r->name);
	wipe_free(text);
	return false;
}

/* What is shown lacks what libvirt tells only who asks for it: it is read again. */
static void save(struct page *page)
{
	struct xml_state *s = page->xml;
	struct request r;

	if (!reading(page, s, &r)) {
		save_text(page, s->all[s->n - 1].text, NULL);
		return;
	}
	r.answer = to_save_came;
	r.done = to_save_ended;
	request_ask(request_keep(&r), 0);
}

/* --- keys --------------------------------------------------------------------------------------- */

/* True when it was one. */
static bool char_pressed(struct page *page, uint32_t ch)
{
	switch (ch) {
	case '=':
		page->xml->n_folds = 0;
		return true;
	case '-':
		fold_all(page->xml);
		return true;
	case '!':
		turn_secrets(page);
		return true;
	case 'y':
		copy(page);
		return true;
	case 'f':
		save(page);
		return true;
	default:
		return false;
	}
}

enum reaction xml_part_key(struct page *page, const struct key *key)
{
	uint32_t item = page_item(page);

	if (!page->xml || !page->xml->n || key->mods)
		return REACT_UNUSED;
	/* What is folded away cannot be found. */
	if (key->code == KEYC_CHAR && key->ch == '/' && page->xml->n_folds) {
		page->xml->n_folds = 0;
		page_changed(page);
		return REACT_UNUSED;
	}
	if (key->code == KEYC_ENTER && item)
		toggle_item(page->xml, item);
	else if (key->code != KEYC_CHAR || !char_pressed(page, key->ch))
		return REACT_UNUSED;
	page_changed(page);
	return REACT_REDRAW;
}
