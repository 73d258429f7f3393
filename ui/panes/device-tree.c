// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/device-tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/str.h"
#include "model/uses.h"

static struct device_row *add_row(struct device_rows *out, const struct host_view *host, const char *name,
				  unsigned depth)
{
	struct device_row *row = arr_add(out->all, out->n, out->cap);

	*row = (struct device_row){.host = host, .name = name, .depth = depth, .place = out->n};
	return row;
}

struct obj_id device_row_id(const struct device_row *row)
{
	struct obj_id id = {.host = row->host->number, .kind = row->device ? OBJ_DEVICE : OBJ_IFACE};
	autofree char *both = row->domain ? mem_printf("%s %s", row->name, row->address) : NULL;

	if (row->device)
		memcpy(id.uuid, row->device->id, UUID_SIZE);
	else
		iface_id(both ? both : row->name, id.uuid);
	return id;
}

/* --- devices ----------------------------------------------------------------------------------- */

struct tree {
	const struct host_view *host;
	const struct roster *devices;
	size_t *order; /* places in the roster, by parent, then name */
	bool *taken;
	struct device_rows *out;
};

static const struct device *device(const struct tree *t, size_t i)
{
	return roster_at(t->devices, i);
}

static const char *parent_of(const struct tree *t, size_t i)
{
	const char *parent = device(t, i)->parent;

	return parent ? parent : "";
}

static int compare_parents(const void *a, const void *b, void *opaque)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = strcmp(parent_of(opaque, x), parent_of(opaque, y));

	return order ? order : (x > y) - (x < y); /* the roster is by name */
}

