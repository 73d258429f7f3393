// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/str.h"
#include "xml/node.h"

/* An attribute of the node, or of a child; in the arena, NULL when it is not there. */
static const char *keep(struct machine_definition *d, const xmlNode *node, const char *child, const char *name)
{
	const xmlNode *at = child ? node_find(node, child) : node;
	autofree char *value = at ? node_attribute(at, name) : NULL;
	return value && value[0] ? arena_strdup(d->arena, value) : NULL;
}

static int number_of(const xmlNode *node, const char *name, int otherwise)
{
	autofree char *text = node_attribute(node, name);
	uint64_t n;
	return node_number(text, &n) && n <= INT32_MAX ? (int)n : otherwise;
}

/* What can stand in a <source>, of a disk or of what that is based on. */
static const char *source_text(struct machine_definition *d, const xmlNode *source)
{
	static const char *const plain[] = {"file", "dev", "dir"};
	struct str text = {0};
	for (size_t i = 0; source && i < ARRAY_SIZE(plain); i++) {
		const char *path = keep(d, source, NULL, plain[i]);
		if (path)
			return path;
	}
	if (!source)
		return NULL;
	const char *pool = keep(d, source, NULL, "pool"), *volume = keep(d, source, NULL, "volume");
	const char *protocol = keep(d, source, NULL, "protocol"), *name = keep(d, source, NULL, "name");
	const char *host = keep(d, source, "host", "name");
	if (pool && volume)
		str_addf(&text, "%s/%s", pool, volume);
	else if (protocol)
		str_addf(&text, "%s://%s/%s", protocol, host ? host : "", name ? name : "");
	const char *kept = text.len ? arena_strdup(d->arena, str_text(&text)) : NULL;
	str_free(&text);
	return kept;
}

static void read_chain(struct machine_definition *d, const xmlNode *node, struct disk_definition *disk)
{
	for (node = node_find(node, "backingStore"); node && disk->n_chain < CHAIN_MOST;
	     node = node_find(node, "backingStore")) {
		const char *source = source_text(d, node_find(node, "source"));
		if (source)
			disk->chain[disk->n_chain++] = source;
	}
}

static void read_disk(struct machine_definition *d, const xmlNode *node)
{
	struct disk_definition *disk = arr_add(d->disks, d->n_disks, d->cap_disks);
	disk->target = keep(d, node, "target", "dev");
	disk->bus = keep(d, node, "target", "bus");
	disk->device = keep(d, node, NULL, "device");
	disk->source = source_text(d, node_find(node, "source"));
	disk->format = keep(d, node, "driver", "type");
	disk->cache = keep(d, node, "driver", "cache");
	disk->io = keep(d, node, "driver", "io");
	disk->discard = keep(d, node, "driver", "discard");
	disk->readonly = node_find(node, "readonly");
	disk->shareable = node_find(node, "shareable");
	disk->transient = node_find(node, "transient");
	disk->target = disk->target ? disk->target : "?";
	disk->device = disk->device ? disk->device : "disk";
	read_chain(d, node, disk);
}

static void read_nic(struct machine_definition *d, const xmlNode *node)
{
	static const char *const names[] = {"network", "bridge", "dev", "path", "name"};
	struct nic_definition *nic = arr_add(d->nics, d->n_nics, d->cap_nics);
	const char *type = keep(d, node, NULL, "type"), *source = NULL, *link = keep(d, node, "link", "state");
	for (size_t i = 0; i < ARRAY_SIZE(names) && !source; i++)
		source = keep(d, node, "source", names[i]);
	autofree char *text = mem_printf("%s%s%s", type ? type : "?", source ? " " : "", source ? source : "");
	nic->source = arena_strdup(d->arena, text);
	nic->mac = keep(d, node, "mac", "address");
	nic->model = keep(d, node, "model", "type");
	nic->target = keep(d, node, "target", "dev");
	nic->link = link ? link : "up";
}

static void read_display(struct machine_definition *d, const xmlNode *node)
{
	struct display_definition *display = arr_add(d->displays, d->n_displays, d->cap_displays);
	const char *type = keep(d, node, NULL, "type"), *socket = keep(d, node, NULL, "socket");
	display->type = type ? type : "?";
	display->listen = socket ? socket : keep(d, node, NULL, "listen");
	if (!display->listen)
		display->listen = keep(d, node, "listen", "socket");
	display->port = number_of(node, "port", -1);
	if (display->port < 0)
		display->port = number_of(node, "tlsPort", -1);
}

static void read_channel(struct machine_definition *d, const xmlNode *node)
{
	const xmlNode *target = node_find(node, "target");
	if (!target || !node_attribute_is(target, "name", "org.qemu.guest_agent.0"))
		return;
	d->agent = node_attribute_is(target, "state", "connected")	? AGENT_CONNECTED
		   : node_attribute_is(target, "state", "disconnected") ? AGENT_DISCONNECTED
									: AGENT_UNKNOWN;
}

static void read_balloon(struct machine_definition *d, const xmlNode *node)
{
	const xmlNode *stats = node_find(node, "stats");
	d->balloon = keep(d, node, NULL, "model");
	d->balloon_period = stats ? number_of(stats, "period", 0) : 0;
}

