// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difftext.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/linediff.h"
#include "model/unidiff.h"
#include "model/verbs.h"
#include "ui/widgets/doc.h"
#include "ui/widgets/text.h"
#include "xml/doc.h"
#include "xml/secrets.h"

static enum role role_of(const char *line)
{
	if (str_starts(line, "+++") || str_starts(line, "---"))
		return ROLE_STRONG;
	return line[0] == '+' ? ROLE_DIFF_ADDED : line[0] == '-' ? ROLE_DIFF_GONE : line[0] == '@' ? ROLE_DIM : ROLE_TEXT;
}

/* --- secrets ------------------------------------------------------------------------------------ */

/* Those of one text, walked through with its lines. */
struct hidden {
	struct xml_secrets secrets;
	size_t at; /* the first behind the lines that were walked over */
	int line;  /* the last of those */
};

/* Of the lines up to now: how many secrets. */
static size_t pass(struct hidden *h)
{
	size_t n = 0;

	for (; h->at < h->secrets.n && h->secrets.all[h->at].line <= h->line; h->at++)
		n++;
	return n;
}

/* Where one has more of them than the other the lines show it. */
static size_t differing(struct hidden *a, struct hidden *b)
{
	size_t from_a = a->at, from_b = b->at;
	size_t n_a = pass(a), n_b = pass(b);
	size_t n = 0;

	for (size_t i = 0; n_a == n_b && i < n_a; i++)
		n += !str_equal(a->secrets.all[from_a + i].value, b->secrets.all[from_b + i].value);
	return n;
}

/* So many secrets differ in a way that the masked texts do not show. */
static size_t count_hidden(const char *a, const char *b, const char *shown_a, const char *shown_b)
{
	struct hidden in_a = {.secrets = xml_secrets(a)}, in_b = {.secrets = xml_secrets(b)};
	size_t n_lines, n = 0;
	struct diff_line *lines = linediff(shown_a, shown_b, &n_lines);

	for (size_t i = 0; i < n_lines; i++) {
		bool is_change = lines[i].sign != ' ';

		in_a.line += lines[i].sign != '+';
		in_b.line += lines[i].sign != '-';
		if (!is_change || i + 1 == n_lines || lines[i + 1].sign == ' ')
			n += differing(&in_a, &in_b);
	}
	free(lines);
	xml_secrets_finish(&in_a.secrets);
	xml_secrets_finish(&in_b.secrets);
	return n;
}

void diff_add(struct doc *doc, const char *a, const char *b, const char *name_a, const char *name_b)
{
	autofree char *shown_a = xml_mask(a);
	autofree char *shown_b = xml_mask(b);
	autofree char *diff = unidiff(shown_a, shown_b, name_a, name_b);
	size_t hidden = diff[0] ? count_hidden(a, b, shown_a, shown_b) : 0;

	if (!diff[0])
		doc_text(doc, ROLE_DIM, str_equal(a, b) ? "There is no difference." : "Only secrets differ; they are not shown.");
	if (hidden == 1)
		doc_text(doc, ROLE_STATE_WARN, "A secret that is not shown differs, too.");
	else if (hidden)
		doc_textf(doc, ROLE_STATE_WARN, "%zu secrets that are not shown differ, too.", hidden);
	for (const char *p = diff; *p;) {
		size_t len = strcspn(p, "\n");
		autofree char *line = mem_strndup(p, len);

		doc_text(doc, role_of(line), line);
		p += len + (p[len] == '\n');
	}
}

/* --- in a float --------------------------------------------------------------------------------- */

/* As it is where it is not XML; the caller frees. */
static char *rewritten(const char *text)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);
	char *out = doc ? xml_doc_text(doc) : mem_strdup(text);

	xml_doc_destroy(doc);
	return out;
}

void diff_show(struct app *app, const char *a, const char *b, const char *name_a, const char *name_b)
{
	struct text *text = text_create("What differs");

	diff_add(text_doc(text), a, b, name_a, name_b);
	text_show(app, text);
}

void diff_show_rewritten(struct app *app, const char *a, const char *b, const char *name_a, const char *name_b)
{
	char *text_a = rewritten(a);
	char *text_b = rewritten(b);

	diff_show(app, text_a, text_b, name_a, name_b);
	wipe_free(text_a);
	wipe_free(text_b);
}
