// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/capabilities.h"

#include <libvirt/libvirt.h>

#include "virt/internal.h"
#include "virt/readers.h"
#include "virt/virerr.h"
#include "xml/capabilities.h"
#include "xml/sysinfo.h"

struct capabilities *capabilities_fetch(struct work *work, struct conn *conn, struct err *err)
{
	work_assert(work);
	autofree char *xml = virConnectGetCapabilities(conn->vir);
	if (xml)
		return capabilities_parse(xml, err);
	virerr_take(err, conn->vir);
	return NULL;
}

void *read_capabilities(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	return capabilities_fetch(work, conn, err);
}

/* What a guest can have that says nothing of its emulator, architecture and machine type. */
void *read_domain_capabilities(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	work_assert(work);
	autofree char *xml = virConnectGetDomainCapabilities(conn->vir, NULL, NULL, NULL, NULL, 0);
	if (xml)
		return domain_capabilities_parse(xml, err);
	virerr_take(err, conn->vir);
	return NULL;
}

/* The test driver tells of a machine that there is nowhere. */
void *read_sysinfo(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	work_assert(work);
	if (conn->facts.is_test) {
		err_set(err, ERR_UNSUPPORTED, "The test driver has no firmware");
		return NULL;
	}
	autofree char *xml = virConnectGetSysinfo(conn->vir, 0);
	if (xml)
		return sysinfo_parse(xml, err);
	virerr_take(err, conn->vir);
	return NULL;
}
