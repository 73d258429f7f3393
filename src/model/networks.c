// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/networks.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/order.h"

static void free_lines(struct network *n)
{
	for (size_t i = 0; i < n->n_lines; i++) {
		free(n->lines[i].a);
		free(n->lines[i].b);
		free(n->lines[i].c);
	}
	free(n->lines);
}

static void free_ips(struct network *n)
{
	for (size_t i = 0; i < n->n_ips; i++)
		free(n->ips[i].address);
	free(n->ips);
	for (size_t i = 0; i < n->n_ranges; i++) {
		free(n->all_ranges[i].start);
		free(n->all_ranges[i].end);
	}
	free(n->all_ranges);
}

static void clear(void *item)
{
	struct network *n = item;

	if (n->defined)
		clear(n->defined);
	free(n->defined);
	free(n->name);
	free(n->bridge);
	free(n->device);
	free(n->ports);
	free(n->domain);
	free(n->addresses);
	free(n->subnets);
	free(n->ranges);
	free(n->nat);
	free(n->vlan);
	free(n->xml);
	free_lines(n);
	free_ips(n);
	*n = (struct network){.name = NULL};
}

static int compare(const void *a, const void *b)
{
	const struct network *x = a, *y = b;

	return order_names(x->name, x->uuid, y->name, y->uuid);
}

static const struct roster_member listed[] = {
	ROSTER_MEMBER(network, name),
	ROSTER_MEMBER(network, active),
	ROSTER_MEMBER(network, persistent),
	ROSTER_MEMBER(network, autostart),
	{0, 0},
};

const struct roster_kind network_kind = {
	.size = sizeof(struct network),
	.id = offsetof(struct network, uuid),
	.clear = clear,
	.compare = compare,
	.listed = listed,
};

void network_add_line(struct network *n, enum network_note note, char *a, char *b, char *c)
{
	*arr_add(n->lines, n->n_lines, n->cap_lines) =
		(struct network_line){.note = note, .a = a, .b = b, .c = c, .ip = n->n_ips ? n->n_ips - 1 : 0};
}

const struct network *network_definition(const struct network *n)
{
	return n->defined ? n->defined : n;
}

static const struct {
	const char *text, *words;
} modes[] = {
	[NETWORK_ISOLATED] = {"isolated", "Its guests reach each other and this host, and nothing else."},
	[NETWORK_NAT] = {"NAT", "Its guests reach what the host reaches, behind the host's own address. From outside "
				"nobody reaches them, unless the host forwards ports."},
	[NETWORK_ROUTED] = {"routed", "Its guests keep their own addresses outside: the routers there need a route to "
				      "the subnet by this host. libvirt's firewall lets only that subnet through."},
	[NETWORK_OPEN] = {"open", "Routed by the host as it is, without firewall rules of libvirt."},
	[NETWORK_BRIDGE] = {"bridge", "Its guests sit on a bridge of the host, in the same network as what is plugged "
				      "in there. Addresses come from that network."},
	[NETWORK_OVS] = {"ovs", "Its guests sit on an Open vSwitch bridge of the host. Addresses come from the network "
				"behind it."},
	[NETWORK_MACVTAP] = {"macvtap", "Its guests sit on an interface of the host by macvtap, each with a MAC of its "
					"own. They do not reach the host itself."},
	[NETWORK_PASSTHROUGH] = {"passthrough", "Each guest has an interface of the host for itself, by macvtap."},
	[NETWORK_HOSTDEV] = {"hostdev", "Each guest has a virtual function of a network card for itself: SR-IOV."},
};
_Static_assert(ARRAY_SIZE(modes) == NETWORK_MODE_COUNT, "a row for every mode");

const char *network_mode_text(enum network_mode mode)
{
	return modes[mode].text;
}

_Static_assert(NETWORK_ISOLATED < NETWORK_OPEN && NETWORK_NAT < NETWORK_OPEN && NETWORK_ROUTED < NETWORK_OPEN,
	       "those with a bridge of their own come first");

const char *network_mode_words(enum network_mode mode)
{
	return modes[mode].words;
}

bool network_is_cut_off(const struct network *n)
{
	return n->known && !n->active && n->mode <= NETWORK_OPEN;
}

const struct network *networks_find(const struct roster *networks, const unsigned char uuid[UUID_SIZE])
{
	return roster_find_id(networks, uuid);
}

const struct network *networks_named(const struct roster *networks, const char *name, size_t len)
{
	size_t low = 0, high = roster_count(networks);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct network *n = roster_at(networks, middle);
		int order = order_span(n->name, name, len);

		if (order == 0)
			return n;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

void leases_free(void *data)
{
	struct leases *leases = data;

	for (size_t i = 0; i < leases->n; i++) {
		free(leases->all[i].mac);
		free(leases->all[i].duid);
		free(leases->all[i].ip);
		free(leases->all[i].name);
	}
	free(leases->all);
	free(leases);
}
