// SPDX-License-Identifier: GPL-3.0-or-later
/* What is in a struct xml_doc, for this room only. */
#pragma once

#include <stdbool.h>

#include <libxml/tree.h>

#include "xml/doc.h"

/* Why a node is there, in its _private; NULL: it was read. */
enum made {
	MADE_NOT,
	MADE_FOR,    /* an element, attribute or white space that something else needed: goes when that goes */
	MADE_WANTED, /* an element that was asked for itself */
};

struct xml_doc {
	xmlDoc *tree;
};

void tree_mark(void *node, enum made made); /* an xmlNode or xmlAttr */
enum made tree_made(const void *node);

/* Text of white space alone, with none left out. */
bool tree_is_blank(const xmlNode *node);
/* The node written out; the caller frees. */
char *tree_text(xmlDoc *tree, xmlNode *node);
