// SPDX-License-Identifier: GPL-3.0-or-later
/* The pages of a device of a host, and of one of its network interfaces. */
#include "ui/panes/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/uses.h"
#include "ui/panes/device-tree.h"
#include "ui/panes/things.h"
#include "ui/panes/xmlpart.h"

/* --- devices ----------------------------------------------------------------------------------- */

static const struct roster *devices_of(const struct page *page)
{
	return readings_data(page->view->readings, reading_key_host(READING_DEVICES));
}

static const struct device *device_of(const struct page *page)
{
	return devices_find(devices_of(page), page->id.uuid);
}

static void peek_devices(const struct page *page, struct peek_list *out)
{
	peek_add(out, page->id.host, reading_key_host(READING_DEVICES));
}

static bool device_head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct device *d = device_of(page);

	if (!d)
		return false;
	str_addf(name, "%s on %s", d->name, page->view->name);
	str_add(state, device_capability_words(d->capability));
	*role = ROLE_DIM;
	return true;
}

static struct obj_id device_link(const struct page *page, const struct device *d)
{
	return obj_id_of(page->id.host, OBJ_DEVICE, d->id);
}

/* Lines of "what: text". */
static void add_more(struct doc *doc, const char *more)
{
	while (more && *more) {
		size_t len = strcspn(more, "\n");
		size_t what = strcspn(more, ":");

		if (what < len) {
			autofree char *left = mem_strndup(more, what);
			doc_pairf(doc, left, "%.*s", (int)(len - what - 2), more + what + 2);
		}
		more += len + (more[len] == '\n');
	}
}

static void add_parent(const struct page *page, struct doc *doc, const struct device *d)
{
	const struct device *parent = d->parent ? devices_named(devices_of(page), d->parent) : NULL;

	if (!d->parent)
		return;
	doc_pairf(doc, "in", "%s%s%s", d->parent, parent && parent->what ? ", " : "",
		  parent && parent->what ? parent->what : "");
	if (parent)
		doc_link(doc, device_link(page, parent));
}

static void add_children(const struct page *page, struct doc *doc, const struct device *d)
{
	static const struct doc_column columns[] = {{"DEVICE", false, true}, {"KIND", false, false}, {"WHAT", false, true}};
	const struct roster *devices = devices_of(page);
	bool any = false;

	for (size_t i = 0; i < roster_count(devices); i++) {
		const struct device *child = roster_at(devices, i);

		if (!str_equal(child->parent, d->name))
			continue;
		if (!any) {
			doc_heading(doc, "In it");
			doc_table(doc, columns, ARRAY_SIZE(columns));
		}
		any = true;
		doc_cell(doc, ROLE_STRONG, child->name);
		doc_link(doc, device_link(page, child));
		doc_cell(doc, ROLE_DIM, device_capability_words(child->capability));
		doc_cell(doc, ROLE_TEXT, child->what ? child->what : "");
	}
}

static void add_owners(const struct page *page, struct doc *doc, const struct device *d)
{
	static const struct doc_column columns[] = {{"MACHINE", false, true}, {"STATE", false, false}};
	const struct snapshot *s = page->view->snapshot;
	bool any = false;

	for (size_t i = 0; s && i < s->n_domains; i++) {
		if (!machine_has_device(&s->domains[i], d->address, d->ids))
			continue;
		if (!any) {
			doc_heading(doc, "Machines that have it");
			doc_table(doc, columns, ARRAY_SIZE(columns));
		}
		any = true;
		things_add_machine(doc, page, &s->domains[i]);
	}
}

static void device_overview(struct page *page, struct doc *doc)
{
	const struct device *d = device_of(page);

	if (!d->known) {
		doc_text(doc, ROLE_DIM, "Being read...");
		return;
	}
	doc_pair(doc, ROLE_DIM, "kind", ROLE_STRONG, device_capability_words(d->capability));
	if (d->what)
		doc_pair(doc, ROLE_DIM, "what", ROLE_TEXT, d->what);
	if (d->address)
		doc_pair(doc, ROLE_DIM, "address", ROLE_TEXT, d->address);
	if (d->driver)
		doc_pairf(doc, "driver", "%s%s", d->driver,
			  str_equal(d->driver, "vfio-pci") ? ": set aside for machines" : "");
	add_more(doc, d->more);
	add_parent(page, doc, d);
	doc_pairf(doc, "host", "%s", page->view->name);
	doc_link(doc, obj_id_host(page->id.host));
	add_owners(page, doc, d);
	add_children(page, doc, d);
}

static void device_xml(struct page *page, struct doc *doc)
{
	xml_part_of(page, doc, device_of(page)->xml);
}

static const struct page_part device_parts[] = {
	{.id = "overview", .title = "Overview", .build = device_overview, .peeks = peek_devices},
	{.id = "xml", .title = "XML", .build = device_xml, .key = xml_part_key, .peeks = peek_devices},
};

const struct page_kind device_page = {
	.object = OBJ_DEVICE,
	.name = "device",
	.scope = SCOPE_DEVICE,
	.parts = device_parts,
	.n_parts = ARRAY_SIZE(device_parts),
	.head = device_head,
};

/* --- interfaces -------------------------------------------------------------------------------- */

