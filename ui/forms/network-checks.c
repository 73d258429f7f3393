// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/network-checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/dhcp.h"
#include "model/draft.h"
#include "model/networks.h"
#include "model/values.h"
#include "ui/forms/network-place.h"

#define BRIDGE_MOST 15 /* what Linux lets an interface be called: IFNAMSIZ - 1 */
#define LEASE_LEAST_S 120 /* dnsmasq's */
#define SMALL_RANGE 1000
#define DHCP6_PREFIX_LEAST 64 /* dnsmasq's: it does not start with less */

static const struct network_place *place_of(const struct draft *d)
{
	return draft_context(d);
}

static bool read_subnet(const struct draft *d, const char *id, struct subnet *ret)
{
	return subnet_parse(draft_value(d, id), ret);
}

static bool read_ip(const struct draft *d, const char *id, struct inet *ret)
{
	return inet_parse(draft_value(d, id), ret);
}

static char *text_of(const struct inet *a)
{
	char buf[INET_SIZE];

	return mem_strdup(inet_format(a, buf));
}

/* --- names ------------------------------------------------------------------------------------- */

char *network_suggest_name(const struct draft *d)
{
	return network_place_free_name(place_of(d), draft_text(d, "mode"));
}

char *network_check_name(const struct draft *d, const char *text)
{
	return network_place_has(place_of(d), text) ? mem_printf("there is a network %s already", text) : NULL;
}

char *network_suggest_bridge(const struct draft *d)
{
	return network_place_free_bridge(place_of(d));
}

char *network_check_device(const struct draft *d, const char *text)
{
	(void)d;
	if (strlen(text) > BRIDGE_MOST)
		return mem_printf("an interface has a name of %d characters at most", BRIDGE_MOST);
	if (strpbrk(text, " /:\t"))
		return mem_strdup("an interface has a name without spaces, slashes and colons");
	return NULL;
}

char *network_check_bridge(const struct draft *d, const char *text)
{
	if (network_place_has_bridge(place_of(d), text))
		return mem_printf("another network has the bridge %s", text);
	if (network_place_has_interface(place_of(d), text))
		return mem_printf("the host has an interface %s already", text);
	return network_check_device(d, text);
}

char *network_check_devices(const struct draft *d, const char *text)
{
	char *wrong = NULL;

	for (const char *p = text; *p && !wrong; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");
		autofree char *word = mem_strndup(p, len);

		wrong = network_check_device(d, word);
		p += len;
	}
	return wrong;
}

