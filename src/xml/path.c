// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/path.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "xml/place.h"
#include "xml/steps.h"
#include "xml/tree.h"

bool xml_path_check(const char *path, struct err *err)
{
	struct steps s;

	return steps_parse(&s, path, err);
}

static xmlNode *root_of(const struct xml_doc *doc)
{
	return xmlDocGetRootElement(doc->tree);
}

static bool is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static bool has_elements(const xmlNode *node)
{
	return xmlChildElementCount((xmlNode *)(uintptr_t)node) > 0;
}

/* What stands in the element itself. */
static char *own_text(const xmlNode *node)
{
	struct str text = {0};

	for (const xmlNode *child = node->children; child; child = child->next)
		if (is_text(child) && child->content && !(tree_is_blank(child) && has_elements(node)))
			str_add(&text, (const char *)child->content);
	return str_take(&text);
}

/* The node, and the attribute where the path ends in one; NULL when there is none. */
static xmlNode *find(const struct xml_doc *doc, const struct steps *s, xmlAttr **ret_attribute)
{
	xmlNode *node = steps_find(s, root_of(doc));

	*ret_attribute = node && s->attribute.len ? steps_attribute(node, s->attribute) : NULL;
	return s->attribute.len && !*ret_attribute ? NULL : node;
}

char *xml_doc_get(const struct xml_doc *doc, const char *path)
{
	struct steps s;
	xmlAttr *attribute;
	const xmlNode *node = steps_parse(&s, path, NULL) ? find(doc, &s, &attribute) : NULL;

	if (!node)
		return NULL;
	return attribute ? (char *)xmlNodeGetContent((xmlNode *)attribute) : own_text(node);
}

/* A copy that stands alone, with the namespaces that it uses. */
static xmlDoc *cut_out(xmlNode *node)
{
	xmlDoc *tree = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *copy = tree ? xmlDocCopyNode(node, tree, 1) : NULL;

	if (!copy)
		abort();
	xmlDocSetRootElement(tree, copy);
	place_unindent(copy);
	return tree;
}

char *xml_doc_get_xml(const struct xml_doc *doc, const char *path)
{
	struct steps s;
	xmlAttr *attribute;
	xmlNode *node = steps_parse(&s, path, NULL) && !s.attribute.len ? find(doc, &s, &attribute) : NULL;

	if (!node)
		return NULL;
	xmlDoc *tree = cut_out(node);
	char *text = tree_text(tree, NULL);

	xmlFreeDoc(tree);
	return text;
}

size_t xml_doc_count(const struct xml_doc *doc, const char *path)
{
	struct steps s;
	xmlAttr *attribute;

	if (!steps_parse(&s, path, NULL))
		return 0;
	if (s.attribute.len)
		return find(doc, &s, &attribute) != NULL;
	const struct step *last = &s.all[--s.n];
	const xmlNode *parent = steps_find(&s, root_of(doc));

	return parent ? step_count(last, parent) : 0;
}
