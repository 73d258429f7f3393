// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/holders.h"

#include "model/uses.h"

#define NAMES_SHOWN 6

/* The number of those before it. */
static void add_name(struct str *out, size_t before, const char *how, const char *name)
{
	if (before < NAMES_SHOWN)
		str_addf(out, "%s%s%s", before ? ", " : "", how, name);
}

static size_t end_names(struct str *out, size_t n)
{
	if (n > NAMES_SHOWN)
		str_addf(out, " and %zu more", n - NAMES_SHOWN);
	return n;
}

static bool machine_has(const struct domain *domain, const struct pool *pool, const struct volume *volume)
{
	const char *next = domain->def.files;
	struct disk_use disk;

	while (uses_next_disk(&next, &disk))
		if (disk_is_on(&disk, pool, volume))
			return true;
	return false;
}

size_t holders_of_pool(const struct host_view *host, const struct pool *pool, bool all, struct str *out)
{
	const struct snapshot *s = host->snapshot;
	size_t n = 0;

	for (size_t i = 0; s && i < s->n_domains; i++)
		if ((all || domain_is_active(&s->domains[i])) && machine_is_in(&s->domains[i], pool))
			add_name(out, n++, "", s->domains[i].name);
	return end_names(out, n);
}

static size_t add_overlays(const struct host_view *host, const struct pool *pool, const struct volume *volume, size_t n,
			   struct str *out)
{
	const struct roster *volumes = readings_data(host->readings, reading_key_of(READING_VOLUMES, pool->uuid));

	for (size_t i = 0; i < roster_count(volumes); i++) {
		const struct volume *v = roster_at(volumes, i);

		if (v->backing && str_equal(v->backing, volume->path))
			add_name(out, n++, "under ", v->name);
	}
	return n;
}

size_t holders_of_volume(const struct host_view *host, const struct pool *pool, const struct volume *volume,
			 struct str *out)
{
	const struct snapshot *s = host->snapshot;
	const struct roster *pools = host_pools(host);
	size_t n = 0;

	for (size_t i = 0; s && i < s->n_domains; i++)
		if (machine_has(&s->domains[i], pool, volume))
			add_name(out, n++, "", s->domains[i].name);
	for (size_t i = 0; i < roster_count(pools); i++)
		n = add_overlays(host, roster_at(pools, i), volume, n, out);
	return end_names(out, n);
}

static bool has_file(const struct domain *domain, const char *path)
{
	const char *next = domain->def.files;
	struct disk_use disk;

	while (uses_next_disk(&next, &disk))
		if (!disk.pool.len && span_is(disk.source, path))
			return true;
	return false;
}

bool holders_of_file(const struct host_view *host, const char *path, struct str *out)
{
	const struct snapshot *s = host->snapshot;
	const struct roster *pools = host_pools(host);

	for (size_t i = 0; s && i < s->n_domains; i++)
		if (has_file(&s->domains[i], path)) {
			str_addf(out, "a disk of %s", s->domains[i].name);
			return true;
		}
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);
		const struct roster *volumes = readings_data(host->readings, reading_key_of(READING_VOLUMES, pool->uuid));

		for (size_t j = 0; j < roster_count(volumes); j++) {
			const struct volume *v = roster_at(volumes, j);

			if (!str_equal(v->path, path))
				continue;
			str_addf(out, "the volume %s of %s", v->name, pool->name);
			return true;
		}
	}
	return false;
}

/* Where the driver has none there is nothing to know. */
static bool pools_are_known(const struct host_view *host)
{
	const struct reading *r = readings_find(host->readings, reading_key_host(READING_POOLS));
	const struct roster *pools = host_pools(host);

	if (!pools || roster_is_partial(pools))
		return r && r->unsupported;
	for (size_t i = 0; i < roster_count(pools); i++)
		if (!((const struct pool *)roster_at(pools, i))->known)
			return false;
	return true;
}

size_t holders_of_secret(const struct host_view *host, const struct secret *secret, struct str *out, bool *ret_known)
{
	const struct snapshot *s = host->snapshot;
	const struct roster *pools = host_pools(host);
	size_t n = 0;

	*ret_known = s && pools_are_known(host);
	for (size_t i = 0; s && i < s->n_domains; i++) {
		*ret_known &= s->domains[i].def.known;
		if (machine_needs_secret(&s->domains[i], secret))
			add_name(out, n++, "", s->domains[i].name);
	}
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (pool_needs_secret(pool, secret))
			add_name(out, n++, "pool ", pool->name);
	}
	return end_names(out, n);
}

static void add_clause(struct str *out, size_t n, const char *of, const char *host)
{
	if (n)
		str_addf(out, "%s%zu %s of %s %s not known yet", out->len ? ", " : "", n, of, host, n == 1 ? "is" : "are");
}

void holders_add_unknown(const struct host_view *host, struct str *out)
{
	const struct snapshot *s = host->snapshot;
	const struct roster *pools = host_pools(host);
	size_t machines = 0, unread = 0;

	for (size_t i = 0; s && i < s->n_domains; i++)
		machines += !s->domains[i].def.known;
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);
		const struct roster *volumes = readings_data(host->readings, reading_key_of(READING_VOLUMES, pool->uuid));

		unread += pool->active && (!volumes || roster_is_partial(volumes));
	}
	add_clause(out, machines, machines == 1 ? "machine" : "machines", host->name);
	add_clause(out, unread, unread == 1 ? "pool" : "pools", host->name);
}
