// SPDX-License-Identifier: GPL-3.0-or-later
/* What is shown of a draft before and after libvirt has seen it, and the buttons below. */
#include "ui/edit-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/merge3.h"
#include "model/facts.h"
#include "ui/actions/request.h"
#include "ui/difftext.h"
#include "ui/targets.h"
#include "ui/widgets/doc.h"
#include "ui/widgets/review.h"
#include "ui/widgets/text.h"
#include "xml/changes.h"
#include "xml/secrets.h"

#define AROUND 2 /* lines around one that is shown */

/* --- what there is to be said of a draft --------------------------------------------------------- */

/* Takes the changes over. Whether to go on with them is the person's choice. */
static void add_warnings(struct doc *doc, struct xml_changes all, const char *heading)
{
	if (all.n)
		doc_heading(doc, heading);
	for (size_t i = 0; i < all.n; i++)
		doc_textf(doc, ROLE_STATE_WARN, "line %d: %s", all.all[i].line, all.all[i].words);
	xml_changes_finish(&all);
}

static void add_unknown(struct doc *doc, const struct edit *e)
{
	add_warnings(doc, xml_unknown(e->draft), "libvirt does not know this: it refuses it, or drops it without a word");
}

static void add_those(struct doc *doc, const struct xml_changes *all, enum xml_change_kind kind, const char *heading)
{
	bool any = false;

	for (size_t i = 0; i < all->n; i++) {
		if (all->all[i].kind != kind)
			continue;
		if (!any)
			doc_heading(doc, heading);
		any = true;
		doc_textf(doc, kind == XML_HOPELESS ? ROLE_STATE_BAD : ROLE_STATE_WARN, "line %d: %s", all->all[i].line,
			  all->all[i].words);
	}
}

/* What cannot work and is in this is only said. */
static const char *was_there(const struct edit *e)
{
	return e->stood ? e->stood : e->before;
}

static void add_doubts(struct doc *doc, const struct edit *e)
{
	struct xml_changes doubts = xml_doubts(e->draft, was_there(e));

	add_those(doc, &doubts, XML_HOPELESS,
		  e->verb == e->kind->create ? "This cannot work, and is not created" : "This cannot work, and is not defined");
	add_those(doc, &doubts, XML_DOUBTFUL, "This stood there before, and cannot work");
	xml_changes_finish(&doubts);
}

/* Those that were there before are gone already. */
static void add_comments(struct doc *doc, const struct edit *e)
{
	struct xml_comments lost = xml_comments_lost(e->draft);

	if (lost.n)
		doc_heading(doc, "Comments that libvirt does not keep: only those in <metadata> stay");
	for (size_t i = 0; i < lost.n; i++) {
		autofree char *shown = xml_mask(lost.all[i].text);

		doc_textf(doc, ROLE_STATE_WARN, "line %d: <!-- %s -->", lost.all[i].line, shown);
	}
	xml_comments_finish(&lost);
}

bool edit_has_warnings(const struct edit *e)
{
	struct xml_changes unknown = xml_unknown(e->draft);
	struct xml_changes doubts = xml_doubts(e->draft, was_there(e));
	struct xml_comments lost = xml_comments_lost(e->draft);
	bool any = unknown.n || doubts.n || lost.n;

	xml_changes_finish(&unknown);
	xml_changes_finish(&doubts);
	xml_comments_finish(&lost);
	return any;
}

/* Lines of a text with their numbers. */
static void add_lines(struct doc *doc, const char *text, int from, int to, int marked)
{
	int number = 1;

	for (const char *p = text; *p && number <= to; number++) {
		size_t len = strcspn(p, "\n");

		if (number >= from)
			doc_textf(doc, number == marked ? ROLE_STATE_BAD : ROLE_TEXT, "%5d  %.*s", number, (int)len, p);
		p += len + (p[len] == '\n');
	}
}

static struct review *start(const struct edit *e, const char *what)
{
	autofree char *where = edit_where(e);
	autofree char *title = mem_printf("%s: %s", where, what);

	return review_create(title, (void *)(uintptr_t)e);
}

/* --- it cannot be read ---------------------------------------------------------------------------- */

void edit_show_broken(const struct edit *e, const char *why)
{
	struct review *r = start(e, "it cannot be defined");
	struct doc *doc = review_doc(r);
	autofree char *masked = xml_mask(e->draft);

	doc_text(doc, ROLE_STATE_BAD, why);
	if (e->line > 0) {
		doc_text(doc, ROLE_DIM, "");
		add_lines(doc, masked, e->line - AROUND, e->line + AROUND, e->line);
	}
	review_button(r, "Edit again", 'e', edit_again);
	review_button(r, "Save draft", 's', edit_save_draft);
	review_button(r, "Throw away", 't', edit_throw_away);
	review_button(r, "Cancel", 'c', edit_leave);
	review_show(e->app, r);
}

/* --- before it is defined ------------------------------------------------------------------------- */

/* Which calls, and the same in virsh. */
static void add_calls(struct doc *doc, const struct edit *e)
{
	struct request r = edit_request(e);
	autofree char *shown = mem_printf("%s%s", e->name, e->before ? ".xml" : "");

	r.shown = shown;
	autofree char *virsh = request_virsh(&r);

	doc_heading(doc, "What is called");
	if (e->before)
		doc_text(doc, ROLE_TEXT, "It is read again first: nothing is done when somebody else has changed it.");
	doc_text(doc, ROLE_TEXT, e->verb == e->kind->create ? e->kind->create_call : e->kind->call);
	doc_heading(doc, "The same in virsh");
	doc_text(doc, ROLE_TEXT, virsh);
}

