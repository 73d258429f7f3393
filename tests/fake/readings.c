// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/readings.h"

#include "base/clock.h"
#include "base/mem.h"
#include "model/routes.h"
#include "tests/fake/machine.h"
#include "tests/fake/secrets.h"
#include "tests/fake/state.h"
#include "tests/fake/things.h"

typedef void *read_fn(struct fake_host *host, const struct reading_key *key, struct err *err);

static void *fake_read_pools(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)key;
	(void)err;
	return fake_pools(host);
}

static void *fake_read_networks(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)key;
	(void)err;
	return fake_networks(host);
}

static void *fake_read_leases(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	(void)err;
	return fake_leases();
}

static void *fake_read_ports(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)err;
	return fake_ports(host, key->uuid);
}

static void *fake_read_plugs(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	struct network_ports *ports = fake_ports(host, key->uuid);
	struct network_plugs *plugs = mem_new(struct network_plugs);

	(void)err;
	plugs->n = (unsigned)ports->n;
	network_ports_free(ports);
	return plugs;
}

static void *fake_read_nics(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)key;
	(void)err;
	return fake_nics(host);
}

static void *fake_read_volumes(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)err;
	return fake_volumes(host, key->uuid);
}

static void *fake_read_storage_capabilities(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	return fake_storage_capabilities(err);
}

static void *fake_read_secrets(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)key;
	(void)err;
	return fake_secrets(host);
}

static void *fake_read_secret_value(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	return fake_secret_value(host, key->uuid, err);
}

static void *fake_read_nwfilters(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)key;
	(void)err;
	return fake_nwfilters(host);
}

static void *fake_read_devices(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	(void)err;
	return fake_devices();
}

static void *fake_read_interfaces(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	(void)err;
	return fake_ifaces();
}

/* Its way out is br0, where it is 10.0.0.5. */
static void *fake_read_routes(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	(void)err;
	struct routes *routes = mem_new(struct routes);
	routes_add_ipv4(routes, "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
				"br0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\n"
				"br0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\n");
	routes->address = mem_strdup("10.0.0.5");
	return routes;
}

static struct fake_domain *find_domain(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	struct fake_domain *d = fake_find_uuid(host, key->uuid);
	if (!d)
		err_set(err, ERR_NOT_FOUND, "Domain not found");
	return d;
}

/* It may go, and move, while its QEMU hangs. */
static void *fake_read_machine(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	const struct fake_domain *d;
	while ((d = find_domain(host, key, err)) && d->hangs)
		fake_wait(clock_now_ns() + NS_PER_S);
	return d ? fake_machine_figures(host, d) : NULL;
}

static void *fake_read_definition(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	const struct fake_domain *d = find_domain(host, key, err);
	return d ? fake_machine_definition(d) : NULL;
}

static void *fake_read_snapshots(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	const struct fake_domain *d = find_domain(host, key, err);
	return d ? fake_machine_snapshots(d) : NULL;
}

static void *fake_read_command(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	const struct fake_domain *d = find_domain(host, key, err);
	return d ? mem_printf("LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-name guest=%s,debug-threads=on \\\n"
			      "-S \\\n-m 4096", d->name)
		 : NULL;
}

/* One is as people make them by hand. */
static void *fake_read_messages(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	const struct fake_domain *d = find_domain(host, key, err);
	if (!d)
		return NULL;
	return mem_strdup(str_equal(d->name, "monitoring")
				  ? "tainted: custom monitor control commands issued\n"
				    "deprecated configuration: machine type 'pc-i440fx-2.1'\n"
				    "something of another kind"
				  : "");
}

static void *fake_read_log(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	err_set(err, ERR_FAILED, "Its log is on another machine: virtty reads QEMU's of this one, and of "
				 "others over ssh");
	return NULL;
}

/* One has a log that can be read. */
static void *fake_read_start(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	const struct fake_domain *d = find_domain(host, key, err);
	struct machine_start *start = d ? mem_new(struct machine_start) : NULL;
	if (start && str_equal(d->name, "monitoring"))
		start->wall_s = clock_wall_s() - 41 * 24 * 3600;
	return start;
}

static read_fn *const readers[] = {
#define X(kind, name, ...) [READING_##kind] = fake_read_##name,
	READINGS(X, X)
#undef X
};

void *reading_read(struct work *work, struct conn *conn, const struct reading_key *key, bool goes_on,
		   struct err *err)
{
	(void)goes_on;
	if (!fake_enter(work, conn, reading_kinds[key->kind].name, err))
		return NULL;
	void *data = readers[key->kind](conn->host, key, err);
	fake_unlock();
	return data;
}
