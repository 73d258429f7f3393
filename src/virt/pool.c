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

static int list_pools(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		      struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllStoragePools(conn->vir, (virStoragePoolPtr **)ret_handles, flags);
}

static void name_pool(const struct reading_key *key, void *handle, void *item)
{
	struct pool *p = item;
	(void)key;
	p->name = mem_strdup(virStoragePoolGetName(handle));
	virStoragePoolGetUUID(handle, p->uuid);
	p->volumes = -1;
}

static const struct piece_mark marks[] = {
	{VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE, offsetof(struct pool, active)},
	{VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT, offsetof(struct pool, persistent)},
	{VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART, offsetof(struct pool, autostart)},
};

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
	.marks = marks,
	.n_marks = ARRAY_SIZE(marks),
	.tell = tell_pool,
	.free = free_pool_handle,
};

/* --- volumes ----------------------------------------------------------------------------------- */

static int list_volumes(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
			struct err *err)
{
	virStoragePoolPtr pool = virStoragePoolLookupByUUID(conn->vir, key->uuid);
	int n = pool ? virStoragePoolListAllVolumes(pool, (virStorageVolPtr **)ret_handles, flags) : -1;
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

static int (*const verbs[VERB_COUNT])(virStoragePoolPtr vir, struct work *work) = {
	[POOL_VERB_START] = start,
	[POOL_VERB_STOP] = stop,
	[POOL_VERB_AUTOSTART_ON] = autostart_on,
	[POOL_VERB_AUTOSTART_OFF] = autostart_off,
	[POOL_VERB_REFRESH] = refresh,
};

static bool read_volume(virStoragePoolPtr vir, struct work *work, const struct verb_request *request)
{
	virStorageVolPtr volume = virStorageVolLookupByName(vir, request->text);
	work_note(work, "virStorageVolGetXMLDesc(%s, 0)", request->text);
	*request->ret_answer = volume ? virStorageVolGetXMLDesc(volume, 0) : NULL;
	if (volume)
		virStorageVolFree(volume);
	return *request->ret_answer;
}

bool pool_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	work_assert(work);
	virStoragePoolPtr vir = virStoragePoolLookupByUUID(conn->vir, request->uuid);
	bool ok = vir && (verbs[request->verb] ? verbs[request->verb](vir, work) == 0
					       : read_volume(vir, work, request));
	if (!ok)
		virerr_take(err, conn->vir);
	if (vir)
		virStoragePoolFree(vir);
	virResetLastError();
	return ok;
}
