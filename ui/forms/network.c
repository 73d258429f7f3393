// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/network.h"

#include <stdlib.h>

#include "base/argv.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/draft.h"
#include "model/kinds.h"
#include "model/networks.h"
#include "model/plan.h"
#include "model/values.h"
#include "ui/app.h"
#include "ui/forms/forms.h"
#include "ui/forms/network-checks.h"
#include "ui/forms/network-place.h"
#include "ui/forms/network-xml.h"
#include "ui/widgets/wizard.h"

#define OWN "mode=nat,route,open,isolated" /* libvirt makes a bridge for these, and is their router */
#define IP4 "ip[@family!='ipv6']"
#define IP6 "ip[@family='ipv6']"

static const struct field_choice modes[] = {
	{"nat", "NAT", "guests reach what the host reaches, behind its address", NULL},
	{"route", "routed", "guests keep their addresses outside; a router needs a static route", NULL},
	{"open", "open", "routed without libvirt's firewall: for VPNs and rules of your own", NULL},
	{"isolated", "isolated", "guests reach each other and the host, and nothing else", NULL},
	{"bridge", "bridge of the host", "guests are in the network that is behind a bridge of the host", NULL},
	{"openvswitch", "Open vSwitch", "the same on a bridge of Open vSwitch, with VLANs and port groups", NULL},
	{"macvtap", "macvtap", "guests share an interface of the host; the host itself is not reached", NULL},
	{"passthrough", "passthrough", "each guest has an interface of the host for itself", NULL},
	{"hostdev", "SR-IOV pool", "each guest has a virtual function of a network card for itself", NULL},
	{NULL, NULL, NULL, NULL},
};

static const struct field_choice macvtap_modes[] = {
	{"bridge", "bridge", "guests reach each other directly", NULL},
	{"vepa", "VEPA", "a switch outside sends what is between guests back", NULL},
	{"private", "private", "guests do not reach each other", NULL},
	{NULL, NULL, NULL, NULL},
};

