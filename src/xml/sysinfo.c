// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/sysinfo.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "xml/node.h"

/* What makers leave in a field that they should have filled. */
static bool is_filler(const char *text)
{
	static const char *const fillers[] = {
		"To be filled by O.E.M.", "Default string", "Not Specified", "System Product Name",
		"System manufacturer", "None",
	};

	for (size_t i = 0; i < sizeof(fillers) / sizeof(*fillers); i++)
		if (strcasecmp(text, fillers[i]) == 0)
			return true;
	return !*text;
}

static void add_entry(struct str *out, const xmlNode *block, const char *name, const char *before)
{
	for (const xmlNode *node = block ? block->children : NULL; node; node = node->next) {
		if (!node_is(node, "entry") || !node_attribute_is(node, "name", name))
			continue;
		autofree char *text = node_text(node);

		if (text && !is_filler(text))
			str_addf(out, "%s%s", out->len ? before : "", text);
		return;
	}
}

static char *kept(struct str *text)
{
	char *copy = text->len ? mem_strdup(str_text(text)) : NULL;

	str_free(text);
	return copy;
}

static char *product(const xmlNode *root, const char *block_name)
{
	const xmlNode *block = node_find(root, block_name);
	struct str text = {0};

	add_entry(&text, block, "manufacturer", "");
	add_entry(&text, block, "product", " ");
	return kept(&text);
}

static char *firmware(const xmlNode *root)
{
	const xmlNode *block = node_find(root, "bios");
	struct str text = {0};

	add_entry(&text, block, "vendor", "");
	add_entry(&text, block, "version", " ");
	add_entry(&text, block, "date", " of ");
	return kept(&text);
}

struct sysinfo *sysinfo_parse(const char *xml, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

	if (!root) {
		xmlFreeDoc(doc);
		return NULL;
	}
	struct sysinfo *info = mem_new(struct sysinfo);

	info->machine = product(root, "system");
	info->firmware = firmware(root);
	info->board = product(root, "baseBoard");
	if (info->machine && info->board && str_equal(info->machine, info->board)) {
		free(info->board);
		info->board = NULL;
	}
	xmlFreeDoc(doc);
	return info;
}
