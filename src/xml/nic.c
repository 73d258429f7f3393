// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/nic.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/node.h"

static bool is_on(const xmlNode *nic, const char *network, const char *bridge)
{
	const xmlNode *source = node_find(nic, "source");

	if (!source)
		return false;
	if (node_attribute_is(nic, "type", "network"))
		return node_attribute_is(source, "network", network);
	return bridge && node_attribute_is(nic, "type", "bridge") && node_attribute_is(source, "bridge", bridge);
}

static void set(xmlNode *node, const char *name, const char *value)
{
	xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

static void unset(xmlNode *node, const char *name)
{
	xmlUnsetProp(node, (const xmlChar *)name);
}

/* Changes the tree: it is done with. */
static void add(struct nics_xml *nics, xmlNode *nic, const char *parking)
{
	struct nic_xml *one = arr_add(nics->all, nics->n, nics->cap);
	xmlNode *source = node_find(nic, "source");
	const xmlNode *mac = node_find(nic, "mac");

	*one = (struct nic_xml){.mac = mac ? node_attribute(mac, "address") : NULL};
	unset(source, "portid");
	if (node_attribute_is(nic, "type", "network"))
		unset(source, "bridge");
	one->whole = node_dump(nic);
	set(nic, "type", "network");
	set(source, "network", parking);
	unset(source, "bridge");
	unset(source, "portgroup");
	one->parked = node_dump(nic);
}

bool nics_read_xml(const char *domain, const char *network, const char *bridge, const char *parking,
		   struct nics_xml *ret, struct err *err)
{
	xmlDoc *doc = node_parse(domain, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *devices = root ? node_find(root, "devices") : NULL;

	for (xmlNode *child = devices ? devices->children : NULL; child; child = child->next)
		if (node_is(child, "interface") && is_on(child, network, bridge))
			add(ret, child, parking);
	xmlFreeDoc(doc);
	return doc;
}

void nics_clear(struct nics_xml *nics)
{
	for (size_t i = 0; i < nics->n; i++) {
		free(nics->all[i].mac);
		free(nics->all[i].whole);
		free(nics->all[i].parked);
	}
	free(nics->all);
	*nics = (struct nics_xml){.all = NULL};
}

char *port_read_mac(const char *port)
{
	xmlDoc *doc = node_parse(port, NULL);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *mac = root ? node_find(root, "mac") : NULL;
	char *address = mac ? node_attribute(mac, "address") : NULL;

	xmlFreeDoc(doc);
	return address;
}
