// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/network.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/internal.h"
#include "virt/readers.h"
#include "virt/virerr.h"
#include "xml/network.h"

/* --- the roster -------------------------------------------------------------------------------- */

static int list(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllNetworks(conn->vir, (virNetworkPtr **)ret_handles, flags);
}

static void name(const struct reading_key *key, void *handle, void *item)
{
	struct network *n = item;
	(void)key;
	n->name = mem_strdup(virNetworkGetName(handle));
	virNetworkGetUUID(handle, n->uuid);
	n->leases = -1;
}

static const struct piece_mark marks[] = {
	{VIR_CONNECT_LIST_NETWORKS_ACTIVE, offsetof(struct network, active)},
	{VIR_CONNECT_LIST_NETWORKS_PERSISTENT, offsetof(struct network, persistent)},
	{VIR_CONNECT_LIST_NETWORKS_AUTOSTART, offsetof(struct network, autostart)},
};

static void count_leases(struct conn *conn, virNetworkPtr vir, struct network *n)
{
	virNetworkDHCPLeasePtr *all = NULL;
	autoerr struct err why = {0};
	if (!n->has_dhcp || conn->no_leases)
		return;
	n->leases = virNetworkGetDHCPLeases(vir, NULL, &all, 0);
	if (n->leases < 0) {
		virerr_take(&why, conn->vir);
		conn->no_leases = why.code == ERR_UNSUPPORTED;
		n->leases = -1;
	}
	for (int i = 0; i < n->leases; i++)
		virNetworkDHCPLeaseFree(all[i]);
	free(all);
}

static void tell(struct conn *conn, void *handle, void *item)
{
	struct network *n = item;
	autoerr struct err why = {0};
	n->xml = virNetworkGetXMLDesc(handle, 0);
	if (!n->xml)
		return;
	n->known = network_read_xml(n->xml, n, &why);
	if (!n->known)
		log_write(LOG_WARN, "the network %s: %s", n->name, why.text);
	count_leases(conn, handle, n);
}

static void free_handle(void *handle)
{
	virNetworkFree(handle);
}

const struct piece_ops networks_pieces = {
	.kind = &network_kind,
	.first_ms = 30,
	.list = list,
	.name = name,
	.marks = marks,
	.n_marks = ARRAY_SIZE(marks),
	.tell = tell,
	.free = free_handle,
};

/* --- leases ------------------------------------------------------------------------------------ */

static void add_lease(struct leases *leases, const virNetworkDHCPLease *vir)
{
	struct lease *lease = arr_add(leases->all, leases->n, leases->cap);
	lease->mac = mem_strdup(vir->mac);
	lease->ip = vir->prefix ? mem_printf("%s/%u", vir->ipaddr, vir->prefix) : mem_strdup(vir->ipaddr);
	lease->name = mem_strdup(vir->hostname);
	lease->until_wall_s = vir->expirytime;
}

void *read_leases(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	virNetworkDHCPLeasePtr *all = NULL;
	virNetworkPtr vir = virNetworkLookupByUUID(conn->vir, key->uuid);
	int n = vir ? virNetworkGetDHCPLeases(vir, NULL, &all, 0) : -1;
	if (n < 0)
		virerr_take(err, conn->vir);
	if (vir)
		virNetworkFree(vir);
	if (n < 0)
		return NULL;
	struct leases *leases = mem_new(struct leases);
	for (int i = 0; i < n; i++) {
		add_lease(leases, all[i]);
		virNetworkDHCPLeaseFree(all[i]);
	}
	free(all);
	return leases;
}

/* --- verbs ------------------------------------------------------------------------------------- */

static int start(virNetworkPtr vir, struct work *work)
{
	work_note(work, "virNetworkCreate(%s)", virNetworkGetName(vir));
	return virNetworkCreate(vir);
}

static int stop(virNetworkPtr vir, struct work *work)
{
	work_note(work, "virNetworkDestroy(%s)", virNetworkGetName(vir));
	return virNetworkDestroy(vir);
}

static int autostart_on(virNetworkPtr vir, struct work *work)
{
	work_note(work, "virNetworkSetAutostart(%s, 1)", virNetworkGetName(vir));
	return virNetworkSetAutostart(vir, 1);
}

static int autostart_off(virNetworkPtr vir, struct work *work)
{
	work_note(work, "virNetworkSetAutostart(%s, 0)", virNetworkGetName(vir));
	return virNetworkSetAutostart(vir, 0);
}

static int (*const verbs[VERB_COUNT])(virNetworkPtr vir, struct work *work) = {
	[NETWORK_VERB_START] = start,
	[NETWORK_VERB_STOP] = stop,
	[NETWORK_VERB_AUTOSTART_ON] = autostart_on,
	[NETWORK_VERB_AUTOSTART_OFF] = autostart_off,
};

bool network_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	work_assert(work);
	virNetworkPtr vir = request->name ? virNetworkLookupByName(conn->vir, request->name)
					  : virNetworkLookupByUUID(conn->vir, request->uuid);
	bool ok = vir && verbs[request->verb](vir, work) == 0;
	if (!ok)
		virerr_take(err, conn->vir);
	if (vir)
		virNetworkFree(vir);
	virResetLastError();
	return ok;
}
