// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/inuse.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/uses.h"
#include "virt/internal.h"
#include "xml/definition.h"

static bool has_volume(virDomainPtr domain, const struct pool *pool, const struct volume *volume)
{
	struct snapshot *strings = snapshot_create(0, 0);
	struct domain_definition def = {0};
	struct disk_use disk;
	autofree char *xml = virDomainGetXMLDesc(domain, 0);
	bool has = false;

	if (xml && definition_read(xml, strings, &def, NULL))
		for (const char *next = def.files; !has && uses_next_disk(&next, &disk);)
			has = disk_is_on(&disk, pool, volume);
	snapshot_unref(strings);
	return has;
}

bool volume_is_free(struct work *work, virStoragePoolPtr pool, virStorageVolPtr volume, struct err *err)
{
	work_assert(work);
	autofree char *pool_name = mem_strdup(virStoragePoolGetName(pool));
	autofree char *name = mem_strdup(virStorageVolGetName(volume));
	autofree char *path = virStorageVolGetPath(volume);
	const struct pool p = {.name = pool_name};
	const struct volume v = {.name = name, .path = path};
	virDomainPtr *domains = NULL;
	bool is_free = true;

	if (virConnectListAllDomains(virStoragePoolGetConnect(pool), &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE) < 0)
		return true;
	for (size_t i = 0; is_free && domains[i]; i++)
		if (has_volume(domains[i], &p, &v))
			is_free = err_set(err, ERR_INVALID, "%s is used by %s, which runs: it is not deleted", name,
					  virDomainGetName(domains[i]));
	domain_list_free(domains);
	return is_free;
}
