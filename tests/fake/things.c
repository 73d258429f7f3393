// SPDX-License-Identifier: GPL-3.0-or-later
/* Devices of the fake. */
#include "tests/fake/things.h"

#include "base/arr.h"
#include "base/mem.h"

static struct roster *whole(struct roster *r)
{
	r->told = r->total = r->n;
	return r;
}

static void add_device(struct roster *r, const char *name, const char *parent, const char *capability,
		       const char *what, const char *driver, const char *address)
{
	struct device *d = roster_add(r);
	*d = (struct device){
		.name = mem_strdup(name),
		.known = true,
		.parent = mem_strdup(parent),
		.capability = mem_strdup(capability),
		.what = mem_strdup(what),
		.driver = mem_strdup(driver),
		.address = mem_strdup(address),
		.xml = mem_printf("<device>\n  <name>%s</name>\n</device>\n", name),
	};
	device_id(name, d->id);
}

struct roster *fake_devices(void)
{
	struct roster *r = roster_create(&device_kind);
	add_device(r, "computer", NULL, "system", "Fake Systems Rack 1", NULL, NULL);
	add_device(r, "net_eth0_52_54_00_aa_bb_cc", "pci_0000_00_03_0", "net", "eth0, link up 1000 Mb/s", NULL,
		   "52:54:00:aa:bb:cc");
	add_device(r, "pci_0000_00_03_0", "computer", "pci", "Fake Networks Gigabit Adapter", "e1000e",
		   "0000:00:03.0");
	return whole(r);
}

struct roster *fake_ifaces(void)
{
	struct roster *r = roster_create(&iface_kind);
	static const char *const names[] = {"br0", "eth0"};
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct iface *f = roster_add(r);
		*f = (struct iface){
			.name = mem_strdup(names[i]),
			.mac = mem_strdup("52:54:00:aa:bb:cc"),
			.active = true,
			.known = true,
			.type = mem_strdup(i ? "ethernet" : "bridge"),
			.members = mem_strdup(i ? NULL : "eth0"),
			.addresses = mem_strdup(i ? NULL : "10.0.0.5/24"),
			.xml = mem_printf("<interface name='%s'/>\n", names[i]),
		};
		iface_id(f->name, f->id);
	}
	return whole(r);
}
