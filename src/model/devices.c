// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/devices.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

/* --- devices ----------------------------------------------------------------------------------- */

static void clear_device(void *item)
{
	struct device *d = item;

	free(d->name);
	free(d->parent);
	free(d->capability);
	free(d->what);
	free(d->driver);
	free(d->address);
	free(d->ids);
	free(d->more);
	free(d->xml);
	*d = (struct device){.name = NULL};
}

static int compare_devices(const void *a, const void *b)
{
	return strcmp(((const struct device *)a)->name, ((const struct device *)b)->name);
}

static const struct roster_member listed_devices[] = {
	ROSTER_MEMBER(device, name),
	{0, 0},
};

const struct roster_kind device_kind = {
	.size = sizeof(struct device),
	.id = offsetof(struct device, id),
	.clear = clear_device,
	.compare = compare_devices,
	.listed = listed_devices,
};

static const struct {
	const char *capability, *words;
} capabilities[] = {
	{"system", "the host itself"},
	{"pci", "PCI device"},
	{"usb_device", "USB device"},
	{"usb", "USB interface"},
	{"net", "network interface"},
	{"scsi_host", "SCSI host adapter"},
	{"scsi_target", "SCSI target"},
	{"scsi", "SCSI device"},
	{"scsi_generic", "SCSI generic device"},
	{"storage", "disk"},
	{"fc_host", "Fibre Channel adapter"},
	{"vports", "adapter with virtual ports"},
	{"drm", "graphics node"},
	{"mdev", "mediated device"},
	{"mdev_types", "device that mediated ones are made of"},
	{"ccw", "CCW device"},
	{"css", "channel subsystem device"},
	{"vdpa", "vDPA device"},
	{"ap_card", "crypto card"},
	{"ap_queue", "queue of a crypto card"},
	{"ap_matrix", "matrix of crypto queues"},
	{"vpd", "vital product data"},
};

const char *device_capability_words(const char *capability)
{
	for (size_t i = 0; i < ARRAY_SIZE(capabilities); i++)
		if (str_equal(capabilities[i].capability, capability))
			return capabilities[i].words;
	return capability ? capability : "";
}

void device_id(const char *name, unsigned char ret_id[UUID_SIZE])
{
	memcpy(ret_id, obj_id_named(OBJ_DEVICE, "", name).uuid, UUID_SIZE);
}

const struct device *devices_find(const struct roster *devices, const unsigned char id[UUID_SIZE])
{
	return roster_find_id(devices, id);
}

const struct device *devices_named(const struct roster *devices, const char *name)
{
	char *copy = mem_strdup(name ? name : "");
	const struct device *found = roster_find(devices, &(struct device){.name = copy});

	free(copy);
	return found;
}

/* --- interfaces -------------------------------------------------------------------------------- */

static void clear_iface(void *item)
{
	struct iface *f = item;

	free(f->name);
	free(f->mac);
	free(f->type);
	free(f->members);
	free(f->addresses);
	free(f->xml);
	*f = (struct iface){.name = NULL};
}

static int compare_ifaces(const void *a, const void *b)
{
	return strcmp(((const struct iface *)a)->name, ((const struct iface *)b)->name);
}

static const struct roster_member listed_ifaces[] = {
	ROSTER_MEMBER(iface, name),
	ROSTER_MEMBER(iface, mac),
	ROSTER_MEMBER(iface, active),
	{0, 0},
};

const struct roster_kind iface_kind = {
	.size = sizeof(struct iface),
	.id = offsetof(struct iface, id),
	.clear = clear_iface,
	.compare = compare_ifaces,
	.listed = listed_ifaces,
};

void iface_id(const char *name, unsigned char ret_id[UUID_SIZE])
{
	memcpy(ret_id, obj_id_named(OBJ_IFACE, "", name).uuid, UUID_SIZE);
}

const struct iface *ifaces_find(const struct roster *ifaces, const unsigned char id[UUID_SIZE])
{
	return roster_find_id(ifaces, id);
}

const struct iface *ifaces_named(const struct roster *ifaces, const char *name)
{
	for (size_t i = 0; name && i < roster_count(ifaces); i++) {
		const struct iface *f = roster_at(ifaces, i);

		if (str_equal(f->name, name))
			return f;
	}
	return NULL;
}
