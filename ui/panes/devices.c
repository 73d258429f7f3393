// SPDX-License-Identifier: GPL-3.0-or-later
/* The devices of all hosts in their trees, and their network interfaces. */
#include "ui/panes/panes.h"

#include "model/facts.h"
#include "model/fields.h"
#include "ui/panes/device-tree.h"
#include "ui/panes/things.h"

static struct obj_id id_of(const void *p)
{
	return ((const struct device_row *)p)->id;
}

/* Without groups the trees stand one after the other. */
static void rows(struct pane *pane)
{
	size_t before = 0;

	/* A tree for each host says where one begins, where there is no room for the column. */
	list_group_at_first(pane->list, pane->app->n_hosts > 1 ? "host" : NULL);
	for (size_t i = 0; i < pane->app->n_hosts; i++) {
		const struct device_rows *all = device_tree_of(pane->app->device_trees, host_view(pane->app->hosts[i]));

		for (size_t j = 0; j < all->n; j++) {
			struct device_row *row = list_add(pane->list);

			*row = all->all[j];
			row->place += before;
		}
		before += all->n;
	}
}

static void peeks(struct pane *pane, struct peek_list *out)
{
	things_peek_hosts(pane->app, READING_DEVICES, out);
	things_peek_hosts(pane->app, READING_INTERFACES, out);
	things_peek_hosts(pane->app, READING_NETWORKS, out);
}

static void describe(const void *p, struct selection *ret)
{
	const struct device_row *row = p;

	ret->name = row->name;
	ret->facts = facts_of_thing(row->host);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct device_row *row = p;

	if (things_note(pane, id_of(row), row->host, out))
		return;
	str_add(out, row->name);
	if (row->parent)
		str_addf(out, "  in %s", row->parent);
	if (row->device && row->device->what)
		str_addf(out, "  %s", row->device->what);
	if (row->domain)
		str_addf(out, "  a NIC of %s%s", row->domain->name, row->cut_off ? "  " NETWORK_CUT_OFF : "");
	if (!row->device && !row->domain && !row->iface)
		str_add(out, "  known from networks and machines: the driver tells no more of it");
	if (row->iface && row->iface->addresses)
		str_addf(out, "  %s", row->iface->addresses);
}

static const struct table table = {
	.list = {
		.columns = device_columns,
		.row_size = sizeof(struct device_row),
		.id = id_of,
		.groupings = device_groupings,
		.words = &device_words,
	},
	.fields = device_fields,
	.kind = OBJ_DEVICE,
	.printed = 6,
	.sort = "name",
	TABLE_READING(READING_DEVICES),
	.rows = rows,
	.describe = describe,
	.note = note,
};

const struct pane_ops devices_pane = {
	.name = "devices",
	.title = "Devices",
	.brief = "Dev",
	.tab = 7,
	.show = {"app.devices", "devices", "show the devices of the hosts"},
	.scope = SCOPE_DEVICE,
	.table = &table,
	TABLE_OPS,
	.peeks = peeks,
};
