// SPDX-License-Identifier: GPL-3.0-or-later
/* When a network stops, its bridge goes, and what was plugged into it hangs in the air; the bridge that comes with its
 * next start is a new one. libvirt moves a NIC only to another bridge than the one that it believes it is on, and says
 * nothing when the names are the same (before 10.9). So the NIC is moved to a network made for that, and back: the guest
 * sees nothing of it but the gap. What is plugged in has a port of the network and is left alone. */
#include "virt/replug.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/nics.h"
#include "virt/domain.h"
#include "virt/internal.h"
#include "virt/virerr.h"
#include "xml/nic.h"

#define PARKING "virtty-replug"
/* Without addresses and without a way out. */
#define PARKING_XML "<network><name>" PARKING "</name><bridge stp='off' delay='0'/></network>"

struct replug {
	struct work *work;
	virConnectPtr vir;
	const char *network, *mac;
	char *bridge; /* NULL: it has none */
	struct network_ports *ports; /* NULL: not told */
	unsigned found, done, left;
	bool no_such_call; /* the driver changes no NICs */
	struct str failed; /* "mail: why" */
};

static bool update(struct replug *r, virDomainPtr domain, const char *nic, const char *where)
{
	work_note(r->work, "virDomainUpdateDeviceFlags(%s, NIC on %s, VIR_DOMAIN_AFFECT_LIVE)", virDomainGetName(domain),
		  where);
	return virDomainUpdateDeviceFlags(domain, nic, VIR_DOMAIN_AFFECT_LIVE) == 0;
}

static void fail(struct replug *r, virDomainPtr domain, struct err *why)
{
	r->no_such_call |= why->detail == DOMAIN_NO_SUCH_CALL;
	str_addf(&r->failed, "%s%s: %s", r->failed.len ? "; " : "", virDomainGetName(domain), why->text);
}

static bool is_plugged(const struct replug *r, const char *mac)
{
	for (size_t i = 0; r->ports && mac && i < r->ports->n; i++)
		if (r->ports->all[i].mac && strcasecmp(r->ports->all[i].mac, mac) == 0)
			return true;
	return false;
}

static void replug_nic(struct replug *r, virDomainPtr domain, const struct nic_xml *nic)
{
	autoerr struct err why = {0};
	r->found++;
	if (is_plugged(r, nic->mac)) {
		r->left++;
		return;
	}
	if (!nic->whole || !nic->parked)
		return;
	if (!update(r, domain, nic->parked, PARKING))
		virerr_take(&why, r->vir);
	else if (update(r, domain, nic->whole, r->network))
		r->done++;
	else
		virerr_take(&why, r->vir);
	if (why.code != ERR_NONE)
		fail(r, domain, &why);
}

/* What is being stopped just now has no XML any more, and no NIC either. */
static void replug_domain(struct replug *r, virDomainPtr domain)
{
	struct nics_xml nics = {0};
	autoerr struct err why = {0};
	autofree char *xml = virDomainGetXMLDesc(domain, 0);
	if (!xml)
		return;
	if (!nics_read_xml(xml, r->network, r->bridge, PARKING, &nics, &why))
		fail(r, domain, &why);
	for (size_t i = 0; i < nics.n; i++)
		if (!r->mac || (nics.all[i].mac && strcasecmp(nics.all[i].mac, r->mac) == 0))
			replug_nic(r, domain, &nics.all[i]);
	nics_clear(&nics);
}

/* One is left when a connection broke meanwhile: then it is that one. */
static virNetworkPtr open_parking(struct replug *r, struct err *err)
{
	virNetworkPtr parking = virNetworkLookupByName(r->vir, PARKING);
	if (parking)
		return parking;
	work_note(r->work, "virNetworkCreateXML(" PARKING ")");
	parking = virNetworkCreateXML(r->vir, PARKING_XML);
	if (!parking)
		virerr_take(err, r->vir);
	return parking;
}

static bool replug_all(struct replug *r, struct err *err)
{
	virDomainPtr *domains = NULL;
	int n = virConnectListAllDomains(r->vir, &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
	virNetworkPtr parking = n < 0 ? NULL : open_parking(r, err);
	if (n < 0)
		virerr_take(err, r->vir);
	for (int i = 0; i < n; i++) {
		if (parking && !work_cancelled(r->work))
			replug_domain(r, domains[i]);
		virDomainFree(domains[i]);
	}
	free(domains);
	if (!parking)
		return false;
	work_note(r->work, "virNetworkDestroy(" PARKING ")");
	virNetworkDestroy(parking);
	virNetworkFree(parking);
	return true;
}

bool replug_network(struct work *work, virConnectPtr vir, virNetworkPtr network, const char *mac, struct err *err)
{
	work_assert(work);
	struct replug r = {.work = work, .vir = vir, .network = virNetworkGetName(network), .mac = mac};
	autostr struct str failed = {0};
	if (virNetworkIsActive(network) == 0)
		return err_set(err, ERR_INVALID, "%s does not run: start it first", r.network);
	r.bridge = virNetworkGetBridgeName(network);
	r.ports = nics_list_ports(network);
	bool ok = replug_all(&r, err);
	free(r.bridge);
	network_ports_free(r.ports);
	failed = r.failed;
	if (!ok)
		return false;
	if (r.no_such_call && !r.done) {
		err->detail = DOMAIN_NO_SUCH_CALL;
		return err_set(err, ERR_UNSUPPORTED,
			       "This driver changes no NICs of machines that run: none is plugged in again");
	}
	if (failed.len)
		return err_set(err, ERR_FAILED, "%u of %u NICs are plugged in again; %s", r.done, r.found, str_text(&failed));
	if (r.found && r.left == r.found)
		return err_set(err, ERR_NOT_FOUND, "No NIC on %s hangs in the air: %u %s plugged in", r.network,
			       r.found, r.found == 1 ? "is" : "are");
	return r.found || err_set(err, ERR_NOT_FOUND, "No running machine has a NIC on %s", r.network);
}
