// SPDX-License-Identifier: GPL-3.0-or-later
/* What libvirt will not keep, of xml/changes.h. */
#include "xml/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/schema.h"

#define DEVICES "domain/devices"

/* ---- elements ---- */

/* What people put among devices, and where it is made. */
static const struct {
	const char *name, *words;
} elsewhere[] = {
	{"pool", "<pool> is no device; pools are made in the Storage pane"},
	{"volume", "<volume> is no device; volumes are made in their pool, in the Storage pane"},
	{"network", "<network> is no device; networks are made in the Networks pane, and <interface> is the NIC of one"},
	{"domain", "<domain> is no device; each machine has a definition of its own"},
	{"filter", "<filter> is no device; an <interface> has a <filterref>"},
	{"nic", "<nic> is no device; a NIC is an <interface>"},
	{"usb", "<usb> is no device; a device of the host is a <hostdev>"},
	{"cdrom", "<cdrom> is no device; it is a <disk> with device='cdrom'"},
	{"floppy", "<floppy> is no device; it is a <disk> with device='floppy'"},
	{"nvme", "<nvme> is no device; it is a <disk> with type='nvme'"},
};

static char *words_of_elsewhere(const struct schema *schema, const char *name)
{
	for (size_t i = 0; str_equal(schema->path, DEVICES) && i < ARRAY_SIZE(elsewhere); i++)
		if (str_equal(elsewhere[i].name, name))
			return mem_strdup(elsewhere[i].words);
	return NULL;
}

/* A device beside <devices>, or the other way round. */
static char *words_of_misplaced(const struct schema *schema, const char *name)
{
	if (str_equal(schema->path, "domain") && schema_rank(schema_find(DEVICES), name) >= 0)
		return mem_printf("<%s> belongs into <devices>", name);
	if (str_equal(schema->path, DEVICES) && schema_rank(schema_find("domain"), name) >= 0)
		return mem_printf("<%s> belongs outside of <devices>", name);
	return NULL;
}

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static char *words_of_unknown(const struct schema *schema, const char *name)
{
	struct nearest near = nearest_start(name);
	const char *parent = last_name(schema->path);

	for (size_t i = 0; schema->children[i]; i++)
		nearest_offer(&near, schema->children[i]);
	if (near.best)
		return mem_printf("<%s> is not known in <%s>, and would be dropped; <%s> may be meant", name, parent,
				  near.best);
	return mem_printf("<%s> is not known in <%s>, and would be dropped", name, parent);
}

static void tell_unknown(struct xml_changes *out, const struct schema *schema, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	char *words = words_of_elsewhere(schema, name);

	if (!words)
		words = words_of_misplaced(schema, name);
	if (!words)
		words = words_of_unknown(schema, name);
	*arr_add(out->all, out->n, out->cap) = (struct xml_change){XML_DROPPED, words, (int)xmlGetLineNo(node)};
}

/* Elements of namespaces are another's to know. */
static void look_at(struct xml_changes *out, const xmlNode *node, const char *path)
{
	const struct schema *schema = schema_find(path);

	for (const xmlNode *child = node->children; schema && schema->whole && child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE || child->ns)
			continue;
		autofree char *deeper = mem_printf("%s/%s", path, (const char *)child->name);

		if (schema_rank(schema, (const char *)child->name) < 0)
			tell_unknown(out, schema, child);
		else
			look_at(out, child, deeper);
	}
}

struct xml_changes xml_unknown(const char *text)
{
	struct xml_changes out = {0};
	xmlDoc *tree = node_parse(text, NULL);
	const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;

	if (root && !root->ns)
		look_at(&out, root, (const char *)root->name);
	xmlFreeDoc(tree);
	return out;
}

/* ---- comments ---- */

static int count_newlines(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void add_comment(struct xml_comments *out, const xmlNode *node)
{
	const char *text = node->content ? (const char *)node->content : "";
	const char *from = text + strspn(text, " \t\r\n");
	size_t len = strcspn(from, "\n");

	while (len && strchr(" \t\r", from[len - 1]))
		len--;
	/* libxml2 has the line where it ends. */
	*arr_add(out->all, out->n, out->cap) = (struct xml_comment){
		mem_strndup(from, len),
		(int)xmlGetLineNo(node) - count_newlines(text),
	};
}

static bool keeps_comments(const xmlNode *node)
{
	const xmlNode *root = node->parent;

	return node_is(node, "metadata") && root->parent == (const xmlNode *)node->doc &&
	       (node_is(root, "domain") || node_is(root, "network"));
}

static void gather(struct xml_comments *out, const xmlNode *node)
{
	for (; node; node = node->next) {
		if (node->type == XML_COMMENT_NODE)
			add_comment(out, node);
		else if (node->type == XML_ELEMENT_NODE && !keeps_comments(node))
			gather(out, node->children);
	}
}

struct xml_comments xml_comments_lost(const char *text)
{
	struct xml_comments out = {0};
	xmlDoc *tree = node_parse(text, NULL);

	if (tree)
		gather(&out, tree->children);
	xmlFreeDoc(tree);
	return out;
}

void xml_comments_finish(struct xml_comments *comments)
{
	for (size_t i = 0; i < comments->n; i++)
		free(comments->all[i].text);
	free(comments->all);
	*comments = (struct xml_comments){0};
}
