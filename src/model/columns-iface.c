// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the interfaces of hosts. */
#include "model/columns-common.h"

#define ROW const struct iface_row *row = p; const struct iface *f = row->iface; (void)ask; (void)f

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_set_text(v, column_tone(row->host, TONE_PLAIN), f->name);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_host(row->host, v);
}

static void get_kind(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, f->type, v);
}

static void get_state(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_set_text(v, column_tone(row->host, f->active ? TONE_GOOD : TONE_DIM), f->active ? "active" : "inactive");
}

static void get_mac(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, f->mac && f->mac[0] ? f->mac : NULL, v);
}

static void get_addresses(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, f->addresses, v);
}

static void get_bridge(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, row->in ? row->in->name : NULL, v);
}

static void get_members(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, f->members, v);
}

static void get_mtu(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (!f->mtu)
		return;
	value_number(v, column_tone(row->host, TONE_PLAIN), f->mtu);
	value_printf(v, v->tone, "%u", f->mtu);
}

const struct column iface_columns[] = {
	{.id = "name", .title = "INTERFACE", .help = "the interface's name", .flexible = 12, .wide_priority = 10,
	 .get = get_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12, .priority = 3,
	 .keeps_end = true, .wide_priority = 20, .get = get_host},
	{.id = "type", .title = "TYPE", .help = "what kind of interface it is", .width = 8, .priority = 4,
	 .get = get_kind},
	{.id = "state", .title = "STATE", .help = "whether it is up", .width = 8, .priority = 1, .get = get_state},
	{.id = "address", .title = "MAC", .help = "its MAC", .width = 17, .priority = 5, .get = get_mac},
	{.id = "ip", .title = "ADDRESSES", .help = "its addresses, with their subnets", .width = 18, .wide = 44,
	 .priority = 2, .wide_priority = 21, .get = get_addresses},
	{.id = "in", .title = "IN", .help = "the bridge or bond that it is plugged into", .width = 8, .priority = 6,
	 .get = get_bridge},
	{.id = "members", .title = "HAS", .help = "what is plugged into it", .width = 14, .wide = 30, .priority = 7,
	 .wide_priority = 22, .get = get_members},
	{.id = "mtu", .title = "MTU", .help = "the longest frame that it takes", .width = 5, .priority = 8,
	 .right = true, .descending = true, .get = get_mtu},
	{.id = NULL},
};
