// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/inuse.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/uses.h"
#include "virt/internal.h"
#include "virt/virerr.h"
#include "xml/definition.h"

/* The volume that is to be deleted. */
struct wanted {
	struct pool pool;
	struct volume volume;
};

/* Always false. What was not read may use it. */
static bool not_known(struct err *err, const struct wanted *w, const char *what, const struct err *why)
{
	return err_set(err, why->code == ERR_LOST ? ERR_LOST : ERR_FAILED,
		       "It is not known who uses %s, so that it is not deleted: %s: %s", w->volume.name, what, why->text);
}

/* NULL with err for what cannot be had; without one for a machine that is gone. */
static char *read_definition(virDomainPtr domain, unsigned flags, struct err *err)
{
	virConnectPtr vir = virDomainGetConnect(domain); /* which forgets the last error */
	char *xml = virDomainGetXMLDesc(domain, flags);

	if (!xml && virGetLastErrorCode() != VIR_ERR_NO_DOMAIN)
		virerr_take(err, vir);
	return xml;
}

/* When it was listed: that asks nobody. */
static bool runs(virDomainPtr domain)
{
	return virDomainGetID(domain) != (unsigned)-1;
}

/* What it runs with, and what it starts with next. */
static bool read_disks(virDomainPtr domain, struct snapshot *strings, struct domain_definition *ret, struct err *err)
{
	autofree char *xml = read_definition(domain, 0, err);
	autofree char *kept = xml && runs(domain) ? read_definition(domain, VIR_DOMAIN_XML_INACTIVE, err) : NULL;

	if (err->code != ERR_NONE || (xml && !definition_read(xml, strings, ret, err)))
		return false;
	if (kept)
		definition_add_kept(kept, strings, ret);
	return true;
}

static bool has_volume(const struct domain_definition *def, const struct wanted *w)
{
	struct disk_use disk;

	for (const char *next = def->files; uses_next_disk(&next, &disk);)
		if (disk_is_on(&disk, &w->pool, &w->volume))
			return true;
	return false;
}

static bool leaves_it_alone(virDomainPtr domain, const struct wanted *w, struct err *err)
{
	struct snapshot *strings = snapshot_create(0, 0);
	struct domain_definition def = {0};
	autoerr struct err why = {0};
	autofree char *what = mem_printf("the definition of %s could not be read", virDomainGetName(domain));
	bool ok = read_disks(domain, strings, &def, &why);

	if (!ok)
		not_known(err, w, what, &why);
	else if (has_volume(&def, w))
		ok = err_set(err, ERR_INVALID, "%s is used by %s%s: it is not deleted", w->volume.name,
			     virDomainGetName(domain), runs(domain) ? ", which runs" : "");
	snapshot_unref(strings);
	return ok;
}

static bool is_free(struct work *work, virConnectPtr vir, const struct wanted *w, struct err *err)
{
	virDomainPtr *domains = NULL;
	autoerr struct err why = {0};
	bool ok = true;

	if (virConnectListAllDomains(vir, &domains, 0) < 0) {
		virerr_take(&why, vir);
		return not_known(err, w, "the host did not list its machines", &why);
	}
	for (size_t i = 0; ok && domains[i]; i++)
		if (work_cancelled(work))
			ok = err_set(err, ERR_CANCELLED, "It was given up while machines were looked at: %s is not deleted",
				     w->volume.name);
		else
			ok = leaves_it_alone(domains[i], w, err);
	domain_list_free(domains);
	return ok;
}

bool volume_is_free(struct work *work, virStoragePoolPtr pool, virStorageVolPtr volume, struct err *err)
{
	work_assert(work);
	autofree char *pool_name = mem_strdup(virStoragePoolGetName(pool));
	autofree char *name = mem_strdup(virStorageVolGetName(volume));
	autofree char *path = virStorageVolGetPath(volume);
	const struct wanted w = {.pool = {.name = pool_name}, .volume = {.name = name, .path = path}};
	autoerr struct err why = {0};

	if (!path) {
		virerr_take(&why, virStoragePoolGetConnect(pool));
		return not_known(err, &w, "its path was not told", &why);
	}

	return is_free(work, virStoragePoolGetConnect(pool), &w, err);
}
