// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of this room share about a connection. Nobody else includes it. */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

#include "model/guests.h"
#include "model/nodestate.h"
#include "virt/conn.h"

struct capabilities;
struct events;
struct pieces;

struct conn {
	virConnectPtr vir;
	struct conn_facts facts;
	bool bulk_call;       /* virConnectGetAllDomainStats exists, whatever it tells */
	bool nowait;          /* ... and takes the NOWAIT flag */
	bool far;             /* behind a daemon: every call is a round trip */
	char *log_dir;        /* of its machines, when it is on this machine; NULL */
	const struct argv *login; /* struct conn_place's */
	const char *far_log_dir;  /* trouble_far_log_dir(), where there is a login; NULL */
	struct node_files far_files; /* what was last told of files there, */
	char *far_files_why;      /* or why nothing was; NULL */
	int64_t far_files_ns;     /* when that was; 0: never */
	int cpu_params;       /* how many virNodeGetCPUStats has; 0 not asked, -1 none */
	int memory_params;    /* the same for virNodeGetMemoryStats */
	struct capabilities *caps; /* as they were first asked for here; NULL */
	struct events *events; /* registered ones; NULL */
	struct pieces *pieces; /* rosters that are being told (virt/pieces.h); NULL */
	bool no_leases;        /* the driver does not tell them */
	bool one_network_xml;  /* the driver does not tell a definition apart from what runs */
	bool one_pool_xml;     /* the same of pools */
};

/* Unregisters everything; the sink's release follows. Blocks. Nothing registered is fine. */
void events_unregister(struct work *work, struct conn *conn);

/* What one source tells of a guest's addresses; ARP, which may be old, only of NICs that have none in facts. False when
 * the connection broke. Blocks. */
bool guest_read_addresses(struct conn *conn, virDomainPtr domain, enum guest_source source, struct guest_facts *facts,
			  struct err *err);

/* Domains as libvirt hands them out: an array that ends with NULL. */
void domain_list_free(virDomainPtr *domains); /* NULL is fine */

/* What is plugged into a network; the caller frees (network_ports_free). NULL with libvirt's error when it does not tell.
 * Blocks. */
struct network_ports *nics_list_ports(virNetworkPtr network);
