// SPDX-License-Identifier: GPL-3.0-or-later
/* When a network stops, its bridge goes, and what was plugged into it hangs in the air; the bridge that comes with its
 * next start is a new one. libvirt moves a NIC only to another bridge than the one that it believes it is on, and says
 * nothing when the names are the same (before 10.9). So the NIC is moved to a network made for that, and back: the guest
 * sees nothing of it but the gap. What is plugged in has a port of the network and is left alone.
 *
 * Each network has its own parking, so that several can be seen to at once, and a NIC that stayed there, because the
 * connection broke in between, is known for this network's. Whoever else sees to the same network uses the same parking:
 * who is done first removes it, who still needs it makes it anew. */
#include "virt/replug.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/virterror.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/nics.h"
#include "virt/domain.h"
#include "virt/internal.h"
#include "virt/virerr.h"
#include "xml/nic.h"

#define PREFIX "virtty-replug-" /* and the network's UUID */

struct replug {
	struct work *work;
	virConnectPtr vir;
	const char *mac;
	struct nics_place place;
	virNetworkPtr parking; /* NULL: could not be had */
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

/* One is left when a connection broke meanwhile: then it is that one; or somebody makes it just now. Without addresses and
 * without a way out. */
static bool open_parking(struct replug *r)
{
	const char *name = r->place.parking;
	autofree char *xml = mem_printf("<network><name>%s</name><bridge stp='off' delay='0'/></network>", name);
	if (r->parking)
		virNetworkFree(r->parking);
	r->parking = NULL;
	for (int tries = 0; !r->parking && tries < 2; tries++) {
		virerr_expect(VIR_ERR_NO_NETWORK);
		r->parking = virNetworkLookupByName(r->vir, name);
		virerr_expect(VIR_ERR_OK);
		if (r->parking)
			break;
		work_note(r->work, "virNetworkCreateXML(%s)", name);
		r->parking = virNetworkCreateXML(r->vir, xml);
	}
	return r->parking;
}

static bool park(struct replug *r, virDomainPtr domain, const struct nic_xml *nic, struct err *why)
{
	if (update(r, domain, nic->parked, r->place.parking))
		return true;
	virerr_take(why, r->vir);
	virerr_expect(VIR_ERR_NO_NETWORK);
	bool is_there = virNetworkIsActive(r->parking) == 1;
	virerr_expect(VIR_ERR_OK);
	if (is_there)
		return false;
	err_clear(why);
	return (open_parking(r) && update(r, domain, nic->parked, r->place.parking)) || virerr_take(why, r->vir);
}

static void replug_nic(struct replug *r, virDomainPtr domain, const struct nic_xml *nic)
{
	autoerr struct err why = {0};
	r->found++;
	if (nic->parked && is_plugged(r, nic->mac)) {
		r->left++;
		return;
	}
	bool ok = nic->whole && (!nic->parked || park(r, domain, nic, &why));
	ok = ok && (update(r, domain, nic->whole, r->place.network) || virerr_take(&why, r->vir));
	r->done += ok;
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
	autofree char *kept = strstr(xml, r->place.parking) ? virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE) : NULL;
	if (!nics_read_xml(xml, kept, &r->place, &nics, &why))
		fail(r, domain, &why);
	for (size_t i = 0; i < nics.n; i++)
		if (!r->mac || (nics.all[i].mac && strcasecmp(nics.all[i].mac, r->mac) == 0))
			replug_nic(r, domain, &nics.all[i]);
	nics_clear(&nics);
}

static bool replug_all(struct replug *r, struct err *err)
{
	virDomainPtr *domains = NULL;
	int n = virConnectListAllDomains(r->vir, &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
	bool ok = n >= 0 && open_parking(r);
	if (!ok)
		virerr_take(err, r->vir);
	for (int i = 0; i < n; i++) {
		if (r->parking && !work_cancelled(r->work))
			replug_domain(r, domains[i]);
		virDomainFree(domains[i]);
	}
	free(domains);
	if (!r->parking)
		return ok;
	work_note(r->work, "virNetworkDestroy(%s)", r->place.parking);
	virerr_expect(VIR_ERR_NO_NETWORK);
	virNetworkDestroy(r->parking);
	virerr_expect(VIR_ERR_OK);
	virNetworkFree(r->parking);
	return ok;
}

static bool tell(const struct replug *r, const char *network, struct err *err)
{
	if (r->no_such_call && !r->done) {
		err->detail = DOMAIN_NO_SUCH_CALL;
		return err_set(err, ERR_UNSUPPORTED,
			       "This driver changes no NICs of machines that run: none is plugged in again");
	}
	if (r->failed.len)
		return err_set(err, ERR_FAILED, "%u of %u NICs are plugged in again; %s", r->done, r->found,
			       str_text(&r->failed));
	if (r->found && r->left == r->found)
		return err_set(err, ERR_NOT_FOUND, "No NIC on %s hangs in the air: %u %s plugged in", network,
			       r->found, r->found == 1 ? "is" : "are");
	return r->found || err_set(err, ERR_NOT_FOUND, "No running machine has a NIC on %s", network);
}

bool replug_network(struct work *work, virConnectPtr vir, virNetworkPtr network, const char *mac, struct err *err)
{
	work_assert(work);
	const char *name = virNetworkGetName(network);
	char parking[sizeof(PREFIX) + VIR_UUID_STRING_BUFLEN] = PREFIX;
	if (virNetworkIsActive(network) == 0)
		return err_set(err, ERR_INVALID, "%s does not run: start it first", name);
	if (virNetworkGetUUIDString(network, parking + strlen(PREFIX)) < 0)
		return virerr_take(err, vir);
	autofree char *bridge = virNetworkGetBridgeName(network);
	struct replug r = {.work = work, .vir = vir, .mac = mac, .place = {name, bridge, parking}};
	r.ports = nics_list_ports(network);
	bool ok = replug_all(&r, err) && tell(&r, name, err);
	network_ports_free(r.ports);
	str_free(&r.failed);
	return ok;
}
