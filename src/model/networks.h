// SPDX-License-Identifier: GPL-3.0-or-later
/* The virtual networks of a host, and who has an address from one. Made by a worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"
#include "model/roster.h"
#include "model/tone.h"

/* How traffic leaves it: libvirt's <forward mode>. */
enum network_mode {
	NETWORK_ISOLATED, /* no <forward> */
	NETWORK_NAT,
	NETWORK_ROUTED,
	NETWORK_OPEN,
	NETWORK_BRIDGE, /* a bridge of the host */
	NETWORK_OVS,    /* the same, of Open vSwitch */
	NETWORK_MACVTAP, /* bridge, vepa or private mode on an interface of the host */
	NETWORK_PASSTHROUGH,
	NETWORK_HOSTDEV,
	NETWORK_MODE_COUNT,
};

/* What its XML says besides, in lines: a kind that is not there has none. */
enum network_note {
	NETWORK_NOTE_HOST,  /* a fixed address: MAC or DUID, name, IP */
	NETWORK_NOTE_DNS,   /* what: "forwarder", "host", "TXT", "SRV" */
	NETWORK_NOTE_GROUP, /* a port group: its name, its VLANs */
	NETWORK_NOTE_ROUTE, /* a route of the host: where to, over what */
	NETWORK_NOTE_PORT,  /* an interface of the host that it uses */
	NETWORK_NOTE_COUNT,
};

#define NETWORK_DNS_HOST "knows" /* what a line of NETWORK_NOTE_DNS begins with that is an address and its names */

struct network_line {
	enum network_note note;
	char *a, *b, *c; /* may be NULL */
	size_t ip; /* of a fixed address: in which of ips */
	bool is_duid; /* of a fixed address: a is none of a MAC's */
};

/* An address of the host's in it, and what DHCP gives away beside it, in the order of the XML: libvirt counts them. */
struct network_ip {
	char *address; /* "10.0.0.1/24" */
	bool has_dhcp;
};
struct network_range {
	size_t ip; /* in ips */
	char *start, *end; /* may be NULL */
};

struct network {
	unsigned char uuid[UUID_SIZE];
	char *name;
	bool active, persistent, autostart;
	bool known; /* the rest was read */
	enum network_mode mode;
	char *bridge;  /* NULL: none */
	char *device;  /* the interface that its traffic leaves by, or it sits on; NULL: any */
	char *ports;   /* all interfaces of the host that it uses, device among them: "eth2 eth3"; of SR-IOV the card, or
			* addresses on PCI, "0000:04:00.1"; NULL */
	char *domain;  /* of names; NULL */
	char *addresses; /* the host's own, with their subnets: "10.0.0.1/24 fd00::1/64"; NULL */
	char *subnets;   /* "10.0.0.0/24 fd00::/64"; NULL */
	char *ranges;  /* of DHCP: "10.0.0.100 - 10.0.0.254", parted by ", "; NULL */
	char *nat;     /* addresses or ports that NAT takes, or "IPv6 too"; NULL */
	char *vlan;    /* tags; NULL */
	unsigned mtu;  /* 0: not said */
	bool has_dhcp;
	int leases;    /* -1: not told */
	char *xml;     /* as it runs */
	struct network_ip *ips;
	size_t n_ips, cap_ips;
	struct network_range *all_ranges;
	size_t n_ranges, cap_ranges;
	/* What its definition says, where that is not what runs: it is there from the next start on. NULL: the same. */
	struct network *defined;
	struct network_line *lines;
	size_t n_lines, cap_lines;
};

extern const struct roster_kind network_kind;
void network_add_line(struct network *n, enum network_note note, char *a, char *b, char *c); /* takes them over */
/* What the definition is made of: what runs, unless that differs. */
const struct network *network_definition(const struct network *n);
/* "NAT", "routed", "isolated" ... */
const char *network_mode_text(enum network_mode mode);
/* How its traffic leaves, in a sentence or two. */
const char *network_mode_words(enum network_mode mode);
/* "cut off: the network is stopped": so are the NICs of running machines on a network that is stopped, as its
 * bridge went with it. One that only names what the host has (a bridge, an interface) leaves them plugged in. */
#define NETWORK_CUT_OFF "cut off: the network is stopped"
bool network_is_cut_off(const struct network *n);
/* NULL when the roster has none of the UUID. */
const struct network *networks_find(const struct roster *networks, const unsigned char uuid[UUID_SIZE]);
/* By name; NULL. */
const struct network *networks_named(const struct roster *networks, const char *name, size_t len);

/* What its DHCP server has given away; as of one reading. */
struct lease {
	char *mac, *ip, *name; /* name may be NULL */
	char *duid; /* of IPv6; NULL */
	int64_t until_wall_s;  /* 0: for ever */
};
struct leases {
	struct lease *all;
	size_t n, cap;
};
void leases_free(void *leases);
