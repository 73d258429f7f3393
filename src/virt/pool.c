// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/pool.h"

#include <libvirt/libvirt.h>

#include "base/mem.h"
#include "virt/internal.h"
#include "virt/virerr.h"
#include "xml/pool.h"

static void add_pool(virStoragePoolPtr vir, struct pools *pools)
{
	virStoragePoolInfo info;
	if (virStoragePoolGetInfo(vir, &info) < 0)
		return;
	struct pool *pool = pools_add(pools, virStoragePoolGetName(vir));
	virStoragePoolGetUUID(vir, pool->uuid);
	pool->capacity = info.capacity;
	pool->allocation = info.allocation;
	pool->available = info.available;
	autofree char *xml = virStoragePoolGetXMLDesc(vir, 0);
	pool->path = xml ? pool_directory(xml) : NULL;
}

bool pools_read(struct work *work, struct conn *conn, struct pools *ret, struct err *err)
{
	work_assert(work);
	virStoragePoolPtr *all = NULL;
	struct pools pools = {0};
	int n = virConnectListAllStoragePools(conn->vir, &all, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);
	if (n < 0) {
		autoerr struct err why = {0};
		virerr_take(&why, conn->vir);
		if (why.code != ERR_UNSUPPORTED) {
			err_move(err, &why);
			return false;
		}
	}
	for (int i = 0; i < n; i++) {
		if (!work_cancelled(work))
			add_pool(all[i], &pools);
		virStoragePoolFree(all[i]);
	}
	free(all);
	virResetLastError();
	*ret = pools;
	return true;
}
