// SPDX-License-Identifier: GPL-3.0-or-later
/* A page's part that is XML: coloured, with elements that can be folded, secrets that are shown when they are asked for,
 * copied and saved. Main thread. */
#pragma once

#include "ui/panes/page.h"

struct request;

struct xml_shown {
	const char *heading; /* NULL: none */
	const char *name;    /* tells its folds from others': static */
	const char *text;
};

/* One text or several; the last is the definition, which has the secrets. */
void xml_part(struct page *page, struct doc *doc, const struct xml_shown *shown, size_t n);
/* What runs, and the definition where that differs; NULL: it does not. */
void xml_part_sides(struct page *page, struct doc *doc, const char *runs, const char *definition);
/* The only one; NULL: not read yet. */
void xml_part_of(struct page *page, struct doc *doc, const char *text);
/* The same of what is read only when somebody looks: by the request, which has an answer; once for each page. */
void xml_part_read(struct page *page, struct doc *doc, const struct request *how);
/* A .key for such parts. */
enum reaction xml_part_key(struct page *page, const struct key *key);

struct xml_state;
void xml_state_destroy(struct xml_state *state); /* NULL is fine */
