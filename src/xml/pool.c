// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/pool.h"

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/node.h"

/* The others' targets are not for files: /dev/vg0, /dev/disk/by-path. */
static const char *const types[] = {"dir", "fs", "netfs", "vstorage"};

static bool has_files(const xmlNode *root)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (node_attribute_is(root, "type", types[i]))
			return true;
	return false;
}

char *pool_directory(const char *xml)
{
	autoerr struct err err = {0};
	xmlDoc *doc = node_parse(xml, &err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *target = root && has_files(root) ? node_find(root, "target") : NULL;
	const xmlNode *path = target ? node_find(target, "path") : NULL;
	autofree char *text = path ? node_text(path) : NULL;
	if (doc)
		xmlFreeDoc(doc);
	return text && text[0] == '/' ? take(text) : NULL;
}
