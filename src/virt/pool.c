// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/pool.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/internal.h"
#include "virt/readers.h"
#include "virt/virerr.h"
#include "xml/storage.h"

/* --- pools ------------------------------------------------------------------------------------- */

static int list_pools(struct conn *conn, const struct reading_key *key, void ***ret_handles, struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllStoragePools(conn->vir, (virStoragePoolPtr **)ret_handles, 0);
}

static void name_pool(const struct reading_key *key, void *handle, void *item)
{
	struct pool *p = item;
	(void)key;
	p->name = mem_strdup(virStoragePoolGetName(handle));
	virStoragePoolGetUUID(handle, p->uuid);
	p->volumes = -1;
}

static struct pool *find_pool(struct roster *roster, virStoragePoolPtr vir)
{
	autofree char *own = mem_strdup(virStoragePoolGetName(vir));
	struct pool like = {.name = own};
	virStoragePoolGetUUID(vir, like.uuid);
	return roster_find(roster, &like);
}

static void set_active(struct pool *p)
{
	p->active = true;
}

static void set_persistent(struct pool *p)
{
	p->persistent = true;
}

static void set_autostart(struct pool *p)
{
	p->autostart = true;
}

/* Which pools have it is one call; asking each would be one for every pool. */
static const struct {
	unsigned flag;
	void (*set)(struct pool *p);
} flags[] = {
	{VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE, set_active},
	{VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT, set_persistent},
	{VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART, set_autostart},
};

static bool mark_pools(struct conn *conn, struct roster *roster, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		virStoragePoolPtr *all = NULL;
		int n = virConnectListAllStoragePools(conn->vir, &all, flags[i].flag);
		if (n < 0)
			return virerr_take(err, conn->vir);
		for (int j = 0; j < n; j++) {
			struct pool *pool = find_pool(roster, all[j]);
			if (pool)
				flags[i].set(pool);
			virStoragePoolFree(all[j]);
		}
		free(all);
	}
	return true;
}

static void read_pool_figures(struct conn *conn, virStoragePoolPtr vir, struct pool *p)
{
	virStoragePoolInfo info;
	autoerr struct err why = {0};
	if (virStoragePoolGetInfo(vir, &info) < 0) {
		virerr_take(&why, conn->vir);
		p->trouble = mem_strdup(why.text);
		return;
	}
	if (info.state != VIR_STORAGE_POOL_RUNNING && info.state != VIR_STORAGE_POOL_DEGRADED)
		return;
	p->capacity = info.capacity;
	p->allocation = info.allocation;
	p->available = info.available;
	p->volumes = virStoragePoolNumOfVolumes(vir);
}

static void tell_pool(struct conn *conn, void *handle, void *item)
{
	struct pool *p = item;
	autoerr struct err why = {0};
	p->xml = virStoragePoolGetXMLDesc(handle, 0);
	p->known = p->xml && pool_read_xml(p->xml, p, &why);
	if (p->xml && !p->known)
		log_write(LOG_WARN, "the pool %s: %s", p->name, why.text);
	read_pool_figures(conn, handle, p);
}

static void free_pool_handle(void *handle)
{
	virStoragePoolFree(handle);
}

/* The list at once and alone: the figures of one may hang for long. */
const struct piece_ops pools_pieces = {
	.kind = &pool_kind,
	.list = list_pools,
	.name = name_pool,
	.mark = mark_pools,
	.tell = tell_pool,
	.free = free_pool_handle,
};

/* --- volumes ----------------------------------------------------------------------------------- */

static int list_volumes(struct conn *conn, const struct reading_key *key, void ***ret_handles, struct err *err)
{
	virStoragePoolPtr pool = virStoragePoolLookupByUUID(conn->vir, key->uuid);
	int n = pool ? virStoragePoolListAllVolumes(pool, (virStorageVolPtr **)ret_handles, 0) : -1;
	if (n < 0)
		virerr_take(err, conn->vir);
	if (pool)
		virStoragePoolFree(pool);
	return n;
}

static void name_volume(const struct reading_key *key, void *handle, void *item)
{
	struct volume *v = item;
	v->name = mem_strdup(virStorageVolGetName(handle));
	volume_id(key->uuid, v->name, v->id);
}

static void tell_volume(struct conn *conn, void *handle, void *item)
{
	struct volume *v = item;
	autoerr struct err why = {0};
	autofree char *xml = virStorageVolGetXMLDesc(handle, 0);
	(void)conn;
	v->known = xml && volume_read_xml(xml, v, &why);
	if (xml && !v->known)
		log_write(LOG_WARN, "the volume %s: %s", v->name, why.text);
}

static void free_volume_handle(void *handle)
{
	virStorageVolFree(handle);
}

const struct piece_ops volumes_pieces = {
	.kind = &volume_kind,
	.first_ms = 20,
	.list = list_volumes,
	.name = name_volume,
	.tell = tell_volume,
	.free = free_volume_handle,
};

/* --- verbs ------------------------------------------------------------------------------------- */

static int start(virStoragePoolPtr vir, struct work *work)
{
	work_note(work, "virStoragePoolCreate(%s, 0)", virStoragePoolGetName(vir));
	return virStoragePoolCreate(vir, 0);
}

static int stop(virStoragePoolPtr vir, struct work *work)
{
	work_note(work, "virStoragePoolDestroy(%s)", virStoragePoolGetName(vir));
	return virStoragePoolDestroy(vir);
}

static int autostart_on(virStoragePoolPtr vir, struct work *work)
{
	work_note(work, "virStoragePoolSetAutostart(%s, 1)", virStoragePoolGetName(vir));
	return virStoragePoolSetAutostart(vir, 1);
}

static int autostart_off(virStoragePoolPtr vir, struct work *work)
{
	work_note(work, "virStoragePoolSetAutostart(%s, 0)", virStoragePoolGetName(vir));
	return virStoragePoolSetAutostart(vir, 0);
}

static int refresh(virStoragePoolPtr vir, struct work *work)
{
	work_note(work, "virStoragePoolRefresh(%s, 0)", virStoragePoolGetName(vir));
	return virStoragePoolRefresh(vir, 0);
}

static int (*const verbs[DOMAIN_VERB_COUNT])(virStoragePoolPtr vir, struct work *work) = {
	[POOL_VERB_START] = start,
	[POOL_VERB_STOP] = stop,
	[POOL_VERB_AUTOSTART_ON] = autostart_on,
	[POOL_VERB_AUTOSTART_OFF] = autostart_off,
	[POOL_VERB_REFRESH] = refresh,
};

bool pool_do(struct work *work, struct conn *conn, const struct domain_request *request, struct err *err)
{
	work_assert(work);
	virStoragePoolPtr vir = virStoragePoolLookupByUUID(conn->vir, request->uuid);
	bool ok = vir && verbs[request->verb](vir, work) == 0;
	if (!ok)
		virerr_take(err, conn->vir);
	if (vir)
		virStoragePoolFree(vir);
	virResetLastError();
	return ok;
}
