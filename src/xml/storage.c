// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/storage.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/uses.h"
#include "xml/node.h"

static char *child_text(const xmlNode *node, const char *name)
{
	const xmlNode *child = node ? node_find(node, name) : NULL;
	char *text = child ? node_text(child) : NULL;

	if (text && !*text) {
		free(text);
		return NULL;
	}
	return text;
}

static char *child_attribute(const xmlNode *node, const char *child, const char *name)
{
	const xmlNode *found = node ? node_find(node, child) : NULL;

	return found ? node_attribute(found, name) : NULL;
}

static uint64_t child_bytes(const xmlNode *node, const char *name)
{
	const xmlNode *child = node ? node_find(node, name) : NULL;

	/* Without a unit it would be bytes, not KiB; libvirt always writes one. */
	return child ? node_memory(child) : 0;
}

/* --- pools ------------------------------------------------------------------------------------- */

static void add_part(struct str *out, const char *between, const char *text)
{
	if (text && *text)
		str_addf(out, "%s%s", out->len ? between : "", text);
}

/* "server:/export", "/dev/sdb /dev/sdc", "vg0": what there is of these. */
static char *source_of(const xmlNode *source)
{
	struct str out = {0};

	for (const xmlNode *child = source ? source->children : NULL; child; child = child->next) {
		autofree char *host = node_is(child, "host") ? node_attribute(child, "name") : NULL;
		autofree char *device = node_is(child, "device") ? node_attribute(child, "path") : NULL;
		autofree char *dir = node_is(child, "dir") ? node_attribute(child, "path") : NULL;
		autofree char *name = node_is(child, "name") ? node_text(child) : NULL;
		autofree char *adapter = node_is(child, "adapter") ? node_attribute(child, "name") : NULL;

		add_part(&out, " ", host);
		add_part(&out, " ", device);
		add_part(&out, out.len ? ":" : "", dir);
		add_part(&out, " ", name);
		add_part(&out, " ", adapter);
	}
	if (out.len)
		return str_take(&out);
	str_free(&out);
	return NULL;
}

/* The secret of <auth>, whose type says what for: libvirt has that of CHAP among those of iSCSI. */
static char *secrets_of(const xmlNode *source)
{
	const xmlNode *auth = source ? node_find(source, "auth") : NULL;
	autofree char *uuid = child_attribute(auth, "secret", "uuid");
	autofree char *usage = child_attribute(auth, "secret", "usage");
	autofree char *type = auth ? node_attribute(auth, "type") : NULL;
	struct str out = {0};

	if (!uuid && !usage)
		return NULL;
	uses_add_line(&out, (const char *[]){uuid, str_equal(type, "chap") ? "iscsi" : type, usage}, 3);
	return str_take(&out);
}

bool pool_read_xml(const char *xml, struct pool *pool, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool ok = root && node_is(root, "pool");

	if (ok) {
		pool->type = node_attribute(root, "type");
		pool->path = child_text(node_find(root, "target"), "path");
		pool->format = child_attribute(node_find(root, "source"), "format", "type");
		pool->source = source_of(node_find(root, "source"));
		pool->secrets = secrets_of(node_find(root, "source"));
	} else if (doc) {
		err_set(err, ERR_INVALID, "The XML is not a pool's");
	}
	if (doc)
		xmlFreeDoc(doc);
	return ok;
}

/* --- what runs, and the definition ----------------------------------------------------------------- */

static void drop_child(xmlNode *node, const char *name)
{
	xmlNode *child = node ? node_find(node, name) : NULL;

	if (child)
		node_drop(child);
}

/* What libvirt found its directory with. */
static void drop_rights(xmlNode *target, const xmlNode *other)
{
	static const char *const all[] = {"mode", "owner", "group", "label"};
	xmlNode *rights = target ? node_find(target, "permissions") : NULL;
	const xmlNode *others = other ? node_find(other, "permissions") : NULL;

	for (size_t i = 0; rights && i < ARRAY_SIZE(all); i++)
		if (!others || !node_find(others, all[i]))
			drop_child(rights, all[i]);
	if (rights && !rights->children)
		node_drop(rights);
}

/* Where there is room on its disks. */
static void drop_extents(xmlNode *source)
{
	for (xmlNode *device = source ? source->children : NULL; device; device = device->next)
		while (node_is(device, "device") && node_find(device, "freeExtent"))
			drop_child(device, "freeExtent");
}

