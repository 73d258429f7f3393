// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difftext.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
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

void diff_add(struct doc *doc, const char *a, const char *b, const char *name_a, const char *name_b)
{
	autofree char *shown_a = xml_mask(a);
	autofree char *shown_b = xml_mask(b);
	autofree char *diff = unidiff(shown_a, shown_b, name_a, name_b);

	if (!diff[0])
		doc_text(doc, ROLE_DIM, str_equal(a, b) ? "There is no difference." : "Only secrets differ; they are not shown.");
	for (const char *p = diff; *p;) {
		size_t len = strcspn(p, "\n");
		autofree char *line = mem_strndup(p, len);

		doc_text(doc, role_of(line), line);
		p += len + (p[len] == '\n');
	}
}

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
