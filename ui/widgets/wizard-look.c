// SPDX-License-Identifier: GPL-3.0-or-later
/* The last page of a wizard: what will be done, what it amounts to, and the XML. */
#include "ui/widgets/wizard-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/hostview.h"
#include "ui/app.h"
#include "xml/changes.h"
#include "xml/fill.h"

/* What cannot be undone is not said to be. */
static void add_undoing(struct wizard *w)
{
	autostr struct str except = {0};

	for (size_t i = 0; i + 1 < w->plan->n; i++)
		if (w->plan->steps[i].stays)
			str_addf(&except, "%s%zu", except.len ? ", " : "", i + 1);
	if (except.len)
		doc_textf(w->doc, ROLE_DIM, "If one fails, those before it, except %s, are undone.", str_text(&except));
	else if (w->plan->n > 1)
		doc_text(w->doc, ROLE_DIM, "If a step fails, those before it are undone.");
}

static void add_steps(struct wizard *w)
{
	if (!w->plan) {
		doc_textf(w->doc, ROLE_DIM, "Nothing is done on %s.", w->host_name);
		return;
	}
	for (size_t i = 0; i < w->plan->n; i++) {
		autofree char *summary = !i && w->kind->summary ? w->kind->summary(w->draft) : NULL;

		doc_textf(w->doc, ROLE_BOX, "%zu %s%s%s", i + 1, w->plan->steps[i].what, summary ? ": " : "",
			  summary ? summary : "");
	}
	add_undoing(w);
}

static void add_remarks(struct wizard *w)
{
	autostr struct str remarks = {0};

	if (w->kind->remarks)
		w->kind->remarks(w->draft, &remarks);
	if (!remarks.len)
		return;
	doc_heading(w->doc, "To know");
	doc_text(w->doc, ROLE_STATE_WARN, str_text(&remarks));
}

static void add_calls(struct wizard *w)
{
	if (!w->plan)
		return;
	doc_heading(w->doc, "What is called");
	for (size_t i = 0; i < w->plan->n; i++)
		if (w->plan->steps[i].call)
			doc_textf(w->doc, ROLE_BOX, " %s", w->plan->steps[i].call);
}

static void add_virsh(struct wizard *w)
{
	const struct host *host = app_find_host(w->app, w->host);

	if (!w->plan)
		return;
	doc_heading(w->doc, "The same in virsh");
	for (size_t i = 0; i < w->plan->n; i++) {
		autostr struct str line = {0};

		if (host)
			host_add_virsh(host_view(host), &line);
		str_add(&line, w->plan->steps[i].virsh);
		if (host)
			host_end_virsh(host_view(host), &line);
		doc_textf(w->doc, ROLE_BOX, " %s", str_text(&line));
	}
}

/* Of what was edited as text, where no field says so. */
static void add_doubts(struct wizard *w)
{
	struct xml_changes doubts = xml_doubts(w->xml, NULL);

	if (doubts.n)
		doc_heading(w->doc, "This cannot work, and is not made");
	for (size_t i = 0; i < doubts.n; i++)
		doc_textf(w->doc, ROLE_STATE_BAD, "line %d: %s", doubts.all[i].line, doubts.all[i].words);
	xml_changes_finish(&doubts);
}

static void add_xml(struct wizard *w)
{
	doc_heading(w->doc, "XML");
	for (const char *p = w->xml; *p;) {
		size_t len = strcspn(p, "\n");
		autofree char *line = mem_strndup(p, len);

		doc_textf(w->doc, ROLE_BOX, " %s", line);
		p += len + (p[len] == '\n');
	}
}

void wizard_look_again(struct wizard *w)
{
	const struct wizard_button *button = wizard_button(w);

	plan_unref(take(w->plan));
	if (button) {
		w->plan = plan_create();
		w->kind->plan(w->draft, button->id, w->xml, w->plan);
	}
	doc_clear(w->doc);
	if (w->failed)
		doc_text(w->doc, ROLE_STATE_BAD, w->failed);
	if (w->busy)
		doc_text(w->doc, ROLE_STATE_BUSY, "It is being made...");
	if (w->left_out)
		doc_text(w->doc, ROLE_STATE_WARN, w->left_out);
	if (w->hopeless)
		add_doubts(w);
	add_steps(w);
	add_remarks(w);
	add_xml(w);
	add_calls(w);
	add_virsh(w);
}

bool wizard_look(struct wizard *w, struct err *err)
{
	struct xml_doc *doc = xml_doc_copy(w->base);
	bool good = fill_doc(w->draft, doc, err);

	if (good) {
		free(w->xml);
		w->xml = xml_doc_text(doc);
		wizard_set_hopeless(w, xml_is_hopeless(w->xml, NULL));
		wizard_look_again(w);
	}
	xml_doc_destroy(doc);
	return good;
}
