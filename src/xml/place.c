// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/place.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "xml/schema.h"
#include "xml/tree.h"

#define STEP "  " /* libvirt's own */

static xmlNode *next_element(xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

static xmlNode *first_element(const xmlNode *parent)
{
	return next_element(parent->children);
}

static bool is_root(const xmlNode *node)
{
	return !node->parent || node->parent->type != XML_ELEMENT_NODE;
}

/* ---- white space ---- */

/* What a line begins with: behind the last newline of white space; NULL: the text begins no line. */
static const char *line_start(const xmlNode *blank)
{
	const char *newline = tree_is_blank(blank) ? strrchr((const char *)blank->content, '\n') : NULL;

	return newline ? newline + 1 : NULL;
}

/* What the node's line begins with; NULL when it shares it. */
static const char *indent_of(const xmlNode *node)
{
	return is_root(node) ? "" : line_start(node->prev);
}

/* How much deeper the children of parent, which has none, would be. */
static const char *deeper_than(const xmlNode *parent, const char *indent)
{
	const char *outer = is_root(parent) ? NULL : indent_of(parent->parent);
	size_t len = outer ? strlen(outer) : 0;

	return outer && strlen(indent) > len && strncmp(indent, outer, len) == 0 ? indent + len : STEP;
}

/* The same for a new child; NULL: it gets no line of its own. The caller frees. */
static char *indent_for(const xmlNode *parent)
{
	const xmlNode *child = first_element(parent);
	const char *indent = child ? line_start(child->prev) : indent_of(parent);

	if (child || !indent)
		return mem_strdup(indent);
	return mem_printf("%s%s", indent, deeper_than(parent, indent));
}

static xmlNode *new_line(xmlNode *near, const char *indent)
{
	autofree char *text = mem_printf("\n%s", indent);
	xmlNode *blank = xmlNewDocText(near->doc, (const xmlChar *)text);

	tree_mark(blank, MADE_FOR);
	return blank;
}

/* ---- where ---- */

#define PATH_MOST 128

static void add_path(const xmlNode *node, struct str *out)
{
	if (!is_root(node)) {
		add_path(node->parent, out);
		str_addc(out, '/');
	}
	str_add(out, node->ns ? "?" : (const char *)node->name);
}

static const struct schema *schema_of(const xmlNode *node)
{
	autostr struct str path = {0};

	add_path(node, &path);
	return schema_find(str_text(&path));
}

static bool is_named_as(const xmlNode *a, const xmlNode *b)
{
	return a->type == XML_ELEMENT_NODE && xmlStrEqual(a->name, b->name) &&
	       xmlStrEqual(a->ns ? a->ns->href : NULL, b->ns ? b->ns->href : NULL);
}

static int rank_of(const struct schema *schema, const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE && !node->ns ? schema_rank(schema, (const char *)node->name) : -1;
}

/* The last of its name, else the last that comes before it, else NULL with *ret_next what it comes before. */
static xmlNode *find_anchor(const xmlNode *parent, const xmlNode *child, xmlNode **ret_next)
{
	const struct schema *schema = schema_of(parent);
	int rank = rank_of(schema, child);
	xmlNode *same = NULL, *before = NULL, *last = NULL;

	*ret_next = NULL;
	for (xmlNode *node = first_element(parent); node; node = next_element(node->next)) {
		int other = rank_of(schema, node);

		last = node;
		if (is_named_as(node, child))
			same = node;
		else if (rank >= 0 && other >= 0 && other <= rank)
			before = node;
		else if (rank >= 0 && other > rank && !*ret_next)
			*ret_next = node;
	}
	if (same || before)
		return same ? same : before;
	return *ret_next ? NULL : last;
}

/* A comment at the end of the anchor's line belongs to it. */
static xmlNode *skip_remark(xmlNode *anchor)
{
	xmlNode *next = anchor->next;

	if (tree_is_blank(next) && !line_start(next))
		next = next->next;
	return next && next->type == XML_COMMENT_NODE && line_start(next->next) ? next : anchor;
}

/* ---- putting ---- */

static void put_first(xmlNode *parent, xmlNode *child, const char *indent)
{
	xmlNode *last = parent->last;
	const char *outer = indent_of(parent);

	if (line_start(last))
		xmlAddPrevSibling(last, child);
	else
		xmlAddChild(parent, child);
	if (!indent || (last && !line_start(last)))
		return;
	xmlAddPrevSibling(child, new_line(child, indent));
	if (!last)
		xmlAddNextSibling(child, new_line(child, outer ? outer : ""));
}

void place_put(xmlNode *parent, xmlNode *child)
{
	autofree char *indent = indent_for(parent);
	xmlNode *next, *anchor = find_anchor(parent, child, &next);

	if (anchor) {
		xmlAddNextSibling(skip_remark(anchor), child);
		if (indent)
			xmlAddPrevSibling(child, new_line(child, indent));
	} else if (next) {
		xmlAddPrevSibling(next, child);
		if (indent)
			xmlAddNextSibling(child, new_line(child, indent));
	} else {
		put_first(parent, child, indent);
	}
}

static void discard(xmlNode *node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

static bool is_all_blank(const xmlNode *parent, bool made)
{
	for (const xmlNode *node = parent->children; node; node = node->next)
		if (!tree_is_blank(node) || (made && tree_made(node) == MADE_NOT))
			return false;
	return true;
}

void place_remove(xmlNode *node)
{
	xmlNode *parent = node->parent, *before = node->prev, *after = node->next;
	bool made = tree_made(node) != MADE_NOT;

	discard(node);
	if (made && tree_made(before) != MADE_FOR && tree_made(after) == MADE_FOR && tree_is_blank(after))
		discard(after);
	else if (line_start(before) && (!made || tree_made(before) == MADE_FOR))
		discard(before);
	if (is_all_blank(parent, made))
		while (parent->children)
			discard(parent->children);
}

/* ---- moving lines ---- */

/* Each line that begins with from begins with to. */
static char *shifted(const char *text, const char *from, const char *to)
{
	struct str out = {0};

	for (const char *p = text; *p; p++) {
		str_addc(&out, *p);
		if (*p != '\n' || p[1] == '\n' || !str_starts(p + 1, from))
			continue;
		str_add(&out, to);
		p += strlen(from);
	}
	return str_take(&out);
}

static void shift(xmlNode *node, const char *from, const char *to)
{
	for (xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE)
			shift(child, from, to);
		if (!line_start(child))
			continue;
		autofree char *text = shifted((const char *)child->content, from, to);

		xmlNodeSetContent(child, (const xmlChar *)text);
	}
}

static void shift_to(xmlNode *node, const char *indent)
{
	const char *own = node->last ? line_start(node->last) : NULL;
	autofree char *from = mem_strdup(own ? own : "");

	if (!str_equal(from, indent))
		shift(node, from, indent);
}

void place_unindent(xmlNode *node)
{
	shift_to(node, "");
}

void place_indent(xmlNode *node)
{
	const char *indent = indent_of(node);

	if (indent)
		shift_to(node, indent);
}

void place_replace(xmlNode *old, xmlNode *with)
{
	tree_mark(with, tree_made(old));
	xmlReplaceNode(old, with);
	xmlFreeNode(old);
	place_indent(with);
}
