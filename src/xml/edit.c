// SPDX-License-Identifier: GPL-3.0-or-later
/* What changes a document, of xml/path.h. */
#include "xml/path.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parserInternals.h>

#include "base/mem.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/place.h"
#include "xml/steps.h"
#include "xml/tree.h"

#define NO_REDUNDANT 1 /* libxml2's XML_DOM_RECONNS_REMOVEREDUND, which is in none of its headers */

static xmlNode *root_of(const struct xml_doc *doc)
{
	return xmlDocGetRootElement(doc->tree);
}

/* ---- making steps ---- */

/* Unlike in a test, in a new element no name without a prefix may fall into the namespace around it. */
static void give_namespace(xmlNode *node, const xmlNode *parent, const struct step_name *name)
{
	autofree char *uri = part_text(name->uri);
	autofree char *prefix = part_text(name->prefix);
	xmlNode *around = (xmlNode *)(uintptr_t)parent;
	xmlNs *ns = uri ? xmlSearchNsByHref(node->doc, around, (xmlChar *)uri) : NULL;
	const xmlNs *other = uri ? NULL : xmlSearchNs(node->doc, around, NULL);

	if (uri && !ns)
		ns = xmlNewNs(node, (xmlChar *)uri, (xmlChar *)prefix);
	else if (other && other->href && *other->href)
		xmlNewNs(node, (const xmlChar *)"", NULL);
	xmlSetNs(node, ns);
}

static xmlNode *new_element(const xmlNode *parent, const struct step_name *name)
{
	autofree char *local = part_text(name->local);
	xmlNode *node = xmlNewDocNode(parent->doc, NULL, (xmlChar *)local, NULL);

	if (!node)
		abort();
	give_namespace(node, parent, name);
	return node;
}

static void write_attribute(xmlNode *node, struct part name, const char *value, enum made made)
{
	autofree char *text = part_text(name);
	xmlAttr *attribute = xmlSetNsProp(node, NULL, (xmlChar *)text, (const xmlChar *)value);

	tree_mark(attribute, made);
}

/* So that the test would find it. */
static void fulfil(xmlNode *node, const struct step_test *test)
{
	autofree char *value = mem_strndup(test->value.s ? test->value.s : "", test->value.len);

	if (test->not)
		return;
	if (!test->child.local.len) {
		write_attribute(node, test->attribute, value, MADE_FOR);
		return;
	}
	const struct step step = {.name = test->child};
	xmlNode *child = step_find(&step, node);

	if (!child) {
		child = new_element(node, &test->child);
		tree_mark(child, MADE_FOR);
		place_put(node, child);
	}
	write_attribute(child, test->attribute, value, MADE_FOR);
}

static xmlNode *make_step(xmlNode *parent, const struct step *step)
{
	xmlNode *node = new_element(parent, &step->name);

	tree_mark(node, MADE_FOR);
	place_put(parent, node);
	for (size_t i = 0; i < step->n_tests; i++)
		fulfil(node, &step->tests[i]);
	return node;
}

static bool refuse_number(const struct step *step, size_t n, struct err *err)
{
	autofree char *name = part_text(step->name.local);

	return err_set(err, ERR_NOT_FOUND, "There is no <%s> number %zu: there are %zu", name, step->number, n);
}

/* Before anything is made, so that a refusal changes nothing. */
static bool can_make(const struct steps *s, xmlNode *root, struct err *err)
{
	const xmlNode *node = root;

	for (size_t i = 0; i < s->n; i++) {
		const struct step *step = &s->all[i];
		size_t n = node ? step_count(step, node) : 0;

		node = node ? step_find(step, node) : NULL;
		if (!node && step->number > n + 1)
			return refuse_number(step, n, err);
	}
	return true;
}

static xmlNode *find_or_make(const struct steps *s, xmlNode *root)
{
	xmlNode *node = root;

	for (size_t i = 0; i < s->n; i++) {
		xmlNode *next = step_find(&s->all[i], node);

		node = next ? next : make_step(node, &s->all[i]);
	}
	return node;
}

