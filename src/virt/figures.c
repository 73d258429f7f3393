// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/scan.h"

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

static struct sample *set_add(struct figure_set *set, virDomainPtr domain)
{
	struct sample *s = figure_set_add(set);
	virDomainGetUUID(domain, s->uuid);
	s->state = -1;
	return s;
}

/* The active domains with what the bulk call says of them. */
static bool figures_by_bulk(struct conn *conn, struct figure_set *set, struct finds *finds,
			    unsigned groups, struct err *err)
{
	virDomainStatsRecordPtr *records = NULL;
	unsigned flags = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE |
			 (conn->nowait ? VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT : 0);
	int64_t before_ns = clock_now_ns();
	int n = virConnectGetAllDomainStats(conn->vir, groups_to_libvirt(groups), &records, flags);
	if (n < 0)
		return virerr_take(err, conn->vir);
	set->time_ns = before_ns + (clock_now_ns() - before_ns) / 2;
	for (int i = 0; i < n; i++) {
		struct sample *s = set_add(set, records[i]->dom);
		s->time_ns = set->time_ns;
		sample_read(s, records[i]->params, records[i]->nparams);
		finds_add(finds, records[i]->dom);
	}
	virDomainStatsRecordListFree(records);
	return true;
}

static bool figures_by_list(struct conn *conn, struct figure_set *set, struct finds *finds,
			    struct err *err)
{
	virDomainPtr *domains = NULL;
	if (virConnectListAllDomains(conn->vir, &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE) < 0)
		return virerr_take(err, conn->vir);
	set->time_ns = clock_now_ns();
	for (size_t i = 0; domains[i]; i++) {
		set_add(set, domains[i])->time_ns = set->time_ns;
		finds_add(finds, domains[i]);
	}
	domain_list_free(domains);
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
		if (list && !snapshot_find_domain(list, s->uuid))
			continue;
		if (!sample_by_info(conn, finds->all[i].domain, s, groups, err))
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
	bool ok = conn->bulk_call ? figures_by_bulk(conn, set, &finds, groups, err)
				  : figures_by_list(conn, set, &finds, err);
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
