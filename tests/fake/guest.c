// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/guest.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tests/fake/state.h"

/* Always the same for a uuid: a third has a lease, a third is only in the ARP table. */
static enum guest_source source_of(const struct fake_domain *d, bool agent)
{
	if (d->uuid[12] % 3 == 0)
		return GUEST_LEASE;
	if (agent)
		return GUEST_AGENT;
	return d->uuid[12] % 3 == 1 ? GUEST_ARP : GUEST_NOBODY;
}

static void fill(const struct fake_domain *d, bool agent, struct guest_facts *f)
{
	memcpy(f->uuid, d->uuid, UUID_SIZE);
	f->source = source_of(d, agent);
	if (f->source != GUEST_NOBODY)
		f->addresses = mem_printf("192.168.122.%d%s", 2 + d->uuid[13] % 250,
					  f->source == GUEST_AGENT ? " fd00::12" : "");
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
		struct guest_facts *ret, struct err *err)
{
	if (!fake_enter(work, conn, "guest_read", err))
		return false;
	bool agent = what & GUEST_ASK_AGENT;
	const struct fake_domain *d =
		agent ? wait_for_agent(conn, uuid) : fake_find_uuid(conn->host, uuid);
	bool lost = conn->host->epoch != conn->epoch;
	struct guest_facts facts = {.time_ns = clock_now_ns()};
	memcpy(facts.uuid, uuid, UUID_SIZE);
	if (d && d->id >= 0 && !lost)
		fill(d, agent && !conn->readonly && !d->agent_away, &facts);
	if (d && !lost && (what & GUEST_ASK_TROUBLE))
		fill_trouble(d, &facts);
	fake_unlock();
	if (lost)
		return err_set(err, ERR_LOST, "internal error: client socket is closed");
	*ret = facts;
	return true;
}
