// SPDX-License-Identifier: GPL-3.0-or-later
/* Where elements go in a document and what white space comes and goes with them. For this room only. */
#pragma once

#include <libxml/tree.h>

/* Puts an element that is nowhere yet among parent's children: behind those of its name, else where the schema
 * (xml/schema.h) has it; on a line of its own if its siblings are. */
void place_put(xmlNode *parent, xmlNode *child);
/* Frees the node and the white space that belongs to it. */
void place_remove(xmlNode *node);
/* Moves its lines to the right, as far as the element is. */
void place_indent(xmlNode *node);
/* Puts an element in the place of another, which is freed. */
void place_replace(xmlNode *old, xmlNode *with);
/* Moves the lines of a text of its own to the left, as far as its last line is to the right. */
void place_unindent(xmlNode *node);
