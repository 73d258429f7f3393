// SPDX-License-Identifier: GPL-3.0-or-later
/* A text to a new file of this machine, whose name is asked for. Texts are wiped once that is done. Main thread. */
#pragma once

struct app;

/* title, name (of what it is about: the file's begins with it) and text are copied. done is called when it is written;
 * NULL. */
void text_save(struct app *app, const char *title, const char *name, const char *text,
	       void (*done)(struct app *app, void *opaque), void *opaque);
/* The same of a definition. Where it has secrets it is asked first whether they are to be in the file; what lacks them says
 * so. lacks: why it may lack others, in a few words; NULL: it has all. */
void text_save_xml(struct app *app, const char *title, const char *name, const char *text, const char *lacks);
