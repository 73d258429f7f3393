// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/nics.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/networks.h"
#include "model/order.h"
#include "model/stats.h"

void nic_counts_add(struct nic_counts *counts, char *target, uint64_t received, uint64_t sent)
{
	*arr_add(counts->all, counts->n, counts->cap) = (struct nic_count){target, received, sent};
}

static int by_target(const void *a, const void *b)
{
	return strcmp(((const struct nic_count *)a)->target, ((const struct nic_count *)b)->target);
}

void nic_counts_sort(struct nic_counts *counts)
{
	if (counts->n)
		qsort(counts->all, counts->n, sizeof(*counts->all), by_target);
}

void nic_counts_free(void *data)
{
	struct nic_counts *counts = data;

	for (size_t i = 0; i < counts->n; i++)
		free(counts->all[i].target);
	free(counts->all);
	free(counts);
}

static const struct nic_count *find(const struct nic_counts *counts, struct span target)
{
	size_t low = 0, high = counts ? counts->n : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = order_span(counts->all[middle].target, target.s, target.len);

		if (order == 0)
			return &counts->all[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct nic_rates nic_rates_of(const struct nic_counts *before, const struct nic_counts *now, struct span target)
{
	const struct nic_count *was = find(before, target);
	const struct nic_count *is = find(now, target);
	int64_t passed_ns = was && is ? now->time_ns - before->time_ns : 0;

	if (passed_ns <= 0)
		return (struct nic_rates){-1, -1};
	return (struct nic_rates){stats_rate(was->received, is->received, passed_ns),
				  stats_rate(was->sent, is->sent, passed_ns)};
}

void network_ports_free(void *data)
{
	struct network_ports *ports = data;

	for (size_t i = 0; i < ports->n; i++) {
		free(ports->all[i].mac);
		free(ports->all[i].id);
	}
	free(ports->all);
	free(ports);
}

static const struct network_port *find_port(const struct network_ports *ports, struct span mac)
{
	for (size_t i = 0; i < ports->n; i++)
		if (ports->all[i].mac && strlen(ports->all[i].mac) == mac.len &&
		    strncasecmp(ports->all[i].mac, mac.s, mac.len) == 0)
			return &ports->all[i];
	return NULL;
}

bool network_nic_is_loose(const struct network *network, const struct reading *ports, const struct domain *d,
			  const struct nic_use *nic)
{
	return domain_is_active(d) && network->active && network->mode <= NETWORK_OPEN && span_is(nic->type, "network") &&
	       ports && ports->data && !ports->stale && !find_port(ports->data, nic->mac);
}
