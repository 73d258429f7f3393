// SPDX-License-Identifier: GPL-3.0-or-later
/* What networks, pools, volumes and devices can be grouped by. */
#include "model/groupings.h"

#include <stddef.h>

#include "model/columns.h"

/* What all four kinds of rows have. */
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

const struct row_words network_words = {.one = "network", .many = "networks", .lively = "active", .is_lively = network_is_lively};

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

const struct row_words pool_words = {.one = "pool", .many = "pools", .lively = "active", .is_lively = pool_is_lively};

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

const struct row_words volume_words = {.one = "volume", .many = "volumes", .lively = "used", .is_lively = volume_is_lively};

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
