// SPDX-License-Identifier: GPL-3.0-or-later
/* One connection to a hypervisor. It belongs to one lane; only that lane's worker touches it. */
#pragma once

#include <stdbool.h>

#include "base/argv.h"
#include "base/err.h"
#include "loop/lane.h"
#include "virt/creds.h"

struct conn;

/* Once, on the main thread, after loop_create(): libvirt's set-up and error function (libvirt would
 * print to stderr). */
void conn_init(void);

struct conn_place {
	const char *uri; /* what the host is called by: what is said is about this */
	const char *way; /* what is opened (virt/route); NULL: the same */
	bool readonly;
	const struct argv *login; /* runs a command there (host_add_login()); lives as long as the connection; NULL */
};

struct conn_facts {
	bool is_test;     /* the test driver */
	bool bulk_stats;  /* virConnectGetAllDomainStats gives more than state.*; false for test */
	bool shares_lane; /* state lives in the connection: all work must go over this one */
};

/* Opens; blocks for as long as the other side wishes, cannot be cancelled. Never asks on the terminal:
 * for ssh URIs without a no_tty parameter no_tty=1 is added, and the error names what ssh would have
 * asked. What libvirt itself wants to know (SASL, ESX, libssh) is asked through creds. The error's sentence says what to do (not in the libvirt group, no daemon ...). */
struct conn *conn_open(struct work *work, const struct conn_place *place, struct creds *creds,
		       struct err *err);
/* Unregisters every event first. Blocks. NULL is fine. */
void conn_close(struct work *work, struct conn *conn);
void conn_get_facts(const struct conn *conn, struct conn_facts *ret); /* worker */

/* True when the URI's driver keeps its state in the connection (test:, test+tcp:, ...): one lane for
 * all. Any thread, does not block. */
bool conn_uri_shares_lane(const char *uri);
/* True for the test driver's URIs. */
bool conn_uri_is_test(const char *uri);
