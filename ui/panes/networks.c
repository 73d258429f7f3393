// SPDX-License-Identifier: GPL-3.0-or-later
/* The virtual networks of all hosts. */
#include "ui/panes/panes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/facts.h"
#include "model/fields.h"
#include "model/nics.h"
#include "model/uses.h"
#include "ui/panes/find.h"
#include "ui/panes/things.h"
#include "ui/widgets/list.h"

static struct obj_id id_of(const void *p)
{
	const struct network_row *row = p;

	return obj_id_of(row->host->number, OBJ_NETWORK, row->network->uuid);
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct network_row *row = p;

	things_mark(row->host, row->network->active, unicode, ret);
}

/* --- who is on them ---------------------------------------------------------------------------- */

/* Of one host's. */
struct counts {
	const struct roster *networks;
	struct network_row *rows; /* as many as networks */
	const struct nic_counts *nics, *nics_before;
	size_t *by_bridge; /* places in the roster of those that have one, by its name */
	size_t n_bridges;
};

static const struct network *at(const struct roster *networks, size_t i)
{
	return roster_at(networks, i);
}

static int compare_bridges(const void *a, const void *b, void *opaque)
{
	const struct roster *networks = ((const struct counts *)opaque)->networks;

	return strcmp(at(networks, *(const size_t *)a)->bridge, at(networks, *(const size_t *)b)->bridge);
}

static void index_bridges(struct counts *c, const struct roster *networks)
{
	for (size_t i = 0; i < networks->n; i++)
		if (at(networks, i)->bridge)
			c->by_bridge[c->n_bridges++] = i;
	qsort_r(c->by_bridge, c->n_bridges, sizeof(*c->by_bridge), compare_bridges, c);
}

