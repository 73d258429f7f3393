// SPDX-License-Identifier: GPL-3.0-or-later
/* What filters find in networks, pools, volumes, devices, interfaces, network filters and secrets. */
#include "model/fields.h"

#include <stdio.h>

#include "base/clock.h"

static void set_number(struct filter_value *v, bool known, double number)
{
	v->known = known;
	v->number = number;
}

static void set_age(struct filter_value *v, const struct cell_ask *ask, const struct host_view *host)
{
	set_number(v, host->last_answer_ns > 0, (double)(ask->now_ns - host->last_answer_ns) / NS_PER_S);
}

static const char *life(bool active)
{
	return active ? "active" : "inactive";
}

static void set_uuid(struct filter_value *v, const unsigned char uuid[UUID_SIZE])
{
	uuid_format(uuid, v->buf);
	v->text = v->buf;
}

/* What all these kinds of rows have. */
#define COMMON(prefix, row_type)                                                                              \
	static void prefix##_host(const void *p, const struct cell_ask *ask, struct filter_value *v)          \
	{                                                                                                     \
		(void)ask;                                                                                    \
		v->text = ((const struct row_type *)p)->host->name;                                           \
	}                                                                                                     \
	static void prefix##_group(const void *p, const struct cell_ask *ask, struct filter_value *v)         \
	{                                                                                                     \
		(void)ask;                                                                                    \
		v->text = ((const struct row_type *)p)->host->group;                                          \
	}                                                                                                     \
	static void prefix##_age(const void *p, const struct cell_ask *ask, struct filter_value *v)           \
	{                                                                                                     \
		set_age(v, ask, ((const struct row_type *)p)->host);                                          \
	}

COMMON(network, network_row)
COMMON(pool, pool_row)
COMMON(volume, volume_row)
COMMON(device, device_row)
COMMON(iface, iface_row)
COMMON(nwfilter, nwfilter_row)
COMMON(secret, secret_row)

/* --- networks ---------------------------------------------------------------------------------- */

#define ROW const struct network *n = ((const struct network_row *)p)->network; (void)ask

static void network_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = n->name;
}

static void network_state(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = life(n->active);
}

static void network_mode(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = n->known ? network_mode_text(n->mode) : NULL;
}

static void network_net(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = n->ports ? n->ports : n->bridge;
	v->more = n->ports ? n->bridge : NULL;
}

static void network_ip(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = n->addresses;
	v->more = n->subnets;
}

static void network_uuid(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_uuid(v, n->uuid);
}

static void network_guests(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	(void)ask;
	set_number(v, true, ((const struct network_row *)p)->guests);
}

#undef ROW

static void network_traffic(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	const struct network_row *row = p;
	(void)ask;
	set_number(v, row->received >= 0 && row->sent >= 0, row->received + row->sent);
}

const struct filter_field network_fields[] = {
	{FILTER_NAME, network_name, true, 0},	 {FILTER_HOST, network_host, true, 0},
	{FILTER_GROUP, network_group, true, 0},	 {FILTER_STATE, network_state, true, 0},
	{FILTER_MODE, network_mode, true, 0},	 {FILTER_NET, network_net, true, 0},
	{FILTER_IP, network_ip, true, 0},	 {FILTER_UUID, network_uuid, false, 0},
	{FILTER_GUESTS, network_guests, false, 0}, {FILTER_AGE, network_age, false, 0},
	{FILTER_TRAFFIC, network_traffic, false, STATS_NICS},
	{.get = NULL},
};

/* --- pools ------------------------------------------------------------------------------------- */

#define ROW const struct pool *pool = ((const struct pool_row *)p)->pool; (void)ask

static void pool_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = pool->name;
}

static void pool_state(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = life(pool->active);
}

static void pool_kind_text(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = pool->type;
}

static void pool_path(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = pool->path;
	v->more = pool->source;
}

static void pool_uuid(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_uuid(v, pool->uuid);
}

static void pool_size(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, pool->capacity, (double)pool->capacity);
}

