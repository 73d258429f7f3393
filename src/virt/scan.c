// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/scan.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/finds.h"
#include "virt/internal.h"
#include "virt/sample.h"
#include "virt/virerr.h"
#include "xml/definition.h"
#include "xml/differs.h"

static bool cancelled(const struct work *work, struct err *err)
{
	if (!work_cancelled(work))
		return false;
	err_set(err, ERR_CANCELLED, "Cancelled");
	return true;
}

static bool find_by_bulk(struct work *work, struct conn *conn, struct finds *finds, struct err *err)
{
	virDomainStatsRecordPtr *records = NULL;
	int n = virConnectGetAllDomainStats(conn->vir, VIR_DOMAIN_STATS_STATE, &records, 0);
	if (n < 0)
		return virerr_take(err, conn->vir);
	bool ok = true;
	finds->records = records;
	arr_reserve(finds->all, (size_t)n, finds->cap);
	for (int i = 0; i < n && (ok = !cancelled(work, err)); i++) {
		struct sample s = {0};
		sample_read(&s, records[i]->params, records[i]->nparams);
		struct found *f = finds_add(finds, records[i]->dom);
		f->state = s.state;
		f->reason = s.reason;
	}
	return ok;
}

/* For drivers without bulk statistics. True when the domain is gone meanwhile, too. */
static bool find_one(struct conn *conn, virDomainPtr domain, struct finds *finds, struct err *err)
{
	int state, reason;
	if (virDomainGetState(domain, &state, &reason, 0) < 0) {
		autoerr struct err why = {0};
		virerr_take(&why, conn->vir);
		if (why.code == ERR_NOT_FOUND)
			return true;
		err_move(err, &why);
		return false;
	}
	struct found *f = finds_add(finds, domain);
	f->state = state;
	f->reason = reason;
	return true;
}

static bool find_one_by_one(struct work *work, struct conn *conn, struct finds *finds,
			    struct err *err)
{
	virDomainPtr *domains = NULL;
	if (virConnectListAllDomains(conn->vir, &domains, 0) < 0)
		return virerr_take(err, conn->vir);
	bool ok = true;
	finds->domains = domains;
	for (size_t i = 0; ok && domains[i]; i++)
		ok = !cancelled(work, err) && find_one(conn, domains[i], finds, err);
	return ok;
}

enum { FLAG_AUTOSTART = 1, FLAG_TRANSIENT = 2, FLAG_MANAGED_SAVE = 4, FLAG_SNAPSHOT = 8 };

/* By name, which costs nothing to ask for (finds.h). */
struct named {
	const char *name;
	struct found *found;
};

