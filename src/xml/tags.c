// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/tags.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "xml/node.h"

static char *text_of(xmlDoc *doc)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlNodeDump(buffer, doc, xmlDocGetRootElement(doc), 0, 0);
	char *text = mem_strdup((const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);
	return text;
}

static void drop(xmlNode *node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

/* libvirt gives it with the indentation that it had inside of the whole. */
static void drop_blanks(xmlNode *root)
{
	for (xmlNode *next, *child = root->children; child; child = next) {
		next = child->next;
		if (xmlIsBlankNode(child))
			drop(child);
	}
}

char *tags_element(const char *old, const char *tags)
{
	autoerr struct err err = {0};
	xmlDoc *doc = node_parse(old ? old : "<domain/>", &err);
	if (!doc)
		doc = node_parse("<domain/>", &err);
	xmlNode *root = xmlDocGetRootElement(doc);
	xmlNode *before = node_find(root, "tags");
	if (before)
		drop(before);
	drop_blanks(root);
	if (*tags)
		xmlNewTextChild(root, NULL, (const xmlChar *)"tags", (const xmlChar *)tags);
	char *text = xmlChildElementCount(root) ? text_of(doc) : NULL;
	xmlFreeDoc(doc);
	return text;
}
