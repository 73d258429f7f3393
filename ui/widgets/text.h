// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines of text in a float that scrolls: help, details. Main thread. */
#pragma once

#include "conf/roles.h"

struct app;
struct doc;
struct text;

struct text *text_create(const char *title);
/* Text may hold newlines; it is wrapped at the float's width. */
void text_add(struct text *text, enum role role, const char *body);
void text_addf(struct text *text, enum role role, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A definition, the only thing in it: where it has secrets they are *** until ! shows them. It is copied, and wiped when the
 * float closes. */
void text_set_xml(struct text *text, const char *xml);
/* To add to it what this header has no function for. */
struct doc *text_doc(struct text *text);
/* Opens it on top; the pane owns it from now on. */
void text_show(struct app *app, struct text *text);
