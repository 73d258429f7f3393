// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/network-place.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/devices.h"
#include "model/draft.h"
#include "model/hostview.h"
#include "model/networks.h"
#include "model/routes.h"

static void drop_names(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static void clear(struct network_place *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->subnets[i].by);
	free(p->subnets);
	drop_names(p->networks, p->n_networks);
	for (size_t i = 0; i < p->n_bridges; i++)
		free(p->bridges[i].name);
	free(p->bridges);
	drop_names(p->interfaces, p->n_interfaces);
	drop_names(p->interface_words, p->n_interfaces);
	free(p->unchecked);
	free(p->address);
	*p = (struct network_place){.view = p->view, .opaque = p->opaque, .host = p->host};
}

void network_place_free(void *place)
{
	clear(place);
	free(place);
}

/* --- what there is ----------------------------------------------------------------------------- */

static void take_subnet(struct network_place *p, const struct subnet *s, char *by)
{
	*arr_add(p->subnets, p->n, p->cap) = (struct taken_subnet){*s, by};
}

/* "10.0.0.0/24 fd00::/64" */
static void take_subnets(struct network_place *p, const char *text, const char *name)
{
	for (const char *at = text ? text : ""; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		autofree char *word = mem_strndup(at, len);
		struct subnet s;

		if (subnet_parse(word, &s))
			take_subnet(p, &s, mem_printf("the network %s", name));
		at += len;
	}
}

static void take_network(struct network_place *p, const struct network *n, const char *name)
{
	if (n->bridge)
		*arr_add(p->bridges, p->n_bridges, p->cap_bridges) =
			(struct taken_bridge){mem_strdup(n->bridge), n->mode <= NETWORK_OPEN};
	take_subnets(p, n->subnets, name);
}

/* Also what one will have from its next start on. */
static void take_networks(struct network_place *p, const struct roster *networks)
{
	p->networks_known = networks != NULL;
	for (size_t i = 0; i < roster_count(networks); i++) {
		const struct network *n = roster_at(networks, i);

		p->networks_known &= n->known;
		*arr_add(p->networks, p->n_networks, p->cap_networks) = mem_strdup(n->name);
		take_network(p, n, n->name);
		if (n->defined)
			take_network(p, n->defined, n->name);
	}
}

static void take_routes(struct network_place *p, const struct reading *reading)
{
	const struct routes *routes = reading ? reading->data : NULL;

	if (!routes) {
		p->unchecked = mem_strdup(reading ? reading->why : NULL);
		p->routes_due = !p->unchecked;
		return;
	}
	p->address = mem_strdup(routes->address);
	/* One over a network's bridge is that network's, which says more. */
	for (size_t i = 0; i < routes->n; i++)
		if (!network_place_has_bridge(p, routes->all[i].device) ||
		    !network_place_clash(p, &routes->all[i].to))
			take_subnet(p, &routes->all[i].to,
			            mem_printf("a route of the host by %s", routes->all[i].device));
}

static void take_interfaces(struct network_place *p, const struct roster *ifaces)
{
	for (size_t i = 0; i < roster_count(ifaces); i++) {
		const struct iface *f = roster_at(ifaces, i);

		if (str_equal(f->name, "lo"))
			continue;
		*arr_add(p->interface_words, p->n_interfaces, p->cap_words) = mem_strdup(f->type);
		p->n_interfaces--;
		*arr_add(p->interfaces, p->n_interfaces, p->cap_interfaces) = mem_strdup(f->name);
	}
}

void network_place_renew(void *place)
{
	struct network_place *p = place;
	const struct host_view *view = p->view(p->opaque, p->host);

	clear(p);
	if (!view)
		return;
	take_networks(p, host_networks(view));
	take_routes(p, readings_find(view->readings, reading_key_host(READING_ROUTES)));
	take_interfaces(p, readings_data(view->readings, reading_key_host(READING_INTERFACES)));
}

/* --- what is free ------------------------------------------------------------------------------ */

const struct taken_subnet *network_place_clash(const struct network_place *p, const struct subnet *subnet)
{
	for (size_t i = 0; i < p->n; i++)
		if (subnet_overlaps(&p->subnets[i].subnet, subnet))
			return &p->subnets[i];
	return NULL;
}

static bool is_among(char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(names[i], name))
			return true;
	return false;
}

bool network_place_lacks_interface(const struct network_place *p, const char *name)
{
	return p->n_interfaces && *name && !is_among(p->interfaces, p->n_interfaces, name);
}

bool network_place_has(const struct network_place *p, const char *network)
{
	return is_among(p->networks, p->n_networks, network);
}

static const struct taken_bridge *find_bridge(const struct network_place *p, const char *name)
{
	for (size_t i = 0; i < p->n_bridges; i++)
		if (str_equal(p->bridges[i].name, name))
			return &p->bridges[i];
	return NULL;
}

bool network_place_has_bridge(const struct network_place *p, const char *bridge)
{
	return find_bridge(p, bridge) != NULL;
}

bool network_place_has_interface(const struct network_place *p, const char *name)
{
	return is_among(p->interfaces, p->n_interfaces, name);
}

char *network_place_free_name(const struct network_place *p, const char *word)
{
	for (size_t i = 1; i <= p->n_networks + 1; i++) {
		autofree char *name = mem_printf("%s%zu", word, i);

		if (!network_place_has(p, name))
			return take(name);
	}
	return NULL;
}

/* libvirt's own names; an interface of the host may be called so, too. */
char *network_place_free_bridge(const struct network_place *p)
{
	for (size_t i = 0; i <= p->n_bridges + p->n_interfaces; i++) {
		autofree char *name = mem_printf("virbr%zu", i);

		if (!network_place_has_bridge(p, name) && !network_place_has_interface(p, name))
			return take(name);
	}
	return NULL;
}

/* Away from what home routers and libvirt's default network have; one of the private ones (RFC 1918, RFC 4193). */
char *network_place_free_subnet(const struct network_place *p, int family)
{
	for (int i = 100; i < 100 + 155 + 254; i++) {
		autofree char *text = family == 6 ? mem_printf("fd00:%d::/64", i)
				      : i < 255	  ? mem_printf("192.168.%d.0/24", i)
						  : mem_printf("10.%d.0.0/24", i - 254);
		struct subnet s;

		if (subnet_parse(text, &s) && !network_place_clash(p, &s))
			return take(text);
	}
	return NULL;
}

/* --- what can be chosen ------------------------------------------------------------------------ */

static void offer(const struct network_place *p, bool bridges, struct field_choices *out)
{
	for (size_t i = 0; i < p->n_interfaces; i++) {
		const struct taken_bridge *taken = find_bridge(p, p->interfaces[i]);

		if (bridges != str_equal(p->interface_words[i], "bridge") || (taken && taken->own))
			continue;
		*arr_add(out->all, out->n, out->cap) =
			(struct field_choice){.id = p->interfaces[i], .help = p->interface_words[i]};
	}
}

void network_place_offer(const struct draft *draft, struct field_choices *out)
{
	offer(draft_context(draft), false, out);
}

void network_place_offer_bridges(const struct draft *draft, struct field_choices *out)
{
	offer(draft_context(draft), true, out);
}
