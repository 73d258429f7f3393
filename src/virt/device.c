// SPDX-License-Identifier: GPL-3.0-or-later
/* The devices of a host and its network interfaces. */
#include "virt/readers.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/internal.h"
#include "virt/virerr.h"
#include "xml/device.h"

/* --- devices ----------------------------------------------------------------------------------- */

static int list_devices(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
			struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllNodeDevices(conn->vir, (virNodeDevicePtr **)ret_handles, flags);
}

static void name_device(const struct reading_key *key, void *handle, void *item)
{
	struct device *d = item;
	(void)key;
	d->name = mem_strdup(virNodeDeviceGetName(handle));
	device_id(d->name, d->id);
}

static void tell_device(struct conn *conn, void *handle, void *item)
{
	struct device *d = item;
	autoerr struct err why = {0};
	(void)conn;
	d->xml = virNodeDeviceGetXMLDesc(handle, 0);
	d->known = d->xml && device_read_xml(d->xml, d, &why);
	if (d->xml && !d->known)
		log_write(LOG_WARN, "the device %s: %s", d->name, why.text);
}

static void free_device_handle(void *handle)
{
	virNodeDeviceFree(handle);
}

const struct piece_ops devices_pieces = {
	.kind = &device_kind,
	.first_ms = 100, /* a tree of names that do not know their parents yet jumps */
	.list = list_devices,
	.name = name_device,
	.tell = tell_device,
	.free = free_device_handle,
};

/* --- interfaces -------------------------------------------------------------------------------- */

static int list_ifaces(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		       struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllInterfaces(conn->vir, (virInterfacePtr **)ret_handles, flags);
}

static void name_iface(const struct reading_key *key, void *handle, void *item)
{
	struct iface *f = item;
	(void)key;
	f->name = mem_strdup(virInterfaceGetName(handle));
	f->mac = mem_strdup(virInterfaceGetMACString(handle));
	iface_id(f->name, f->id);
}

static const struct piece_mark iface_marks[] = {
	{VIR_CONNECT_LIST_INTERFACES_ACTIVE, offsetof(struct iface, active)},
};

static void tell_iface(struct conn *conn, void *handle, void *item)
{
	struct iface *f = item;
	autoerr struct err why = {0};
	(void)conn;
	f->xml = virInterfaceGetXMLDesc(handle, 0);
	f->known = f->xml && iface_read_xml(f->xml, f, &why);
	if (f->xml && !f->known)
		log_write(LOG_WARN, "the interface %s: %s", f->name, why.text);
}

static void free_iface_handle(void *handle)
{
	virInterfaceFree(handle);
}

const struct piece_ops interfaces_pieces = {
	.kind = &iface_kind,
	.first_ms = 50,
	.list = list_ifaces,
	.name = name_iface,
	.marks = iface_marks,
	.n_marks = ARRAY_SIZE(iface_marks),
	.tell = tell_iface,
	.free = free_iface_handle,
};
