// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/capabilities.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "xml/node.h"

/* NULL for an element that is not there, or is empty. */
static char *text_of(const xmlNode *node, const char *name)
{
	const xmlNode *child = node_find(node, name);
	char *text = child ? node_text(child) : NULL;
	if (text && !*text) {
		free(text);
		return NULL;
	}
	return text;
}

static bool attribute_number(const xmlNode *node, const char *name, uint64_t most, uint64_t *ret)
{
	autofree char *text = node_attribute(node, name);
	return node_number(text, ret) && *ret <= most;
}

static void add_size(struct node_pages *pages, const xmlNode *node)
{
	uint64_t kib;
	if (pages->n_sizes == PAGE_SIZES_MOST || !node_attribute_is(node, "unit", "KiB") ||
	    !attribute_number(node, "size", UINT_MAX, &kib))
		return;
	pages->sizes_kib[pages->n_sizes++] = (unsigned)kib;
}

/* The smallest is what memory is made of anyway. */
static void drop_smallest(struct node_pages *pages)
{
	size_t least = 0;
	for (size_t i = 1; i < pages->n_sizes; i++)
		if (pages->sizes_kib[i] < pages->sizes_kib[least])
			least = i;
	if (pages->n_sizes)
		pages->sizes_kib[least] = pages->sizes_kib[--pages->n_sizes];
}

static void read_cpu(const xmlNode *cpu, struct node_caps *caps)
{
	caps->arch = text_of(cpu, "arch");
	caps->model = text_of(cpu, "model");
	caps->vendor = text_of(cpu, "vendor");
	for (const xmlNode *child = cpu->children; child; child = child->next)
		if (node_is(child, "pages"))
			add_size(&caps->pages, child);
	drop_smallest(&caps->pages);
}

static void read_cells(const xmlNode *topology, struct node_pages *pages)
{
	const xmlNode *cells = node_find(topology, "cells");
	for (const xmlNode *cell = cells ? cells->children : NULL; cell; cell = cell->next) {
		uint64_t id;
		if (node_is(cell, "cell") && pages->n_cells < CELLS_MOST &&
		    attribute_number(cell, "id", INT_MAX, &id))
			pages->cells[pages->n_cells++] = (int)id;
	}
}

static void read_host(const xmlNode *host, struct node_caps *caps)
{
	const xmlNode *cpu = node_find(host, "cpu");
	const xmlNode *topology = node_find(host, "topology");
	autofree char *uuid = text_of(host, "uuid");
	caps->has_uuid = uuid && uuid_parse(uuid, caps->uuid);
	if (cpu)
		read_cpu(cpu, caps);
	if (topology)
		read_cells(topology, &caps->pages);
}

bool capabilities_read(const char *xml, struct node_caps *ret, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	if (!doc)
		return false;
	struct node_caps caps = {0};
	const xmlNode *root = xmlDocGetRootElement(doc);
	const xmlNode *host = root ? node_find(root, "host") : NULL;
	if (host)
		read_host(host, &caps);
	xmlFreeDoc(doc);
	*ret = caps;
	return true;
}
