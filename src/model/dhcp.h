// SPDX-License-Identifier: GPL-3.0-or-later
/* What a network's DHCP server gives away, and what may be changed of that: which addresses are free, what would clash.
 * A copy: the network may be read anew meanwhile. Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/inet.h"
#include "model/networks.h"

/* Where something is said, or is to be said. */
enum {
	SIDE_LIVE = 1,	 /* in what runs */
	SIDE_CONFIG = 2, /* in the definition: from the next start on */
	SIDE_BOTH = 3,
	SIDES = 2, /* as indices: SIDE_INDEX() */
};
#define SIDE_INDEX(side) ((side) == SIDE_CONFIG)

/* What runs and the definition may have other <ip>s, and the same ones in another order. */
struct dhcp_subnet {
	struct subnet subnet; /* the host's own address with its prefix; of no family: it cannot be read */
	size_t of[SIDES];     /* which of the network's <ip> */
	unsigned sides;
};

struct dhcp_fixed {
	char *mac;  /* NULL: it goes by the DUID or the name */
	char *duid; /* of IPv6; NULL */
	char *name; /* NULL */
	char *ip;
	struct inet address;
	size_t of[SIDES]; /* which of the network's <ip> */
	unsigned sides;	  /* SIDE_* */
};

struct dhcp_range {
	char *start, *end;
	struct inet first, last;
	size_t of[SIDES];
	unsigned sides;
};

struct dns_name {
	char *ip;
	char *names; /* parted by spaces */
	unsigned sides;
};

struct dhcp_lease {
	char *mac, *ip, *name; /* ip: without prefix; name may be NULL */
	char *duid; /* of IPv6; NULL */
	struct inet address;
};

struct dhcp {
	struct dhcp_subnet *subnets; /* those of both sides once */
	size_t n_subnets, cap_subnets;
	struct dhcp_fixed *fixed; /* those of both sides once */
	size_t n_fixed, cap_fixed;
	struct dhcp_range *ranges;
	size_t n_ranges, cap_ranges;
	struct dns_name *names;
	size_t n_names, cap_names;
	struct dhcp_lease *leases;
	size_t n_leases, cap_leases;
	unsigned sides; /* which there are: one that is stopped has no live one, a transient one no definition */
};

/* leases may be NULL. */
struct dhcp *dhcp_create(const struct network *network, const struct leases *leases);
void dhcp_destroy(struct dhcp *dhcp); /* NULL is fine */

/* Which of the subnets of that side has the address; SIZE_MAX when none has. */
size_t dhcp_subnet_of(const struct dhcp *dhcp, const struct inet *address, unsigned side);
/* The one that a new fixed address is in unless somebody says otherwise: one that DHCP serves, IPv4 before IPv6. NULL
 * when there is none. */
const struct dhcp_subnet *dhcp_usual_subnet(const struct dhcp *dhcp);
/* DHCP serves another subnet of its family: then libvirt does not let it serve this one, too. sides, except: as
 * below. */
bool dhcp_serves_another(const struct dhcp *dhcp, const struct dhcp_subnet *subnet, unsigned sides,
			 const struct dhcp_fixed *except);
/* An address of the subnet for a new fixed one, of no range, no lease, no name, nobody: where all of it is a range, one
 * in that. False when there is none. */
bool dhcp_suggest(const struct dhcp *dhcp, const struct subnet *subnet, struct inet *ret);

/* Why it will not do, a sentence; the caller frees. NULL: it will. sides: where it is to be said. except: the one that
 * is changed, may be NULL. */
char *dhcp_wrong_address(const struct dhcp *dhcp, const char *text, unsigned sides, const struct dhcp_fixed *except);
char *dhcp_wrong_mac(const struct dhcp *dhcp, const char *text, unsigned sides, const struct dhcp_fixed *except);
char *dhcp_wrong_duid(const struct dhcp *dhcp, const char *text, unsigned sides, const struct dhcp_fixed *except);
/* A guest may go by one name in both families: libvirt looks for another one within an <ip> alone. */
char *dhcp_wrong_name(const struct dhcp *dhcp, const char *text, unsigned sides, int family,
		      const struct dhcp_fixed *except);
char *dhcp_wrong_start(const struct dhcp *dhcp, const char *start, unsigned sides, const struct dhcp_range *except);
/* Of a range as a whole; said at its end. */
char *dhcp_wrong_range(const struct dhcp *dhcp, const char *start, const char *end, unsigned sides,
		       const struct dhcp_range *except);
/* libvirt counts the addresses of a range by their last two bytes: where one that begins there may end at most. */
struct inet dhcp_range_most(const struct inet *first);
/* Why one of that family, last not before first, is too large for that: "too large: ..."; NULL: it is not. */
const char *dhcp_too_large(const struct inet *first, const struct inet *last);
/* How many addresses; UINT64_MAX for more than can be said. */
uint64_t dhcp_range_count(const struct dhcp_range *range);
