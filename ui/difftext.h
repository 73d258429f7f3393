// SPDX-License-Identifier: GPL-3.0-or-later
/* The difference of two definitions, as lines of a document. Main thread. */
#pragma once

struct app;
struct doc;

/* As diff -u writes it, with secrets as ***; says so when there is none, and of secrets that differ without being seen
 * to. */
void diff_add(struct doc *doc, const char *a, const char *b, const char *name_a, const char *name_b);
/* In a float. */
void diff_show(struct app *app, const char *a, const char *b, const char *name_a, const char *name_b);
/* The same of texts that not libvirt alone has written: quotes and the like are no difference. */
void diff_show_rewritten(struct app *app, const char *a, const char *b, const char *name_a, const char *name_b);