static void pool_used(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, pool->capacity >= pool->available && pool->capacity,
		   (double)(pool->capacity - pool->available));
}

static void pool_full(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, pool->capacity, pool_percent(pool));
}

static void pool_guests(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	(void)ask;
	set_number(v, true, ((const struct pool_row *)p)->guests);
}

#undef ROW

const struct filter_field pool_fields[] = {
	{FILTER_NAME, pool_name, true, 0},   {FILTER_HOST, pool_host, true, 0},
	{FILTER_GROUP, pool_group, true, 0}, {FILTER_STATE, pool_state, true, 0},
	{FILTER_KIND, pool_kind_text, true, 0}, {FILTER_PATH, pool_path, true, 0},
	{FILTER_UUID, pool_uuid, false, 0},  {FILTER_SIZE, pool_size, false, 0},
	{FILTER_USED, pool_used, false, 0},  {FILTER_FULL, pool_full, false, 0},
	{FILTER_GUESTS, pool_guests, false, 0}, {FILTER_AGE, pool_age, false, 0},
	{.get = NULL},
};

/* --- volumes ----------------------------------------------------------------------------------- */

#define ROW const struct volume *vol = ((const struct volume_row *)p)->volume; (void)ask

static void volume_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = vol->name;
}

static void volume_pool(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	const struct volume_row *row = p;

	(void)ask;
	v->text = row->pool ? row->pool->name : NULL;
}

static void volume_format(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = vol->format;
	v->more = vol->type;
}

static void volume_path(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = vol->path;
	v->more = vol->backing;
}

static void volume_backing(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = vol->backing;
}

static void volume_user(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	const struct volume_row *row = p;

	(void)ask;
	v->text = row->user ? row->user->name : NULL;
}

static void volume_size(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, vol->known, (double)vol->capacity);
}

static void volume_used(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, vol->known, (double)vol->allocation);
}

static void volume_guests(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	(void)ask;
	set_number(v, true, ((const struct volume_row *)p)->users);
}

#undef ROW

const struct filter_field volume_fields[] = {
	{FILTER_NAME, volume_name, true, 0},	 {FILTER_HOST, volume_host, true, 0},
	{FILTER_GROUP, volume_group, true, 0},	 {FILTER_POOL, volume_pool, true, 0},
	{FILTER_FORMAT, volume_format, true, 0}, {FILTER_USER, volume_user, true, 0},
	{FILTER_PATH, volume_path, true, 0},	 {FILTER_SIZE, volume_size, false, 0},
	{FILTER_USED, volume_used, false, 0},	 {FILTER_GUESTS, volume_guests, false, 0},
	{FILTER_AGE, volume_age, false, 0},	 {FILTER_BACKING, volume_backing, false, 0},
	{.get = NULL},
};

/* --- devices ----------------------------------------------------------------------------------- */

#define ROW const struct device_row *row = p; (void)ask

static void device_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->name;
}

static void device_state(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->iface ? life(row->iface->active) : NULL;
}

static void device_what(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->device ? row->device->what : row->domain ? row->domain->name : NULL;
	v->more = row->cut_off ? NETWORK_CUT_OFF : row->iface ? row->iface->addresses : NULL;
}

static void device_kind_text(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = device_row_kind(row);
	v->more = row->device ? row->device->capability : NULL;
}

static void device_address(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->address;
}

static void device_driver(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->device ? row->device->driver : NULL;
}

#undef ROW

const struct filter_field device_fields[] = {
	{FILTER_NAME, device_name, true, 0},	   {FILTER_HOST, device_host, true, 0},
	{FILTER_GROUP, device_group, true, 0},	   {FILTER_WHAT, device_what, true, 0},
	{FILTER_KIND, device_kind_text, true, 0},  {FILTER_ADDRESS, device_address, true, 0},
	{FILTER_DRIVER, device_driver, true, 0},   {FILTER_STATE, device_state, false, 0},
	{FILTER_AGE, device_age, false, 0},	   {.get = NULL},
};