/* ---- values ---- */

static bool can_be_held(const char *value, struct err *err)
{
	const char *p = value;
	const char *end = value + strlen(value);

	if (!xmlCheckUTF8((const unsigned char *)value))
		return err_set(err, ERR_INVALID, "This text is not UTF-8");
	while (*p) {
		int len = end - p < 4 ? (int)(end - p) : 4;
		int c = xmlGetUTF8Char((const unsigned char *)p, &len);

		if (c < 0 || !IS_CHAR(c))
			return err_set(err, ERR_INVALID, "This text has a control character, which XML cannot hold");
		p += len;
	}
	return true;
}

static bool is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* A text that can stay where it is among comments, also while it is empty; a CDATA section stays one where it can. */
static bool can_take(const xmlNode *text, const char *value, bool among_others)
{
	if (text->type == XML_CDATA_SECTION_NODE && strstr(value, "]]>"))
		return false;
	return *value || among_others;
}

/* Into the first text that there is. */
static void write_text(xmlNode *node, const char *value)
{
	bool has_elements = xmlChildElementCount(node) > 0, among_others = false;
	xmlNode *first = NULL;

	for (const xmlNode *child = node->children; child; child = child->next)
		among_others = among_others || !is_text(child);
	for (xmlNode *child = node->children, *next; child; child = next) {
		bool counts = is_text(child) && !(tree_is_blank(child) && has_elements);

		next = child->next;
		if (counts && !first && can_take(child, value, among_others)) {
			first = child;
			xmlNodeSetContent(child, (const xmlChar *)value);
		} else if (counts) {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		}
	}
	if (first || !*value)
		return;
	xmlNode *text = xmlNewDocText(node->doc, (const xmlChar *)value);

	if (node->children)
		xmlAddPrevSibling(node->children, text);
	else
		xmlAddChild(node, text);
}

/* Text between elements would become one with the white space there. */
static bool has_room(const struct steps *s, xmlNode *root, const char *present, struct err *err)
{
	xmlNode *node = s->attribute.len ? NULL : steps_find(s, root);

	return !node || *present || !xmlChildElementCount(node) ||
	       err_set(err, ERR_INVALID, "<%s> has elements in it, and no text", (const char *)node->name);
}

bool xml_doc_set(struct xml_doc *doc, const char *path, const char *value, struct err *err)
{
	struct steps s;

	if (!steps_parse(&s, path, err) || !can_be_held(value, err) || !can_make(&s, root_of(doc), err))
		return false;
	autofree char *present = xml_doc_get(doc, path);

	if (str_equal(present, value))
		return true;
	if (!has_room(&s, root_of(doc), present, err))
		return false;
	xmlNode *node = find_or_make(&s, root_of(doc));

	if (s.attribute.len) {
		write_attribute(node, s.attribute, value, MADE_NOT);
		return true;
	}
	if (tree_made(node) == MADE_FOR)
		tree_mark(node, MADE_WANTED);
	write_text(node, value);
	return true;
}

/* ---- taking out ---- */

static bool is_empty_again(const xmlNode *node)
{
	if (tree_made(node) != MADE_FOR)
		return false;
	for (const xmlAttr *a = node->properties; a; a = a->next)
		if (tree_made(a) != MADE_FOR)
			return false;
	for (const xmlNode *child = node->children; child; child = child->next)
		if (!tree_is_blank(child) && !(child->type == XML_ELEMENT_NODE && is_empty_again(child)))
			return false;
	return true;
}

static void prune(xmlNode *node)
{
	while (node->parent && node->parent->type == XML_ELEMENT_NODE && is_empty_again(node)) {
		xmlNode *parent = node->parent;

		place_remove(node);
		node = parent;
	}
}

