// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Devices pane. */
#include "model/columns-common.h"

#define ROW const struct device_row *row = p; (void)ask

const char *device_row_kind(const struct device_row *row)
{
	const char *kind = row->device	    ? device_capability_words(row->device->capability)
			   : row->domain    ? "NIC of a machine"
			   : row->iface	    ? row->iface->type
			   : row->is_bridge ? "bridge"
					    : "interface";

	return kind && kind[0] ? kind : NULL;
}

/* Sorted by it the rows are a tree, as long as all are there. */
static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_number(v, column_tone(row->host, TONE_PLAIN), (double)row->place);
	v->text = row->name;
	v->indent = ask->flat ? 0 : (int)(row->depth < 10 ? row->depth * 2 : 20);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_host(row->host, v);
}

static void get_kind(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, device_row_kind(row), v);
	v->tone = TONE_DIM;
}

static void get_what(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (row->device && row->device->what)
		column_text(row->host, row->device->what, v);
	else if (row->device && row->device->known)
		column_text(row->host, device_capability_words(row->device->capability), v);
	else if (row->cut_off)
		value_printf(v, column_tone(row->host, TONE_WARN), "%.30s, " NETWORK_CUT_OFF, row->domain->name);
	else if (row->domain)
		column_text(row->host, row->domain->name, v);
	else if (row->iface && row->iface->addresses)
		column_text(row->host, row->iface->addresses, v);
}

static void get_driver(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (row->device)
		column_text(row->host, row->device->driver, v);
}

static void get_address(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, row->address, v);
}

static void get_state(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (!row->iface)
		return;
	value_set_text(v, column_tone(row->host, row->iface->active ? TONE_GOOD : TONE_DIM),
		       row->iface->active ? "active" : "inactive");
}

const struct column device_columns[] = {
	{.id = "name", .title = "DEVICE", .help = "its name, in the order of the tree", .flexible = 14,
	 .wide = 36, .wide_priority = 4, .get = get_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12, .priority = 5,
	 .keeps_end = true, .wide_priority = 20, .get = get_host},
	{.id = "what", .title = "WHAT", .help = "vendor and model, the machine, addresses", .width = 24, .wide = 60,
	 .priority = 1, .wide_priority = 8, .get = get_what},
	{.id = "kind", .title = "KIND", .help = "what kind of device it is", .width = 18, .wide = 26, .priority = 6,
	 .wide_priority = 21, .get = get_kind},
	{.id = "address", .title = "ADDRESS", .help = "where it is: on PCI, USB, its MAC, its path", .width = 17,
	 .wide = 24, .priority = 3, .wide_priority = 22, .get = get_address},
	{.id = "driver", .title = "DRIVER", .help = "the kernel's driver that it is bound to", .width = 10, .wide = 16,
	 .priority = 4, .wide_priority = 23, .get = get_driver},
	{.id = "state", .title = "STATE", .help = "of network interfaces", .width = 8, .priority = 7, .hides = true,
	 .get = get_state},
	{.id = NULL},
};
