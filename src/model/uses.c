// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/uses.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"

bool span_is(struct span span, const char *text)
{
	return text && strlen(text) == span.len && memcmp(span.s, text, span.len) == 0;
}

char *span_text(struct span span)
{
	return mem_strndup(span.s ? span.s : "", span.len);
}

/* A line is one thing, its parts end with tabs. */
static bool next_line(const char **at, struct span *parts, size_t n)
{
	const char *p = *at;

	if (!p || !*p)
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(p, "\t\n");

		parts[i] = (struct span){p, len};
		p += len;
		p += *p == '\t';
	}
	p += strcspn(p, "\n");
	*at = p + (*p == '\n');
	return true;
}

bool uses_next_nic(const char **at, struct nic_use *ret)
{
	struct span parts[6];

	if (!next_line(at, parts, 6))
		return false;
	*ret = (struct nic_use){parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]};
	return true;
}

bool uses_next_secret(const char **at, struct secret_use *ret)
{
	struct span parts[3];

	if (!next_line(at, parts, 3))
		return false;
	*ret = (struct secret_use){parts[0], parts[1], parts[2]};
	return true;
}

bool uses_next_pin(const char **at, struct pin_use *ret)
{
	struct span parts[2];

	if (!next_line(at, parts, 2))
		return false;
	*ret = (struct pin_use){parts[0], parts[1]};
	return true;
}

bool uses_next_disk(const char **at, struct disk_use *ret)
{
	struct span parts[3];

	if (!next_line(at, parts, 3))
		return false;
	*ret = (struct disk_use){parts[0], parts[1], parts[2]};
	return true;
}

void uses_add_line(struct str *out, const char *const *parts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_addc(out, '\t');
		for (const char *p = parts[i]; p && *p; p++)
			str_addc(out, *p == '\t' || *p == '\n' ? ' ' : *p);
	}
	str_addc(out, '\n');
}

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	if (!len)
		return false;
	for (const char *p = words; (p = strstr(p, word)); p += len)
		if ((p == words || p[-1] == ' ') && (p[len] == ' ' || !p[len]))
			return true;
	return false;
}

bool machine_has_device(const struct domain *d, const char *address, const char *ids)
{
	const char *next = d->def.files;
	struct disk_use disk;

	if (d->def.hostdevs && address && has_word(d->def.hostdevs, address))
		return true;
	if (d->def.hostdevs && ids && has_word(d->def.hostdevs, ids))
		return true;
	while (address && address[0] == '/' && uses_next_disk(&next, &disk))
		if (span_is(disk.source, address))
			return true;
	return false;
}

bool nic_is_on(const struct nic_use *nic, const struct network *network)
{
	if (span_is(nic->type, "network"))
		return span_is(nic->source, network->name);
	return span_is(nic->type, "bridge") && network->bridge && span_is(nic->source, network->bridge);
}

bool machine_is_on(const struct domain *d, const struct network *network)
{
	const char *next = d->def.wires;
	struct nic_use nic;

	while (uses_next_nic(&next, &nic))
		if (nic_is_on(&nic, network))
			return true;
	return false;
}

bool nic_is_cut_off(const struct nic_use *nic, const struct roster *networks)
{
	for (size_t i = 0; i < roster_count(networks); i++) {
		const struct network *n = roster_at(networks, i);

		if (network_is_cut_off(n) && nic_is_on(nic, n))
			return true;
	}
	return false;
}

bool disk_is_in(const struct disk_use *disk, const struct pool *pool)
{
	size_t len = pool->path ? strlen(pool->path) : 0;

	if (disk->pool.len)
		return span_is(disk->pool, pool->name);
	return len > 1 && disk->source.len > len && memcmp(disk->source.s, pool->path, len) == 0 &&
	       disk->source.s[len] == '/';
}

bool machine_is_in(const struct domain *domain, const struct pool *pool)
{
	const char *next = domain->def.files;
	struct disk_use disk;

	while (uses_next_disk(&next, &disk))
		if (disk_is_in(&disk, pool))
			return true;
	return false;
}

bool disk_is_on(const struct disk_use *disk, const struct pool *pool, const struct volume *volume)
{
	if (disk->pool.len)
		return span_is(disk->pool, pool->name) && span_is(disk->source, volume->name);
	return span_is(disk->source, volume->path);
}