static const struct {
	unsigned list;
	unsigned flag;
	bool optional; /* a driver that does not know it has none */
} flag_lists[] = {
	{VIR_CONNECT_LIST_DOMAINS_AUTOSTART, FLAG_AUTOSTART, false},
	{VIR_CONNECT_LIST_DOMAINS_TRANSIENT, FLAG_TRANSIENT, false}, /* few, as a rule, of all that are not */
	{VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, FLAG_MANAGED_SAVE, false},
	{VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT, FLAG_SNAPSHOT, true},
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

/* The caller frees; sorted. */
static struct named *name_all(struct finds *finds)
{
	struct named *named = mem_new_array(finds->n + 1, sizeof(*named));
	for (size_t i = 0; i < finds->n; i++)
		named[i] = (struct named){virDomainGetName(finds->all[i].domain), &finds->all[i]};
	qsort(named, finds->n, sizeof(*named), compare_names);
	return named;
}

static bool find_flag(struct conn *conn, const struct named *named, size_t n, unsigned list, unsigned flag,
		      struct err *err)
{
	virDomainPtr *domains = NULL;
	if (virConnectListAllDomains(conn->vir, &domains, list) < 0)
		return virerr_take(err, conn->vir);
	for (size_t i = 0; domains[i]; i++) {
		const struct named key = {.name = virDomainGetName(domains[i])};
		const struct named *found = bsearch(&key, named, n, sizeof(*named), compare_names);
		if (found)
			found->found->flags |= flag;
	}
	domain_list_free(domains);
	return true;
}

/* ERR_INVALID: virCheckFlags() in a driver that is older than the flag. */
static bool is_unknown(const struct err *err)
{
	return err->code == ERR_UNSUPPORTED || err->code == ERR_INVALID;
}

/* Which flags a domain has is asked the other way round: which domains have this flag. */
static bool find_flags(struct work *work, struct conn *conn, struct finds *finds, bool *ret_known,
		       struct err *err)
{
	bool known = true;
	autofree struct named *named = name_all(finds);
	for (size_t i = 0; i < ARRAY_SIZE(flag_lists) && known; i++) {
		autoerr struct err why = {0};
		if (cancelled(work, err))
			return false;
		known = find_flag(conn, named, finds->n, flag_lists[i].list, flag_lists[i].flag, &why) ||
			(flag_lists[i].optional && is_unknown(&why));
		if (!known && why.code != ERR_UNSUPPORTED) {
			err_move(err, &why);
			return false;
		}
	}
	*ret_known = known;
	return true;
}

/* uuids whose definition is to be read again, sorted. */
struct stale {
	unsigned char (*uuids)[UUID_SIZE];
	size_t n;
};

static bool is_stale(const struct stale *stale, const unsigned char *uuid)
{
	return stale->n > 0 && bsearch(uuid, stale->uuids, stale->n, UUID_SIZE, uuid_compare);
}

/* A domain that was started or stopped since, even both, shows the other one of its two definitions. */
static void take_over_definition(struct snapshot *s, struct domain *d,
				 const struct snapshot *before, const struct stale *stale)
{
	const struct domain *old = before ? snapshot_find_domain(before, d->uuid) : NULL;
	if (!old || !old->def.known || is_stale(stale, d->uuid) || old->id != d->id)
		return;
	d->def = snapshot_copy_definition(s, &old->def);
}

static void add_domain(struct snapshot *s, const struct found *f, bool flags_known,
		       const struct snapshot *before, const struct stale *stale)
{
	struct domain *d = snapshot_add_domain(s);
	unsigned id = virDomainGetID(f->domain);
	memcpy(d->uuid, f->uuid, UUID_SIZE);
	d->name = snapshot_strdup(s, virDomainGetName(f->domain));
	d->id = id == (unsigned)-1 ? -1 : (int)id;
	d->state = (enum domain_state)f->state;
	d->reason = f->reason;
	d->autostart = f->flags & FLAG_AUTOSTART;
	d->persistent = flags_known && !(f->flags & FLAG_TRANSIENT);
	d->managed_save = f->flags & FLAG_MANAGED_SAVE;
	d->has_snapshot = f->flags & FLAG_SNAPSHOT;
	d->flags_known = flags_known;
	take_over_definition(s, d, before, stale);
}

static struct stale stale_sorted(const unsigned char (*uuids)[UUID_SIZE], size_t n)
{
	struct stale stale = {.n = n};
	if (n > 0) {
		stale.uuids = mem_copy(uuids, n * UUID_SIZE);
		qsort(stale.uuids, n, UUID_SIZE, uuid_compare);
	}
	return stale;
}

struct snapshot *scan_domains(struct work *work, struct conn *conn, const struct snapshot *before,
			      const unsigned char (*stale)[UUID_SIZE], size_t n_stale,
			      uint32_t host, uint64_t generation, struct err *err)
{
	work_assert(work);
	autofinds struct finds finds = {0};
	bool flags_known = false;
	int64_t asked_ns = clock_now_ns();
	if (!(conn->bulk_call ? find_by_bulk(work, conn, &finds, err)
			      : find_one_by_one(work, conn, &finds, err)))
		return NULL;
	finds_sort(&finds);
	if (!find_flags(work, conn, &finds, &flags_known, err))
		return NULL;
	struct stale again = stale_sorted(stale, n_stale);
	struct snapshot *s = snapshot_create(host, generation);
	s->asked_ns = asked_ns;
	snapshot_reserve(s, finds.n);
	for (size_t i = 0; i < finds.n; i++)
		add_domain(s, &finds.all[i], flags_known, before, &again);
	free(again.uuids);
	snapshot_seal(s);
	return s;
}

/* Up to here each domain is looked up by itself; for more one list is cheaper. */
#define LOOKUPS_MOST 4

/* Which domains' definitions are read now. */
struct choice {
	bool *chosen; /* by index in the snapshot */
	size_t n;     /* chosen */
	size_t left;  /* unknown and not chosen */
};

static void choose(struct choice *c, const struct snapshot *before, bool active, size_t most)
{
	for (size_t i = 0; i < before->n_domains; i++) {
		const struct domain *d = &before->domains[i];
		if (d->def.known || domain_is_active(d) != active)
			continue;
		if (c->n == most) {
			c->left++;
			continue;
		}
		c->chosen[i] = true;
		c->n++;
	}
}

static bool find_handles(struct conn *conn, struct finds *finds, struct err *err)
{
	virDomainPtr *domains = NULL;
	if (virConnectListAllDomains(conn->vir, &domains, 0) < 0)
		return virerr_take(err, conn->vir);
	finds->domains = domains;
	for (size_t i = 0; domains[i]; i++)
		finds_add(finds, domains[i]);
	finds_sort(finds);
	return true;
}

/* The caller frees it. */
static virDomainPtr find_handle(struct conn *conn, const struct finds *handles,
				const unsigned char *uuid)
{
	const struct found *f = finds_find(handles, uuid);
	if (!f)
		return handles->n == 0 ? virDomainLookupByUUID(conn->vir, uuid) : NULL;
	virDomainRef(f->domain);
	return f->domain;
}

/* NULL when it is gone or cannot be read. False only when the connection broke. */
static bool read_xml(struct conn *conn, virDomainPtr domain, unsigned flags, char **ret_xml,
		     struct err *err)
{
	autoerr struct err why = {0};
	char *xml = domain ? virDomainGetXMLDesc(domain, flags) : NULL;
	if (!xml && virGetLastError())
		virerr_take(&why, conn->vir);
	if (why.code == ERR_LOST) {
		err_move(err, &why);
		return false;
	}
	*ret_xml = xml;
	return true;
}

static bool has_two_definitions(const struct domain *d)
{
	return domain_is_active(d) && d->flags_known && d->persistent;
}

static bool define_by(struct conn *conn, virDomainPtr handle, struct snapshot *s, struct domain *d,
		      struct err *err)
{
	autoerr struct err why = {0};
	autofree char *xml = NULL;
	autofree char *kept = NULL;
	if (!read_xml(conn, handle, 0, &xml, err))
		return false;
	if (xml && has_two_definitions(d) &&
	    !read_xml(conn, handle, VIR_DOMAIN_XML_INACTIVE, &kept, err))
		return false;
	if (xml && !definition_read(xml, s, &d->def, &why))
		log_write(LOG_WARN, "the definition of %s: %s", d->name, why.text);
	d->def.known = true;
	d->def.differs = kept && definition_differs(xml, kept);
	if (d->def.differs)
		definition_add_kept(kept, s, &d->def);
	return true;
}

/* False only when the connection broke: XML that cannot be had is that one domain's matter. */
static bool define(struct conn *conn, const struct finds *handles, struct snapshot *s,
		   struct domain *d, struct err *err)
{
	virDomainPtr handle = find_handle(conn, handles, d->uuid);
	bool ok = define_by(conn, handle, s, d, err);
	if (handle)
		virDomainFree(handle);
	return ok;
}

struct snapshot *scan_definitions(struct work *work, struct conn *conn,
				  const struct snapshot *before, size_t most, size_t *ret_left,
				  struct err *err)
{
	work_assert(work);
	autofinds struct finds handles = {0};
	autofree bool *chosen = mem_new_array(before->n_domains + 1, sizeof(bool));
	struct choice choice = {.chosen = chosen};
	choose(&choice, before, true, most);
	choose(&choice, before, false, most);
	if (choice.n > LOOKUPS_MOST && !find_handles(conn, &handles, err))
		return NULL;
	struct snapshot *s = snapshot_create(before->host, before->generation);
	s->asked_ns = before->asked_ns;
	snapshot_reserve(s, before->n_domains);
	for (size_t i = 0; i < before->n_domains; i++) {
		struct domain *d = snapshot_copy_domain(s, &before->domains[i]);
		if (chosen[i] && (cancelled(work, err) || !define(conn, &handles, s, d, err))) {
			snapshot_unref(s);
			return NULL;
		}
	}
	snapshot_seal(s);
	*ret_left = choice.left;
	return s;
}