static void add_waits(struct doc *doc, const struct edit *e)
{
	struct selection s;

	if (e->before && targets_describe(e->app, e->id, &s) && (s.facts & FACT_ACTIVE))
		doc_textf(doc, ROLE_TEXT, "%c%s.", e->kind->active[0] - 'a' + 'A', e->kind->active + 1);
}

void edit_show_review(const struct edit *e)
{
	bool hopeless = xml_is_hopeless(e->draft, was_there(e));
	struct review *r = start(e, hopeless ? "it cannot be defined" : e->before ? "what will change" : "before it is made");
	struct doc *doc = review_doc(r);
	autofree char *masked = xml_mask(e->draft);

	add_waits(doc, e);
	add_unknown(doc, e);
	add_doubts(doc, e);
	add_comments(doc, e);
	doc_heading(doc, e->before ? "The change" : "The definition");
	if (e->before)
		diff_add(doc, e->before, e->draft, "as it is", e->typed ? "as you wrote it" : "as it would be");
	else
		doc_text(doc, ROLE_TEXT, masked);
	if (!hopeless) {
		add_calls(doc, e);
		review_button(r, e->verb == e->kind->create ? "Create" : "Define", 'd', edit_define);
	}
	review_button(r, "Edit again", 'e', edit_again);
	review_button(r, "Save draft", 's', edit_save_draft);
	if (e->typed)
		review_button(r, "Throw away", 't', edit_throw_away);
	review_button(r, "Cancel", 'c', edit_leave);
	review_show(e->app, r);
}

/* --- libvirt says no ------------------------------------------------------------------------------- */

void edit_show_refused(const struct edit *e)
{
	struct review *r = start(e, e->unknown ? "it is not known whether it was defined" : "it was not defined");
	struct doc *doc = review_doc(r);

	doc_text(doc, ROLE_STATE_BAD, e->refusal);
	add_unknown(doc, e);
	if (e->invalid) {
		doc_text(doc, ROLE_DIM, "");
		doc_text(doc, ROLE_DIM,
			 "libvirt compared it with its schema. Without that it takes what it understands and drops the rest.");
	}
	review_button(r, "Edit again", 'e', edit_again);
	review_button(r, "Save draft", 's', edit_save_draft);
	if (e->invalid && e->verb != e->kind->create)
		review_button(r, "Without validation", 'w', edit_define_unchecked);
	review_button(r, "Cancel", 'c', edit_leave);
	review_show(e->app, r);
}

/* --- somebody else was faster ---------------------------------------------------------------------- */

static void add_conflicts(struct doc *doc, const struct merge3 *m)
{
	if (!m->n) {
		doc_text(doc, ROLE_TEXT, "The two do not touch the same lines: they can be put together.");
		return;
	}
	doc_textf(doc, ROLE_STATE_WARN, "Both of you changed %s:", m->n == 1 ? "the same place" : "the same places");
	for (size_t i = 0; i < m->n; i++)
		doc_textf(doc, ROLE_STATE_WARN, "line %zu of what you began with", m->conflicts[i].line);
}

void edit_show_changed(const struct edit *e)
{
	struct review *r = start(e, "somebody else has changed it");
	struct doc *doc = review_doc(r);
	struct merge3 m = merge3(e->before, e->draft, e->theirs);

	doc_text(doc, ROLE_STATE_WARN, "Nothing was done: it is not what you began with any more.");
	add_conflicts(doc, &m);
	doc_heading(doc, "What they changed");
	diff_add(doc, e->before, e->theirs, "as you began", "as it is now");
	doc_heading(doc, "What you changed");
	diff_add(doc, e->before, e->draft, "as you began", "as you wrote it");
	if (!m.n)
		review_button(r, "Merge", 'm', edit_merge);
	review_button(r, m.n ? "Edit both" : "Edit merged", 'e', edit_again_merged);
	review_button(r, "Take mine", 'i', edit_take_mine);
	review_button(r, "Take theirs", 't', edit_take_theirs);
	review_button(r, "Cancel", 'c', edit_leave);
	merge3_finish(&m);
	review_show(e->app, r);
}

/* --- libvirt has taken it -------------------------------------------------------------------------- */

static const enum role roles[] = {
	[XML_DROPPED] = ROLE_STATE_WARN, [XML_CHANGED] = ROLE_TEXT, [XML_ADDED] = ROLE_DIM,
	[XML_HOPELESS] = ROLE_STATE_BAD, [XML_DOUBTFUL] = ROLE_STATE_WARN,
};

bool edit_show_kept(const struct edit *e, const char *kept)
{
	struct xml_changes changes = xml_changes(e->draft, kept);
	autofree char *where = edit_where(e);
	autofree char *title = mem_printf("%s: defined, with changes of libvirt's", where);
	struct text *text;
	bool any = false;

	for (size_t i = 0; i < changes.n; i++)
		any |= changes.all[i].kind != XML_ADDED;
	if (any) {
		text = text_create(title);
		for (size_t i = 0; i < changes.n; i++)
			text_addf(text, roles[changes.all[i].kind], "%s", changes.all[i].words);
		text_show(e->app, text);
	}
	xml_changes_finish(&changes);
	return any;
}