static const struct field_choice lease_units[] = {
	{"hours", NULL, NULL, NULL},
	{"minutes", NULL, NULL, NULL},
	{"seconds", NULL, NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

static const struct field host_record[] = {
	{.id = "mac", .label = "MAC", .help = "of the guest's NIC, like 52:54:00:12:34:56", .type = FIELD_MAC,
	 .path = "@mac", .required = true, .sample = "52:54:00:12:34:56", .bad = "53:54:00:12:34:56",
	 .bad_says = "for many"},
	{.id = "name", .label = "name", .help = "that DNS knows it by; may be empty", .type = FIELD_TEXT,
	 .path = "@name", .check = network_check_domain, .sample = "web1", .bad = "web 1",
	 .bad_says = "letters"},
	{.id = "ip", .label = "IP", .help = "the address it always gets, within the subnet", .type = FIELD_IPV4,
	 .path = "@ip", .required = true, .sample = "192.168.99.10", .bad = "192.168.99.999",
	 .bad_says = "no IPv4 address"},
	{.id = NULL},
};

static const struct field group_record[] = {
	{.id = "name", .label = "name", .help = "what NICs name to be in this group", .type = FIELD_NAME,
	 .path = "@name", .required = true, .sample = "engineering", .bad = "a/b", .bad_says = "slash"},
	{.id = "default", .label = "default", .help = "guests that name no group get this one",
	 .type = FIELD_SWITCH, .path = "@default", .first = "no", .sample = "yes"},
	{.id = "vlans", .label = "VLAN", .help = "none, one tag (42), or those of a trunk (42, 47 native)",
	 .type = FIELD_VLANS, .path = "vlan", .take = network_take_vlan, .put = network_put_vlan,
	 .check = network_check_vlan, .sample = "42, 47 native", .bad = "4096", .bad_says = "no VLAN tag"},
	{.id = NULL},
};

const struct field network_form[] = {
	/* --- what it is --- */
	{.id = "name", .label = "Name", .help = "what NICs name to be on it", .page = "kind",
	 .type = FIELD_NAME, .path = "name", .required = true, .suggest = network_suggest_name,
	 .check = network_check_name, .sample = "lab", .bad = "a/b", .bad_says = "slash"},
	{.id = "mode", .label = "Mode", .help = "how its traffic leaves the host", .page = "kind",
	 .type = FIELD_CHOICE, .choices = modes, .first = "nat", .required = true, .take = network_take_mode,
	 .put = network_put_mode, .remark = network_remark_mode, .sample = "route", .bad = "dmz",
	 .bad_says = "none of those"},
	{.id = "autostart", .label = "Autostart", .help = "start it with its host", .page = "kind",
	 .type = FIELD_SWITCH, .first = "yes", .sample = "no"},

	/* --- addresses --- */
	{.id = "ipv4", .label = "IPv4", .help = "the host has an address in it, and is its guests' router",
	 .page = "addresses", .type = FIELD_SWITCH, .when = OWN, .first = "yes", .path = IP4,
	 .take = network_take_has, .put = network_put_has, .check = network_check_ipv4, .sample = "yes",
	 .bad = "no", .bad_says = "turn on IPv4 or IPv6"},
	{.id = "subnet", .label = "  subnet", .help = "with the length of its prefix, like 192.168.21.0/24",
	 .page = "addresses", .type = FIELD_SUBNET4, .when = "ipv4=yes", .required = true,
	 .path = IP4 "/@address", .prefix_path = IP4 "/@prefix", .take = network_take_subnet,
	 .put = network_put_nothing, .suggest = network_suggest_subnet, .check = network_check_subnet,
	 .remark = network_remark_subnet, .sample = "192.168.99.0/24", .bad = "10.0.0.0/255.0.255.0",
	 .bad_says = "no mask"},
	{.id = "gateway", .label = "  gateway", .help = "the host's own address in it", .page = "addresses",
	 .type = FIELD_IPV4, .when = "ipv4=yes", .required = true, .path = IP4 "/@address",
	 .prefix_path = IP4 "/@prefix", .put = network_put_gateway, .suggest = network_suggest_gateway,
	 .check = network_check_gateway, .sample = "192.168.99.1", .sample_with = "subnet=192.168.99.0/24",
	 .bad = "10.0.0.999", .bad_says = "no IPv4 address"},
	{.id = "dhcp", .label = "DHCP", .help = "libvirt gives addresses to guests", .page = "addresses",
	 .type = FIELD_SWITCH, .when = "ipv4=yes", .first = "yes", .path = IP4 "/dhcp",
	 .take = network_take_has, .put = network_put_has, .sample = "yes"},
	{.id = "dhcp-start", .label = "  from", .help = "the first address that is given away",
	 .page = "addresses", .type = FIELD_IPV4, .when = "dhcp=yes", .required = true,
	 .path = IP4 "/dhcp/range/@start", .suggest = network_suggest_start, .check = network_check_start,
	 .sample = "192.168.99.128", .sample_with = "subnet=192.168.99.0/24", .bad = "192.168.98.2",
	 .bad_says = "is not in 192.168.99.0/24"},
	{.id = "dhcp-end", .label = "  to", .help = "the last one", .page = "addresses", .type = FIELD_IPV4,
	 .when = "dhcp=yes", .required = true, .path = IP4 "/dhcp/range/@end", .suggest = network_suggest_end,
	 .check = network_check_end, .remark = network_remark_range, .sample = "192.168.99.254",
	 .sample_with = "subnet=192.168.99.0/24 dhcp-start=192.168.99.9", .bad = "192.168.99.2",
	 .bad_says = "reversed"},
	{.id = "lease", .label = "  lease time",
	 .help = "how long a guest keeps an address without asking again; 0 for ever", .page = "addresses",
	 .type = FIELD_NUMBER, .when = "dhcp=yes", .least = 0, .most = 1000000,
	 .path = IP4 "/dhcp/range/lease/@expiry", .check = network_check_lease, .sample = "12", .bad = "-1",
	 .bad_says = "too small"},
	{.id = "lease-unit", .label = "  counted in", .help = "hours, minutes or seconds", .page = "addresses",
	 .type = FIELD_CHOICE, .choices = lease_units, .when = "lease", .first = "hours",
	 .path = IP4 "/dhcp/range/lease/@unit", .sample = "minutes", .sample_with = "lease=30", .bad = "days",
	 .bad_says = "none of those"},
	{.id = "hosts", .label = "  static hosts",
	 .help = "guests that always get the same address; Del takes one out", .page = "addresses",
	 .type = FIELD_RECORDS, .record = host_record, .when = "dhcp=yes", .path = IP4 "/dhcp/host",
	 .check = network_check_hosts, .sample = "52:54:00:12:34:56\tweb1\t192.168.99.10\n",
	 .sample_with = "subnet=192.168.99.0/24", .bad = "52:54:00:12:34:56\tweb1\t10.9.9.10\n",
	 .bad_says = "is not in 192.168.99.0/24"},
	{.id = "ipv6", .label = "IPv6", .help = "the host has an IPv6 address in it, too",
	 .page = "addresses", .type = FIELD_SWITCH,
	 .when = OWN, .first = "no", .path = IP6, .take = network_take_has, .put = network_put_has,
	 .sample = "yes"},
	{.id = "subnet6", .label = "  subnet",
	 .help = "like fd00:21::/64: only with /64 guests find their address by themselves",
	 .page = "addresses", .type = FIELD_SUBNET6, .when = "ipv6=yes", .required = true,
	 .path = IP6 "/@address", .prefix_path = IP6 "/@prefix", .take = network_take_subnet,
	 .put = network_put_nothing, .suggest = network_suggest_subnet6, .check = network_check_subnet6,
	 .sample = "2001:db8:ca2:2::/64", .sample_with = "ipv6=yes", .bad = "fe80::/64",
	 .bad_says = "link-local"},
	{.id = "gateway6", .label = "  gateway", .help = "the host's own address in it", .page = "addresses",
	 .type = FIELD_IPV6, .when = "ipv6=yes", .required = true, .path = IP6 "/@address",
	 .prefix_path = IP6 "/@prefix", .put = network_put_gateway, .suggest = network_suggest_gateway6,
	 .check = network_check_gateway6, .sample = "2001:db8:ca2:2::1",
	 .sample_with = "ipv6=yes subnet6=2001:db8:ca2:2::/64", .bad = "10.0.0.1",
	 .bad_says = "no IPv6 address"},
	{.id = "dhcp6", .label = "DHCPv6",
	 .help = "libvirt gives IPv6 addresses to guests; without it they make their own", .page = "addresses",
	 .type = FIELD_SWITCH, .when = "ipv6=yes", .first = "no", .path = IP6 "/dhcp", .take = network_take_has,
	 .put = network_put_has, .sample = "yes", .sample_with = "ipv6=yes"},
	{.id = "dhcp6-start", .label = "  from", .help = "the first address that is given away",
	 .page = "addresses", .type = FIELD_IPV6, .when = "dhcp6=yes", .required = true,
	 .path = IP6 "/dhcp/range/@start", .suggest = network_suggest_start6, .check = network_check_start6,
	 .sample = "fd00:9::100", .sample_with = "ipv6=yes subnet6=fd00:9::/64 dhcp6=yes", .bad = "fd00:8::1",
	 .bad_says = "is not in fd00:9::/64"},
	{.id = "dhcp6-end", .label = "  to", .help = "the last one", .page = "addresses", .type = FIELD_IPV6,
	 .when = "dhcp6=yes", .required = true, .path = IP6 "/dhcp/range/@end", .suggest = network_suggest_end6,
	 .check = network_check_end6, .sample = "fd00:9::1ff",
	 .sample_with = "ipv6=yes subnet6=fd00:9::/64 dhcp6=yes", .bad = "fd00:9::1", .bad_says = "reversed"},

	/* --- bridge, names, ways out --- */
	{.id = "bridge", .label = "Bridge", .help = "what the host calls it; empty: libvirt chooses", .page = "more",
	 .type = FIELD_NAME, .when = OWN, .path = "bridge/@name",
	 .suggest = network_suggest_bridge, .check = network_check_bridge, .sample = "virbr7",
	 .bad = "a-name-of-20-letters", .bad_says = "at most"},
	{.id = "isolated-ports", .label = "Guests apart",
	 .help = "guests do not reach each other, only the host and what is behind it", .page = "more",
	 .type = FIELD_SWITCH, .when = OWN, .first = "no", .path = "port/@isolated", .sample = "yes"},
	{.id = "mtu", .label = "MTU", .help = "bytes in a packet at most; empty: 1500", .page = "more",
	 .type = FIELD_NUMBER, .unit = "bytes", .least = 68, .most = 65535, .when = OWN, .path = "mtu/@size",
	 .sample = "9000", .bad = "67", .bad_says = "too small"},
	{.id = "domain", .label = "DNS domain",
	 .help = "what guests' names end with, like lab.example; may be empty", .page = "more",
	 .type = FIELD_TEXT, .when = OWN, .path = "domain/@name", .check = network_check_domain,
	 .sample = "vm.example.net", .bad = "vm example", .bad_says = "letters"},
	{.id = "local-only", .label = "  only here",
	 .help = "names of this domain are never asked of other servers", .page = "more", .type = FIELD_SWITCH,
	 .when = "domain", .first = "no", .path = "domain/@localOnly", .sample = "yes",
	 .sample_with = "domain=vm.example.net"},
	{.id = "device", .label = "Leaves by", .help = "only by this interface of the host; empty: by any",
	 .page = "more", .type = FIELD_CHOICE, .free = true, .offer = network_place_offer,
	 .when = "mode=nat,route", .path = "forward/@dev", .check = network_check_device,
	 .remark = network_remark_devices,
	 .sample = "eth1",
	 .bad = "no/such", .bad_says = "without"},
	{.id = "nat-start", .label = "NAT from",
	 .help = "the host's addresses that guests appear with; empty: that of the way out", .page = "more",
	 .type = FIELD_IPV4, .when = "mode=nat", .path = "forward/nat/address/@start",
	 .check = network_check_nat_start, .sample = "203.0.113.5", .bad = "203.0.113",
	 .bad_says = "no IPv4 address"},
	{.id = "nat-end", .label = "  to", .help = "the last of them", .page = "more", .type = FIELD_IPV4,
	 .when = "mode=nat nat-start", .required = true, .path = "forward/nat/address/@end",
	 .suggest = network_suggest_nat_end, .check = network_check_nat_end, .sample = "203.0.113.9",
	 .sample_with = "nat-start=203.0.113.5", .bad = "203.0.113.4", .bad_says = "reversed"},
	{.id = "port-start", .label = "Ports from",
	 .help = "TCP and UDP ports that NAT takes; empty: 1024 to 65535", .page = "more", .type = FIELD_NUMBER,
	 .least = 1, .most = 65535, .when = "mode=nat", .path = "forward/nat/port/@start", .sample = "1024",
	 .bad = "0", .bad_says = "too small"},
	{.id = "port-end", .label = "  to", .help = "the last of them", .page = "more", .type = FIELD_NUMBER,
	 .least = 1, .most = 65535, .when = "mode=nat port-start", .required = true, .first = "65535",
	 .path = "forward/nat/port/@end", .check = network_check_port_end, .sample = "40000",
	 .sample_with = "port-start=20000", .bad = "19999", .bad_says = "reversed"},
	{.id = "nat-ipv6", .label = "NAT for IPv6", .help = "IPv6 is hidden behind the host's address, too",
	 .page = "more", .type = FIELD_SWITCH, .when = "mode=nat ipv6=yes", .first = "no",
	 .path = "forward/nat/@ipv6", .sample = "yes", .sample_with = "ipv6=yes"},

	/* --- what the host has --- */
	{.id = "host-bridge", .label = "Bridge", .help = "a bridge of the host that is there, or will be",
	 .page = "part", .type = FIELD_CHOICE, .free = true, .offer = network_place_offer_bridges,
	 .when = "mode=bridge,openvswitch", .required = true, .path = "bridge/@name",
	 .check = network_check_device, .remark = network_remark_devices,
	 .sample = "br0", .sample_with = "mode=bridge", .bad = "br 0",
	 .bad_says = "without"},
	{.id = "macvtap", .label = "macvtap mode", .help = "how guests reach each other", .page = "part",
	 .type = FIELD_CHOICE, .choices = macvtap_modes, .when = "mode=macvtap", .required = true,
	 .first = "bridge", .take = network_take_macvtap, .put = network_put_nothing, .sample = "vepa",
	 .sample_with = "mode=macvtap devices=eth0", .bad = "open", .bad_says = "none of those"},
	{.id = "devices", .label = "Interfaces", .help = "of the host, their names parted by spaces",
	 .page = "part", .type = FIELD_MANY, .free = true, .offer = network_place_offer,
	 .when = "mode=macvtap,passthrough", .required = true, .path = "forward/interface/@dev",
	 .check = network_check_devices, .remark = network_remark_devices,
	 .sample = "eth10 eth11", .sample_with = "mode=passthrough",
	 .bad = "no/such", .bad_says = "without"},
	{.id = "card", .label = "Card", .help = "the interface whose virtual functions guests get (its PF)",
	 .page = "part", .type = FIELD_CHOICE, .free = true, .offer = network_place_offer,
	 .when = "mode=hostdev", .required = true, .path = "forward/pf/@dev", .check = network_check_device,
	 .remark = network_remark_devices,
	 .sample = "eth3", .sample_with = "mode=hostdev", .bad = "no/such", .bad_says = "without"},
	{.id = "managed", .label = "Managed",
	 .help = "libvirt takes the functions from the host when a guest starts, and gives them back",
	 .page = "part", .type = FIELD_SWITCH, .when = "mode=hostdev", .first = "yes",
	 .path = "forward/@managed", .sample = "no", .sample_with = "mode=hostdev card=eth3"},
	{.id = "vlan", .label = "VLAN",
	 .help = "of all guests that name no group: none, a tag, or a trunk (42, 47 native)", .page = "part",
	 .type = FIELD_VLANS, .when = "mode=openvswitch,hostdev", .path = "vlan", .take = network_take_vlan,
	 .put = network_put_vlan, .check = network_check_vlan, .sample = "42",
	 .sample_with = "mode=openvswitch host-bridge=ovsbr1", .bad = "4096", .bad_says = "no VLAN tag"},
	{.id = "groups", .label = "Port groups", .help = "by which guests choose a VLAN; Del takes one out",
	 .page = "part", .type = FIELD_RECORDS, .record = group_record, .when = "mode=openvswitch,hostdev",
	 .path = "portgroup", .check = network_check_groups,
	 .sample = "novlan\tyes\t\nengineering\tno\t42\ntrunk\tno\t42, 47 native\n",
	 .sample_with = "mode=openvswitch host-bridge=ovsbr1", .bad = "a\tyes\t\nb\tyes\t42\n",
	 .bad_says = "one group alone"},

	/* --- how much --- */
#define LIMIT(id_, label_, path_, unit_, ...)                                                      \
	{.id = id_, .label = label_, .help = "empty: no limit", .page = "bandwidth",               \
	 .type = FIELD_NUMBER, .unit = unit_, .least = 1, .most = 1000000000,                      \
	 .path = "bandwidth/" path_, .sample = "1000", .bad = "0", .bad_says = "too small", __VA_ARGS__}
	LIMIT("in-average", "In", "inbound/@average", "KiB/s",
	 .heading = "What all guests together may receive", .when = OWN),
	LIMIT("in-peak", "  peak", "inbound/@peak", "KiB/s", .when = "in-average",
	 .sample_with = "in-average=500"),
	LIMIT("in-burst", "  burst", "inbound/@burst", "KiB", .when = "in-average",
	 .sample_with = "in-average=500"),
	LIMIT("out-average", "Out", "outbound/@average", "KiB/s", .heading = "and send", .when = OWN),
	LIMIT("out-peak", "  peak", "outbound/@peak", "KiB/s", .when = "out-average",
	 .sample_with = "out-average=500"),
	LIMIT("out-burst", "  burst", "outbound/@burst", "KiB", .when = "out-average",
	 .sample_with = "out-average=500"),
#undef LIMIT
	{.id = NULL},
};

/* --- the wizard -------------------------------------------------------------------------------- */

static const struct wizard_page pages[] = {
	{.id = "kind", .title = "What it is"},
	{.id = "part", .title = "On the host"},
	{.id = "addresses", .title = "Addresses", .intro = network_intro_addresses},
	{.id = "more", .title = "Bridge and DNS"},
	{.id = "bandwidth", .title = "Bandwidth"},
	{.id = NULL},
};

static const struct wizard_button buttons[] = {
	{"start", "Create and start", "define it on the host and start it: guests can be plugged in"},
	{"define", "Define only", "define it on the host; it is started later"},
	{NULL, NULL, NULL},
};

/* "NAT, 192.168.21.0/24, DHCP 192.168.21.2 to 192.168.21.254, bridge virbr1" */
static char *summary(const struct draft *d)
{
	struct str out = {0};
	autofree char *mode = field_words(field_find(network_form, "mode"), d, draft_value(d, "mode"));
	static const struct {
		const char *id, *before;
	} parts[] = {{"subnet", ""},		 {"dhcp-start", "DHCP "}, {"subnet6", ""},  {"bridge", "bridge "},
		     {"host-bridge", "bridge "}, {"devices", "by "},	  {"card", "card "}};

	str_add(&out, mode);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *value = draft_value(d, parts[i].id);

		if (*value)
			str_addf(&out, ", %s%s", parts[i].before, value);
		if (*value && str_equal(parts[i].id, "dhcp-start"))
			str_addf(&out, " to %s", draft_value(d, "dhcp-end"));
	}
	return str_take(&out);
}

/* A word of a line for a shell; suffix belongs to it. */
static char *line_of(const char *before, const char *name, const char *suffix, const char *after)
{
	struct str out = {0};
	autofree char *word = mem_printf("%s%s", name, suffix);

	str_add(&out, before);
	if (*word == '-')
		str_add(&out, "-- ");
	argv_add_quoted(&out, word);
	str_add(&out, after);
	return str_take(&out);
}

/* Takes call over. */
static void add_step(struct plan *plan, enum verb verb, const char *name, const char *what, char *call, const char *virsh)
{
	struct verb_request request = {.verb = verb, .name = name};

	plan_add(plan, &request, mem_printf("%s %s", what, name), line_of(virsh, name, "", ""))->call = call;
}

static void make_plan(const struct draft *d, const char *button, const char *xml, struct plan *plan)
{
	const char *name = draft_value(d, "name");
	struct plan_step *step =
	        plan_add(plan, &(struct verb_request){.verb = NETWORK_VERB_DEFINE, .text = xml},
	                 mem_printf("define %s", name), line_of("net-define ", name, ".xml", " --validate"));

	plan_step_undo(step, NETWORK_VERB_UNDEFINE, mem_strdup(name), NULL, mem_printf("undefine %s", name));
	step->call = mem_strdup(kind_of(OBJ_NETWORK)->call);
	if (draft_is(d, "autostart", "yes"))
		add_step(plan, NETWORK_VERB_AUTOSTART_ON, name, "autostart", mem_printf("virNetworkSetAutostart(%s, 1)", name),
			 "net-autostart ");
	if (str_equal(button, "start"))
		add_step(plan, NETWORK_VERB_START, name, "start", mem_printf("virNetworkCreate(%s)", name), "net-start ");
}

static void peeks(const struct draft *d, struct peek_list *out)
{
	const struct network_place *p = draft_context(d);

	peek_add(out, p->host, reading_key_host(READING_NETWORKS));
	peek_add(out, p->host, reading_key_host(READING_INTERFACES));
	peek_add(out, p->host, reading_key_host(READING_ROUTES));
}

const struct wizard_kind network_wizard = {
	.title = "New network",
	.thing = "network",
	.object = OBJ_NETWORK,
	.base = "<network>\n</network>\n",
	.pages = pages,
	.fields = network_form,
	.buttons = buttons,
	.name = "name",
	.plan = make_plan,
	.summary = summary,
	.remarks = network_remarks,
	.peeks = peeks,
	.renew = network_place_renew,
	.free = network_place_free,
};

static const struct host_view *view_nothing(void *opaque, uint32_t number)
{
	(void)opaque;
	(void)number;
	return NULL;
}

void *network_form_nowhere(void)
{
	struct network_place *place = mem_new(struct network_place);

	place->view = view_nothing;
	return place;
}

static void wizard_on(struct app *app, const struct action *action, uint32_t host)
{
	struct network_place *place = mem_new(struct network_place);

	*place = (struct network_place){.view = app_host_view, .opaque = app, .host = host};
	wizard_open(app, action, &network_wizard, host, place);
}

const struct form_table network_form_table = {
	.name = "network",
	.fields = network_form,
	.wizard = &network_wizard,
	.base = "<network>\n</network>\n",
	.context = network_form_nowhere,
	.free = network_place_free,
	.open = wizard_on,
};
