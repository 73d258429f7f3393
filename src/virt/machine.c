// SPDX-License-Identifier: GPL-3.0-or-later
/* What a machine is made of, its snapshots and its log; its figures are in machine-figures.c. */
#include "virt/readers.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/str.h"
#include "model/machine.h"
#include "virt/internal.h"
#include "virt/trouble.h"
#include "virt/virerr.h"
#include "xml/differs.h"
#include "xml/machine.h"
#include "xml/secrets.h"

static virDomainPtr look_up(struct work *work, struct conn *conn, const unsigned char *uuid, struct err *err)
{
	work_assert(work);
	virDomainPtr domain = virDomainLookupByUUID(conn->vir, uuid);
	if (!domain)
		virerr_take(err, conn->vir);
	return domain;
}

static void done(virDomainPtr domain)
{
	virDomainFree(domain);
	virResetLastError();
}

/* ---- definition ---- */

/* Of one that runs libvirt tells the chain; of another it has to be looked for, volume by volume, unless the
 * definition itself has it. */
static void read_chain(struct work *work, struct conn *conn, struct machine_definition *d,
		       struct disk_definition *disk)
{
	const char *path = disk->n_chain ? NULL : disk->source;
	while (path && path[0] == '/' && disk->n_chain < CHAIN_MOST && !work_cancelled(work)) {
		virStorageVolPtr volume = virStorageVolLookupByPath(conn->vir, path);
		autofree char *xml = volume ? virStorageVolGetXMLDesc(volume, 0) : NULL;
		autofree char *backing = xml ? machine_backing_of_volume(xml) : NULL;
		if (volume)
			virStorageVolFree(volume);
		path = backing && backing[0] ? arena_strdup(d->arena, backing) : NULL;
		if (path)
			disk->chain[disk->n_chain++] = path;
	}
}

/* libvirt tells no secrets unless asked for, but somebody may have put one where it does not look. */
static const char *masked(struct arena *arena, const char *xml)
{
	autofree char *text = xml_mask(xml);
	return arena_strdup(arena, text);
}

/* Drivers that know nothing of migration leave the number of what runs in what would be defined. */
static char *without_number(char *xml)
{
	char *end = xml ? strchr(xml, '>') : NULL;
	char *number = end ? strstr(xml, " id='") : NULL;
	char *after = number && number < end ? strchr(number + strlen(" id='"), '\'') : NULL;

	if (after && after < end)
		memmove(number, after + 1, strlen(after + 1) + 1);
	return xml;
}

static void compare(virDomainPtr domain, struct machine_definition *d, const char *xml)
{
	autofree char *kept = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);
	autofree char *without =
		kept ? without_number(virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_MIGRATABLE)) : NULL;
	autostr struct str words = {0};
	if (!kept)
		return;
	definition_differences(xml, kept, &words);
	d->kept = masked(d->arena, kept);
	d->without_run = masked(d->arena, without ? without : xml);
	d->counting = d->kept;
	if (!words.len)
		return;
	d->differences = masked(d->arena, str_text(&words));
	autofree char *counting = definition_counting(without ? without : xml, kept);
	/* What differs was left out of what would be defined: then nothing is known of lines. */
	d->counting = str_equal(counting, kept) ? d->without_run : masked(d->arena, counting);
}

static bool fill_definition(struct work *work, struct conn *conn, virDomainPtr domain,
			    struct machine_definition *d, struct err *err)
{
	autofree char *xml = virDomainGetXMLDesc(domain, 0);
	if (!xml)
		return virerr_take(err, conn->vir);
	if (!machine_read_xml(xml, d, err))
		return false;
	d->xml = masked(d->arena, xml);
	bool active = virDomainIsActive(domain) == 1;
	if (active && virDomainIsPersistent(domain) == 1)
		compare(domain, d, xml);
	for (size_t i = 0; !active && i < d->n_disks; i++)
		read_chain(work, conn, d, &d->disks[i]);
	return true;
}

