// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/guest.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "virt/internal.h"
#include "virt/trouble.h"
#include "virt/virerr.h"

/* A guest may claim anything. */
#define INTERFACES_MOST 64
#define EACH_MOST       16
#define TEXT_MOST       200

static const unsigned sources[GUEST_SOURCE_COUNT] = {
	[GUEST_LEASE] = VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE,
	[GUEST_AGENT] = VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
	[GUEST_ARP] = VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP,
};

static void add_interface(const virDomainInterface *nic, enum guest_source source, struct guest_facts *facts)
{
	for (unsigned k = 0; k < nic->naddrs && k < EACH_MOST; k++)
		guest_add_address(facts, source, nic->hwaddr, nic->addrs[k].addr);
}

bool guest_read_addresses(struct conn *conn, virDomainPtr domain, enum guest_source source, struct guest_facts *facts,
			  struct err *err)
{
	virDomainInterfacePtr *nics = NULL;
	int n = virDomainInterfaceAddresses(domain, &nics, sources[source], 0);
	if (n < 0)
		return virerr_spare(err, conn->vir);
	size_t had = facts->n_all;
	for (int i = 0; i < n; i++) {
		const char *mac = nics[i]->hwaddr ? nics[i]->hwaddr : "";
		/* The table has a line for each address of a NIC: those of one that nobody else told of are all taken. */
		struct guest_facts before = {.all = facts->all, .n_all = had};
		if (i < INTERFACES_MOST && !(source == GUEST_ARP && guest_has_address(&before, mac, strlen(mac))))
			add_interface(nics[i], source, facts);
		virDomainInterfaceFree(nics[i]);
	}
	free(nics);
	return true;
}

static char *bounded(const char *text)
{
	return text && text[0] ? mem_strndup(text, TEXT_MOST) : NULL;
}

static char *param_text(virTypedParameterPtr params, int n, const char *name)
{
	const char *text = NULL;
	virTypedParamsGetString(params, n, name, &text);
	return bounded(text);
}

/* An old agent knows its name only. */
static bool read_hostname(struct conn *conn, virDomainPtr domain, struct guest_facts *facts,
			  struct err *err)
{
	char *name = virDomainGetHostname(domain, VIR_DOMAIN_GET_HOSTNAME_AGENT);
	if (!name)
		return virerr_spare(err, conn->vir);
	facts->hostname = bounded(name);
	free(name);
	return true;
}

/* A silent agent costs five seconds; it is not asked a second time then. */
static bool agent_is_silent(void)
{
	int code = virGetLastErrorCode();
	return code == VIR_ERR_AGENT_UNRESPONSIVE || code == VIR_ERR_AGENT_UNSYNCED ||
	       code == VIR_ERR_OPERATION_TIMEOUT;
}

static bool read_inside(struct conn *conn, virDomainPtr domain, struct guest_facts *facts,
			bool *ret_silent, struct err *err)
{
	virTypedParameterPtr params = NULL;
	int n = 0;
	unsigned types = VIR_DOMAIN_GUEST_INFO_OS | VIR_DOMAIN_GUEST_INFO_HOSTNAME;
	if (virDomainGetGuestInfo(domain, types, &params, &n, 0) < 0) {
		*ret_silent = agent_is_silent();
		return virerr_spare(err, conn->vir) &&
		       (*ret_silent || read_hostname(conn, domain, facts, err));
	}
	facts->hostname = param_text(params, n, "hostname");
	facts->os = param_text(params, n, "os.pretty-name");
	if (!facts->os)
		facts->os = param_text(params, n, "os.name");
	virTypedParamsFree(params, n);
	return true;
}

/* From one source after another, while a NIC has none. */
static bool gather_addresses(struct work *work, struct conn *conn, virDomainPtr domain, bool agent, const char *macs,
			     struct guest_facts *facts, struct err *err)
{
	for (enum guest_source s = GUEST_LEASE; s < GUEST_SOURCE_COUNT && guest_lacks_address(facts, macs); s++) {
		if (work_cancelled(work))
			return err_set(err, ERR_CANCELLED, "Cancelled");
		if (s == GUEST_AGENT && !agent)
			continue;
		if (!guest_read_addresses(conn, domain, s, facts, err))
			return false;
	}
	guest_sort_addresses(facts, macs);
	return true;
}

static bool read_domain(struct work *work, struct conn *conn, virDomainPtr domain, bool agent, const char *macs,
			struct guest_facts *facts, struct err *err)
{
	if (virDomainIsActive(domain) != 1)
		return virerr_spare(err, conn->vir);
	if (agent && !read_inside(conn, domain, facts, &facts->is_silent, err))
		return false;
	return gather_addresses(work, conn, domain, agent && !facts->is_silent, macs, facts, err);
}

bool guest_read(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE], unsigned what,
		const char *macs, struct guest_facts *ret, struct err *err)
{
	work_assert(work);
	struct guest_facts facts = {.time_ns = clock_now_ns()};
	memcpy(facts.uuid, uuid, UUID_SIZE);
	/* The test driver tells the same made-up address for every guest. */
	virDomainPtr domain =
		conn->facts.is_test ? NULL : virDomainLookupByUUID(conn->vir, uuid);
	bool ok = domain ? read_domain(work, conn, domain, what & GUEST_ASK_AGENT, macs, &facts, err)
			 : conn->facts.is_test || virerr_spare(err, conn->vir);
	if (domain && ok && (what & GUEST_ASK_TROUBLE))
		trouble_read(work, conn, domain, &facts);
	if (domain)
		virDomainFree(domain);
	virResetLastError();
	if (!ok) {
		guest_facts_clear(&facts);
		return false;
	}
	facts.time_ns = clock_now_ns();
	*ret = facts;
	return true;
}
