// SPDX-License-Identifier: GPL-3.0-or-later
/* What a new network has to get along with on its host: names, bridges and subnets that are taken. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/field.h"
#include "model/inet.h"

struct host_view;

struct taken_subnet {
	struct subnet subnet;
	char *by; /* "the network default", "a route of the host by eth0" */
};

struct taken_bridge {
	char *name;
	bool own; /* a network makes it; else it is the host's, and any number of networks may sit on it */
};

struct network_place {
	const struct host_view *(*view)(void *opaque, uint32_t host); /* NULL once the host is gone */
	void *opaque;
	uint32_t host;
	struct taken_subnet *subnets;
	size_t n, cap;
	char **networks; /* names */
	struct taken_bridge *bridges;
	size_t n_networks, cap_networks, n_bridges, cap_bridges;
	char **interfaces; /* of the host; with what they are */
	char **interface_words;
	size_t n_interfaces, cap_interfaces, cap_words;
	bool networks_known;
	bool routes_due; /* they are being read */
	char *unchecked; /* why routes are not known; NULL: they are, or are due */
	char *address;   /* the host's where it meets its router; NULL: not known */
};

void network_place_renew(void *place);
void network_place_free(void *place);
/* The first that clashes; NULL. */
const struct taken_subnet *network_place_clash(const struct network_place *place, const struct subnet *subnet);
bool network_place_has(const struct network_place *place, const char *network);
/* False as well where its interfaces are not known. */
bool network_place_lacks_interface(const struct network_place *place, const char *name);
bool network_place_has_bridge(const struct network_place *place, const char *bridge);
/* The host has such an interface, whoever made it. */
bool network_place_has_interface(const struct network_place *place, const char *name);
/* Callers free; NULL when there is none left. */
char *network_place_free_name(const struct network_place *place, const char *word);
char *network_place_free_bridge(const struct network_place *place);
char *network_place_free_subnet(const struct network_place *place, int family);
/* struct field's offer: the host's interfaces. */
void network_place_offer(const struct draft *draft, struct field_choices *out);
void network_place_offer_bridges(const struct draft *draft, struct field_choices *out);
