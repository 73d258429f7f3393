// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/nic.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

static const xmlNode *devices_in(xmlDoc *doc)
{
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

	return root ? node_find(root, "devices") : NULL;
}

/* The source of the NIC with that MAC, where it is on the network. */
static const xmlNode *source_in(const xmlNode *devices, const char *address, const struct nics_place *place)
{
	for (const xmlNode *child = devices && address ? devices->children : NULL; child; child = child->next) {
		const xmlNode *mac = node_is(child, "interface") ? node_find(child, "mac") : NULL;
		autofree char *other = mac ? node_attribute(mac, "address") : NULL;

		if (other && strcasecmp(other, address) == 0 && is_on(child, place->network, place->bridge))
			return node_find(child, "source");
	}
	return NULL;
}

/* Changes the tree. */
static void add_parked(struct nics_xml *nics, xmlNode *nic, const xmlNode *kept, const struct nics_place *place)
{
	static const char *const names[] = {"network", "bridge", "portgroup"};
	struct nic_xml *one = arr_add(nics->all, nics->n, nics->cap);
	xmlNode *source = node_find(nic, "source");
	const xmlNode *mac = node_find(nic, "mac");

	*one = (struct nic_xml){.mac = mac ? node_attribute(mac, "address") : NULL};
	const xmlNode *own = source_in(kept, one->mac, place);
	autofree char *type = own ? node_attribute(own->parent, "type") : NULL;

	unset(source, "portid");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		autofree char *value = own ? node_attribute(own, names[i]) : NULL;

		unset(source, names[i]);
		if (value)
			set(source, names[i], value);
	}
	if (own)
		set(nic, "type", type);
	else
		set(source, "network", place->network);
	one->whole = node_dump(nic);
}

bool nics_read_xml(const char *domain, const char *kept, const struct nics_place *place, struct nics_xml *ret,
		   struct err *err)
{
	xmlDoc *doc = node_parse(domain, err);
	xmlDoc *kept_doc = doc && kept ? node_parse(kept, NULL) : NULL;
	const xmlNode *devices = devices_in(doc);

	for (xmlNode *child = devices ? devices->children : NULL; child; child = child->next) {
		if (!node_is(child, "interface"))
			continue;
		if (is_on(child, place->network, place->bridge))
			add(ret, child, place->parking);
		else if (is_on(child, place->parking, NULL))
			add_parked(ret, child, devices_in(kept_doc), place);
	}
	xmlFreeDoc(kept_doc);
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
