// SPDX-License-Identifier: GPL-3.0-or-later
/* A definition as libvirt gave it or a person wrote it, edited in place (xml/path.h) and never written anew, so that
 * what no field names stays. Any thread, one at a time. Texts that are given out are the caller's to free. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct xml_doc;

/* Counted from 1; columns in bytes. 0: not known. */
struct xml_place {
	int line;
	int column;
};

/* NULL, with one sentence that names line and column, for what is not well-formed, uses a prefix that it does not
 * declare, is too long or has a document type. Loads nothing from files or the network. ret_at may be NULL; it is
 * written on failure only. */
struct xml_doc *xml_doc_parse(const char *text, struct xml_place *ret_at, struct err *err);
struct xml_doc *xml_doc_copy(const struct xml_doc *doc); /* knows, too, what was made in it (xml_doc_clear()) */
void xml_doc_destroy(struct xml_doc *doc);		 /* NULL is fine */

/* UTF-8, without an XML declaration, ending with a newline. Comments, CDATA, white space, namespaces and their
 * prefixes are as they were; quotes are libxml2's. So a difference is shown between two texts of this function. */
char *xml_doc_text(const struct xml_doc *doc);
/* For comparing: the same for all texts that mean the same, comments and white space included. */
char *xml_doc_canonical(const struct xml_doc *doc);
/* The outermost element's name without its prefix; lives as long as doc. */
const char *xml_doc_root(const struct xml_doc *doc);
