// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/scan.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/finds.h"
#include "virt/internal.h"
#include "virt/sample.h"
#include "virt/virerr.h"

static const struct {
	unsigned ours, theirs;
} groups_table[] = {
	{STATS_CPU, VIR_DOMAIN_STATS_CPU_TOTAL}, {STATS_MEMORY, VIR_DOMAIN_STATS_BALLOON},
	{STATS_VCPU, VIR_DOMAIN_STATS_VCPU},	 {STATS_DISK, VIR_DOMAIN_STATS_BLOCK},
	{STATS_NET, VIR_DOMAIN_STATS_INTERFACE},
};

static unsigned groups_to_libvirt(unsigned groups)
{
	unsigned ret = VIR_DOMAIN_STATS_STATE;
	for (size_t i = 0; i < ARRAY_SIZE(groups_table); i++)
		ret |= groups & groups_table[i].ours ? groups_table[i].theirs : 0;
	return ret;
}

/* Memory, vCPUs and CPU time by a call for this domain alone. True when it is gone, too. */
static bool sample_by_info(struct conn *conn, virDomainPtr domain, struct sample *s,
			   unsigned groups, struct err *err)
{
	virDomainInfo info;
	int64_t before_ns = clock_now_ns();
	if (virDomainGetInfo(domain, &info) < 0)
		return virerr_spare(err, conn->vir);
	s->time_ns = before_ns + (clock_now_ns() - before_ns) / 2;
	if (s->state < 0)
		s->state = info.state;
	s->memory = (uint64_t)info.memory * 1024;
	s->memory_max = (uint64_t)info.maxMem * 1024;
	s->vcpus = info.nrVirtCpu;
	s->cpu_ns = conn->facts.is_test ? 0 : info.cpuTime;
	s->has |= groups & (STATS_MEMORY | STATS_VCPU | (conn->facts.is_test ? 0 : STATS_CPU));
	return true;
}

/* What the test driver would say is what its definitions say: not worth a round trip for each machine. */
static void sample_by_definition(const struct domain *d, struct sample *s, unsigned groups)
{
	if (!d->def.known)
		return;
	s->memory = d->def.memory;
	s->memory_max = d->def.memory_max;
	s->vcpus = d->def.vcpus;
	s->has |= groups & (STATS_MEMORY | STATS_VCPU);
}

/* The list's active domains by name: whose a sample is can be told by that, which is cheaper to ask for than the
 * uuid (finds.h). When another machine has taken the name since, the next list says so. */
struct actives {
	const struct domain **all; /* sorted by name */
	size_t n;
};

static int compare_names(const void *a, const void *b)
{
	return strcmp((*(const struct domain *const *)a)->name, (*(const struct domain *const *)b)->name);
}

static struct actives actives_of(const struct snapshot *list)
{
	struct actives ret = {.all = mem_new_array((list ? list->n_domains : 0) + 1, sizeof(*ret.all))};
	for (size_t i = 0; list && i < list->n_domains; i++)
		if (domain_is_active(&list->domains[i]))
			ret.all[ret.n++] = &list->domains[i];
	qsort(ret.all, ret.n, sizeof(*ret.all), compare_names);
	return ret;
}

/* NULL when it is not in the list. */
static const unsigned char *find_uuid(const struct actives *actives, virDomainPtr domain)
{
	const struct domain key = {.name = virDomainGetName(domain)}, *at = &key;
	const struct domain **found =
		bsearch(&at, actives->all, actives->n, sizeof(*actives->all), compare_names);
	return found ? (*found)->uuid : NULL;
}

static struct sample *set_add(struct figure_set *set, const struct actives *actives, struct finds *finds,
			      virDomainPtr domain)
{
	struct sample *s = figure_set_add(set);
	const unsigned char *uuid = find_uuid(actives, domain);
	if (uuid)
		memcpy(s->uuid, uuid, UUID_SIZE);
	else
		virDomainGetUUID(domain, s->uuid);
	s->state = -1;
	*arr_add(finds->all, finds->n, finds->cap) = (struct found){.domain = domain};
	return s;
}

/* The active domains with what the bulk call says of them. */
static bool figures_by_bulk(struct conn *conn, struct figure_set *set, const struct actives *actives,
			    struct finds *finds, unsigned groups, struct err *err)
{
	virDomainStatsRecordPtr *records = NULL;
	unsigned flags = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE |
			 (conn->nowait ? VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT : 0);
	int64_t before_ns = clock_now_ns();
	int n = virConnectGetAllDomainStats(conn->vir, groups_to_libvirt(groups), &records, flags);
	if (n < 0)
		return virerr_take(err, conn->vir);
	set->time_ns = before_ns + (clock_now_ns() - before_ns) / 2;
	finds->records = records;
	for (int i = 0; i < n; i++) {
		struct sample *s = set_add(set, actives, finds, records[i]->dom);
		s->time_ns = set->time_ns;
		sample_read(s, records[i]->params, records[i]->nparams);
	}
	return true;
}

static bool figures_by_list(struct conn *conn, struct figure_set *set, const struct actives *actives,
			    struct finds *finds, struct err *err)
{
	virDomainPtr *domains = NULL;
	if (virConnectListAllDomains(conn->vir, &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE) < 0)
		return virerr_take(err, conn->vir);
	set->time_ns = clock_now_ns();
	finds->domains = domains;
	for (size_t i = 0; domains[i]; i++)
		set_add(set, actives, finds, domains[i])->time_ns = set->time_ns;
	return true;
}

/* True when every active domain was told of, and none with more than its state, although more was
 * asked: such a driver has the call but not the figures. */
static bool is_bare(const struct figure_set *set, unsigned groups)
{
	if (set->n == 0 || !(groups & (STATS_CPU | STATS_MEMORY | STATS_VCPU)))
		return false;
	for (size_t i = 0; i < set->n; i++)
		if (set->samples[i].has || set->samples[i].state == DOMAIN_SHUTOFF)
			return false;
	return true;
}

/* finds holds the handles of set's samples, in the same order. */
static bool figures_complete(struct work *work, struct conn *conn, const struct snapshot *list,
			     struct figure_set *set, const struct finds *finds, unsigned groups,
			     struct err *err)
{
	for (size_t i = 0; i < set->n; i++) {
		struct sample *s = &set->samples[i];
		if (work_cancelled(work))
			return err_set(err, ERR_CANCELLED, "Cancelled");
		const struct domain *d = list ? snapshot_find_domain(list, s->uuid) : NULL;
		if (list && !d)
			continue;
		if (d && conn->far && conn->facts.is_test)
			sample_by_definition(d, s, groups);
		else if (!sample_by_info(conn, finds->all[i].domain, s, groups, err))
			return false;
	}
	return true;
}

struct figure_set *scan_figures(struct work *work, struct conn *conn, const struct snapshot *list,
				unsigned groups, struct err *err)
{
	work_assert(work);
	autofinds struct finds finds = {0};
	struct figure_set *set = mem_new(struct figure_set);
	set->asked = groups;
	struct actives actives = actives_of(list);
	bool ok = conn->bulk_call ? figures_by_bulk(conn, set, &actives, &finds, groups, err)
				  : figures_by_list(conn, set, &actives, &finds, err);
	free(actives.all);
	if (ok && conn->facts.bulk_stats && is_bare(set, groups)) {
		log_write(LOG_INFO, "this driver's bulk statistics have no figures");
		conn->facts.bulk_stats = false;
	}
	if (ok && !conn->facts.bulk_stats && groups)
		ok = figures_complete(work, conn, list, set, &finds, groups, err);
	if (ok)
		return set;
	figure_set_free(set);
	return NULL;
}