/* NULL when it is not in the tree any more. */
static const struct device_row *row_of(const struct page *page)
{
	return device_tree_find(page->app->device_trees, page->view, page->id);
}

static void peek_ifaces(const struct page *page, struct peek_list *out)
{
	peek_add(out, page->id.host, reading_key_host(READING_INTERFACES));
	peek_add(out, page->id.host, reading_key_host(READING_NETWORKS));
}

static bool iface_head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct device_row *row = row_of(page);

	if (!row)
		return false;
	str_addf(name, "%s on %s", row->name, page->view->name);
	str_add(state, row->domain ? "NIC of a machine" : row->iface && row->iface->type ? row->iface->type
		       : row->is_bridge				    ? "bridge"
										    : "interface");
	*role = ROLE_DIM;
	return true;
}

/* The row that it is plugged into; NULL. */
static const struct device_row *master_of(const struct device_row *row)
{
	const struct device_row *at = row;

	while (row->depth && at->depth >= row->depth)
		at--;
	return row->depth ? at : NULL;
}

static void add_plugged(const struct page *page, struct doc *doc, const struct device_row *row)
{
	static const struct doc_column columns[] = {
		{"INTERFACE", false, false}, {"MACHINE", false, true}, {"MAC", false, false},
	};
	const struct device_rows *rows = device_tree_of(page->app->device_trees, page->view);
	const struct device_row *end = rows->all + rows->n;
	bool any = false;

	for (const struct device_row *at = row + 1; at < end && at->depth > row->depth; at++) {
		if (!any) {
			doc_heading(doc, "Plugged into it");
			doc_table(doc, columns, ARRAY_SIZE(columns));
		}
		any = true;
		doc_cell(doc, ROLE_STRONG, at->name);
		doc_link(doc, at->domain ? obj_id_domain(page->id.host, at->domain->uuid) : at->id);
		if (at->cut_off)
			doc_cellf(doc, ROLE_STATE_WARN, "%s, " NETWORK_CUT_OFF, at->domain->name);
		else
			doc_cell(doc, at->domain ? ROLE_TEXT : ROLE_DIM, at->domain ? at->domain->name : "-");
		doc_cell(doc, ROLE_TEXT, at->address ? at->address : "-");
	}
}

static void add_networks(const struct page *page, struct doc *doc, const char *bridge)
{
	const struct roster *networks = host_networks(page->view);

	for (size_t i = 0; i < roster_count(networks); i++) {
		const struct network *n = roster_at(networks, i);

		if (!str_equal(n->bridge, bridge))
			continue;
		doc_pairf(doc, "network", "%s, %s", n->name, network_mode_text(n->mode));
		doc_link(doc, obj_id_of(page->id.host, OBJ_NETWORK, n->uuid));
	}
}

static void iface_overview(struct page *page, struct doc *doc)
{
	const struct device_row *row = row_of(page), *master;

	if (!row)
		return;
	if (row->iface && row->iface->type)
		doc_pair(doc, ROLE_DIM, "kind", ROLE_STRONG, row->iface->type);
	if (row->iface)
		doc_pair(doc, ROLE_DIM, "state", ROLE_TEXT, row->iface->active ? "active" : "inactive");
	if (row->address)
		doc_pair(doc, ROLE_DIM, "MAC", ROLE_TEXT, row->address);
	if (row->iface && row->iface->addresses)
		doc_pair(doc, ROLE_DIM, "addresses", ROLE_TEXT, row->iface->addresses);
	if (row->iface && row->iface->mtu)
		doc_pairf(doc, "MTU", "%u", row->iface->mtu);
	if (row->domain) {
		doc_pairf(doc, "machine", "%s", row->domain->name);
		doc_link(doc, obj_id_domain(page->id.host, row->domain->uuid));
	}
	master = master_of(row);
	if (master) {
		doc_pairf(doc, "plugged into", "%s", master->name);
		doc_link(doc, master->id);
	}
	if (row->cut_off)
		doc_pair(doc, ROLE_DIM, "", ROLE_STATE_WARN, NETWORK_CUT_OFF);
	add_networks(page, doc, row->name);
	doc_pairf(doc, "host", "%s", page->view->name);
	doc_link(doc, obj_id_host(page->id.host));
	if (!row->iface)
		doc_textf(doc, ROLE_DIM, "This is known from networks and machines: the host's driver tells no more of it.");
	add_plugged(page, doc, row);
}

static void iface_xml(struct page *page, struct doc *doc)
{
	const struct device_row *row = row_of(page);

	if (row && row->iface)
		xml_part_of(page, doc, row->iface->xml);
	else
		doc_text(doc, ROLE_DIM, "The host's driver does not tell of it.");
}

static const struct page_part iface_parts[] = {
	{.id = "overview", .title = "Overview", .build = iface_overview, .peeks = peek_ifaces},
	{.id = "xml", .title = "XML", .build = iface_xml, .key = xml_part_key, .peeks = peek_ifaces},
};

const struct page_kind iface_page = {
	.object = OBJ_IFACE,
	.name = "interface",
	.scope = SCOPE_DEVICE,
	.parts = iface_parts,
	.n_parts = ARRAY_SIZE(iface_parts),
	.head = iface_head,
};
