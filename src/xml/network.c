// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/network.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/node.h"

#define LINES_MOST 5000 /* fixed addresses and the like, of each kind */

static const struct {
	const char *name;
	enum network_mode mode;
} modes[] = {
	{"nat", NETWORK_NAT},		  {"route", NETWORK_ROUTED},   {"open", NETWORK_OPEN},
	{"bridge", NETWORK_BRIDGE},	  {"private", NETWORK_MACVTAP}, {"vepa", NETWORK_MACVTAP},
	{"passthrough", NETWORK_PASSTHROUGH}, {"hostdev", NETWORK_HOSTDEV},
};

static void add_part(struct str *out, const char *between, const char *text)
{
	if (text && *text)
		str_addf(out, "%s%s", out->len ? between : "", text);
}

static char *taken(struct str *s)
{
	if (s->len)
		return str_take(s);
	str_free(s);
	return NULL;
}

static void add_line(struct network *n, enum network_note note, char *a, char *b, char *c)
{
	if (n->n_lines < LINES_MOST) {
		network_add_line(n, note, a, b, c);
		return;
	}
	free(a);
	free(b);
	free(c);
}

/* --- addresses --------------------------------------------------------------------------------- */

/* Of "255.255.255.0"; -1 for what is no mask. */
static int mask_bits(const char *mask)
{
	struct in_addr addr;

	if (!mask || inet_pton(AF_INET, mask, &addr) != 1)
		return -1;
	return __builtin_popcount(addr.s_addr);
}

/* -1: it does not say. */
static int prefix_of(const xmlNode *ip)
{
	autofree char *prefix = node_attribute(ip, "prefix");
	autofree char *mask = node_attribute(ip, "netmask");
	char *end;
	long bits = prefix ? strtol(prefix, &end, 10) : mask_bits(mask);

	return prefix && (end == prefix || *end) ? -1 : bits >= 0 && bits <= 128 ? (int)bits : -1;
}

static void clear_host_bits(unsigned char *bytes, int n, int bits)
{
	for (int i = 0; i < n; i++) {
		int left = bits - 8 * i;

		if (left < 8)
			bytes[i] &= left > 0 ? (unsigned char)(0xff << (8 - left)) : 0;
	}
}

/* What libvirt takes where nothing is said: of IPv4 the class of the address. */
static int usual_prefix(const unsigned char *bytes, int family)
{
	return family == AF_INET6 ? 64 : bytes[0] < 128 ? 8 : bytes[0] < 192 ? 16 : 24;
}

/* "10.0.0.0/24" of 10.0.0.1 and 24; NULL for what is no address. *bits may be -1. The caller frees. */
static char *network_part(const char *address, int *bits)
{
	int family = strchr(address, ':') ? AF_INET6 : AF_INET;
	unsigned char bytes[sizeof(struct in6_addr)];
	char text[INET6_ADDRSTRLEN];

	if (inet_pton(family, address, bytes) != 1)
		return NULL;
	if (*bits < 0)
		*bits = usual_prefix(bytes, family);
	clear_host_bits(bytes, family == AF_INET6 ? 16 : 4, *bits);
	return mem_printf("%s/%d", inet_ntop(family, bytes, text, sizeof(text)), *bits);
}

/* "10.0.0.1/24", and the subnet that this is in ("10.0.0.0/24") unless ret_subnet is NULL. Both may be NULL; the
 * caller frees. */
static char *address_of(const xmlNode *node, char **ret_subnet)
{
	char *address = node_attribute(node, "address");
	int bits = prefix_of(node);
	autofree char *subnet = address ? network_part(address, &bits) : NULL;
	autofree char *bare = subnet ? address : NULL;

	if (ret_subnet)
		*ret_subnet = mem_strdup(subnet ? subnet : address);
	return subnet ? mem_printf("%s/%d", bare, bits) : address;
}