void *read_definition(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	virDomainPtr domain = look_up(work, conn, key->uuid, err);
	struct machine_definition *d = domain ? machine_definition_create() : NULL;
	if (d && !fill_definition(work, conn, domain, d, err)) {
		machine_definition_free(d);
		d = NULL;
	}
	if (domain)
		done(domain);
	return d;
}

/* ---- snapshots ---- */

static void add_snapshot(virDomainSnapshotPtr vir, struct machine_snapshots *s)
{
	autofree char *xml = virDomainSnapshotGetXMLDesc(vir, 0);
	struct snapshot_entry *e = arr_add(s->all, s->n, s->cap);
	e->name = arena_strdup(s->arena, virDomainSnapshotGetName(vir));
	e->current = virDomainSnapshotIsCurrent(vir, 0) == 1;
	if (xml)
		machine_read_snapshot_xml(xml, s->arena, e);
}

static int compare_entries(const void *a, const void *b)
{
	const struct snapshot_entry *x = a, *y = b;
	return (x->wall_s > y->wall_s) - (x->wall_s < y->wall_s);
}

void *read_snapshots(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	virDomainPtr domain = look_up(work, conn, key->uuid, err);
	virDomainSnapshotPtr *all = NULL;
	struct machine_snapshots *s = NULL;
	if (!domain)
		return NULL;
	int n = virDomainListAllSnapshots(domain, &all, 0);
	if (n < 0)
		virerr_take(err, conn->vir);
	else
		s = machine_snapshots_create();
	for (int i = 0; i < n; i++) {
		if (!work_cancelled(work))
			add_snapshot(all[i], s);
		virDomainSnapshotFree(all[i]);
	}
	free(all);
	if (s && s->n)
		qsort(s->all, s->n, sizeof(*s->all), compare_entries);
	done(domain);
	return s;
}

/* ---- texts ---- */

void *read_command(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	virDomainPtr domain = look_up(work, conn, key->uuid, err);
	if (!domain)
		return NULL;
	bool kept = virDomainIsPersistent(domain) == 1;
	autofree char *xml =
		virDomainGetXMLDesc(domain, kept ? VIR_DOMAIN_XML_INACTIVE : VIR_DOMAIN_XML_MIGRATABLE);
	/* libvirt leaves out what it knows to be a password: not what is in arguments for QEMU, its environment and the like. */
	autofree char *masked = xml ? xml_mask(xml) : NULL;
	char *text = masked ? virConnectDomainXMLToNative(conn->vir, "qemu-argv", masked, 0) : NULL;
	if (!text)
		virerr_take(err, conn->vir);
	done(domain);
	return text;
}

void *read_messages(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	virDomainPtr domain = look_up(work, conn, key->uuid, err);
	char **all = NULL;
	if (!domain)
		return NULL;
	int n = virDomainGetMessages(domain, &all, 0);
	autostr struct str text = {0};
	if (n < 0)
		virerr_take(err, conn->vir);
	for (int i = 0; i < n; i++) {
		str_addf(&text, "%s%s", i ? "\n" : "", all[i]);
		free(all[i]);
	}
	free(all);
	done(domain);
	return n < 0 ? NULL : mem_strdup(str_text(&text));
}

void *read_log(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	virDomainPtr domain = look_up(work, conn, key->uuid, err);
	if (!domain)
		return NULL;
	/* It begins with QEMU's command line. */
	autofree char *text = trouble_read_end(work, conn, virDomainGetName(domain), err);
	char *masked = text ? xml_mask(text) : NULL;
	done(domain);
	return masked;
}

void *read_start(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	virDomainPtr domain = look_up(work, conn, key->uuid, err);
	if (!domain)
		return NULL;
	autofree char *text = trouble_read_end(work, conn, virDomainGetName(domain), err);
	struct machine_start *start = text ? mem_new(struct machine_start) : NULL;
	if (start)
		start->wall_s = trouble_find_start(text);
	done(domain);
	return start;
}
