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

	if (!ports)
		return;
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

/* NULL: it was not read, or is from another time than the host's snapshot. */
static const void *plugged(const struct host_view *host, const struct network *network, enum reading_kind kind)
{
	const struct reading *r = readings_find(host->readings, reading_key_of(kind, network->uuid));
	bool can_be = network->active && network->mode <= NETWORK_OPEN && host_list_is_new(host);

	return can_be && r && !r->stale ? r->data : NULL;
}

bool network_nic_is_loose(const struct host_view *host, const struct network *network, const struct domain *d,
			  const struct nic_use *nic)
{
	const struct network_ports *ports = plugged(host, network, READING_PORTS);

	return ports && domain_is_active(d) && span_is(nic->type, "network") && !find_port(ports, nic->mac);
}

unsigned network_count_loose(const struct host_view *host, const struct network *network, unsigned nics)
{
	const struct network_plugs *plugs = plugged(host, network, READING_PLUGS);

	return plugs && nics > plugs->n ? nics - plugs->n : 0;
}
