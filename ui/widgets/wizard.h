// SPDX-License-Identifier: GPL-3.0-or-later
/* A form of several pages that makes something new on a host. The last page is always the same: the calls that will be
 * made, the XML, the virsh lines, and the buttons. What it makes is one task; when that fails, the wizard is there again
 * with all that was typed and the reason. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/draft.h"
#include "model/ids.h"
#include "ui/pane.h"

struct action;
struct app;
struct plan;

struct wizard_page {
	const char *id; /* of struct field's page; NULL ends the table */
	const char *title;
	const char *when; /* as a field's; a page without a field that is shown is left out, too */
	/* Lines above its fields; NULL. */
	void (*intro)(const struct draft *draft, struct str *out);
};

struct wizard_button {
	const char *id; /* "start"; NULL ends the table */
	const char *label; /* "Create and start" */
	const char *help;
};

struct wizard_kind {
	const char *title; /* "New network" */
	const char *thing; /* what is made: "network" */
	enum obj_kind object;
	const char *base;  /* the XML to begin with: "<network/>" */
	const struct wizard_page *pages;
	const struct field *fields;
	const struct wizard_button *buttons; /* besides Save XML and Cancel */
	const char *name; /* the id of the field that says what it will be called, for files and messages */
	/* The steps for a button. xml: the whole of it. */
	void (*plan)(const struct draft *draft, const char *button, const char *xml, struct plan *plan);
	/* What the first step makes, in a line: "NAT, 192.168.21.0/24"; the caller frees; NULL. */
	char *(*summary)(const struct draft *draft);
	/* What else a person has to know at the end, in lines; NULL. */
	void (*remarks)(const struct draft *draft, struct str *out);
	/* What it wants to be read of the host meanwhile; NULL. */
	void (*peeks)(const struct draft *draft, struct peek_list *out);
	/* Something has been read: it looks at its context anew. NULL. */
	void (*renew)(void *context);
	/* The identity of what was made, where its XML does not tell it; NULL. */
	void (*identify)(const struct draft *draft, unsigned char ret_id[UUID_SIZE]);
	void (*free)(void *context); /* NULL: nothing is to be freed */
};

/* action: what the task is remembered by. context: the draft's; freed by the kind. */
void wizard_open(struct app *app, const struct action *action, const struct wizard_kind *kind, uint32_t host,
		 void *context);