/* The address is the host's own in it. */
static void read_ip(const xmlNode *ip, struct network *n, struct str *addresses, struct str *subnets)
{
	autofree char *subnet = NULL;
	char *address = address_of(ip, &subnet);

	add_part(addresses, " ", address);
	add_part(subnets, " ", subnet);
	*arr_add(n->ips, n->n_ips, n->cap_ips) = (struct network_ip){.address = address};
}

static void read_range(const xmlNode *node, struct network *n, struct str *out)
{
	struct network_range *range;
	autofree char *both = NULL;

	if (n->n_ranges >= LINES_MOST)
		return;
	range = arr_add(n->all_ranges, n->n_ranges, n->cap_ranges);
	*range = (struct network_range){n->n_ips - 1, node_attribute(node, "start"), node_attribute(node, "end")};
	both = mem_printf("%s - %s", range->start ? range->start : "", range->end ? range->end : "");
	add_part(out, ", ", both);
}

static void read_fixed(const xmlNode *host, struct network *n)
{
	char *mac = node_attribute(host, "mac");

	if (n->n_lines >= LINES_MOST) {
		free(mac);
		return;
	}
	network_add_line(n, NETWORK_NOTE_HOST, mac ? mac : node_attribute(host, "id"), node_attribute(host, "name"),
			 node_attribute(host, "ip"));
	n->lines[n->n_lines - 1].is_duid = !mac;
}

static void read_dhcp(const xmlNode *dhcp, struct network *n, struct str *ranges)
{
	n->has_dhcp = n->ips[n->n_ips - 1].has_dhcp = true;
	for (const xmlNode *child = dhcp->children; child; child = child->next) {
		if (node_is(child, "range"))
			read_range(child, n, ranges);
		else if (node_is(child, "host"))
			read_fixed(child, n);
	}
}

/* --- how it leaves ----------------------------------------------------------------------------- */

static char *nat_of(const xmlNode *nat)
{
	struct str out = {0};
	const xmlNode *address = node_find(nat, "address");
	const xmlNode *port = node_find(nat, "port");

	if (address) {
		autofree char *start = node_attribute(address, "start");
		autofree char *end = node_attribute(address, "end");
		str_addf(&out, "as %s to %s", start ? start : "?", end ? end : "?");
	}
	if (port) {
		autofree char *start = node_attribute(port, "start");
		autofree char *end = node_attribute(port, "end");
		str_addf(&out, "%sports %s to %s", out.len ? ", " : "", start ? start : "?", end ? end : "?");
	}
	if (node_attribute_is(nat, "ipv6", "yes"))
		add_part(&out, ", ", "IPv6 too");
	return taken(&out);
}

static char *pci_address(const xmlNode *node)
{
	autofree char *domain = node_attribute(node, "domain");
	autofree char *bus = node_attribute(node, "bus");
	autofree char *slot = node_attribute(node, "slot");
	autofree char *function = node_attribute(node, "function");

	return mem_printf("%04lx:%02lx:%02lx.%lx", domain ? strtoul(domain, NULL, 0) : 0,
			  bus ? strtoul(bus, NULL, 0) : 0, slot ? strtoul(slot, NULL, 0) : 0,
			  function ? strtoul(function, NULL, 0) : 0);
}

static void read_forward(const xmlNode *node, struct network *n)
{
	autofree char *mode = node_attribute(node, "mode");

	n->mode = NETWORK_NAT; /* what libvirt takes without one */
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		if (str_equal(modes[i].name, mode))
			n->mode = modes[i].mode;
	free(n->device);
	n->device = node_attribute(node, "dev");
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (node_is(child, "nat"))
			n->nat = nat_of(child);
		else if (node_is(child, "interface") || node_is(child, "pf"))
			add_line(n, NETWORK_NOTE_PORT, node_attribute(child, "dev"), NULL, NULL);
		else if (node_is(child, "address"))
			add_line(n, NETWORK_NOTE_PORT, pci_address(child), NULL, NULL);
	}
}