char *network_check_domain(const struct draft *d, const char *text)
{
	(void)d;
	if (strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") != strlen(text))
		return mem_strdup("a domain is made of letters, digits, dashes and dots, like lab.example");
	if (*text == '.' || strstr(text, "..") || text[strlen(text) - 1] == '.')
		return mem_strdup("each dot of a domain parts two words, like lab.example");
	return NULL;
}

/* --- which there are --------------------------------------------------------------------------- */

/* text: "no" is refused where libvirt is to pass packets on, and neither kind of address is there. */
char *network_check_ipv4(const struct draft *d, const char *text)
{
	if (str_equal(text, "yes") || draft_is(d, "ipv6", "yes") || draft_is(d, "mode", "isolated"))
		return NULL;
	return mem_strdup("only an isolated network is without addresses: turn on IPv4 or IPv6");
}

/* --- subnets ----------------------------------------------------------------------------------- */

char *network_suggest_subnet(const struct draft *d)
{
	return network_place_free_subnet(place_of(d), 4);
}

char *network_suggest_subnet6(const struct draft *d)
{
	return network_place_free_subnet(place_of(d), 6);
}

static char *clash(const struct draft *d, const struct subnet *s)
{
	const struct taken_subnet *taken = network_place_clash(place_of(d), s);
	char buf[INET_SIZE];

	if (!taken)
		return NULL;
	return mem_printf("it overlaps %s, which is %s", subnet_format(&taken->subnet, buf), taken->by);
}

char *network_check_subnet(const struct draft *d, const char *text)
{
	struct subnet s;

	if (!subnet_parse(text, &s))
		return NULL;
	if (s.address.bytes[0] == 0 || s.address.bytes[0] == 127 || s.address.bytes[0] >= 224)
		return mem_strdup(
		        "such addresses are not for networks: 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 are");
	if (s.prefix < 8 || s.prefix > 30)
		return mem_printf("/%d leaves %s: /8 to /30 will do", s.prefix,
				  s.prefix < 8 ? "nothing for others" : "no address for a guest");
	return clash(d, &s);
}

char *network_check_subnet6(const struct draft *d, const char *text)
{
	struct subnet s;

	if (!subnet_parse(text, &s))
		return NULL;
	if (s.address.bytes[0] == 0xff || (s.address.bytes[0] == 0xfe && (s.address.bytes[1] & 0xc0) == 0x80))
		return mem_strdup("link-local and multicast addresses are on every link: a network takes others, "
				  "like fd00:21::/64");
	if (s.prefix < 16 || s.prefix > 126)
		return mem_printf("/%d will not do: /64 is usual, /16 to /126 are possible", s.prefix);
	if (s.prefix < DHCP6_PREFIX_LEAST && draft_is(d, "dhcp6", "yes"))
		return mem_printf("DHCPv6 gives no addresses of a /%d: make it /64, or leave DHCPv6 out", s.prefix);
	return clash(d, &s);
}

/* An address that was typed with the prefix, "192.168.21.1/24", is the gateway. */
static char *suggest_gateway(const struct draft *d, const char *id)
{
	struct subnet s;
	struct inet network, first;

	if (!read_subnet(d, id, &s))
		return NULL;
	network = subnet_network(&s);
	first = subnet_first_usable(&s);
	return text_of(inet_compare(&s.address, &network) ? &s.address : &first);
}

char *network_suggest_gateway(const struct draft *d)
{
	return suggest_gateway(d, "subnet");
}

char *network_suggest_gateway6(const struct draft *d)
{
	return suggest_gateway(d, "subnet6");
}

/* NULL: it is an address for something in the subnet that the field says. */
static char *check_address(const struct draft *d, const char *subnet, const char *text)
{
	struct subnet s, whole;
	struct inet a, first, last;
	char from[INET_SIZE], to[INET_SIZE], buf[INET_SIZE];

	if (!read_subnet(d, subnet, &s) || !inet_parse(text, &a))
		return NULL;
	first = subnet_first_usable(&s);
	last = subnet_last_usable(&s);
	whole = (struct subnet){subnet_network(&s), s.prefix};
	if (!subnet_contains(&s, &a))
		return mem_printf("%s is not in %s: %s to %s are", text, subnet_format(&whole, buf),
				  inet_format(&first, from), inet_format(&last, to));
	if (inet_compare(&a, &first) < 0)
		return mem_printf("%s is the network itself: its first address is %s", text,
		                  inet_format(&first, from));
	if (inet_compare(&a, &last) > 0)
		return mem_printf("%s is the broadcast address: the last one is %s", text, inet_format(&last, to));
	return NULL;
}

char *network_check_gateway(const struct draft *d, const char *text)
{
	return check_address(d, "subnet", text);
}

char *network_check_gateway6(const struct draft *d, const char *text)
{
	return check_address(d, "subnet6", text);
}

/* --- DHCP -------------------------------------------------------------------------------------- */

/* The larger part of the subnet beside the gateway. */
static bool span(const struct draft *d, struct inet *ret_first, struct inet *ret_last)
{
	struct subnet s;
	struct inet gateway, first, last;
	bool over;

	if (!read_subnet(d, "subnet", &s) || !read_ip(d, "gateway", &gateway) || !subnet_contains(&s, &gateway))
		return false;
	first = subnet_first_usable(&s);
	last = subnet_last_usable(&s);
	if (inet_distance(&first, &gateway) > inet_distance(&gateway, &last))
		last = inet_step(&gateway, -1, &over);
	else
		first = inet_step(&gateway, 1, &over);
	*ret_first = first;
	*ret_last = last;
	return true;
}

/* Where a subnet is so large that libvirt takes a part of it alone; not one of which hardly anything is left. */
static struct inet start_within(struct inet first, const struct inet *last)
{
	struct inet most = dhcp_range_most(&first);
	bool over;

	if (inet_compare(&most, last) < 0 && inet_distance(&first, &most) < SMALL_RANGE)
		return inet_step(&most, 1, &over);
	return first;
}

char *network_suggest_start(const struct draft *d)
{
	struct inet first, last;

	if (!span(d, &first, &last))
		return NULL;
	first = start_within(first, &last);
	return text_of(&first);
}

char *network_suggest_end(const struct draft *d)
{
	struct inet first, last, most;

	if (!span(d, &first, &last))
		return NULL;
	if (!read_ip(d, "dhcp-start", &first) || inet_compare(&first, &last) > 0)
		return text_of(&last);
	most = dhcp_range_most(&first);
	return text_of(inet_compare(&most, &last) < 0 ? &most : &last);
}

static char *suggest6(const struct draft *d, int64_t by)
{
	struct subnet s;
	struct inet at;
	bool over;

	if (!read_subnet(d, "subnet6", &s))
		return NULL;
	at = subnet_network(&s);
	at = inet_step(&at, by, &over);
	return subnet_contains(&s, &at) ? text_of(&at) : NULL;
}

char *network_suggest_start6(const struct draft *d)
{
	return suggest6(d, 0x100);
}

char *network_suggest_end6(const struct draft *d)
{
	return suggest6(d, 0x1ff);
}

/* text: the end of the range. */
static char *check_end(const struct draft *d, const char *subnet, const char *start, const char *text)
{
	struct inet first, last;
	const char *large;
	char *wrong = check_address(d, subnet, text);

	if (wrong || !read_ip(d, start, &first) || !inet_parse(text, &last))
		return wrong;
	if (inet_compare(&last, &first) < 0)
		return mem_printf("the range is reversed: %s is before %s", text, draft_value(d, start));
	large = first.family == last.family ? dhcp_too_large(&first, &last) : NULL;
	return large ? mem_printf("the range is %s", large) : NULL;
}

char *network_check_start(const struct draft *d, const char *text)
{
	return check_address(d, "subnet", text);
}

char *network_check_end(const struct draft *d, const char *text)
{
	return check_end(d, "subnet", "dhcp-start", text);
}

char *network_check_start6(const struct draft *d, const char *text)
{
	return check_address(d, "subnet6", text);
}

char *network_check_end6(const struct draft *d, const char *text)
{
	return check_end(d, "subnet6", "dhcp6-start", text);
}

char *network_check_lease(const struct draft *d, const char *text)
{
	int64_t n = strtoll(text, NULL, 10);
	const char *unit = draft_value(d, "lease-unit");
	int64_t seconds = n * (str_equal(unit, "hours") ? 3600 : str_equal(unit, "minutes") ? 60 : 1);

	if (n && seconds < LEASE_LEAST_S)
		return mem_strdup("a lease lasts two minutes at least; 0 is for ever");
	return NULL;
}

/* Sentences name the one that is meant. */
static char *check_host(const struct draft *d, const char *text, size_t i)
{
	autofree char *ip = record_cell(text, i, 2);
	autofree char *mac = record_cell(text, i, 0);
	autofree char *wrong = check_address(d, "subnet", ip);

	if (wrong)
		return mem_printf("%s: %s", mac, wrong);
	if (str_equal(ip, draft_value(d, "gateway")))
		return mem_printf("%s: %s is the gateway", mac, ip);
	for (size_t j = 0; j < i; j++) {
		autofree char *other_ip = record_cell(text, j, 2);
		autofree char *other_mac = record_cell(text, j, 0);

		if (str_equal(ip, other_ip))
			return mem_printf("%s is given to two", ip);
		if (str_equal(mac, other_mac))
			return mem_printf("%s stands there twice", mac);
	}
	return NULL;
}

char *network_check_hosts(const struct draft *d, const char *text)
{
	char *wrong = NULL;

	for (size_t i = 0; i < record_count(text) && !wrong; i++)
		wrong = check_host(d, text, i);
	return wrong;
}

/* --- NAT --------------------------------------------------------------------------------------- */

char *network_suggest_nat_end(const struct draft *d)
{
	return mem_strdup(draft_value(d, "nat-start"));
}

/* An address of the network itself would send its guests' packets to themselves. */
char *network_check_nat_start(const struct draft *d, const char *text)
{
	struct subnet s;
	struct inet a;

	if (read_subnet(d, "subnet", &s) && inet_parse(text, &a) && subnet_contains(&s, &a))
		return mem_printf("%s is within this network: an address of the host's outside is meant", text);
	return NULL;
}

char *network_check_nat_end(const struct draft *d, const char *text)
{
	struct inet first, last;

	if (read_ip(d, "nat-start", &first) && inet_parse(text, &last) && inet_compare(&last, &first) < 0)
		return mem_printf("the range is reversed: %s is before %s", text, draft_value(d, "nat-start"));
	return network_check_nat_start(d, text);
}

char *network_check_port_end(const struct draft *d, const char *text)
{
	if (strtoll(text, NULL, 10) < strtoll(draft_value(d, "port-start"), NULL, 10))
		return mem_printf("the range is reversed: %s is before %s", text, draft_value(d, "port-start"));
	return NULL;
}

/* --- port groups ------------------------------------------------------------------------------- */

char *network_check_vlan(const struct draft *d, const char *text)
{
	struct vlan_tag tags[VLAN_TAGS_MOST];
	size_t n = 0;
	autoerr struct err err = {0};
	(void)d;
	if (values_vlans(text, tags, &n, &err) && n == 1 && tags[0].native)
		return mem_strdup("a native VLAN is one of several: without a tag there is none to be native");
	return NULL;
}

char *network_check_groups(const struct draft *d, const char *text)
{
	size_t defaults = 0;
	(void)d;
	for (size_t i = 0; i < record_count(text); i++) {
		autofree char *name = record_cell(text, i, 0);
		autofree char *is_default = record_cell(text, i, 1);

		defaults += str_equal(is_default, "yes");
		for (size_t j = 0; j < i; j++) {
			autofree char *other = record_cell(text, j, 0);

			if (str_equal(name, other))
				return mem_printf("two groups are called %s", name);
		}
	}
	return defaults > 1 ? mem_strdup("one group alone can be what guests get that name none") : NULL;
}

/* --- remarks ----------------------------------------------------------------------------------- */

static const struct {
	const char *id;
	enum network_mode mode;
	const char *more;
} modes[] = {
	{"nat", NETWORK_NAT,
	 " Where the host sends guests through a VPN, NAT hides them behind the wrong address: choose routed or open "
	 "there."},
	{"route", NETWORK_ROUTED, " With a VPN: its own NAT rule then sees the guests' addresses."},
	{"open", NETWORK_OPEN, " For a VPN or a firewall of your own, which then decides alone."},
	{"isolated", NETWORK_ISOLATED, ""},
	{"bridge", NETWORK_BRIDGE, ""},
	{"openvswitch", NETWORK_OVS, ""},
	{"macvtap", NETWORK_MACVTAP, ""},
	{"passthrough", NETWORK_PASSTHROUGH, ""},
	{"hostdev", NETWORK_HOSTDEV, ""},
};

char *network_remark_mode(const struct draft *d, const char *text)
{
	(void)d;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (str_equal(modes[i].id, text))
			return mem_printf("%s%s", network_mode_words(modes[i].mode), modes[i].more);
	return NULL;
}

char *network_remark_subnet(const struct draft *d, const char *text)
{
	struct subnet s;
	(void)d;
	if (!subnet_parse(text, &s))
		return NULL;
	return mem_printf("%llu usable, 1 lost to the gateway", (unsigned long long)subnet_usable(&s) - 1);
}

char *network_remark_range(const struct draft *d, const char *text)
{
	struct inet first, last, gateway;
	struct subnet s;
	uint64_t n;
	bool holds;

	if (!read_ip(d, "dhcp-start", &first) || !inet_parse(text, &last) || inet_compare(&last, &first) < 0)
		return NULL;
	if (!read_subnet(d, "subnet", &s) || !subnet_contains(&s, &first) || !subnet_contains(&s, &last))
		return NULL;
	n = inet_distance(&first, &last) + 1;
	holds = read_ip(d, "gateway", &gateway) && inet_compare(&first, &gateway) <= 0 &&
		inet_compare(&gateway, &last) <= 0;
	n -= holds;
	return mem_printf("%llu guest%s", (unsigned long long)n, n == 1 ? "" : "s");
}

char *network_remark_devices(const struct draft *d, const char *text)
{
	for (const char *p = text; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");
		autofree char *word = mem_strndup(p, len);

		if (network_place_lacks_interface(place_of(d), word))
			return mem_printf("the host has no %s now", word);
		p += len;
	}
	return NULL;
}

static void add_checked(const struct network_place *p, struct str *out)
{
	if (p->routes_due || !p->networks_known)
		str_add(out, "The host's routes and networks are being read...");
	else if (p->unchecked)
		str_addf(out, "Routes of the host were not checked: %s.", p->unchecked);
	else
		str_add(out, "Checked against the host's routes and networks.");
}

void network_intro_addresses(const struct draft *d, struct str *out)
{
	add_checked(place_of(d), out);
}

static void add_route(const struct draft *d, const char *id, struct str *out)
{
	const struct network_place *p = place_of(d);
	struct subnet s;
	char buf[INET_SIZE];

	if (!read_subnet(d, id, &s))
		return;
	s.address = subnet_network(&s);
	str_addf(out, "  %s via %s\n", subnet_format(&s, buf),
		 p->address && s.address.family == 4 ? p->address : "<address of the host in its network>");
}

void network_remarks(const struct draft *d, struct str *out)
{
	if (draft_is(d, "mode", "route") || draft_is(d, "mode", "open")) {
		str_add(out, "The router of the host's network needs a static route to the guests:\n");
		add_route(d, "subnet", out);
		add_route(d, "subnet6", out);
	}
	if (draft_shows(d, "ipv4") && (place_of(d)->unchecked || place_of(d)->routes_due)) {
		add_checked(place_of(d), out);
		str_addc(out, '\n');
	}
}
