// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Networks pane. */
#include "model/columns-common.h"

#define ROW const struct network_row *row = p; const struct network *n = row->network; (void)ask; (void)n

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	value_set_text(v, column_tone(row->host, TONE_PLAIN), n->name);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_host(row->host, v);
}

static void get_state(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_state(row->host, obj_id_of(row->host->number, OBJ_NETWORK, n->uuid),
		     &(struct life){n->active, n->persistent, n->defined}, ask, v);
}

static void get_autostart(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_flag(row->host, n->autostart, v);
}

static void get_persistent(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_flag(row->host, n->persistent, v);
}

static void get_mode(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, n->known ? network_mode_text(n->mode) : NULL, v);
}

/* Of several interfaces the first, and how many more there are. */
static void get_bridge(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	const char *first = n->bridge;
	size_t ports = 0;

	for (size_t i = 0; !n->bridge && i < n->n_lines; i++)
		if (n->lines[i].note == NETWORK_NOTE_PORT && !ports++)
			first = n->lines[i].a;
	column_text(row->host, first ? first : n->device, v);
	if (first && ports > 1)
		value_printf(v, v->tone, "%s +%zu", first, ports - 1);
}

static void get_subnet(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, n->subnets, v);
}

/* What all addresses of a range begin with is said once. */
static void get_dhcp(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, n->ranges ? n->ranges : n->has_dhcp ? "fixed only" : n->known ? "no" : NULL, v);
	if (n->known && !n->has_dhcp)
		v->tone = TONE_DIM;
}

static void get_leases(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (n->leases < 0)
		return;
	value_number(v, column_tone(row->host, n->leases ? TONE_PLAIN : TONE_DIM), n->leases);
	value_printf(v, v->tone, "%d", n->leases);
}

static void get_guests(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_guests(row->host, row->guests, row->running, v);
	if (row->loose || (row->running && network_is_cut_off(n)))
		v->tone = column_tone(row->host, TONE_WARN);
}

static void get_net(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (column_is_old(row->host))
		return;
	column_rates(v, row->received, row->sent, ask->wide);
}

static void get_flags(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	if (n->defined)
		value_set_text(v, column_tone(row->host, TONE_WARN), "*");
	else if (!n->persistent)
		value_set_text(v, column_tone(row->host, TONE_PLAIN), "T");
}

static void get_domain(const void *p, const struct cell_ask *ask, struct value *v)
{
	ROW;
	column_text(row->host, n->domain, v);
}

const struct column network_columns[] = {
	{.id = "name", .title = "NAME", .help = "the network's name", .flexible = 13, .wide_priority = 12,
	 .get = get_name},
	{.id = "host", .title = "HOST", .help = "the host it is on", .width = 8, .wide = 12, .priority = 3,
	 .keeps_end = true, .wide_priority = 20, .get = get_host},
	{.id = "state", .title = "STATE", .help = "whether it runs; * changes wait for its next start",
	 .width = 12, .wide = 20, .priority = 1,
	 .wide_priority = 21, .get = get_state},
	{.id = "autostart", .title = "AUTO", .help = "starts with its host", .width = 4, .priority = 9,
	 .descending = true, .get = get_autostart},
	{.id = "persistent", .title = "PERS", .help = "has a definition that outlives it", .width = 4,
	 .priority = 11, .descending = true, .get = get_persistent},
	{.id = "mode", .title = "MODE", .help = "how its traffic leaves", .width = 11, .priority = 2,
	 .get = get_mode},
	{.id = "bridge", .title = "BRIDGE", .help = "the bridge it has, or the interface it sits on",
	 .width = 9, .wide = 15, .priority = 5, .wide_priority = 22, .get = get_bridge},
	{.id = "subnet", .title = "SUBNET", .help = "the addresses of its guests are in it", .width = 18,
	 .wide = 30, .priority = 4, .wide_priority = 23, .get = get_subnet},
	{.id = "dhcp", .title = "DHCP", .help = "the addresses that it gives away", .width = 29,
	 .wide = 40, .priority = 10, .wide_priority = 24, .get = get_dhcp},
	{.id = "leases", .title = "LEASES", .help = "addresses that it has given away", .width = 6, .priority = 7,
	 .right = true, .descending = true, .get = get_leases},
	{.id = "guests", .title = "GUESTS", .help = "machines with a NIC on it, running of all", .width = 6,
	 .priority = 6, .right = true, .descending = true, .get = get_guests},
	{.id = "traffic", .title = "NET/s", .wide_title = "NET in / out",
	 .help = "bytes a second that its guests receive and send, all their NICs on it", .width = 5, .wide = 13,
	 .priority = 8, .wide_priority = 19, .right = true, .descending = true, .stats = STATS_NICS, .get = get_net},
	{.id = "flags", .title = "FL", .help = "* changes wait for its next start; T transient: gone when it stops",
	 .width = 2, .priority = 6, .hides = true, .get = get_flags},
	{.id = "domain", .title = "DOMAIN", .help = "the DNS domain of its guests", .width = 16, .priority = 15,
	 .get = get_domain},
	{.id = NULL},
};
