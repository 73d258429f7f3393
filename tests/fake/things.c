// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks and devices of the fake. */
#include "tests/fake/things.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/fake/state.h"
#include "virt/network.h"

/* --- what there is ------------------------------------------------------------------------------ */

static const struct {
	const char *name;
	enum network_mode mode;
	const char *bridge, *address, *subnet, *ranges;
	int leases;
} networks[FAKE_NETWORKS] = {
	{"br-lan", NETWORK_BRIDGE, "br0", NULL, NULL, NULL, -1},
	{"default", NETWORK_NAT, "virbr0", "192.168.122.1/24", "192.168.122.0/24",
	 "192.168.122.2 - 192.168.122.254", 2},
	{"storage", NETWORK_ISOLATED, "virbr1", "10.9.0.1/24", "10.9.0.0/24", NULL, -1},
};

/* All run but the last. */
static void stock(struct fake_host *host)
{
	if (host->things_known)
		return;
	host->things_known = true;
	for (size_t i = 0; i < FAKE_NETWORKS; i++)
		host->networks[i] = (struct fake_thing){.active = i + 1 < FAKE_NETWORKS, .autostart = i == 1};
}

static void thing_uuid(unsigned char uuid[UUID_SIZE], unsigned char kind, size_t i)
{
	memset(uuid, kind, UUID_SIZE);
	uuid[UUID_SIZE - 1] = (unsigned char)i;
}

static struct roster *whole(struct roster *r)
{
	r->told = r->total = r->n;
	return r;
}

struct roster *fake_networks(struct fake_host *host)
{
	struct roster *r = roster_create(&network_kind);
	stock(host);
	for (size_t i = 0; i < FAKE_NETWORKS; i++) {
		struct network *n = roster_add(r);
		*n = (struct network){
			.name = mem_strdup(networks[i].name),
			.active = host->networks[i].active,
			.autostart = host->networks[i].autostart,
			.persistent = true,
			.known = true,
			.mode = networks[i].mode,
			.bridge = mem_strdup(networks[i].bridge),
			.addresses = mem_strdup(networks[i].address),
			.subnets = mem_strdup(networks[i].subnet),
			.ranges = mem_strdup(networks[i].ranges),
			.has_dhcp = networks[i].ranges,
			.leases = networks[i].leases,
			.xml = mem_printf("<network>\n  <name>%s</name>\n</network>\n", networks[i].name),
		};
		thing_uuid(n->uuid, 'n', i);
	}
	return whole(r);
}

struct leases *fake_leases(void)
{
	struct leases *leases = mem_new(struct leases);
	for (unsigned i = 0; i < 2; i++) {
		struct lease *lease = arr_add(leases->all, leases->n, leases->cap);
		lease->mac = mem_printf("52:54:00:00:00:%02x", i + 1);
		lease->ip = mem_printf("192.168.122.%u/24", 10 + i);
		lease->name = i ? NULL : mem_strdup("web-1");
		lease->until_wall_s = 0;
	}
	return leases;
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

/* --- what can be done to it ---------------------------------------------------------------------- */

static bool change(bool *what, bool to, const char *is_so, struct err *err)
{
	if (is_so && *what == to)
		return err_set(err, ERR_FAILED, "Requested operation is not valid: %s", is_so);
	*what = to;
	return true;
}

static bool start(struct fake_thing *thing, struct err *err)
{
	return change(&thing->active, true, "it is already active", err);
}

static bool stop(struct fake_thing *thing, struct err *err)
{
	return change(&thing->active, false, "it is not active", err);
}

static bool autostart_on(struct fake_thing *thing, struct err *err)
{
	return change(&thing->autostart, true, NULL, err);
}

static bool autostart_off(struct fake_thing *thing, struct err *err)
{
	return change(&thing->autostart, false, NULL, err);
}

static const struct {
	const char *call;
	bool (*fn)(struct fake_thing *thing, struct err *err);
} verbs[VERB_COUNT] = {
	[NETWORK_VERB_START] = {"virNetworkCreate", start},
	[NETWORK_VERB_STOP] = {"virNetworkDestroy", stop},
	[NETWORK_VERB_AUTOSTART_ON] = {"virNetworkSetAutostart", autostart_on},
	[NETWORK_VERB_AUTOSTART_OFF] = {"virNetworkSetAutostart", autostart_off},
};

static bool do_thing(struct work *work, struct conn *conn, const struct verb_request *request, const char *call,
		     struct err *err)
{
	if (!fake_enter(work, conn, call, err))
		return false;
	size_t i = request->uuid[UUID_SIZE - 1];
	stock(conn->host);
	work_note(work, "%s(%zu)", verbs[request->verb].call, i);
	bool ok = conn->readonly ? err_set(err, ERR_DENIED, "operation forbidden for read only access")
				 : verbs[request->verb].fn(&conn->host->networks[i], err);
	fake_unlock();
	return ok;
}

bool network_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	return do_thing(work, conn, request, "network_do", err);
}
