// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/guest.h"

#include <arpa/inet.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/internal.h"
#include "virt/trouble.h"
#include "virt/virerr.h"

/* A guest may claim anything. */
#define ADDRESSES_MOST 16
#define TEXT_MOST      200

static const struct {
	enum guest_source source;
	unsigned vir;
	bool agent;
} sources[] = {
	{GUEST_LEASE, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, false},
	{GUEST_AGENT, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT, true},
	{GUEST_ARP, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP, false},
};

struct addresses {
	char v4[ADDRESSES_MOST][INET6_ADDRSTRLEN];
	char v6[ADDRESSES_MOST][INET6_ADDRSTRLEN];
	size_t n_v4, n_v6;
};

static void add_unique(char (*list)[INET6_ADDRSTRLEN], size_t *n, int family, const void *address)
{
	char text[INET6_ADDRSTRLEN];
	if (*n == ADDRESSES_MOST || !inet_ntop(family, address, text, sizeof(text)))
		return;
	for (size_t i = 0; i < *n; i++)
		if (str_equal(list[i], text))
			return;
	memcpy(list[(*n)++], text, sizeof(text));
}

/* Written anew from its bits, so that nothing else can be in it. */
static void add_address(struct addresses *all, const char *text)
{
	struct in_addr v4;
	struct in6_addr v6;
	if (!text)
		return;
	if (inet_pton(AF_INET, text, &v4) == 1) {
		uint32_t bits = ntohl(v4.s_addr);
		if (bits >> 24 != 127 && bits >> 16 != 0xa9fe && bits != 0)
			add_unique(all->v4, &all->n_v4, AF_INET, &v4);
	} else if (inet_pton(AF_INET6, text, &v6) == 1) {
		if (!IN6_IS_ADDR_LOOPBACK(&v6) && !IN6_IS_ADDR_LINKLOCAL(&v6) &&
		    !IN6_IS_ADDR_UNSPECIFIED(&v6))
			add_unique(all->v6, &all->n_v6, AF_INET6, &v6);
	}
}

static char *addresses_text(const struct addresses *all)
{
	struct str text = {0};
	for (size_t i = 0; i < all->n_v4; i++)
		str_addf(&text, "%s%s", text.len ? " " : "", all->v4[i]);
	for (size_t i = 0; i < all->n_v6; i++)
		str_addf(&text, "%s%s", text.len ? " " : "", all->v6[i]);
	return text.s;
}

static bool read_addresses(struct conn *conn, virDomainPtr domain, unsigned source,
			   struct guest_facts *facts, struct err *err)
{
	struct addresses all = {0};
	virDomainInterfacePtr *interfaces = NULL;
	int n = virDomainInterfaceAddresses(domain, &interfaces, source, 0);
	if (n < 0)
		return virerr_spare(err, conn->vir);
	for (int i = 0; i < n; i++) {
		for (unsigned k = 0; k < interfaces[i]->naddrs; k++)
			add_address(&all, interfaces[i]->addrs[k].addr);
		virDomainInterfaceFree(interfaces[i]);
	}
	free(interfaces);
	facts->addresses = addresses_text(&all);
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

static bool read_domain(struct work *work, struct conn *conn, virDomainPtr domain, bool agent,
			struct guest_facts *facts, struct err *err)
{
	bool silent = false;
	if (virDomainIsActive(domain) != 1)
		return virerr_spare(err, conn->vir);
	if (agent && !read_inside(conn, domain, facts, &silent, err))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(sources) && !facts->addresses; i++) {
		if (work_cancelled(work))
			return err_set(err, ERR_CANCELLED, "Cancelled");
		if (sources[i].agent && (!agent || silent))
			continue;
		if (!read_addresses(conn, domain, sources[i].vir, facts, err))
			return false;
		if (facts->addresses)
			facts->source = sources[i].source;
	}
	return true;
}

bool guest_read(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE], unsigned what,
		struct guest_facts *ret, struct err *err)
{
	work_assert(work);
	struct guest_facts facts = {.time_ns = clock_now_ns()};
	memcpy(facts.uuid, uuid, UUID_SIZE);
	/* The test driver tells the same made-up address for every guest. */
	virDomainPtr domain =
		conn->facts.is_test ? NULL : virDomainLookupByUUID(conn->vir, uuid);
	bool ok = domain ? read_domain(work, conn, domain, what & GUEST_ASK_AGENT, &facts, err)
			 : conn->facts.is_test || virerr_spare(err, conn->vir);
	if (domain && ok && (what & GUEST_ASK_TROUBLE))
		trouble_read(conn, domain, &facts);
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
