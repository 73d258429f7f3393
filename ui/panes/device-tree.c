// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/device-tree.h"

#include <search.h>
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

/* Made once: lists ask for it row by row. */
static void make_id(struct device_row *row)
{
	autofree char *both = row->domain ? mem_printf("%s %s", row->name, row->address) : NULL;

	row->id = (struct obj_id){.host = row->host->number, .kind = row->device ? OBJ_DEVICE : OBJ_IFACE};
	if (row->device)
		memcpy(row->id.uuid, row->device->id, UUID_SIZE);
	else
		iface_id(both ? both : row->name, row->id.uuid);
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
	make_id(row);
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
	size_t head;  /* the first with the same name, once they are sorted */
	size_t child; /* of a head: 1 + the place of the first that is plugged into it; 0: none */
	size_t next;  /* the same of the next one of its master */
};

struct ports {
	struct port *all;
	size_t n, cap;
	void *places; /* a tree of struct place: the first of each name */
	struct arena *texts;
};

struct place {
	const char *name;
	size_t at;
};

static int compare_places(const void *a, const void *b)
{
	return strcmp(((const struct place *)a)->name, ((const struct place *)b)->name);
}

static struct port *find_port(const struct ports *ports, const char *name)
{
	const struct place key = {.name = name};
	struct place *const *found = tfind(&key, &ports->places, compare_places);

	return found ? &ports->all[(*found)->at] : NULL;
}

static struct port *add_named(struct ports *ports, const char *name)
{
	struct port *port = arr_add(ports->all, ports->n, ports->cap);
	struct place *place = arena_alloc(ports->texts, sizeof(*place));

	port->name = arena_strdup(ports->texts, name);
	*place = (struct place){port->name, ports->n - 1};
	tsearch(place, &ports->places, compare_places); /* keeps the first */
	return port;
}

static void keep_place(void *place)
{
	(void)place; /* the arena's */
}

static struct port *need_port(struct ports *ports, const char *name)
{
	struct port *port = find_port(ports, name);

	return port ? port : add_named(ports, name);
}

/* One for a NIC: what the host's driver tells of is the same thing, and the first of its name; what another machine
 * has is not. */
static struct port *add_tap(struct ports *ports, const char *name)
{
	struct port *port = find_port(ports, name);

	return port && port->iface && !port->domain ? port : add_named(ports, name);
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

static size_t first_named(const struct ports *ports, const char *name)
{
	size_t low = 0, high = ports->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strverscmp(ports->all[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < ports->n && str_equal(ports->all[low].name, name) ? low : ports->n;
}

static void plug_all(struct ports *ports)
{
	for (size_t i = 0; i < ports->n; i++)
		ports->all[i].head = i && str_equal(ports->all[i - 1].name, ports->all[i].name) ? ports->all[i - 1].head : i;
	for (size_t i = ports->n; i-- > 0;) {
		struct port *port = &ports->all[i];
		size_t master = port->master ? first_named(ports, port->master) : ports->n;

		if (master == ports->n)
			continue;
		port->next = ports->all[master].child;
		ports->all[master].child = i + 1;
	}
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
	make_id(row);
	for (size_t i = ports->all[port->head].child; i; i = ports->all[i - 1].next)
		add_port(host, ports, &ports->all[i - 1], depth + 1, out);
}

static void add_interfaces(const struct host_view *host, struct arena *texts, struct device_rows *out)
{
	struct ports ports = {.texts = texts};

	add_ifaces(&ports, readings_data(host->readings, reading_key_host(READING_INTERFACES)));
	add_bridges(&ports, host_networks(host));
	add_nics(&ports, host->snapshot, host_networks(host));
	if (ports.n)
		qsort(ports.all, ports.n, sizeof(*ports.all), compare_ports);
	plug_all(&ports);
	for (size_t i = 0; i < ports.n; i++)
		if (!ports.all[i].master)
			add_port(host, &ports, &ports.all[i], 0, out);
	for (size_t i = 0; i < ports.n; i++)
		add_port(host, &ports, &ports.all[i], 0, out);
	tdestroy(ports.places, keep_place);
	free(ports.all);
}

/* --- all hosts --------------------------------------------------------------------------------- */

struct device_tree {
	uint32_t host; /* its number */
	struct arena *texts;
	struct device_rows rows;
};

struct device_trees {
	struct device_tree *all;
	size_t n, cap;
};

struct device_trees *device_trees_create(void)
{
	return mem_new(struct device_trees);
}

void device_trees_expire(struct device_trees *trees)
{
	for (size_t i = 0; trees && i < trees->n; i++) {
		arena_destroy(trees->all[i].texts);
		free(trees->all[i].rows.all);
	}
	if (trees)
		trees->n = 0;
}

void device_trees_destroy(struct device_trees *trees)
{
	if (!trees)
		return;
	device_trees_expire(trees);
	free(trees->all);
	free(trees);
}

const struct device_rows *device_tree_of(struct device_trees *trees, const struct host_view *host)
{
	struct device_tree *tree;

	for (size_t i = 0; i < trees->n; i++)
		if (trees->all[i].host == host->number)
			return &trees->all[i].rows;
	tree = arr_add(trees->all, trees->n, trees->cap);
	*tree = (struct device_tree){.host = host->number, .texts = arena_create()};
	add_devices(host, &tree->rows);
	add_interfaces(host, tree->texts, &tree->rows);
	return &tree->rows;
}

const struct device_row *device_tree_find(struct device_trees *trees, const struct host_view *host, struct obj_id id)
{
	const struct device_rows *rows = device_tree_of(trees, host);

	for (size_t i = 0; i < rows->n; i++)
		if (obj_id_equal(rows->all[i].id, id))
			return &rows->all[i];
	return NULL;
}
