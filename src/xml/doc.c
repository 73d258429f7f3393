// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/doc.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/c14n.h>
#include <libxml/xmlsave.h>

#include "base/mem.h"
#include "xml/node.h"
#include "xml/tree.h"

static char marks[MADE_WANTED + 1]; /* only their addresses count */

void tree_mark(void *node, enum made made)
{
	((xmlNode *)node)->_private = made == MADE_NOT ? NULL : &marks[made];
}

enum made tree_made(const void *node)
{
	const char *mark = node ? ((const xmlNode *)node)->_private : NULL;

	return mark ? (enum made)(mark - marks) : MADE_NOT;
}

bool tree_is_blank(const xmlNode *node)
{
	return node && node->type == XML_TEXT_NODE && node->content &&
	       ((const char *)node->content)[strspn((const char *)node->content, " \t\r\n")] == '\0';
}

struct xml_doc *xml_doc_parse(const char *text, struct xml_place *ret_at, struct err *err)
{
	xmlDoc *tree = node_parse_strictly(text, ret_at, err);

	if (!tree)
		return NULL;
	struct xml_doc *doc = mem_new(struct xml_doc);

	doc->tree = tree;
	return doc;
}

void xml_doc_destroy(struct xml_doc *doc)
{
	if (!doc)
		return;
	xmlFreeDoc(doc->tree);
	free(doc);
}

/* libxml2 copies all but what is private. */
static void copy_marks(xmlNode *to, const xmlNode *from)
{
	for (; to && from; to = to->next, from = from->next) {
		to->_private = from->_private;
		if (from->type != XML_ELEMENT_NODE)
			continue;
		const xmlAttr *a = from->properties;

		for (xmlAttr *b = to->properties; a && b; a = a->next, b = b->next)
			b->_private = a->_private;
		copy_marks(to->children, from->children);
	}
}

struct xml_doc *xml_doc_copy(const struct xml_doc *doc)
{
	struct xml_doc *copy = mem_new(struct xml_doc);

	copy->tree = xmlCopyDoc(doc->tree, 1);
	if (!copy->tree)
		abort();
	copy_marks(copy->tree->children, doc->tree->children);
	return copy;
}

static char *taken_from(xmlBuffer *buffer)
{
	char *text = mem_strdup((const char *)xmlBufferContent(buffer));

	xmlBufferFree(buffer);
	return text;
}

char *tree_text(xmlDoc *tree, xmlNode *node)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlSaveCtxt *save = buffer ? xmlSaveToBuffer(buffer, "UTF-8", XML_SAVE_NO_DECL | XML_SAVE_AS_XML) : NULL;

	if (!save)
		abort();
	if (node)
		xmlSaveTree(save, node);
	else
		xmlSaveDoc(save, tree);
	xmlSaveClose(save);
	return taken_from(buffer);
}

char *xml_doc_text(const struct xml_doc *doc)
{
	return tree_text(doc->tree, NULL);
}

/* Canonical XML is not defined for namespaces that are no whole URI, which metadata may have. */
char *xml_doc_canonical(const struct xml_doc *doc)
{
	xmlChar *text = NULL;

	if (xmlC14NDocDumpMemory(doc->tree, NULL, XML_C14N_1_0, NULL, 1, &text) >= 0 && text)
		return (char *)text;
	xmlFree(text);
	return xml_doc_text(doc);
}

const char *xml_doc_root(const struct xml_doc *doc)
{
	return (const char *)xmlDocGetRootElement(doc->tree)->name;
}
