// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading from libxml2's trees, for this room only. Any thread. Texts are the caller's to free (libxml2's
 * allocator is malloc). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "base/err.h"
#include "xml/doc.h"

/* NULL with err set when it is not well-formed, too long, or has a document type. xmlFreeDoc() it. */
xmlDoc *node_parse(const char *xml, struct err *err);
/* Nor with a prefix that is not declared, which libvirt would drop. Writes where that is unless ret_at is NULL. */
xmlDoc *node_parse_strictly(const char *xml, struct xml_place *ret_at, struct err *err);

/* An element of that name without a namespace. */
bool node_is(const xmlNode *node, const char *name);
xmlNode *node_find(const xmlNode *node, const char *name); /* the first child; NULL */
/* NULL when there is no such attribute. */
char *node_attribute(const xmlNode *node, const char *name);
bool node_attribute_is(const xmlNode *node, const char *name, const char *value);
char *node_text(const xmlNode *node);
/* As XML, as it is; NULL when there is no memory. */
char *node_dump(xmlNode *node);
/* Removes it with the white space around it, where nothing else is left beside it all of that. */
void node_drop(xmlNode *node);

/* False, and *ret untouched, for what is no number. */
bool node_number(const char *text, uint64_t *ret);
/* Bytes of a unit of sizes; 0 for what is none. */
uint64_t node_unit(const char *name);
/* Bytes, by its unit= (formatdomain, "Memory Allocation"); 0 for what is no number. */
uint64_t node_memory(const xmlNode *node);
