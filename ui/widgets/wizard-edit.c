// SPDX-License-Identifier: GPL-3.0-or-later
/* The XML of a wizard's last page as text. What was changed there stands in the fields afterwards; what no field names
 * stays as it was written. */
#include "ui/widgets/wizard-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "ui/app.h"
#include "ui/editor.h"
#include "xml/changes.h"
#include "xml/fill.h"

/* What the fields do not let stand, such as addresses on a network that has none. */
static char *find_left_out(const char *typed, const char *kept)
{
	struct xml_changes changes = xml_changes(typed, kept);
	struct str out = {0};

	for (size_t i = 0; i < changes.n; i++)
		if (changes.all[i].kind != XML_ADDED)
			str_addf(&out, "%s%s", out.len ? "\n" : "It does not go with the rest:\n", changes.all[i].words);
	xml_changes_finish(&changes);
	return out.len ? str_take(&out) : NULL;
}

/* The editor may have failed, too, and that comes first. */
static void fail(struct wizard *w, const char *why)
{
	char *both = mem_printf("%s%s%s", w->failed ? w->failed : "", w->failed ? "\n" : "", why);

	free(w->failed);
	w->failed = both;
}

static void take_over(struct wizard *w, struct xml_doc *doc, const char *text)
{
	autoerr struct err err = {0};

	xml_doc_destroy(w->base);
	w->base = doc;
	w->edited = true;
	fill_draft(w->draft, doc);
	draft_renew(w->draft);
	if (!wizard_show_wrong(w))
		return;
	if (wizard_look(w, &err))
		w->left_out = find_left_out(text, w->xml);
	else
		fail(w, err.text);
}

static void read_text(struct wizard *w, const char *text)
{
	autoerr struct err err = {0};
	struct xml_place at = {0};
	struct xml_doc *doc = xml_doc_parse(text, &at, &err);

	if (doc && str_equal(xml_doc_root(doc), xml_doc_root(w->base))) {
		take_over(w, doc, text);
		return;
	}
	autofree char *why = doc ? mem_printf("It is a <%s>, and has to be a <%s>: e goes on with it.", xml_doc_root(doc),
					      xml_doc_root(w->base))
				 : mem_printf("%s: e goes on with it.", err.text);

	fail(w, why);
	xml_doc_destroy(doc);
	w->typed = mem_strdup(text);
	w->typed_line = at.line;
}

static void edited(void *opaque, const char *text, const char *why, const char *hint)
{
	struct wizard *w = opaque;
	autofree char *before = take(w->typed);

	free(take(w->failed));
	free(take(w->left_out));
	if (why)
		w->failed = mem_strdup(why);
	if (text && !str_equal(text, before ? before : w->xml))
		read_text(w, text);
	else if (before)
		w->typed = take(before);
	else if (hint && !why)
		w->failed = mem_printf("Nothing changed; %s.", hint);
	if (wizard_is_last(w))
		wizard_show_look(w);
	app_react(w->app, w->pane, REACT_REDRAW | REACT_RELAYOUT);
}

void wizard_edit(struct wizard *w)
{
	const char *name = draft_text(w->draft, w->kind->name);
	autofree char *what = mem_printf("edit the XML of %s", name);
	autoerr struct err err = {0};

	if (!w->editor && !editor_open(w->app,
				       &(struct editor_order){.name = name,
							      .what = what,
							      .text = w->typed ? w->typed : w->xml,
							      .line = w->typed ? w->typed_line : 0,
							      .done = edited,
							      .opaque = w,
							      .slot = &w->editor},
				       &err))
		app_complain(w->app, "%s", err.text);
}
