// SPDX-License-Identifier: GPL-3.0-or-later
/* Definitions as text: read, given to the person's editor, looked through, defined. What was typed is never lost: a draft
 * that was not defined is there until somebody throws it away; when virtty is ended by a signal, or its terminal goes, it is
 * in the history. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/verbs.h"
#include "ui/actions.h"
#include "ui/app.h"

struct kind;

struct edits;
struct edits *edits_create(struct app *app);
/* Editors that still run lose their file. What was written is kept in the history, and remembered for edits_tell(), unless
 * app->drafts_go. NULL is fine. */
void edits_destroy(struct edits *edits);
/* Says once what was kept of the last time. */
void edits_tell(struct app *app);
/* Lets one of the drafts be chosen, also while its host is away. */
void edits_choose(struct app *app);
/* So many were typed and not defined. */
size_t edits_drafts(const struct edits *edits);

struct selection;
/* Why it cannot be changed as it is now; the caller frees. NULL: it can. */
char *edit_why_not(const struct app *app, const struct selection *s);
/* Reads the definition and opens the editor on it; where there is a draft asks first what is to become of that. */
void edit_start(struct app *app, const struct action *action, struct obj_id id, const char *name);
/* A text that somebody has already, instead of the editor's: what it would change is looked at before anything is done.
 * stood: it is of the history, so that what cannot work in it is only said. */
void edit_propose(struct app *app, const struct action *action, struct obj_id id, const char *name, const char *text,
		  bool stood);
/* The same of what is not known to be there (id: by its UUID): it is asked for, and where there is none, as edit_make() does
 * with its kind's define. */
void edit_look(struct app *app, const struct action *action, struct obj_id id, const char *shown, const char *text,
	       bool looks);
/* The same of something new on a host (id: the host's), which is looked at when `looks`, or when there is something to be
 * said of it. looks: it is of the history, as stood above. verb: the kind's define or create; shown: the file's name. */
void edit_make(struct app *app, const struct action *action, const struct kind *kind, enum verb verb,
	       struct obj_id host, const char *shown, const char *text, bool looks);