static void take_out(xmlNode *node)
{
	xmlNode *parent = node->parent;

	place_remove(node);
	prune(parent);
}

void xml_doc_clear(struct xml_doc *doc, const char *path)
{
	struct steps s;
	xmlNode *node = steps_parse(&s, path, NULL) ? steps_find(&s, root_of(doc)) : NULL;
	xmlAttr *attribute = node && s.attribute.len ? steps_attribute(node, s.attribute) : NULL;

	if (attribute) {
		xmlRemoveProp(attribute);
		prune(node);
	} else if (node && s.n && !s.attribute.len) {
		take_out(node);
	}
}

/* ---- lists ---- */

static bool parse_element(struct steps *s, const char *path, struct err *err)
{
	if (!steps_parse(s, path, err))
		return false;
	return !s->attribute.len || err_set(err, ERR_INVALID, "\"%s\" is no path of an element", path);
}

size_t xml_doc_add(struct xml_doc *doc, const char *path, struct err *err)
{
	struct steps s;

	if (!parse_element(&s, path, err))
		return 0;
	struct step *last = &s.all[--s.n];

	if (!can_make(&s, root_of(doc), err))
		return 0;
	xmlNode *parent = find_or_make(&s, root_of(doc));

	tree_mark(make_step(parent, last), MADE_WANTED);
	return step_count(last, parent);
}

bool xml_doc_remove(struct xml_doc *doc, const char *path, size_t n)
{
	struct steps s;

	if (!n || !parse_element(&s, path, NULL))
		return false;
	s.all[s.n - 1].number = n;
	xmlNode *node = steps_find(&s, root_of(doc));

	if (node)
		take_out(node);
	return node != NULL;
}

/* ---- whole elements ---- */

static bool is_the_right_one(const xmlNode *node, const struct step *step, struct err *err)
{
	const struct step anybody = {.name = step->name};
	autofree char *name = part_text(step->name.local);

	return step_fits(&anybody, node) ||
	       err_set(err, ERR_INVALID, "Here belongs a <%s>, and this is a <%s>", name, (const char *)node->name);
}

static bool is_the_same(xmlNode *node, const char *path, struct xml_doc *doc, xmlDoc *with)
{
	autofree char *text = node ? xml_doc_get_xml(doc, path) : NULL;
	struct xml_doc *old = text ? xml_doc_parse(text, NULL, NULL) : NULL;
	autofree char *a = old ? xml_doc_canonical(old) : NULL;
	autofree char *b = xml_doc_canonical(&(struct xml_doc){with});

	xml_doc_destroy(old);
	return str_equal(a, b);
}

static void put_whole(xmlNode *old, xmlNode *parent, xmlNode *with)
{
	if (old) {
		place_replace(old, with);
	} else {
		tree_mark(with, MADE_WANTED);
		place_put(parent, with);
		place_indent(with);
	}
	xmlDOMWrapReconcileNamespaces(NULL, with, NO_REDUNDANT);
}

static bool set_whole(struct xml_doc *doc, const char *path, xmlDoc *fragment, struct err *err)
{
	struct steps s;
	xmlNode *root = xmlDocGetRootElement(fragment);

	if (!parse_element(&s, path, err) || !is_the_right_one(root, &s.all[s.n - 1], err) ||
	    !can_make(&s, root_of(doc), err))
		return false;
	xmlNode *old = steps_find(&s, root_of(doc));

	if (is_the_same(old, path, doc, fragment))
		return true;
	s.n--;
	put_whole(old, find_or_make(&s, root_of(doc)), xmlDocCopyNode(root, doc->tree, 1));
	return true;
}

bool xml_doc_set_xml(struct xml_doc *doc, const char *path, const char *xml, struct xml_place *ret_at, struct err *err)
{
	xmlDoc *fragment = node_parse_strictly(xml, ret_at, err);
	bool done = fragment && set_whole(doc, path, fragment, err);

	xmlFreeDoc(fragment);
	return done;
}
