// SPDX-License-Identifier: GPL-3.0-or-later
/* The person's editor ($VISUAL, $EDITOR, else vi) on a text of ours, in a private file that is wiped afterwards. It gets
 * the terminal. Main thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "ui/app.h"

struct editor;

struct editor_order {
	const char *name; /* of what it is about: part of the file's name */
	const char *what; /* "edit web", for the person */
	const char *text;
	int line; /* where the cursor is to be, where the editor can be told; 0: anywhere */
	/* Once. text: what is in the file now; NULL: it cannot be read. why: what went wrong with the editor, or with the
	 * file; NULL: nothing did. hint: NULL, or what to say beside it when nothing has changed. All are gone afterwards. */
	void (*done)(void *opaque, const char *text, const char *why, const char *hint);
	void *opaque;
	struct editor **slot; /* holds it until done(), which may come at once */
};
bool editor_open(struct app *app, const struct editor_order *order, struct err *err);
/* What it has written so far; NULL: that cannot be read. The caller wipes and frees. */
char *editor_text(const struct editor *editor);
/* Its file is wiped at once, and done() is not called. */
void editor_abandon(struct editor *editor);