/* "42, 47 untagged" */
static char *vlan_of(const xmlNode *vlan)
{
	struct str out = {0};

	for (const xmlNode *tag = vlan->children; tag; tag = tag->next) {
		autofree char *id = node_is(tag, "tag") ? node_attribute(tag, "id") : NULL;
		autofree char *native = id ? node_attribute(tag, "nativeMode") : NULL;
		autofree char *text = id ? mem_printf("%s%s%s", id, native ? " " : "", native ? native : "") : NULL;

		add_part(&out, ", ", text);
	}
	if (node_attribute_is(vlan, "trunk", "yes"))
		add_part(&out, " ", "as a trunk");
	return taken(&out);
}

static void read_group(const xmlNode *node, struct network *n)
{
	const xmlNode *vlan = node_find(node, "vlan");
	char *tags = vlan ? vlan_of(vlan) : NULL;
	char *text = tags ? mem_printf("VLAN %s", tags) : NULL;

	free(tags);
	add_line(n, NETWORK_NOTE_GROUP, node_attribute(node, "name"), text,
		 mem_strdup(node_attribute_is(node, "default", "yes") ? "the default" : NULL));
}

/* --- names ------------------------------------------------------------------------------------- */

static void read_forwarder(const xmlNode *node, struct network *n)
{
	autofree char *domain = node_attribute(node, "domain");
	char *address = node_attribute(node, "addr");

	add_line(n, NETWORK_NOTE_DNS, mem_strdup("asks"), address ? address : mem_strdup("as the host does"),
		 domain ? mem_printf("for %s", domain) : NULL);
}

static void read_dns_host(const xmlNode *node, struct network *n)
{
	struct str names = {0};

	for (const xmlNode *child = node->children; child; child = child->next) {
		autofree char *name = node_is(child, "hostname") ? node_text(child) : NULL;

		add_part(&names, " ", name);
	}
	add_line(n, NETWORK_NOTE_DNS, mem_strdup(NETWORK_DNS_HOST), node_attribute(node, "ip"), taken(&names));
}

static void read_dns(const xmlNode *node, struct network *n)
{
	if (node_attribute_is(node, "enable", "no"))
		add_line(n, NETWORK_NOTE_DNS, mem_strdup("is off"), NULL, NULL);
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (node_is(child, "forwarder"))
			read_forwarder(child, n);
		else if (node_is(child, "host"))
			read_dns_host(child, n);
		else if (node_is(child, "txt"))
			add_line(n, NETWORK_NOTE_DNS, mem_strdup("TXT"), node_attribute(child, "name"),
				 node_attribute(child, "value"));
		else if (node_is(child, "srv"))
			add_line(n, NETWORK_NOTE_DNS, mem_strdup("SRV"), node_attribute(child, "service"),
				 node_attribute(child, "target"));
	}
}

static void read_route(const xmlNode *node, struct network *n)
{
	char *to = address_of(node, NULL);
	char *gateway = node_attribute(node, "gateway");

	add_line(n, NETWORK_NOTE_ROUTE, to, gateway, NULL);
}

/* Also the one that its traffic leaves by, where that is none of them. */
static char *ports_of(const struct network *n)
{
	struct str out = {0};
	bool has_device = false;

	for (size_t i = 0; i < n->n_lines; i++) {
		if (n->lines[i].note != NETWORK_NOTE_PORT)
			continue;
		add_part(&out, " ", n->lines[i].a);
		has_device |= str_equal(n->lines[i].a, n->device);
	}
	if (!has_device)
		add_part(&out, " ", n->device);
	return taken(&out);
}

/* --- all of it --------------------------------------------------------------------------------- */

struct gathered {
	struct str addresses, subnets, ranges;
	bool is_ovs;
};

