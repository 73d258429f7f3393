// SPDX-License-Identifier: GPL-3.0-or-later
/* The XML of a machine, whose elements can be folded, and what differs between what runs and its definition. */
#include "ui/panes/machine.h"

#include <string.h>

#include "base/arr.h"
#include "model/linediff.h"

#define DEEPEST 64 /* elements within each other that are known apart */
#define CONTEXT 2  /* lines around a difference */

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

static size_t find_fold(const struct machine_own *own, uint64_t way)
{
	for (size_t i = 0; i < own->n_folds; i++)
		if (own->folds[i] == way)
			return i;
	return own->n_folds;
}

static bool is_folded(const struct machine_own *own, uint64_t way)
{
	return find_fold(own, way) < own->n_folds;
}

static void add_xml_line(struct page *page, struct doc *doc, const struct lines *lines, size_t at, bool folded,
			 uint32_t number)
{
	const struct line *l = &lines->all[at];
	bool is_element = l->end > at;
	const char *mark = !is_element ? "  " : page->unicode ? (folded ? "▸ " : "▾ ") : folded ? "+ " : "- ";

	doc_line(doc);
	doc_piece(doc, ROLE_DIM, mark);
	doc_piecef(doc, ROLE_TEXT, "%.*s", (int)l->len, l->text);
	if (folded)
		doc_piecef(doc, ROLE_DIM, "  %zu lines", l->end - at);
	if (is_element)
		doc_link(doc, obj_id_numbered(OBJ_ITEM, number));
}

/* Items are numbered from 1: lines of what runs, then those of the definition. */
static void add_xml(struct page *page, struct doc *doc, const char *xml, const char *name, uint32_t first)
{
	const struct machine_own *own = machine_own(page);
	struct lines lines = split(xml, name);

	for (size_t i = 0; i < lines.n; i++) {
		bool folded = lines.all[i].end > i && is_folded(own, lines.all[i].way);

		add_xml_line(page, doc, &lines, i, folded, first + (uint32_t)i);
		i = folded ? lines.all[i].end : i;
	}
	free(lines.all);
}

static uint32_t count_lines(const char *text)
{
	uint32_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n + 1;
}

void machine_xml(struct page *page, struct doc *doc)
{
	const struct machine_definition *def = machine_definition(page);

	if (!page_has(page, doc, machine_key(page, READING_DEFINITION)))
		return;
	doc_line(doc);
	doc_piece(doc, ROLE_STRONG, def->kept ? "What runs" : "Its XML");
	doc_piece(doc, ROLE_KEY, "   Enter");
	doc_piece(doc, ROLE_DIM, " folds");
	doc_piece(doc, ROLE_KEY, "   - =");
	doc_piece(doc, ROLE_DIM, " all");
	doc_piece(doc, ROLE_DIM, "   secrets are left out");
	add_xml(page, doc, def->xml, "live", 1);
	if (!def->kept)
		return;
	doc_heading(doc, "Its definition: what comes up after a power cycle");
	add_xml(page, doc, def->kept, "kept", 1 + count_lines(def->xml));
}

static void add_fold(struct machine_own *own, uint64_t way)
{
	if (!is_folded(own, way))
		*arr_add(own->folds, own->n_folds, own->cap_folds) = way;
}

static void toggle(struct machine_own *own, uint64_t way)
{
	size_t at = find_fold(own, way);

	if (at == own->n_folds)
		add_fold(own, way);
	else
		own->folds[at] = own->folds[--own->n_folds];
}

/* All but the outermost, which would leave one line. */
static void fold_all(struct machine_own *own, const char *xml, const char *name)
{
	struct lines lines = split(xml, name);

	for (size_t i = 0; i < lines.n; i++)
		if (lines.all[i].end > i && lines.all[i].indent > 0)
			add_fold(own, lines.all[i].way);
	free(lines.all);
}

static void toggle_item(struct page *page, const struct machine_definition *def, uint32_t item)
{
	uint32_t live = count_lines(def->xml);
	bool second = item > live && def->kept;
	struct lines lines = second ? split(def->kept, "kept") : split(def->xml, "live");
	size_t at = item - 1 - (second ? live : 0);

	if (at < lines.n)
		toggle(machine_own(page), lines.all[at].way);
	free(lines.all);
}

enum reaction machine_xml_key(struct page *page, const struct key *key)
{
	const struct machine_definition *def = machine_definition(page);
	struct machine_own *own = machine_own(page);
	uint32_t item = page_item(page);

	if (!def || key->mods)
		return REACT_UNUSED;
	if (key->code == KEYC_ENTER && item)
		toggle_item(page, def, item);
	else if (key->code == KEYC_CHAR && key->ch == '=')
		own->n_folds = 0;
	else if (key->code == KEYC_CHAR && key->ch == '-') {
		fold_all(own, def->xml, "live");
		if (def->kept)
			fold_all(own, def->kept, "kept");
	} else
		return REACT_UNUSED;
	page_changed(page);
	return REACT_REDRAW;
}

/* --- what differs ----------------------------------------------------------------------------- */

static bool is_near(const struct diff_line *lines, size_t n, size_t at)
{
	size_t from = at > CONTEXT ? at - CONTEXT : 0;

	for (size_t i = from; i < n && i <= at + CONTEXT; i++)
		if (lines[i].sign != ' ')
			return true;
	return false;
}

static enum role role_of(char sign)
{
	return sign == '+' ? ROLE_STATE_GOOD : sign == '-' ? ROLE_STATE_BAD : ROLE_DIM;
}

/* counts: else all of them are dim. */
static void add_lines(struct doc *doc, const char *first, const char *second, bool counts)
{
	size_t n;
	autofree struct diff_line *lines = linediff(first, second, &n);
	bool left_out = false;

	for (size_t i = 0; i < n; i++) {
		if (!is_near(lines, n, i)) {
			left_out = true;
			continue;
		}
		if (left_out)
			doc_text(doc, ROLE_DIM, "...");
		left_out = false;
		doc_line(doc);
		doc_piecef(doc, counts ? role_of(lines[i].sign) : ROLE_DIM, "%c %.*s", lines[i].sign, (int)lines[i].len, lines[i].text);
	}
}

void machine_diff(struct page *page, struct doc *doc)
{
	const struct machine_definition *def = machine_definition(page);
	const struct domain *d = machine_domain(page);

	if (!page_has(page, doc, machine_key(page, READING_DEFINITION)))
		return;
	if (!def->kept) {
		doc_text(doc, ROLE_DIM, domain_is_active(d) ? "It is transient: there is no definition beside what runs."
							     : "It does not run: there is only its definition.");
		return;
	}
	doc_text(doc, def->differences ? ROLE_STATE_WARN : ROLE_STATE_GOOD,
		 def->differences ? def->differences : "A power cycle would bring it up as it is.");
	if (!str_equal(def->counting, def->kept)) {
		doc_heading(doc, "The same in XML: - what runs, + its definition");
		add_lines(doc, def->counting, def->kept, true);
	}
	if (!str_equal(def->without_run, def->counting)) {
		doc_heading(doc, "What does not count: libvirt adds it by itself, or virtty does not compare it");
		add_lines(doc, def->without_run, def->counting, false);
	}
}