/* SIZE_MAX when none of the networks has it. */
static size_t find_bridge(const struct counts *c, struct span name)
{
	size_t low = 0, high = c->n_bridges;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *bridge = at(c->networks, c->by_bridge[middle])->bridge;
		int order = strncmp(bridge, name.s, name.len);

		if (!order && !bridge[name.len])
			return c->by_bridge[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return SIZE_MAX;
}

static size_t place_of(const struct counts *c, const struct nic_use *nic)
{
	const struct network *found;

	if (span_is(nic->type, "bridge"))
		return find_bridge(c, nic->source);
	found = span_is(nic->type, "network") ? networks_named(c->networks, nic->source.s, nic->source.len) : NULL;
	return found ? (size_t)(found - at(c->networks, 0)) : SIZE_MAX;
}

static void add_rates(struct network_row *row, const struct nic_rates *rates)
{
	if (rates->received < 0 || rates->sent < 0)
		return;
	row->received = rates->received + (row->received < 0 ? 0 : row->received);
	row->sent = rates->sent + (row->sent < 0 ? 0 : row->sent);
}

/* A machine with two NICs on a network counts once. */
static void count_machine(struct counts *c, const struct domain *d, size_t *last_counted, size_t number)
{
	const char *next = d->def.wires;
	struct nic_use nic;

	while (uses_next_nic(&next, &nic)) {
		size_t place = place_of(c, &nic);

		if (place == SIZE_MAX)
			continue;
		c->rows[place].nics += domain_is_active(d) && span_is(nic.type, "network");
		if (c->nics && nic.target.len) {
			struct nic_rates rates = nic_rates_of(c->nics_before, c->nics, nic.target);

			add_rates(&c->rows[place], &rates);
		}
		if (last_counted[place] == number)
			continue;
		last_counted[place] = number;
		c->rows[place].guests++;
		c->rows[place].running += domain_is_active(d);
	}
}

static void add_host(struct pane *pane, const struct host_view *host)
{
	const struct roster *networks = host_networks(host);
	size_t n = roster_count(networks);
	const struct reading *nics = readings_find(host->readings, reading_key_host(READING_NICS));
	struct counts c = {
		.networks = networks,
		.rows = mem_new_array(n + 1, sizeof(*c.rows)),
		.nics = nics ? nics->data : NULL,
		.nics_before = nics ? nics->before : NULL,
		.by_bridge = mem_new_array(n + 1, sizeof(*c.by_bridge)),
	};
	size_t *last_counted = mem_new_array(n + 1, sizeof(*last_counted));

	for (size_t i = 0; i < n; i++)
		c.rows[i] = (struct network_row){.host = host, .network = at(networks, i), .received = -1, .sent = -1};
	if (n)
		index_bridges(&c, networks);
	for (size_t i = 0; n && host->snapshot && i < host->snapshot->n_domains; i++)
		count_machine(&c, &host->snapshot->domains[i], last_counted, i + 1);
	for (size_t i = 0; i < n; i++) {
		c.rows[i].loose = network_count_loose(host, c.rows[i].network, c.rows[i].nics);
		*(struct network_row *)list_add(pane->list) = c.rows[i];
	}
	free(c.rows);
	free(c.by_bridge);
	free(last_counted);
}

static void describe(const void *p, struct selection *ret)
{
	const struct network_row *row = p;

	ret->name = row->network->name;
	ret->facts = facts_of_network(row->host, row->network);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct network_row *row = p;
	const struct network *n = row->network;
	char key[KEY_NAME_SIZE];

	if (things_note(pane, id_of(row), row->host, out))
		return;
	str_addf(out, "%s%s  ", n->name, n->persistent ? "" : "  transient: gone when it stops");
	if (row->running && network_is_cut_off(n))
		str_addf(out, "%u running %s " NETWORK_CUT_OFF, row->running,
			 row->running == 1 ? "machine is" : "machines are");
	else if (row->loose)
		str_addf(out, "%u %s in the air since it was stopped: R plugs %s in again", row->loose,
			 row->loose == 1 ? "NIC hangs" : "NICs hang", row->loose == 1 ? "it" : "them");
	else if (n->defined)
		str_addf(out, THINGS_DIFFER_NOTE, action_key_of(pane->app, "network.differs", key));
	else
		str_add(out, n->known ? network_mode_words(n->mode) : "being read...");
	if (n->vlan)
		str_addf(out, "  VLAN %s", n->vlan);
}

/* How many are plugged into the one under the cursor: asked of all in view it would be a call for each, again with
 * each machine that starts. */
static void peek_plugs(const struct pane *pane, struct peek_list *out)
{
	const struct network_row *row = list_selected(pane->list);

	if (row && row->host->state == HOST_UP && row->nics && row->network->active && row->network->mode <= NETWORK_OPEN)
		peek_add(out, row->host->number, reading_key_of(READING_PLUGS, row->network->uuid));
}

/* The figures of NICs only while the column is shown. */
static void peeks(struct pane *pane, struct peek_list *out)
{
	table_peeks(pane, out);
	peek_plugs(pane, out);
	if ((list_stats(pane->list) | table_stats(pane)) & STATS_NICS)
		things_peek_hosts(pane->app, READING_NICS, out);
}

static const struct table table = {
	.list = {
		.columns = network_columns,
		.row_size = sizeof(struct network_row),
		.id = id_of,
		.groupings = network_groupings,
		.words = &network_words,
		.mark = mark,
	},
	.fields = network_fields,
	.kind = OBJ_NETWORK,
	.printed = 3,
	.sort = "name",
	.can_mark = true,
	.has_figures = true,
	TABLE_READING(READING_NETWORKS),
	.host_rows = add_host,
	.describe = describe,
	.note = note,
};

const struct pane_ops networks_pane = {
	.name = "networks",
	.title = "Networks",
	.brief = "Net",
	.tab = 3,
	.show = {"app.networks", "networks", "show the virtual networks"},
	.scope = SCOPE_NETWORK,
	.table = &table,
	TABLE_OPS,
	.peeks = peeks,
};
