// SPDX-License-Identifier: GPL-3.0-or-later
/* What each NIC has carried, and what is plugged into a network. */
#include "model/nics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/internal.h"
#include "virt/readers.h"
#include "virt/sample.h"
#include "virt/virerr.h"
#include "xml/nic.h"

/* --- counters ------------------------------------------------------------------------------------ */

/* One NIC's parameters follow each other: its name first. False when nothing is told of NICs, not even that there are
 * none. */
static bool add_machine(struct nic_counts *counts, const virDomainStatsRecord *record)
{
	unsigned index;
	int used;
	bool told = false;
	for (int i = 0; i < record->nparams; i++) {
		const virTypedParameter *p = &record->params[i];
		const char *what = "";
		used = 0;
		told |= str_starts(p->field, "net.");
		if (sscanf(p->field, "net.%6u.%n", &index, &used) == 1 && used)
			what = p->field + used;
		if (strcmp(what, "name") == 0 && p->type == VIR_TYPED_PARAM_STRING)
			nic_counts_add(counts, mem_strdup(p->value.s), 0, 0);
		else if (counts->n && strcmp(what, "rx.bytes") == 0)
			counts->all[counts->n - 1].received = sample_number(p);
		else if (counts->n && strcmp(what, "tx.bytes") == 0)
			counts->all[counts->n - 1].sent = sample_number(p);
	}
	return told;
}

static void *fail_unsupported(struct err *err)
{
	err_set(err, ERR_UNSUPPORTED, "This driver tells no figures of NICs");
	return NULL;
}

void *read_nics(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	work_assert(work);
	virDomainStatsRecordPtr *records = NULL;
	unsigned flags = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE |
			 (conn->nowait ? VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT : 0);
	if (!conn->bulk_call || !conn->facts.bulk_stats)
		return fail_unsupported(err);
	int64_t before_ns = clock_now_ns();
	int n = virConnectGetAllDomainStats(conn->vir, VIR_DOMAIN_STATS_INTERFACE, &records, flags);
	if (n < 0) {
		virerr_take(err, conn->vir);
		return NULL;
	}
	struct nic_counts *counts = mem_new(struct nic_counts);
	counts->time_ns = before_ns + (clock_now_ns() - before_ns) / 2;
	bool told = n == 0;
	for (int i = 0; i < n; i++)
		told |= add_machine(counts, records[i]);
	virDomainStatsRecordListFree(records);
	if (!told) {
		nic_counts_free(counts);
		return fail_unsupported(err);
	}
	nic_counts_sort(counts);
	return counts;
}

/* --- ports --------------------------------------------------------------------------------------- */

/* What is unplugged meanwhile has no XML any more. */
static void add_port(struct network_ports *ports, virNetworkPortPtr vir)
{
	autofree char *xml = virNetworkPortGetXMLDesc(vir, 0);
	char id[VIR_UUID_STRING_BUFLEN];
	if (!xml || virNetworkPortGetUUIDString(vir, id) < 0)
		return;
	*arr_add(ports->all, ports->n, ports->cap) = (struct network_port){port_read_mac(xml), mem_strdup(id)};
}

struct network_ports *nics_list_ports(virNetworkPtr network)
{
	virNetworkPortPtr *all = NULL;
	int n = virNetworkListAllPorts(network, &all, 0);
	struct network_ports *ports = n < 0 ? NULL : mem_new(struct network_ports);
	for (int i = 0; i < n; i++) {
		add_port(ports, all[i]);
		virNetworkPortFree(all[i]);
	}
	free(all);
	return ports;
}

void *read_plugs(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	virNetworkPtr vir = virNetworkLookupByUUID(conn->vir, key->uuid);
	int n = vir ? virNetworkListAllPorts(vir, NULL, 0) : -1;
	struct network_plugs *plugs = n < 0 ? NULL : mem_new(struct network_plugs);
	if (plugs)
		plugs->n = (unsigned)n;
	else
		virerr_take(err, conn->vir);
	if (vir)
		virNetworkFree(vir);
	return plugs;
}

void *read_ports(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	virNetworkPtr vir = virNetworkLookupByUUID(conn->vir, key->uuid);
	struct network_ports *ports = vir ? nics_list_ports(vir) : NULL;
	if (!ports)
		virerr_take(err, conn->vir);
	if (vir)
		virNetworkFree(vir);
	virResetLastError();
	return ports;
}
