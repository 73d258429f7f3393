// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/conn.h"

#include <stdlib.h>
#include <strings.h>

#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "model/capabilities.h"
#include "virt/auth.h"
#include "virt/internal.h"
#include "virt/pieces.h"
#include "virt/uri.h"
#include "virt/trouble.h"
#include "virt/virerr.h"

/* A dead peer is noticed after 5 x (3 + 1) seconds. */
#define KEEPALIVE_INTERVAL_S 5
#define KEEPALIVE_COUNT 3

static void on_error(void *opaque, virErrorPtr e)
{
	(void)opaque;
	if (virerr_is_expected(e))
		return;
	log_often(LOG_DEBUG, "libvirt: %s",
		  e && e->message ? e->message : "an error without words");
}

void conn_init(void)
{
	virSetErrorFunc(NULL, on_error);
	if (virInitialize() < 0)
		log_write(LOG_ERROR, "libvirt cannot be set up");
}

bool conn_uri_is_test(const char *uri)
{
	struct uri_parts parts;
	return uri && uri_split(uri, &parts) && slice_is(parts.driver, "test");
}

bool conn_uri_shares_lane(const char *uri)
{
	return conn_uri_is_test(uri);
}

/* ssh asks on the terminal unless it is told not to; the other transports have no terminal. */
static char *quiet_uri(const char *uri, const struct uri_parts *parts)
{
	if (slice_is(parts->transport, "ssh"))
		return uri_with_param(uri, "no_tty", "1");
	return mem_strdup(uri);
}

static bool answers_bulk(virConnectPtr vir, unsigned flags)
{
	virDomainStatsRecordPtr *records = NULL;
	if (virConnectGetAllDomainStats(vir, VIR_DOMAIN_STATS_STATE, &records, flags) < 0)
		return false;
	virDomainStatsRecordListFree(records);
	return true;
}

/* No domain is both active and shut off: the answer is empty, and says only what is understood. */
static void probe_bulk(struct conn *conn)
{
	unsigned none = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE |
			VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF;
	conn->nowait = answers_bulk(conn->vir, none | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
	conn->bulk_call = conn->nowait || answers_bulk(conn->vir, none);
}

static void learn_facts(struct conn *conn)
{
	const char *type = virConnectGetType(conn->vir);
	conn->facts.is_test = type && strcasecmp(type, "test") == 0;
	conn->facts.shares_lane = conn->facts.is_test;
	probe_bulk(conn);
	conn->facts.bulk_stats = conn->bulk_call && !conn->facts.is_test;
	if (virConnectSetKeepAlive(conn->vir, KEEPALIVE_INTERVAL_S, KEEPALIVE_COUNT) != 0)
		log_often(LOG_DEBUG, "this connection has no keepalive");
	virResetLastError();
}

struct conn *conn_open(struct work *work, const struct conn_place *place, struct creds *creds,
		       struct err *err)
{
	work_assert(work);
	const char *uri = place->uri;
	struct uri_parts parts;
	/* libvirt would look for an alias in libvirt.conf, which may lead to ssh without no_tty. */
	if (!uri_split(uri, &parts)) {
		err_set(err, ERR_INVALID, "\"%s\" " URI_WANTED, uri);
		return NULL;
	}
	autofree char *quiet = place->way ? mem_strdup(place->way) : quiet_uri(uri, &parts);
	struct auth auth;
	virConnectPtr vir = virConnectOpenAuth(quiet, auth_begin(&auth, work, creds),
					       place->readonly ? VIR_CONNECT_RO : 0);
	if (!vir) {
		virerr_take_open(&auth.why, uri);
		auth_refused(&auth, err);
		return NULL;
	}
	struct conn *conn = mem_new(struct conn);
	conn->vir = vir;
	err_clear(&auth.why);
	conn->far = parts.transport.len || parts.host.len;
	conn->log_dir = trouble_log_dir(uri);
	conn->login = place->login;
	conn->far_log_dir = conn->login && !conn->log_dir ? trouble_far_log_dir(uri) : NULL;
	learn_facts(conn);
	return conn;
}

void conn_close(struct work *work, struct conn *conn)
{
	work_assert(work);
	if (!conn)
		return;
	events_unregister(work, conn);
	pieces_forget(conn);
	int left = virConnectClose(conn->vir);
	if (left != 0)
		log_write(LOG_WARN, "a connection was closed but %d still use it", left);
	virResetLastError();
	capabilities_free(conn->caps);
	free(conn->log_dir);
	free(conn->far_files.huge);
	free(conn->far_files_why);
	free(conn);
}

void conn_get_facts(const struct conn *conn, struct conn_facts *ret)
{
	*ret = conn->facts;
}

void domain_list_free(virDomainPtr *domains)
{
	for (size_t i = 0; domains && domains[i]; i++)
		virDomainFree(domains[i]);
	free(domains);
}
