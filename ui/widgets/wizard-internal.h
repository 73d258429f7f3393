// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of ui/widgets/wizard share. */
#pragma once

#include "model/plan.h"
#include "ui/widgets/docview.h"
#include "ui/widgets/form.h"
#include "ui/widgets/wizard.h"
#include "xml/doc.h"

#define WIZARD_BUTTONS_MOST 8
#define WIZARD_EDGE 2 /* cells left free at either side, the frame included */

struct wizard {
	struct app *app;
	struct pane *pane;
	const struct action *action;
	const struct wizard_kind *kind;
	uint32_t host;
	char *host_name;
	void *context;
	struct draft *draft;
	struct xml_doc *base; /* what the fields are written into */
	size_t n_pages;
	size_t page;	      /* n_pages: the last one */
	bool *visited;	      /* of each page */
	struct form_view form;
	size_t button; /* BUTTONS_NONE: the cursor is in the fields */
	const char *labels[WIZARD_BUTTONS_MOST];
	size_t n_labels;
	char **intro; /* wrapped, of this page */
	size_t n_intro, cap_intro;
	int width, height;
	/* Of the last page. */
	char *xml;
	struct plan *plan; /* for the button under the cursor; NULL: that does nothing on the host */
	struct doc *doc;
	struct doc_view look;
	bool busy;    /* it is being made */
	char *failed; /* why that came to nothing; NULL */
	char *left_out; /* of XML that was edited: what does not go with the rest, in lines; NULL */
	struct editor *editor; /* that is open on the XML; NULL */
	char *typed; /* what was edited and cannot be read; NULL */
	int typed_line;
	bool hopeless; /* the XML cannot work: there are no buttons that make it */
	bool edited; /* a person has changed the XML */
};

static inline bool wizard_is_last(const struct wizard *w)
{
	return w->page == w->n_pages;
}

/* The button of the kind under the cursor; NULL: it is one that all wizards have. */
const struct wizard_button *wizard_button(const struct wizard *w);

/* Whether there are buttons that make it; the cursor goes to the first when that changes. */
void wizard_set_hopeless(struct wizard *w, bool hopeless);

/* The last page anew, with the cursor's button as it is. */
void wizard_show_look(struct wizard *w);
/* To the page of what is wrong, if something is; true when nothing is. */
bool wizard_show_wrong(struct wizard *w);

/* wizard-edit.c: the XML as text. */
void wizard_edit(struct wizard *w);

/* wizard-look.c */
/* XML, plan and text of the last page anew. False with err when there can be none. */
bool wizard_look(struct wizard *w, struct err *err);
/* Only for another button. */
void wizard_look_again(struct wizard *w);