static void read_child(const xmlNode *node, struct network *n, struct gathered *all)
{
	if (node_is(node, "forward")) {
		read_forward(node, n);
	} else if (node_is(node, "bridge")) {
		n->bridge = node_attribute(node, "name");
	} else if (node_is(node, "domain")) {
		n->domain = node_attribute(node, "name");
	} else if (node_is(node, "mtu")) {
		autofree char *size = node_attribute(node, "size");
		n->mtu = size ? (unsigned)strtoul(size, NULL, 10) : 0;
	} else if (node_is(node, "virtualport")) {
		all->is_ovs |= node_attribute_is(node, "type", "openvswitch");
	} else if (node_is(node, "vlan")) {
		n->vlan = vlan_of(node);
	} else if (node_is(node, "portgroup")) {
		read_group(node, n);
	} else if (node_is(node, "dns")) {
		read_dns(node, n);
	} else if (node_is(node, "route")) {
		read_route(node, n);
	} else if (node_is(node, "ip") && n->n_ips < LINES_MOST) {
		const xmlNode *dhcp = node_find(node, "dhcp");

		read_ip(node, n, &all->addresses, &all->subnets);
		if (dhcp)
			read_dhcp(dhcp, n, &all->ranges);
	}
}

/* One mode of libvirt's is three things: a bridge, one of Open vSwitch, macvtap. */
static void settle_mode(struct network *n, bool is_ovs)
{
	if (n->mode != NETWORK_BRIDGE)
		return;
	if (!n->bridge)
		n->mode = NETWORK_MACVTAP;
	else if (is_ovs)
		n->mode = NETWORK_OVS;
}

bool network_read_xml(const char *xml, struct network *n, struct err *err)
{
	struct gathered all = {.is_ovs = false};
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool ok = root && node_is(root, "network");

	if (doc && !ok)
		err_set(err, ERR_INVALID, "The XML is not a network's");
	for (const xmlNode *child = ok ? root->children : NULL; child; child = child->next)
		read_child(child, n, &all);
	if (ok) {
		settle_mode(n, all.is_ovs);
		n->addresses = taken(&all.addresses);
		n->subnets = taken(&all.subnets);
		n->ranges = taken(&all.ranges);
		n->ports = ports_of(n);
	}
	if (doc)
		xmlFreeDoc(doc);
	return ok;
}

/* --- what runs, and the definition ----------------------------------------------------------------- */

/* What is said only of one that runs: how many are plugged in, and numbers of its traffic classes. */
static void drop_counts(xmlNode *node)
{
	xmlUnsetProp(node, (const xmlChar *)"connections");
	xmlUnsetProp(node, (const xmlChar *)"class_id");
	for (xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			drop_counts(child);
}

/* Where no ports are named, NAT takes these; libvirt says so of what runs, and not in the definition. */
static void drop_usual_ports(const xmlNode *root)
{
	const xmlNode *forward = node_find(root, "forward");
	xmlNode *nat = forward ? node_find(forward, "nat") : NULL;
	xmlNode *port = nat ? node_find(nat, "port") : NULL;
	autofree char *start = port ? node_attribute(port, "start") : NULL;
	autofree char *end = port ? node_attribute(port, "end") : NULL;

	if (!str_equal(start, "1024") || !str_equal(end, "65535"))
		return;
	node_drop(port);
	if (!nat->children && !nat->properties)
		node_drop(nat);
}

static xmlNode *forward_pool(const xmlNode *root)
{
	const xmlNode *forward = node_find(root, "forward");

	return forward ? node_find(forward, "pf") : NULL;
}

char *network_comparable(const char *xml)
{
	xmlDoc *doc = node_parse(xml, NULL);
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	char *ret = NULL;

	/* The functions of a card are listed as it runs; the definition names the card. */
	if (root && !forward_pool(root)) {
		drop_counts(root);
		drop_usual_ports(root);
		ret = node_dump(root);
	}
	xmlFreeDoc(doc);
	return ret;
}

void network_compare(struct network *n, const char *definition, struct err *err)
{
	autofree char *runs = strcmp(n->xml, definition) == 0 ? NULL : network_comparable(n->xml);
	autofree char *waits = runs ? network_comparable(definition) : NULL;

	if (!waits || strcmp(runs, waits) == 0)
		return;
	n->defined = mem_new(struct network);
	n->defined->known = network_read_xml(definition, n->defined, err);
	n->defined->xml = mem_strdup(definition);
}