char *pool_comparable(const char *xml, const char *other)
{
	xmlDoc *doc = node_parse(xml, NULL);
	xmlDoc *beside = doc ? node_parse(other, NULL) : NULL;
	xmlNode *root = beside ? xmlDocGetRootElement(doc) : NULL;
	char *ret = NULL;

	if (root) {
		drop_child(root, "capacity");
		drop_child(root, "allocation");
		drop_child(root, "available");
		drop_rights(node_find(root, "target"), node_find(xmlDocGetRootElement(beside), "target"));
		drop_extents(node_find(root, "source"));
		ret = node_dump(root);
	}
	if (beside)
		xmlFreeDoc(beside);
	if (doc)
		xmlFreeDoc(doc);
	return ret;
}

void pool_compare(struct pool *pool, const char *definition)
{
	bool same = strcmp(pool->xml, definition) == 0;
	autofree char *runs = same ? NULL : pool_comparable(pool->xml, definition);
	autofree char *waits = runs ? pool_comparable(definition, pool->xml) : NULL;

	if (waits && strcmp(runs, waits) != 0)
		pool->definition = mem_strdup(definition);
}

/* --- what there can be -------------------------------------------------------------------------- */

/* The values of one of its enums, parted by spaces; NULL: there is none of that name. */
static char *enum_words(const xmlNode *options, const char *name)
{
	struct str out = {0};

	for (const xmlNode *e = options ? options->children : NULL; e; e = e->next) {
		if (!node_is(e, "enum") || !node_attribute_is(e, "name", name))
			continue;
		for (const xmlNode *v = e->children; v; v = v->next) {
			autofree char *word = node_is(v, "value") ? node_text(v) : NULL;

			add_part(&out, " ", word);
		}
	}
	if (out.len)
		return str_take(&out);
	str_free(&out);
	return NULL;
}

struct storage_capabilities *storage_capabilities_parse(const char *xml, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	struct storage_capabilities *c = NULL;

	if (root && node_is(root, "storagepoolCapabilities"))
		c = mem_new(struct storage_capabilities);
	else if (doc)
		err_set(err, ERR_INVALID, "The XML is not what pools there can be");
	for (const xmlNode *pool = c ? root->children : NULL; pool; pool = pool->next) {
		if (!node_is(pool, "pool"))
			continue;
		*arr_add(c->all, c->n, c->cap) = (struct pool_capability){
			.type = node_attribute(pool, "type"),
			.supported = node_attribute_is(pool, "supported", "yes"),
			.formats = enum_words(node_find(pool, "poolOptions"), "sourceFormatType"),
			.volume_formats = enum_words(node_find(pool, "volOptions"), "targetFormatType"),
		};
	}
	if (doc)
		xmlFreeDoc(doc);
	return c;
}

/* --- volumes ----------------------------------------------------------------------------------- */

static char *mode_of(const xmlNode *permissions)
{
	autofree char *mode = child_text(permissions, "mode");
	autofree char *owner = child_text(permissions, "owner");
	autofree char *group = child_text(permissions, "group");

	if (!mode)
		return NULL;
	return mem_printf("%s%s%s%s%s", mode, owner ? " " : "", owner ? owner : "", group ? ":" : "",
			  group ? group : "");
}

static void read_target(const xmlNode *target, struct volume *v)
{
	const xmlNode *stamps = target ? node_find(target, "timestamps") : NULL;
	autofree char *changed = child_text(stamps, "mtime");

	v->path = child_text(target, "path");
	v->format = child_attribute(target, "format", "type");
	v->mode = target ? mode_of(node_find(target, "permissions")) : NULL;
	v->changed_wall_s = changed ? strtoll(changed, NULL, 10) : 0;
	v->encrypted = target && node_find(target, "encryption");
}

bool volume_read_xml(const char *xml, struct volume *v, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool ok = root && node_is(root, "volume");

	if (ok) {
		v->type = node_attribute(root, "type");
		v->capacity = child_bytes(root, "capacity");
		v->allocation = child_bytes(root, "allocation");
		v->physical = child_bytes(root, "physical");
		read_target(node_find(root, "target"), v);
		v->backing = child_text(node_find(root, "backingStore"), "path");
		v->backing_format = child_attribute(node_find(root, "backingStore"), "format", "type");
	} else if (doc) {
		err_set(err, ERR_INVALID, "The XML is not a volume's");
	}
	if (doc)
		xmlFreeDoc(doc);
	return ok;
}
