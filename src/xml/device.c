// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/device.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "xml/node.h"

static char *child_text(const xmlNode *node, const char *name)
{
	const xmlNode *child = node ? node_find(node, name) : NULL;
	char *text = child ? node_text(child) : NULL;
	size_t begin = text ? strspn(text, " \t\r\n") : 0;
	size_t len = text ? strlen(text) : 0;

	while (len > begin && strchr(" \t\r\n", text[len - 1]))
		text[--len] = '\0';
	char *trimmed = len > begin ? mem_strdup(text + begin) : NULL;
	free(text);
	return trimmed;
}

static char *child_attribute(const xmlNode *node, const char *child, const char *name)
{
	const xmlNode *found = node ? node_find(node, child) : NULL;

	return found ? node_attribute(found, name) : NULL;
}

static unsigned long child_number(const xmlNode *node, const char *name)
{
	autofree char *text = child_text(node, name);

	return text ? strtoul(text, NULL, 0) : 0;
}

static void tell(struct str *more, const char *what, const char *text)
{
	if (text && *text)
		str_addf(more, "%s: %s\n", what, text);
}

static void tell_child(struct str *more, const char *what, const xmlNode *node, const char *name)
{
	autofree char *text = child_text(node, name);

	tell(more, what, text);
}

/* "Intel Corporation 82540EM Gigabit Ethernet Controller" */
static char *vendor_product(const xmlNode *cap)
{
	autofree char *vendor = child_text(cap, "vendor");
	autofree char *product = child_text(cap, "product");

	if (!vendor && !product)
		return NULL;
	return mem_printf("%s%s%s", vendor ? vendor : "", vendor && product ? " " : "", product ? product : "");
}

/* --- one function a capability ----------------------------------------------------------------- */

static void read_system(const xmlNode *cap, struct device *d, struct str *more)
{
	const xmlNode *hardware = node_find(cap, "hardware");
	const xmlNode *firmware = node_find(cap, "firmware");
	autofree char *vendor = child_text(hardware, "vendor");
	autofree char *product = child_text(cap, "product");
	autofree char *version = child_text(hardware, "version");

	if (vendor || product)
		d->what = mem_printf("%s%s%s", vendor ? vendor : "", vendor && product ? " " : "",
				     product ? product : "");
	tell(more, "version", version);
	tell_child(more, "serial number", hardware, "serial");
	tell_child(more, "UUID", hardware, "uuid");
	tell_child(more, "firmware", firmware, "vendor");
	tell_child(more, "firmware version", firmware, "version");
	tell_child(more, "firmware of", firmware, "release_date");
}

static void read_pci(const xmlNode *cap, struct device *d, struct str *more)
{
	const xmlNode *group = node_find(cap, "iommuGroup");
	autofree char *number = group ? node_attribute(group, "number") : NULL;
	autofree char *cell = child_attribute(cap, "numa", "node");

	d->address = mem_printf("%04lx:%02lx:%02lx.%lx", child_number(cap, "domain"), child_number(cap, "bus"),
				child_number(cap, "slot"), child_number(cap, "function"));
	d->what = vendor_product(cap);
	tell(more, "IOMMU group", number);
	tell(more, "NUMA cell", cell);
	tell_child(more, "class", cap, "class");
	for (const xmlNode *child = cap->children; child; child = child->next) {
		if (!node_is(child, "capability"))
			continue;
		if (node_attribute_is(child, "type", "virt_functions")) {
			autofree char *most = node_attribute(child, "maxCount");
			tell(more, "virtual functions, at most", most);
		} else if (node_attribute_is(child, "type", "phys_function")) {
			tell(more, "it is", "a virtual function of another card");
		}
	}
}

static void read_usb_device(const xmlNode *cap, struct device *d, struct str *more)
{
	autofree char *vendor = child_attribute(cap, "vendor", "id");
	autofree char *product = child_attribute(cap, "product", "id");

	d->address = mem_printf("%lu-%lu", child_number(cap, "bus"), child_number(cap, "device"));
	d->what = vendor_product(cap);
	if (vendor && product)
		d->ids = mem_printf("%04lx:%04lx", strtoul(vendor, NULL, 0), strtoul(product, NULL, 0));
	tell(more, "IDs", d->ids);
}

static void read_net(const xmlNode *cap, struct device *d, struct str *more)
{
	autofree char *name = child_text(cap, "interface");
	autofree char *state = child_attribute(cap, "link", "state");
	autofree char *speed = child_attribute(cap, "link", "speed");

	d->address = child_text(cap, "address");
	d->what = mem_printf("%s%s%s%s%s%s", name ? name : "an interface", state ? ", link " : "", state ? state : "",
			     speed ? " " : "", speed ? speed : "", speed ? " Mb/s" : "");
	tell(more, "interface", name);
	tell(more, "link", state);
}

static void read_storage(const xmlNode *cap, struct device *d, struct str *more)
{
	autofree char *vendor = child_text(cap, "vendor");
	autofree char *model = child_text(cap, "model");
	autofree char *type = child_text(cap, "drive_type");
	const xmlNode *size = node_find(cap, "size");
	char bytes[UNITS_SIZE] = "";

	d->address = child_text(cap, "block");
	if (size) {
		autofree char *text = node_text(size);
		units_bytes_long(bytes, text ? strtoull(text, NULL, 10) : 0);
	}
	d->what = mem_printf("%s%s%s%s%s", vendor ? vendor : "", vendor && model ? " " : "", model ? model : "",
			     (vendor || model) && bytes[0] ? ", " : "", bytes);
	tell(more, "size", bytes);
	tell(more, "kind", type);
	tell_child(more, "bus", cap, "bus");
	tell_child(more, "serial number", cap, "serial");
}

