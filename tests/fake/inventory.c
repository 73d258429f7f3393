// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fake/state.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

#define MIB          (UINT64_C(1) << 20)
#define FIRST_RUN_NS (INT64_C(5000) * 1000000000)

static const char *const names[] = {
	"db-primary",     "db-replica", "web-front-01", "web-front-02", "mail",          "cache-01",
	"build-runner-1", "backup",     "desktop-anna", "print-server", "monitoring",    "win-erp",
	"dns-01",         "dns-02",     "git",          "vpn-gateway",  "log-collector", "ci-arm64",
	"files",          "ldap",       "media",        "staging-api",  "staging-db",    "sandbox",
};

struct first_state {
	enum domain_state state;
	int reason;
};

/* The first dozen shows every state there is; the rest is an ordinary machine room. */
static const struct first_state dozen[] = {
	{DOMAIN_RUNNING, 1},     {DOMAIN_RUNNING, 1},  {DOMAIN_RUNNING, 1}, {DOMAIN_SHUTOFF, 1},
	{DOMAIN_PAUSED, 1},      {DOMAIN_RUNNING, 1},  {DOMAIN_CRASHED, 1}, {DOMAIN_PAUSED, 5},
	{DOMAIN_PMSUSPENDED, 0}, {DOMAIN_SHUTDOWN, 1}, {DOMAIN_BLOCKED, 0}, {DOMAIN_NOSTATE, 0},
};
static const struct first_state rest[] = {
	{DOMAIN_RUNNING, 1}, {DOMAIN_RUNNING, 1}, {DOMAIN_SHUTOFF, 1}, {DOMAIN_RUNNING, 1},
	{DOMAIN_RUNNING, 1}, {DOMAIN_PAUSED, 1},  {DOMAIN_RUNNING, 1}, {DOMAIN_SHUTOFF, 2},
};

static const char *const hostile_names[] = {
	"\033[31mred\033[0m",
	"two\nlines",
	"tab\there",
	"bell\a\b\177",
	"c1-\302\23331m-\302\220q", /* CSI and DCS as single characters */
	"rtl-\342\200\256gpj.exe", /* right-to-left override */
	"\347\255\276\345\220\215\346\234\215\345\212\241\345\231\250", /* wide */
	"party-\360\237\216\211\360\237\221\251\342\200\215\360\237\222\273",
	"e\314\201\314\202\314\203\314\204-marks", /* combining */
	"not-utf8-\377\376",
	"\033]0;title\a",
	"50%s%n",
	" leading and trailing ",
};

static uint64_t hash_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return hash;
}

static void make_uuid(unsigned char uuid[UUID_SIZE], const char *host, const char *name)
{
	uint64_t a = hash_text(hash_text(UINT64_C(14695981039346656037), host), name);
	uint64_t b = hash_text(a, "again");
	memcpy(uuid, &a, 8);
	memcpy(uuid + 8, &b, 8);
	uuid[6] = (unsigned char)(0x40 | (uuid[6] & 0x0f)); /* version 4, variant 1 */
	uuid[8] = (unsigned char)(0x80 | (uuid[8] & 0x3f));
}

static struct domain_definition make_definition(const unsigned char uuid[UUID_SIZE])
{
	unsigned vcpus = 1u << (uuid[0] % 4);
	uint64_t memory = (512 * MIB) << (uuid[1] % 5);
	return (struct domain_definition){
		.known = true,
		.memory = memory,
		.memory_max = uuid[2] % 3 ? memory : 2 * memory,
		.vcpus = vcpus,
		.vcpus_max = uuid[3] % 3 ? vcpus : 2 * vcpus,
		.disks = 1 + uuid[4] % 3,
		.nics = 1 + uuid[5] % 2,
		.has_agent = uuid[9] % 2,
		.has_display = uuid[10] % 2,
		.has_serial = true,
	};
}

/* The first machines are on the fake's networks, with a disk in its pool; the address of the first two is known. */
static void plug_in(struct fake_domain *d, size_t at)
{
	bool nat = at % 2 == 0;
	d->def.wires = mem_printf("network\t%s\t%s\t52:54:00:00:00:%02zx\tvnet%zu\t%s\n", nat ? "default" : "br-lan",
				  nat ? "virbr0" : "br0", at + 1, at,
				  at == 0 ? "clean-traffic" : "");
	if (at == 1)
		d->def.secrets = mem_strdup("\tceph\tclient.libvirt\n");
	if (at < FAKE_VOLUMES)
		d->def.files = mem_printf("vda\t\t/var/lib/libvirt/images/disk-%zu.qcow2\n", at);
}

struct fake_domain *fake_add_domain(struct fake_host *host, const char *name,
				    enum domain_state state, int reason)
{
	struct fake_domain *d = arr_add(host->domains, host->n_domains, host->cap_domains);
	make_uuid(d->uuid, host->name, name);
	d->name = mem_strdup(name);
	d->id = state == DOMAIN_SHUTOFF ? -1 : ++host->last_id;
	d->state = state;
	d->reason = reason;
	d->persistent = true;
	d->autostart = d->uuid[11] % 2;
	d->def = make_definition(d->uuid);
	plug_in(d, host->n_domains - 1);
	d->ran_ns = d->deep_ran_ns = FIRST_RUN_NS;
	return d;
}

static void add_hostile(struct fake_host *host)
{
	for (size_t i = 0; i < ARRAY_SIZE(hostile_names); i++)
		fake_add_domain(host, hostile_names[i], DOMAIN_RUNNING, 1);
	autostr struct str name = {0};
	while (name.len < 200)
		str_addf(&name, "long-%zu-", name.len);
	name.s[200] = 0;
	fake_add_domain(host, name.s, DOMAIN_RUNNING, 1)->title =
		mem_strdup("\033[7m\nTitle\t\342\200\256");
}

void fake_stock(struct fake_host *host, unsigned n, bool hostile)
{
	for (unsigned i = 0; i < n; i++) {
		const struct first_state *first =
			i < ARRAY_SIZE(dozen) ? &dozen[i] : &rest[i % ARRAY_SIZE(rest)];
		autofree char *name =
			i < ARRAY_SIZE(names) ? mem_strdup(names[i]) : mem_printf("node-%05u", i);
		struct fake_domain *d = fake_add_domain(host, name, first->state, first->reason);
		if (i == 0)
			d->title = mem_strdup("Orders and customers");
		d->persistent = d->id < 0 || host->n_transient-- <= 0;
		d->autostart = d->autostart && d->persistent;
		d->managed_save = first->state == DOMAIN_SHUTOFF && i % 2;
	}
	if (hostile)
		add_hostile(host);
}
