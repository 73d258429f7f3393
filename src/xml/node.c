// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/node.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>

#include "base/arr.h"
#include "base/mem.h"
#include "xml/complaint.h"

#define XML_SIZE_MOST (64 << 20)

bool node_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && !node->ns &&
	       strcmp((const char *)node->name, name) == 0;
}

xmlNode *node_find(const xmlNode *node, const char *name)
{
	for (xmlNode *child = node->children; child; child = child->next)
		if (node_is(child, name))
			return child;
	return NULL;
}

char *node_attribute(const xmlNode *node, const char *name)
{
	return (char *)xmlGetNoNsProp(node, (const xmlChar *)name);
}

bool node_attribute_is(const xmlNode *node, const char *name, const char *value)
{
	autofree char *text = node_attribute(node, name);
	return text && strcmp(text, value) == 0;
}

char *node_text(const xmlNode *node)
{
	return (char *)xmlNodeGetContent(node);
}

char *node_dump(xmlNode *node)
{
	xmlBuffer *buffer = xmlBufferCreate();
	char *text = NULL;

	if (buffer && xmlNodeDump(buffer, node->doc, node, 0, 0) > 0)
		text = mem_strdup((const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);
	return text;
}

void node_drop(xmlNode *node)
{
	xmlNode *parent = node->parent;
	xmlNode *space = node->prev;

	xmlUnlinkNode(node);
	xmlFreeNode(node);
	if (space && xmlIsBlankNode(space)) {
		xmlUnlinkNode(space);
		xmlFreeNode(space);
	}
	if (xmlChildElementCount(parent))
		return;
	while ((node = parent->children)) {
		xmlUnlinkNode(node);
		xmlFreeNode(node);
	}
}

bool node_number(const char *text, uint64_t *ret)
{
	char *end;
	if (!text)
		return false;
	text += strspn(text, " \t\r\n");
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	unsigned long long number = strtoull(text, &end, 10);
	if (errno || end[strspn(end, " \t\r\n")] != '\0')
		return false;
	*ret = number;
	return true;
}

/* What libvirt takes in unit=; see formatdomain, "Memory Allocation". */
static const struct {
	const char *name;
	uint64_t bytes;
} units[] = {
	{"b", 1},
	{"bytes", 1},
	{"KB", UINT64_C(1000)},
	{"k", UINT64_C(1) << 10},
	{"KiB", UINT64_C(1) << 10},
	{"MB", UINT64_C(1000000)},
	{"M", UINT64_C(1) << 20},
	{"MiB", UINT64_C(1) << 20},
	{"GB", UINT64_C(1000000000)},
	{"G", UINT64_C(1) << 30},
	{"GiB", UINT64_C(1) << 30},
	{"TB", UINT64_C(1000000000000)},
	{"T", UINT64_C(1) << 40},
	{"TiB", UINT64_C(1) << 40},
};

uint64_t node_unit(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (strcasecmp(units[i].name, name) == 0)
			return units[i].bytes;
	return 0;
}

uint64_t node_memory(const xmlNode *node)
{
	autofree char *text = node_text(node);
	autofree char *unit = node_attribute(node, "unit");
	uint64_t number = 0, bytes;
	uint64_t factor = unit ? node_unit(unit) : 0;
	node_number(text, &number);
	return __builtin_mul_overflow(number, factor ? factor : 1024, &bytes) ? UINT64_MAX : bytes;
}

/* libvirt never writes a document type; without one there are no entities to expand. */
static void on_doctype(void *opaque, const xmlChar *name, const xmlChar *external,
		       const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	xmlParserCtxt *parser = opaque;
	struct complaint *c = parser->_private;

	complaint_finish(c);
	*c = (struct complaint){
		{parser->input->line, parser->input->col},
		mem_strdup("here is a document type, which virtty does not read"),
		true,
	};
	parser->wellFormed = 0;
	xmlStopParser(parser);
}

static xmlDoc *parse(const char *xml, struct complaint *c)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();

	if (!parser)
		abort();
	complaint_listen(c, parser);
	parser->sax->internalSubset = on_doctype;
	xmlDoc *doc = xmlCtxtReadMemory(parser, xml, (int)strlen(xml), NULL, NULL,
					XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
						XML_PARSE_COMPACT | XML_PARSE_BIG_LINES);
	if (!doc && !c->words)
		*c = (struct complaint){{0, 0}, mem_strdup("there is no element"), true};
	xmlFreeParserCtxt(parser);
	return doc;
}

static xmlDoc *parse_or_tell(const char *xml, bool strictly, struct xml_place *ret_at, struct err *err)
{
	struct complaint c = {0};

	if (strlen(xml) > XML_SIZE_MOST) {
		err_set(err, ERR_INVALID, "The XML is longer than %d MiB", XML_SIZE_MOST >> 20);
		return NULL;
	}
	xmlDoc *doc = parse(xml, &c);

	if (doc && c.words && strictly) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	if (!doc)
		complaint_tell(&c, err);
	if (!doc && ret_at)
		*ret_at = c.at;
	complaint_finish(&c);
	return doc;
}

xmlDoc *node_parse(const char *xml, struct err *err)
{
	return parse_or_tell(xml, false, NULL, err);
}

xmlDoc *node_parse_strictly(const char *xml, struct xml_place *ret_at, struct err *err)
{
	return parse_or_tell(xml, true, ret_at, err);
}