static void read_scsi(const xmlNode *cap, struct device *d, struct str *more)
{
	d->address = mem_printf("%lu:%lu:%lu:%lu", child_number(cap, "host"), child_number(cap, "bus"),
				child_number(cap, "target"), child_number(cap, "lun"));
	tell_child(more, "kind", cap, "type");
}

static void read_scsi_host(const xmlNode *cap, struct device *d, struct str *more)
{
	tell_child(more, "number", cap, "host");
	for (const xmlNode *child = cap->children; child; child = child->next) {
		if (!node_is(child, "capability") || !node_attribute_is(child, "type", "fc_host"))
			continue;
		free(d->address);
		d->address = child_text(child, "wwpn");
		tell_child(more, "WWNN", child, "wwnn");
		tell_child(more, "WWPN", child, "wwpn");
	}
}

static void read_mdev(const xmlNode *cap, struct device *d, struct str *more)
{
	const xmlNode *type = node_find(cap, "type");
	autofree char *id = type ? node_attribute(type, "id") : NULL;

	d->address = child_text(cap, "uuid");
	tell(more, "type", id);
}

static void read_drm(const xmlNode *cap, struct device *d, struct str *more)
{
	tell_child(more, "kind", cap, "type");
	(void)d;
}

static const struct {
	const char *type;
	void (*read)(const xmlNode *cap, struct device *d, struct str *more);
} readers[] = {
	{"system", read_system}, {"pci", read_pci},	  {"usb_device", read_usb_device},
	{"net", read_net},	 {"storage", read_storage}, {"scsi", read_scsi},
	{"scsi_host", read_scsi_host}, {"mdev", read_mdev}, {"drm", read_drm},
};

static void read_device(const xmlNode *root, struct device *d)
{
	const xmlNode *cap = node_find(root, "capability");
	struct str more = {0};

	d->parent = child_text(root, "parent");
	d->driver = child_text(node_find(root, "driver"), "name");
	if (cap)
		d->capability = node_attribute(cap, "type");
	for (size_t i = 0; cap && i < ARRAY_SIZE(readers); i++)
		if (str_equal(readers[i].type, d->capability))
			readers[i].read(cap, d, &more);
	for (const xmlNode *child = root->children; child; child = child->next)
		if (node_is(child, "devnode") && node_attribute_is(child, "type", "dev")) {
			autofree char *path = node_text(child);
			tell(&more, "node", path);
		}
	if (d->what && !d->what[0]) {
		free(d->what);
		d->what = NULL;
	}
	if (more.len)
		d->more = str_take(&more);
	str_free(&more);
}

bool device_read_xml(const char *xml, struct device *d, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool ok = root && node_is(root, "device");

	if (ok)
		read_device(root, d);
	else if (doc)
		err_set(err, ERR_INVALID, "The XML is not a device's");
	if (doc)
		xmlFreeDoc(doc);
	return ok;
}

/* --- interfaces -------------------------------------------------------------------------------- */

static void add_addresses(const xmlNode *protocol, struct str *out)
{
	for (const xmlNode *ip = protocol->children; ip; ip = ip->next) {
		autofree char *address = node_is(ip, "ip") ? node_attribute(ip, "address") : NULL;
		autofree char *prefix = address ? node_attribute(ip, "prefix") : NULL;

		if (address)
			str_addf(out, "%s%s%s%s", out->len ? " " : "", address, prefix ? "/" : "",
				 prefix ? prefix : "");
	}
}

static void add_members(const xmlNode *group, struct str *out)
{
	for (const xmlNode *child = group->children; child; child = child->next) {
		autofree char *name = node_is(child, "interface") ? node_attribute(child, "name") : NULL;

		if (name)
			str_addf(out, "%s%s", out->len ? " " : "", name);
	}
}

static void read_iface(const xmlNode *root, struct iface *f)
{
	struct str addresses = {0};
	struct str members = {0};
	autofree char *mtu = child_attribute(root, "mtu", "size");

	f->type = node_attribute(root, "type");
	f->mtu = mtu ? (unsigned)strtoul(mtu, NULL, 10) : 0;
	for (const xmlNode *child = root->children; child; child = child->next) {
		if (node_is(child, "protocol"))
			add_addresses(child, &addresses);
		else if (node_is(child, "bridge") || node_is(child, "bond"))
			add_members(child, &members);
	}
	f->addresses = addresses.len ? str_take(&addresses) : NULL;
	f->members = members.len ? str_take(&members) : NULL;
	str_free(&addresses);
	str_free(&members);
}

bool iface_read_xml(const char *xml, struct iface *f, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool ok = root && node_is(root, "interface");

	if (ok)
		read_iface(root, f);
	else if (doc)
		err_set(err, ERR_INVALID, "The XML is not an interface's");
	if (doc)
		xmlFreeDoc(doc);
	return ok;
}
