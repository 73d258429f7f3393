// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/definition.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"

#define XML_SIZE_MOST (64 << 20)

/* libxml2 2.12 made its parameter const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

static void on_error(void *opaque, xml_error e)
{
	(void)opaque;
	log_write(LOG_DEBUG, "libxml2: %s",
		  e && e->message ? e->message : "an error without words");
}

void xml_init(void)
{
	LIBXML_TEST_VERSION
	xmlInitParser();
	xmlSetStructuredErrorFunc(NULL, on_error);
	xmlThrDefSetStructuredErrorFunc(NULL, on_error);
}

static bool is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && !node->ns &&
	       strcmp((const char *)node->name, name) == 0;
}

static xmlNode *find_child(const xmlNode *node, const char *name)
{
	for (xmlNode *child = node->children; child; child = child->next)
		if (is_named(child, name))
			return child;
	return NULL;
}

/* NULL when there is no such attribute. The caller frees (libxml2's allocator is malloc). */
static char *attribute(const xmlNode *node, const char *name)
{
	return (char *)xmlGetNoNsProp(node, (const xmlChar *)name);
}

static bool attribute_is(const xmlNode *node, const char *name, const char *value)
{
	autofree char *text = attribute(node, name);
	return text && strcmp(text, value) == 0;
}

static char *content(const xmlNode *node)
{
	return (char *)xmlNodeGetContent(node);
}

/* False, and *ret untouched, for what is no number. */
static bool parse_number(const char *text, uint64_t *ret)
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

static uint64_t unit_bytes(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(units); i++)
		if (strcasecmp(units[i].name, name) == 0)
			return units[i].bytes;
	return 1024;
}

/* Bytes; 0 for what is no number. */
static uint64_t read_memory(const xmlNode *node)
{
	autofree char *text = content(node);
	autofree char *unit = attribute(node, "unit");
	uint64_t number = 0, bytes;
	parse_number(text, &number);
	return __builtin_mul_overflow(number, unit_bytes(unit), &bytes) ? UINT64_MAX : bytes;
}

static unsigned read_count(const char *text, unsigned otherwise)
{
	uint64_t number = otherwise;
	parse_number(text, &number);
	return number > UINT_MAX ? UINT_MAX : (unsigned)number;
}

static void read_title(const xmlNode *node, struct snapshot *strings, struct domain_definition *def)
{
	autofree char *text = content(node);
	if (text && *text)
		def->title = snapshot_strdup(strings, text);
}

static void read_memory_max(const xmlNode *node, struct snapshot *strings,
			    struct domain_definition *def)
{
	(void)strings;
	def->memory_max = read_memory(node);
}

static void read_memory_now(const xmlNode *node, struct snapshot *strings,
			    struct domain_definition *def)
{
	(void)strings;
	def->memory = read_memory(node);
}

static void read_vcpus(const xmlNode *node, struct snapshot *strings, struct domain_definition *def)
{
	(void)strings;
	autofree char *most = content(node);
	autofree char *now = attribute(node, "current");
	def->vcpus_max = read_count(most, 0);
	def->vcpus = read_count(now, def->vcpus_max);
}

static void read_disk(const xmlNode *node, struct domain_definition *def)
{
	autofree char *device = attribute(node, "device");
	if (!device || strcmp(device, "disk") == 0 || strcmp(device, "lun") == 0)
		def->disks++;
}

static void read_nic(const xmlNode *node, struct domain_definition *def)
{
	(void)node;
	def->nics++;
}

static void read_channel(const xmlNode *node, struct domain_definition *def)
{
	const xmlNode *target = find_child(node, "target");
	if (target && attribute_is(target, "name", "org.qemu.guest_agent.0"))
		def->has_agent = true;
}

static void read_graphics(const xmlNode *node, struct domain_definition *def)
{
	if (attribute_is(node, "type", "vnc"))
		def->has_display = true;
}

static void read_serial(const xmlNode *node, struct domain_definition *def)
{
	(void)node;
	def->has_serial = true;
}

static const struct {
	const char *name;
	void (*read)(const xmlNode *node, struct domain_definition *def);
} devices[] = {
	{"disk", read_disk},	     {"interface", read_nic},  {"channel", read_channel},
	{"graphics", read_graphics}, {"serial", read_serial}, {"console", read_serial},
};

static void read_devices(const xmlNode *node, struct snapshot *strings,
			 struct domain_definition *def)
{
	(void)strings;
	for (const xmlNode *child = node->children; child; child = child->next)
		for (size_t i = 0; i < ARRAY_SIZE(devices); i++)
			if (is_named(child, devices[i].name))
				devices[i].read(child, def);
}

static const struct {
	const char *name;
	void (*read)(const xmlNode *node, struct snapshot *strings, struct domain_definition *def);
} elements[] = {
	{"title", read_title},		    {"memory", read_memory_max},
	{"currentMemory", read_memory_now}, {"vcpu", read_vcpus},
	{"devices", read_devices},
};

static void read_domain(const xmlNode *root, struct snapshot *strings,
			struct domain_definition *def)
{
	for (const xmlNode *child = root->children; child; child = child->next)
		for (size_t i = 0; i < ARRAY_SIZE(elements); i++)
			if (is_named(child, elements[i].name))
				elements[i].read(child, strings, def);
	if (!find_child(root, "currentMemory"))
		def->memory = def->memory_max;
}

/* libvirt never writes a document type; without one there are no entities to expand. */
static void on_doctype(void *opaque, const xmlChar *name, const xmlChar *external,
		       const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	xmlParserCtxt *parser = opaque;
	parser->wellFormed = 0;
	xmlStopParser(parser);
}

static xmlDoc *parse(const char *xml, struct err *err)
{
	size_t len = strlen(xml);
	if (len > XML_SIZE_MOST) {
		err_set(err, ERR_INVALID, "The XML is longer than %d MiB", XML_SIZE_MOST >> 20);
		return NULL;
	}
	xmlParserCtxt *parser = xmlNewParserCtxt();
	if (!parser)
		abort();
	parser->sax->internalSubset = on_doctype;
	xmlDoc *doc = xmlCtxtReadMemory(parser, xml, (int)len, NULL, NULL,
					XML_PARSE_NONET | XML_PARSE_NOERROR |
						XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
	const xmlError *e = xmlCtxtGetLastError(parser);
	if (!doc && e && e->message && e->code != XML_ERR_USER_STOP)
		err_set(err, ERR_INVALID, "Line %d of the XML: %.*s", e->line,
			(int)strcspn(e->message, "\n"), e->message);
	else if (!doc)
		err_set(err, ERR_INVALID,
			"The XML has a document type, which virtty does not read");
	xmlFreeParserCtxt(parser);
	return doc;
}

bool definition_read(const char *xml, struct snapshot *strings, struct domain_definition *ret_def,
		     struct err *err)
{
	xmlDoc *doc = parse(xml, err);
	if (!doc)
		return false;
	const xmlNode *root = xmlDocGetRootElement(doc);
	bool ok = root && is_named(root, "domain");
	if (ok) {
		struct domain_definition def = {.known = true};
		read_domain(root, strings, &def);
		*ret_def = def;
	} else {
		err_set(err, ERR_INVALID, "The XML is not a domain's: its root is <%s>",
			root ? (const char *)root->name : "");
	}
	xmlFreeDoc(doc);
	return ok;
}