static const struct {
	const char *name;
	void (*read)(struct machine_definition *d, const xmlNode *node);
} devices[] = {
	{"disk", read_disk},	   {"interface", read_nic},    {"graphics", read_display},
	{"channel", read_channel}, {"memballoon", read_balloon},
};

static void read_devices(struct machine_definition *d, const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		for (size_t i = 0; i < ARRAY_SIZE(devices); i++)
			if (node_is(child, devices[i].name))
				devices[i].read(d, child);
}

static void read_os(struct machine_definition *d, const xmlNode *node)
{
	const xmlNode *type = node_find(node, "type");
	autostr struct str text = {0};
	const char *arch = type ? keep(d, type, NULL, "arch") : NULL;
	const char *machine = type ? keep(d, type, NULL, "machine") : NULL;
	autofree char *firmware = node_attribute(node, "firmware");
	bool efi = str_equal(firmware, "efi");
	const xmlNode *loader = node_find(node, "loader");
	str_addf(&text, "%s%s%s", arch ? arch : "", arch && machine ? " " : "", machine ? machine : "");
	efi = efi || (loader && node_attribute_is(loader, "type", "pflash"));
	if (efi)
		str_add(&text, ", UEFI");
	if (text.len)
		d->system = arena_strdup(d->arena, str_text(&text));
}

static void read_backing(struct machine_definition *d, const xmlNode *node)
{
	const xmlNode *huge = node_find(node, "hugepages");
	const xmlNode *page = huge ? node_find(huge, "page") : NULL;
	autofree char *size = page ? node_attribute(page, "size") : NULL;
	autofree char *unit = page ? node_attribute(page, "unit") : NULL;
	if (!huge)
		return;
	autofree char *text = size ? mem_printf("%s %s pages", size, unit ? unit : "KiB")
				   : mem_strdup("of the host's usual huge size");
	d->hugepages = arena_strdup(d->arena, text);
}

static void read_cpu(struct machine_definition *d, const xmlNode *node)
{
	const xmlNode *model = node_find(node, "model");
	autofree char *name = model ? node_text(model) : NULL;
	const char *mode = keep(d, node, NULL, "mode");
	d->cpu = name && (!mode || str_equal(mode, "custom")) ? arena_strdup(d->arena, name) : mode;
}

/* A label that runs; without one that it will get a label, or that it is to have none. */
static void read_seclabel(struct machine_definition *d, const xmlNode *node)
{
	const xmlNode *label = node_find(node, "label");
	autofree char *model = node_attribute(node, "model");
	autofree char *type = node_attribute(node, "type");
	autofree char *text = label ? node_text(label) : NULL;
	autofree char *more = mem_printf("%s%s%s%s", d->security ? d->security : "", d->security ? ", " : "",
					 model ? model : "security driver", text ? "" : str_equal(type, "none") ? ": none" : "");
	autofree char *all = text ? mem_printf("%s %s", more, text) : mem_strdup(more);
	d->security = arena_strdup(d->arena, all);
}

static const struct {
	const char *name;
	void (*read)(struct machine_definition *d, const xmlNode *node);
} elements[] = {
	{"devices", read_devices}, {"os", read_os}, {"memoryBacking", read_backing}, {"cpu", read_cpu},
	{"seclabel", read_seclabel},
};

bool machine_read_xml(const char *xml, struct machine_definition *ret, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	if (!doc)
		return false;
	const xmlNode *root = xmlDocGetRootElement(doc);
	bool ok = root && node_is(root, "domain");
	if (!ok)
		err_set(err, ERR_INVALID, "The XML is not a domain's");
	else
		ret->type = keep(ret, root, NULL, "type");
	for (const xmlNode *child = ok ? root->children : NULL; child; child = child->next)
		for (size_t i = 0; i < ARRAY_SIZE(elements); i++)
			if (node_is(child, elements[i].name))
				elements[i].read(ret, child);
	xmlFreeDoc(doc);
	return ok;
}

char *machine_backing_of_volume(const char *xml)
{
	xmlDoc *doc = node_parse(xml, NULL);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *store = root ? node_find(root, "backingStore") : NULL;
	const xmlNode *path = store ? node_find(store, "path") : NULL;
	char *text = path ? node_text(path) : NULL;
	xmlFreeDoc(doc);
	return text;
}

void machine_read_snapshot_xml(const char *xml, struct arena *arena, struct snapshot_entry *ret)
{
	xmlDoc *doc = node_parse(xml, NULL);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *parent = root ? node_find(root, "parent") : NULL;
	const xmlNode *name = parent ? node_find(parent, "name") : NULL;
	const xmlNode *state = root ? node_find(root, "state") : NULL;
	const xmlNode *made = root ? node_find(root, "creationTime") : NULL;
	autofree char *parent_text = name ? node_text(name) : NULL;
	autofree char *state_text = state ? node_text(state) : NULL;
	autofree char *made_text = made ? node_text(made) : NULL;
	uint64_t wall_s = 0;
	node_number(made_text, &wall_s);
	ret->parent = arena_strdup(arena, parent_text);
	ret->state = arena_strdup(arena, state_text);
	ret->wall_s = wall_s < INT64_MAX ? (int64_t)wall_s : 0;
	xmlFreeDoc(doc);
}