/* --- interfaces -------------------------------------------------------------------------------- */

#define ROW const struct iface_row *row = p; (void)ask

static void iface_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->iface->name;
}

static void iface_state(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = life(row->iface->active);
}

static void iface_kind_text(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->iface->type;
}

static void iface_mac(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->iface->mac;
}

static void iface_ip(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->iface->addresses;
}

static void iface_in(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->in ? row->in->name : NULL;
}

static void iface_members(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->iface->members;
}

static void iface_mtu(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, row->iface->mtu, row->iface->mtu);
}

#undef ROW

const struct filter_field iface_fields[] = {
	{FILTER_NAME, iface_name, true, 0},	 {FILTER_HOST, iface_host, true, 0},
	{FILTER_GROUP, iface_group, true, 0},	 {FILTER_STATE, iface_state, true, 0},
	{FILTER_KIND, iface_kind_text, true, 0}, {FILTER_ADDRESS, iface_mac, true, 0},
	{FILTER_MAC, iface_mac, false, 0},	 {FILTER_IP, iface_ip, true, 0},
	{FILTER_IN, iface_in, true, 0},		 {FILTER_MEMBERS, iface_members, true, 0},
	{FILTER_MTU, iface_mtu, false, 0},	 {FILTER_AGE, iface_age, false, 0},
	{.get = NULL},
};

/* --- network filters --------------------------------------------------------------------------- */

#define ROW const struct nwfilter_row *row = p; (void)ask

static void nwfilter_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->filter->name;
}

static void nwfilter_chain(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->filter->chain;
}

static void nwfilter_uuid(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_uuid(v, row->filter->uuid);
}

static void nwfilter_guests(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, true, row->guests);
}

static void nwfilter_part_of(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, true, row->part_of);
}

#undef ROW

const struct filter_field nwfilter_fields[] = {
	{FILTER_NAME, nwfilter_name, true, 0},	       {FILTER_HOST, nwfilter_host, true, 0},
	{FILTER_GROUP, nwfilter_group, true, 0},       {FILTER_CHAIN, nwfilter_chain, true, 0},
	{FILTER_GUESTS, nwfilter_guests, false, 0},
	{FILTER_WITHIN, nwfilter_part_of, false, 0},  {FILTER_UUID, nwfilter_uuid, false, 0},
	{FILTER_AGE, nwfilter_age, false, 0},	       {.get = NULL},
};

/* --- secrets ----------------------------------------------------------------------------------- */

#define ROW const struct secret_row *row = p; (void)ask

static void secret_name(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->secret->name;
}

static void secret_kind_text(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = secret_type_words(row->secret->type);
	v->more = row->secret->type;
}

static void secret_uuid(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_uuid(v, row->secret->uuid);
}

static void secret_description(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	v->text = row->secret->description;
}

static void secret_pool(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	const struct roster *pools = row->pools ? host_pools(row->host) : NULL;
	size_t at = 0;

	for (size_t i = 0; i < roster_count(pools) && at < sizeof(v->buf); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (pool_needs_secret(pool, row->secret))
			at += (size_t)snprintf(v->buf + at, sizeof(v->buf) - at, "%s%s", at ? " " : "", pool->name);
	}
	v->text = at ? v->buf : NULL;
}

static void secret_guests(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	ROW;
	set_number(v, true, row->guests);
}

#undef ROW

const struct filter_field secret_fields[] = {
	{FILTER_NAME, secret_name, true, 0},	     {FILTER_HOST, secret_host, true, 0},
	{FILTER_GROUP, secret_group, true, 0},	     {FILTER_KIND, secret_kind_text, true, 0},
	{FILTER_DESCRIPTION, secret_description, true, 0},
	{FILTER_GUESTS, secret_guests, false, 0},    {FILTER_POOL, secret_pool, false, 0},
	{FILTER_UUID, secret_uuid, false, 0},
	{FILTER_AGE, secret_age, false, 0},	     {.get = NULL},
};
