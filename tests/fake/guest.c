// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/guest.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tests/fake/machine.h"

/* As they were set, else always the same. */
char *fake_mac(const struct fake_domain *d, unsigned nic)
{
	const char *word = d->def.macs ? d->def.macs : "";
	for (unsigned i = 0; i < nic; i++) {
		word += strcspn(word, " ");
		word += strspn(word, " ");
	}
	if (*word)
		return mem_strndup(word, strcspn(word, " "));
	return mem_printf("52:54:00:%02x:%02x:%02x", d->uuid[14], d->uuid[15], nic & 0xff);
}

/* The first NIC's. Always the same for a uuid: a third has a lease, a third is only in the ARP table. */
static bool is_told_by(const struct fake_domain *d, enum guest_source source)
{
	switch (source) {
	case GUEST_LEASE:
		return d->uuid[12] % 3 == 0;
	case GUEST_ARP:
		return d->uuid[12] % 3 == 1;
	default:
		return source == GUEST_AGENT;
	}
}

/* Of other NICs, which are there when their MACs were set, only the agent tells, who writes MACs in his own way and
 * knows of all that a guest has. */
static void add_others(const struct fake_domain *d, struct guest_facts *f)
{
	guest_add_address(f, GUEST_AGENT, "00:00:00:00:00:00", "127.0.0.1");
	guest_add_address(f, GUEST_AGENT, "02:42:00:00:00:01", "172.17.0.1");
	for (unsigned i = 1; i < d->def.nics; i++) {
		autofree char *mac = fake_mac(d, i);
		autofree char *address = mem_printf("10.8.%u.12", i);
		for (char *p = mac; *p; p++)
			*p = *p >= 'a' && *p <= 'f' ? (char)(*p - 'a' + 'A') : *p;
		guest_add_address(f, GUEST_AGENT, mac, "fe80::1");
		guest_add_address(f, GUEST_AGENT, mac, address);
	}
}

void fake_add_addresses(const struct fake_domain *d, enum guest_source source, struct guest_facts *f)
{
	autofree char *first = mem_printf("192.168.122.%d", 2 + d->uuid[13] % 250);
	autofree char *mac = d->def.macs || source == GUEST_LEASE ? fake_mac(d, 0) : NULL;
	if (is_told_by(d, source)) {
		guest_add_address(f, source, mac, first);
		guest_add_address(f, source, mac, source == GUEST_AGENT ? "fd00::12" : NULL);
	}
	if (source == GUEST_AGENT && d->def.macs && d->def.nics > 1)
		add_others(d, f);
}

/* As the real one does. */
static void fill(const struct fake_domain *d, bool agent, const char *macs, struct guest_facts *f)
{
	memcpy(f->uuid, d->uuid, UUID_SIZE);
	for (enum guest_source s = GUEST_LEASE; s < GUEST_SOURCE_COUNT && guest_lacks_address(f, macs); s++)
		if (s != GUEST_AGENT || agent)
			fake_add_addresses(d, s, f);
	guest_sort_addresses(f, macs);
	if (!agent)
		return;
	f->hostname = mem_strdup(d->name);
	f->os = mem_strdup("Debian GNU/Linux 12 (bookworm)");
}

static void fill_trouble(const struct fake_domain *d, struct guest_facts *f)
{
	if (d->state == DOMAIN_PAUSED) {
		f->trouble = mem_strdup("vda: no space left where its image is");
		return;
	}
	if (d->id >= 0)
		return;
	f->trouble = mem_strdup("qemu-system-x86_64: the fake ended it");
	f->log = mem_printf("2026-01-01 00:00:00.000+0000: starting up\n%s\n", f->trouble);
}

/* The domain may go, and move, meanwhile. */
static struct fake_domain *wait_for_agent(struct conn *conn, const unsigned char uuid[UUID_SIZE])
{
	struct fake_domain *d;
	while ((d = fake_find_uuid(conn->host, uuid)) && d->agent_hangs &&
	       conn->host->epoch == conn->epoch)
		fake_wait(clock_now_ns() + NS_PER_S);
	return d;
}

bool guest_read(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE], unsigned what,
		const char *macs, struct guest_facts *ret, struct err *err)
{
	if (!fake_enter(work, conn, "guest_read", err))
		return false;
	bool agent = what & GUEST_ASK_AGENT;
	const struct fake_domain *d =
		agent ? wait_for_agent(conn, uuid) : fake_find_uuid(conn->host, uuid);
	bool lost = conn->host->epoch != conn->epoch;
	struct guest_facts facts = {.time_ns = clock_now_ns()};
	memcpy(facts.uuid, uuid, UUID_SIZE);
	facts.is_silent = d && agent && d->agent_silent;
	if (d && d->id >= 0 && !lost)
		fill(d, agent && !conn->readonly && !d->agent_away && !d->agent_silent, macs, &facts);
	if (d && !lost && (what & GUEST_ASK_TROUBLE))
		fill_trouble(d, &facts);
	fake_unlock();
	if (lost)
		return err_set(err, ERR_LOST, "internal error: client socket is closed");
	*ret = facts;
	return true;
}