/* The first in the order whose parent is not before this one. */
static size_t first_child(const struct tree *t, const char *parent)
{
	size_t low = 0, high = t->devices->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(parent_of(t, t->order[middle]), parent) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_device(struct tree *t, size_t i, unsigned depth)
{
	const struct device *d = device(t, i);
	struct device_row *row;

	if (t->taken[i])
		return;
	t->taken[i] = true;
	row = add_row(t->out, t->host, d->name, depth);
	row->device = d;
	row->parent = d->parent;
	row->address = d->address;
	for (size_t at = first_child(t, d->name); at < t->devices->n && str_equal(parent_of(t, t->order[at]), d->name);
	     at++)
		add_device(t, t->order[at], depth + 1);
}

static void add_devices(const struct host_view *host, struct device_rows *out)
{
	struct tree t = {
		.host = host,
		.devices = readings_data(host->readings, reading_key_host(READING_DEVICES)),
		.out = out,
	};
	size_t n = roster_count(t.devices);

	t.order = mem_new_array(n + 1, sizeof(*t.order));
	t.taken = mem_new_array(n + 1, sizeof(*t.taken));
	for (size_t i = 0; i < n; i++)
		t.order[i] = i;
	if (n)
		qsort_r(t.order, n, sizeof(*t.order), compare_parents, &t);
	for (size_t i = 0; i < n; i++)
		if (!device(&t, i)->parent || !devices_named(t.devices, device(&t, i)->parent))
			add_device(&t, i, 0);
	for (size_t i = 0; i < n; i++) /* a ring, which no host should have */
		add_device(&t, i, 0);
	free(t.order);
	free(t.taken);
}

/* --- interfaces -------------------------------------------------------------------------------- */

/* One of them, wherever it is known from. */
struct port {
	const char *name;
	const char *master; /* NULL: in none */
	const char *address;
	const struct iface *iface;
	const struct domain *domain;
	bool is_bridge, cut_off, taken;
};

struct ports {
	struct port *all;
	size_t n, cap;
	struct arena *texts;
};

static struct port *need_port(struct ports *ports, const char *name)
{
	struct port *port;

	for (size_t i = 0; i < ports->n; i++)
		if (str_equal(ports->all[i].name, name))
			return &ports->all[i];
	port = arr_add(ports->all, ports->n, ports->cap);
	port->name = arena_strdup(ports->texts, name);
	return port;
}

/* One for a NIC: what the host's driver tells of is the same thing, what another machine has is not. */
static struct port *add_tap(struct ports *ports, const char *name)
{
	for (size_t i = 0; i < ports->n; i++)
		if (ports->all[i].iface && !ports->all[i].domain && str_equal(ports->all[i].name, name))
			return &ports->all[i];
	struct port *port = arr_add(ports->all, ports->n, ports->cap);
	port->name = arena_strdup(ports->texts, name);
	return port;
}

static void add_members(struct ports *ports, const struct iface *bridge)
{
	const char *p = bridge->members;

	while (p && *p) {
		size_t len = strcspn(p, " ");
		autofree char *name = mem_strndup(p, len);

		need_port(ports, name)->master = bridge->name;
		p += len;
		p += strspn(p, " ");
	}
}

static void add_ifaces(struct ports *ports, const struct roster *ifaces)
{
	for (size_t i = 0; i < roster_count(ifaces); i++) {
		const struct iface *f = roster_at(ifaces, i);
		struct port *port = need_port(ports, f->name);

		port->iface = f;
		port->address = f->mac;
		add_members(ports, f);
	}
}

/* What a NIC is plugged into; the caller frees. "" when that is not known. */
static char *bridge_of(const struct nic_use *nic, const struct roster *networks)
{
	const struct network *n = span_is(nic->type, "network") && !nic->bridge.len
					  ? networks_named(networks, nic->source.s, nic->source.len) : NULL;

	if (n)
		return mem_strdup(n->bridge ? n->bridge : "");
	return span_text(span_is(nic->type, "bridge") || span_is(nic->type, "direct") ? nic->source : nic->bridge);
}

static void add_nic(struct ports *ports, const struct domain *d, const struct nic_use *nic,
		    const struct roster *networks)
{
	autofree char *name = span_text(nic->target);
	autofree char *bridge = bridge_of(nic, networks);
	autofree char *mac = span_text(nic->mac);
	struct port *port;

	if (!name[0])
		return;
	if (bridge[0] && !span_is(nic->type, "direct"))
		need_port(ports, bridge)->is_bridge = true;
	else if (bridge[0])
		need_port(ports, bridge);
	port = add_tap(ports, name);
	port->domain = d;
	port->cut_off = nic_is_cut_off(nic, networks);
	port->address = arena_strdup(ports->texts, mac);
	port->master = bridge[0] ? arena_strdup(ports->texts, bridge) : NULL;
}

static void add_nics(struct ports *ports, const struct snapshot *s, const struct roster *networks)
{
	for (size_t i = 0; s && i < s->n_domains; i++) {
		const char *next = s->domains[i].def.wires;
		struct nic_use nic;

		while (domain_is_active(&s->domains[i]) && uses_next_nic(&next, &nic))
			add_nic(ports, &s->domains[i], &nic, networks);
	}
}

static void add_bridges(struct ports *ports, const struct roster *networks)
{
	for (size_t i = 0; i < roster_count(networks); i++) {
		const struct network *n = roster_at(networks, i);

		if (n->active && n->bridge)
			need_port(ports, n->bridge)->is_bridge = true;
	}
}

static int compare_ports(const void *a, const void *b)
{
	return strverscmp(((const struct port *)a)->name, ((const struct port *)b)->name);
}

static void add_port(const struct host_view *host, struct ports *ports, struct port *port, unsigned depth,
		     struct device_rows *out)
{
	struct device_row *row;

	if (port->taken)
		return;
	port->taken = true;
	row = add_row(out, host, port->name, depth);
	row->iface = port->iface;
	row->domain = port->domain;
	row->address = port->address;
	row->is_bridge = port->is_bridge;
	row->cut_off = port->cut_off;
	row->parent = port->master;
	for (size_t i = 0; i < ports->n; i++)
		if (str_equal(ports->all[i].master, port->name) && ports->all[i].master)
			add_port(host, ports, &ports->all[i], depth + 1, out);
}

void device_tree_add(const struct host_view *host, struct arena *texts, struct device_rows *out)
{
	struct ports ports = {.texts = texts};

	add_devices(host, out);
	add_ifaces(&ports, readings_data(host->readings, reading_key_host(READING_INTERFACES)));
	add_bridges(&ports, host_networks(host));
	add_nics(&ports, host->snapshot, host_networks(host));
	if (ports.n)
		qsort(ports.all, ports.n, sizeof(*ports.all), compare_ports);
	for (size_t i = 0; i < ports.n; i++)
		if (!ports.all[i].master)
			add_port(host, &ports, &ports.all[i], 0, out);
	for (size_t i = 0; i < ports.n; i++)
		add_port(host, &ports, &ports.all[i], 0, out);
	free(ports.all);
}
