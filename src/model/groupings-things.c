// SPDX-License-Identifier: GPL-3.0-or-later
/* What networks, pools, volumes, devices, interfaces, network filters and secrets can be grouped by. */
#include "model/groupings.h"

#include <stddef.h>

#include "model/columns.h"

/* What all these kinds of rows have. */
#define COMMON(prefix, row_type)                                                                              \
	static const char *prefix##_host(const void *p, int *ret_rank)                                        \
	{                                                                                                     \
		(void)ret_rank;                                                                               \
		return ((const struct row_type *)p)->host->name;                                              \
	}                                                                                                     \
	static const char *prefix##_group(const void *p, int *ret_rank)                                       \
	{                                                                                                     \
		(void)ret_rank;                                                                               \
		return ((const struct row_type *)p)->host->group;                                             \
	}

#define BY_HOST(prefix)  {.id = "host", .help = "by the host they are on", .none = "no host", .get = prefix##_host}
#define BY_GROUP(prefix)                                                                                      \
	{.id = "group", .help = "by the group of their host in hosts.conf", .none = "no group",               \
	 .get = prefix##_group}

COMMON(network, network_row)
COMMON(pool, pool_row)
COMMON(volume, volume_row)
COMMON(device, device_row)
COMMON(iface, iface_row)
COMMON(nwfilter, nwfilter_row)
COMMON(secret, secret_row)

static const char *life(bool active, int *ret_rank)
{
	*ret_rank = active ? 1 : 0;
	return active ? "active" : "inactive";
}

/* --- networks ---------------------------------------------------------------------------------- */

static const char *network_state(const void *p, int *ret_rank)
{
	return life(((const struct network_row *)p)->network->active, ret_rank);
}

static const char *network_mode(const void *p, int *ret_rank)
{
	const struct network *n = ((const struct network_row *)p)->network;

	*ret_rank = (int)n->mode;
	return n->known ? network_mode_text(n->mode) : NULL;
}

static bool network_is_lively(const void *p)
{
	return ((const struct network_row *)p)->network->active;
}

const struct grouping network_groupings[] = {
	BY_HOST(network),
	{.id = "state", .help = "by whether they run", .says_lively = true, .none = "no state",
	 .get = network_state},
	{.id = "mode", .help = "by how their traffic leaves", .none = "not known yet", .get = network_mode},
	BY_GROUP(network),
	{.id = NULL},
};

const struct row_words network_words =
	{.one = "network", .many = "networks", .lively = "active", .is_lively = network_is_lively};

/* --- pools ------------------------------------------------------------------------------------- */

static const char *pool_state(const void *p, int *ret_rank)
{
	return life(((const struct pool_row *)p)->pool->active, ret_rank);
}

static const char *pool_type(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct pool_row *)p)->pool->type;
}

static bool pool_is_lively(const void *p)
{
	return ((const struct pool_row *)p)->pool->active;
}

const struct grouping pool_groupings[] = {
	BY_HOST(pool),
	{.id = "state", .help = "by whether they run", .says_lively = true, .none = "no state", .get = pool_state},
	{.id = "type", .help = "by what they are made of", .none = "not known yet", .get = pool_type},
	BY_GROUP(pool),
	{.id = NULL},
};

const struct row_words pool_words =
	{.one = "pool", .many = "pools", .lively = "active", .is_lively = pool_is_lively};

/* --- volumes ----------------------------------------------------------------------------------- */

static const char *volume_format(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct volume_row *)p)->volume->format;
}

static const char *volume_pool(const void *p, int *ret_rank)
{
	const struct volume_row *row = p;

	(void)ret_rank;
	return row->pool ? row->pool->name : NULL;
}

static bool volume_is_lively(const void *p)
{
	return ((const struct volume_row *)p)->user;
}

const struct grouping volume_groupings[] = {
	BY_HOST(volume),
	{.id = "format", .help = "by how their data is laid out", .none = "no format", .get = volume_format},
	{.id = "pool", .help = "by the pool they are in", .none = "no pool", .get = volume_pool},
	BY_GROUP(volume),
	{.id = NULL},
};

const struct row_words volume_words =
	{.one = "volume", .many = "volumes", .lively = "used", .is_lively = volume_is_lively};

/* --- devices ----------------------------------------------------------------------------------- */

static const char *device_kind_text(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return device_row_kind(p);
}

const struct grouping device_groupings[] = {
	BY_HOST(device),
	{.id = "kind", .help = "by what kind of device they are", .none = "not known yet", .get = device_kind_text},
	BY_GROUP(device),
	{.id = NULL},
};

const struct row_words device_words = {.one = "device", .many = "devices"};

/* --- interfaces -------------------------------------------------------------------------------- */

static const char *iface_state(const void *p, int *ret_rank)
{
	return life(((const struct iface_row *)p)->iface->active, ret_rank);
}

static const char *iface_kind_text(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct iface_row *)p)->iface->type;
}

static bool iface_is_lively(const void *p)
{
	return ((const struct iface_row *)p)->iface->active;
}

const struct grouping iface_groupings[] = {
	BY_HOST(iface),
	{.id = "state", .help = "by whether they are up", .says_lively = true, .none = "no state", .get = iface_state},
	{.id = "type", .help = "by what kind they are", .none = "not known yet", .get = iface_kind_text},
	BY_GROUP(iface),
	{.id = NULL},
};

const struct row_words iface_words =
	{.one = "interface", .many = "interfaces", .lively = "active", .is_lively = iface_is_lively};

/* --- network filters --------------------------------------------------------------------------- */

static const char *nwfilter_chain(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct nwfilter_row *)p)->filter->chain;
}

static bool nwfilter_is_lively(const void *p)
{
	const struct nwfilter_row *row = p;

	return row->guests || row->part_of;
}

const struct grouping nwfilter_groupings[] = {
	BY_HOST(nwfilter),
	{.id = "chain", .help = "by the firewall's chain", .none = "not known yet", .get = nwfilter_chain},
	BY_GROUP(nwfilter),
	{.id = NULL},
};

const struct row_words nwfilter_words =
	{.one = "filter", .many = "filters", .lively = "used", .is_lively = nwfilter_is_lively};

/* --- secrets ----------------------------------------------------------------------------------- */

static const char *secret_kind_text(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return secret_type_words(((const struct secret_row *)p)->secret->type);
}

static bool secret_is_lively(const void *p)
{
	return ((const struct secret_row *)p)->guests || ((const struct secret_row *)p)->pools;
}

const struct grouping secret_groupings[] = {
	BY_HOST(secret),
	{.id = "type", .help = "by what they open", .none = "any use", .get = secret_kind_text},
	BY_GROUP(secret),
	{.id = NULL},
};

const struct row_words secret_words =
	{.one = "secret", .many = "secrets", .lively = "used", .is_lively = secret_is_lively};
