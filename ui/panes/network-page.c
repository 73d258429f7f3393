// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a network: what it is, who is on it, its addresses and names, how its traffic leaves. */
#include "ui/panes/network-page.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/duid.h"
#include "model/nics.h"
#include "model/uses.h"
#include "ui/panes/things.h"
#include "ui/panes/xmlpart.h"
#include "xml/network.h"

static const struct network *network_of(const struct page *page)
{
	return networks_find(host_networks(page->view), page->id.uuid);
}

static struct reading_key leases_key(const struct page *page)
{
	return reading_key_of(READING_LEASES, page->id.uuid);
}

static bool head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct network *n = network_of(page);

	if (!n)
		return false;
	str_addf(name, "%s on %s", n->name, page->view->name);
	things_state(page->view, n->active, n->persistent, n->autostart, state, role);
	return true;
}

static void peek_network(const struct page *page, struct peek_list *out)
{
	peek_add(out, page->id.host, reading_key_host(READING_NETWORKS));
}

static void peek_leases(const struct page *page, struct peek_list *out)
{
	const struct network *n = network_of(page);

	peek_network(page, out);
	if (n && n->active && n->has_dhcp)
		peek_add(out, page->id.host, leases_key(page));
}

static struct reading_key ports_key(const struct page *page)
{
	return reading_key_of(READING_PORTS, page->id.uuid);
}

static void peek_machines(const struct page *page, struct peek_list *out)
{
	const struct network *n = network_of(page);

	peek_leases(page, out);
	if (!n || !n->active)
		return;
	peek_add(out, page->id.host, ports_key(page));
	peek_add(out, page->id.host, reading_key_host(READING_NICS));
}

/* What can be changed of it, as of the last build: rows tell their number in it. */
static struct dhcp *renew_dhcp(struct page *page)
{
	const struct network *n = network_of(page);

	dhcp_destroy(page->own);
	page->own = dhcp_create(n, n->active ? page_data(page, leases_key(page)) : NULL);
	return page->own;
}

static void close_page(struct page *page)
{
	dhcp_destroy(page->own);
}

static void link_entry(const struct page *page, struct doc *doc, enum network_entry kind, size_t index)
{
	struct obj_id id = obj_id_numbered(OBJ_ITEM, (uint32_t)index * NETWORK_ENTRY_COUNT + kind);

	id.host = page->id.host;
	doc_link(doc, id);
}

enum network_entry network_page_entry(const struct app *app, size_t *ret_index)
{
	struct page *page = page_top(app);
	uint32_t item = page && page->kind == &network_page ? page_item(page) : 0;

	*ret_index = item / NETWORK_ENTRY_COUNT;
	return item % NETWORK_ENTRY_COUNT;
}

struct dhcp *network_page_take(struct app *app)
{
	struct page *page = page_top(app);
	struct dhcp *taken;

	if (!page || page->kind != &network_page || !page->own)
		return NULL;
	taken = page->own;
	page->own = NULL;
	page_changed(page);
	return taken;
}

/* Says that its details are not there yet. */
static bool is_known(const struct network *n, struct doc *doc)
{
	if (!n->known)
		doc_text(doc, ROLE_DIM, "Being read...");
	return n->known;
}

/* Says that machines run which it does not carry any more. */
static void add_cut_off(const struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);
	const struct snapshot *s = page->view->snapshot;
	size_t count = 0;

	for (size_t i = 0; s && network_is_cut_off(n) && i < s->n_domains; i++)
		count += domain_is_active(&s->domains[i]) && machine_is_on(&s->domains[i], n);
	if (count)
		doc_textf(doc, ROLE_STATE_WARN, "%zu running %s " NETWORK_CUT_OFF ".", count,
			  count == 1 ? "machine is" : "machines are");
}

/* --- overview ---------------------------------------------------------------------------------- */

static void pair(struct doc *doc, const char *what, const char *text)
{
	if (text)
		doc_pair(doc, ROLE_DIM, what, ROLE_TEXT, text);
}

static void add_ports(struct doc *doc, const struct network *n)
{
	autostr struct str ports = {0};

	for (size_t i = 0; i < n->n_lines; i++)
		if (n->lines[i].note == NETWORK_NOTE_PORT && n->lines[i].a)
			str_addf(&ports, "%s%s", ports.len ? ", " : "", n->lines[i].a);
	if (ports.len)
		doc_pair(doc, ROLE_DIM, "interfaces", ROLE_TEXT, str_text(&ports));
}

static void overview(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);
	char uuid[UUID_TEXT_SIZE];

	if (!is_known(n, doc))
		return;
	add_cut_off(page, doc);
	if (n->defined)
		doc_text(doc, ROLE_STATE_WARN, THINGS_DIFFER);
	uuid_format(n->uuid, uuid);
	doc_pair(doc, ROLE_DIM, "mode", ROLE_STRONG, network_mode_text(n->mode));
	doc_pair(doc, ROLE_DIM, "", ROLE_TEXT, network_mode_words(n->mode));
	if (n->device)
		doc_pairf(doc, "leaves by", "%s", n->device);
	pair(doc, "NAT", n->nat);
	add_ports(doc, n);
	pair(doc, "bridge", n->bridge);
	pair(doc, "VLAN", n->vlan);
	pair(doc, "subnet", n->subnets);
	pair(doc, "host's address", n->addresses);
	if (n->ranges)
		doc_pairf(doc, "DHCP", "%s", n->ranges);
	else
		doc_pair(doc, ROLE_DIM, "DHCP", ROLE_DIM, n->has_dhcp ? "to fixed addresses only" : "none of its own");
	if (n->leases >= 0)
		doc_pairf(doc, "leases", "%d", n->leases);
	pair(doc, "DNS domain", n->domain);
	if (n->mtu)
		doc_pairf(doc, "MTU", "%u", n->mtu);
	doc_pairf(doc, "kept", "%s%s", n->persistent ? "persistent" : "transient: gone when it stops",
		  n->autostart ? ", starts with its host" : ", does not start with its host");
	doc_pairf(doc, "host", "%s, %s", page->view->name, host_state_text(page->view->state));
	doc_link(doc, obj_id_host(page->id.host));
	doc_pair(doc, ROLE_DIM, "UUID", ROLE_TEXT, uuid);
}

/* --- who is on it ------------------------------------------------------------------------------ */

static const struct lease *lease_of(const struct leases *leases, struct span mac)
{
	for (size_t i = 0; leases && i < leases->n; i++)
		if (leases->all[i].mac && strlen(leases->all[i].mac) == mac.len &&
		    strncasecmp(leases->all[i].mac, mac.s, mac.len) == 0)
			return &leases->all[i];
	return NULL;
}

/* What is known of the guest's addresses at this NIC, or at none that was named. */
static void add_guest_addresses(struct str *text, const struct guest_facts *guest, struct span mac)
{
	for (size_t i = 0; guest && i < guest->n_all; i++) {
		const struct guest_address *a = &guest->all[i];

		if (!a->mac[0] || (strlen(a->mac) == mac.len && strncasecmp(a->mac, mac.s, mac.len) == 0))
			str_addf(text, "%s%s", text->len ? " " : "", a->text);
	}
}

/* From the lease, else what the guest says. */
static void add_address(struct page *page, struct doc *doc, const struct domain *d, const struct nic_use *nic)
{
	const struct lease *lease = lease_of(page_data(page, leases_key(page)), nic->mac);
	const struct guest_facts *guest = domain_is_active(d) ? guests_find(page->view->guests, d->uuid) : NULL;

	autostr struct str told = {0};

	if (!lease)
		add_guest_addresses(&told, guest, nic->mac);
	if (lease)
		doc_cell(doc, ROLE_TEXT, lease->ip);
	else
		doc_cell(doc, ROLE_DIM, told.len ? str_text(&told) : "-");
}

static bool is_loose(const struct page *page, const struct domain *d, const struct nic_use *nic)
{
	return network_nic_is_loose(page->view, network_of(page), d, nic);
}

static void add_port_cell(struct page *page, struct doc *doc, const struct domain *d, const struct nic_use *nic)
{
	autofree char *port = span_text(nic->target);

	if (domain_is_active(d) && network_is_cut_off(network_of(page)))
		doc_cellf(doc, ROLE_STATE_WARN, "%s%scut off", port, port[0] ? ", " : "");
	else if (is_loose(page, d, nic))
		doc_cellf(doc, ROLE_STATE_WARN, "%s%snot plugged in", port, port[0] ? ", " : "");
	else
		doc_cell(doc, port[0] ? ROLE_TEXT : ROLE_DIM, port[0] ? port : "-");
}

static void add_rate(struct doc *doc, double rate)
{
	char text[UNITS_SIZE];

	if (rate < 0)
		doc_cell(doc, ROLE_DIM, "-");
	else
		doc_cell(doc, rate < 0.5 ? ROLE_DIM : ROLE_TEXT, units_rate(text, rate));
}

static void add_nic(struct page *page, struct doc *doc, const struct domain *d, const struct nic_use *nic)
{
	const struct reading *nics = page_reading(page, reading_key_host(READING_NICS));
	struct nic_rates rates = nic_rates_of(nics ? nics->before : NULL, nics ? nics->data : NULL, nic->target);
	autofree char *mac = span_text(nic->mac);

	add_port_cell(page, doc, d, nic);
	things_add_machine(doc, page, d);
	doc_cell(doc, ROLE_TEXT, mac);
	add_address(page, doc, d, nic);
	add_rate(doc, rates.received);
	add_rate(doc, rates.sent);
}

typedef void nic_fn(struct page *page, struct doc *doc, const struct domain *d, const struct nic_use *nic);
typedef bool nic_counts_fn(const struct page *page, const struct domain *d, const struct nic_use *nic);

/* All on the network, or those that count; how many they are. fn may be NULL. */
static size_t each_nic(struct page *page, struct doc *doc, nic_fn *fn, nic_counts_fn *counts)
{
	const struct network *n = network_of(page);
	const struct snapshot *s = page->view->snapshot;
	size_t count = 0;

	for (size_t i = 0; s && i < s->n_domains; i++) {
		const char *next = s->domains[i].def.wires;
		struct nic_use nic;

		while (uses_next_nic(&next, &nic)) {
			if (!nic_is_on(&nic, n) || (counts && !counts(page, &s->domains[i], &nic)))
				continue;
			count++;
			if (fn)
				fn(page, doc, &s->domains[i], &nic);
		}
	}
	return count;
}

static void add_loose(struct page *page, struct doc *doc)
{
	size_t count = each_nic(page, doc, NULL, is_loose);
	char key[KEY_NAME_SIZE];

	if (count)
		doc_textf(doc, ROLE_STATE_WARN,
			  "%zu %s in the air since the network was stopped: its bridge is another one now. %s plugs "
			  "%s in again.",
			  count, count == 1 ? "NIC hangs" : "NICs hang",
			  action_key_of(page->app, "network.replug", key), count == 1 ? "it" : "them");
}

static void machines(struct page *page, struct doc *doc)
{
	static const struct doc_column columns[] = {
		{"PORT", false, false},	   {"MACHINE", false, true}, {"STATE", false, false}, {"MAC", false, false},
		{"ADDRESS", false, true}, {"IN/s", true, false},    {"OUT/s", true, false},
	};
	const struct network *n = network_of(page);
	const struct reading *nics = page_reading(page, reading_key_host(READING_NICS));

	add_cut_off(page, doc);
	add_loose(page, doc);
	if (n->bridge)
		doc_pair(doc, ROLE_DIM, "bridge", ROLE_STRONG, n->bridge);
	doc_table(doc, columns, ARRAY_SIZE(columns));
	if (!each_nic(page, doc, add_nic, NULL))
		doc_text(doc, ROLE_DIM, "No machine of this host has a NIC on it.");
	else if (nics && nics->unsupported)
		doc_textf(doc, ROLE_DIM, "\n%s.", nics->why);
}

/* --- addresses and names ------------------------------------------------------------------------ */

static const struct domain *machine_of_mac(const struct page *page, const char *mac)
{
	const struct snapshot *s = page->view->snapshot;

	for (size_t i = 0; mac && s && i < s->n_domains; i++) {
		const char *next = s->domains[i].def.wires;
		struct nic_use nic;

		while (uses_next_nic(&next, &nic))
			if (nic.mac.len == strlen(mac) && strncasecmp(nic.mac.s, mac, nic.mac.len) == 0)
				return &s->domains[i];
	}
	return NULL;
}

/* Of the machine that has the MAC, with a link there. */
static void add_owner(const struct page *page, struct doc *doc, const char *mac)
{
	const struct domain *d = machine_of_mac(page, mac);

	doc_cell(doc, d ? ROLE_STRONG : ROLE_DIM, d ? d->name : "-");
	if (d)
		doc_link(doc, obj_id_domain(page->id.host, d->uuid));
}

/* Where something is said, when that is not everywhere. */
static const char *sides_text(const struct dhcp *dhcp, unsigned sides)
{
	if (sides == dhcp->sides || dhcp->sides != SIDE_BOTH)
		return "";
	return sides == SIDE_LIVE ? "until it stops" : "from its next start on";
}

static void add_sides(struct doc *doc, const struct dhcp *dhcp, unsigned sides)
{
	doc_cell(doc, ROLE_STATE_WARN, sides_text(dhcp, sides));
}

static bool is_set_aside(const struct dhcp *dhcp, const struct lease *lease)
{
	for (size_t i = 0; i < dhcp->n_fixed; i++) {
		const struct dhcp_fixed *f = &dhcp->fixed[i];

		if ((f->mac && lease->mac && strcasecmp(f->mac, lease->mac) == 0) ||
		    (f->duid && lease->duid && duid_equal(f->duid, lease->duid)))
			return true;
	}
	return false;
}

/* DHCP knows guests by their MACs, or with IPv6 by their DUIDs. */
static bool has_ipv6(const struct dhcp *dhcp)
{
	for (size_t i = 0; i < dhcp->n_subnets; i++)
		if (dhcp->subnets[i].subnet.address.family == 6)
			return true;
	return false;
}

static void add_lease(const struct page *page, struct doc *doc, const struct lease *lease, size_t index)
{
	char left[UNITS_SIZE];
	double left_s = (double)(lease->until_wall_s - clock_wall_s());

	doc_cell(doc, ROLE_TEXT, lease->ip ? lease->ip : "");
	add_owner(page, doc, lease->mac);
	doc_cell(doc, ROLE_TEXT, lease->duid ? lease->duid : lease->mac ? lease->mac : "");
	doc_cell(doc, ROLE_TEXT, lease->name ? lease->name : "-");
	if (!lease->until_wall_s)
		doc_cell(doc, ROLE_DIM, "no end");
	else if (left_s > 0)
		doc_cellf(doc, ROLE_TEXT, "in %s", units_duration(left, left_s));
	else
		doc_cell(doc, ROLE_STATE_WARN, "over");
	doc_cell(doc, ROLE_TEXT, is_set_aside(page->own, lease) ? "fixed" : "");
	link_entry(page, doc, NETWORK_ENTRY_LEASE, index);
}

static void add_leases(struct page *page, struct doc *doc)
{
	static const struct doc_column columns[][6] = {
		{{"ADDRESS", false, false}, {"MACHINE", false, true}, {"MAC", false, false}, {"NAME", false, true},
		 {"ENDS", false, false}, {"", false, false}},
		{{"ADDRESS", false, false}, {"MACHINE", false, true}, {"MAC OR DUID", false, false},
		 {"NAME", false, true}, {"ENDS", false, false}, {"", false, false}},
	};
	const struct leases *leases;

	doc_heading(doc, "Leases");
	if (!network_of(page)->active) {
		doc_text(doc, ROLE_DIM, "None: it does not run.");
		return;
	}
	if (!network_of(page)->has_dhcp) {
		doc_text(doc, ROLE_DIM, "None: it has no DHCP.");
		return;
	}
	if (!page_has(page, doc, leases_key(page)))
		return;
	leases = page_data(page, leases_key(page));
	if (!leases->n)
		doc_text(doc, ROLE_DIM, "None is given away.");
	doc_table(doc, columns[has_ipv6(page->own)], ARRAY_SIZE(*columns));
	for (size_t i = 0; i < leases->n; i++)
		add_lease(page, doc, &leases->all[i], i);
}

static void add_fixed(const struct page *page, struct doc *doc, const struct dhcp *dhcp)
{
	static const struct doc_column columns[][5] = {
		{{"ADDRESS", false, false}, {"MACHINE", false, true}, {"MAC", false, false}, {"NAME", false, true},
		 {"", false, false}},
		{{"ADDRESS", false, false}, {"MACHINE", false, true}, {"MAC OR DUID", false, false},
		 {"NAME", false, true}, {"", false, false}},
	};

	doc_heading(doc, "Fixed addresses");
	if (!dhcp->n_fixed)
		doc_text(doc, ROLE_DIM, "None is set aside.");
	doc_table(doc, columns[has_ipv6(dhcp)], ARRAY_SIZE(*columns));
	for (size_t i = 0; i < dhcp->n_fixed; i++) {
		const struct dhcp_fixed *f = &dhcp->fixed[i];

		doc_cell(doc, ROLE_TEXT, f->ip ? f->ip : "-");
		add_owner(page, doc, f->mac);
		doc_cell(doc, ROLE_TEXT, f->mac ? f->mac : f->duid ? f->duid : "-");
		doc_cell(doc, ROLE_TEXT, f->name ? f->name : "-");
		add_sides(doc, dhcp, f->sides);
		link_entry(page, doc, NETWORK_ENTRY_FIXED, i);
	}
}

static void add_ranges(const struct page *page, struct doc *doc, const struct dhcp *dhcp)
{
	static const struct doc_column columns[] = {
		{"FROM", false, false}, {"TO", false, false}, {"ADDRESSES", true, false}, {"", false, false},
	};

	doc_heading(doc, "Ranges");
	if (!dhcp->n_ranges)
		doc_text(doc, ROLE_DIM, dhcp->n_fixed ? "None: only fixed addresses are given away."
						      : "None: no addresses are given away.");
	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < dhcp->n_ranges; i++) {
		const struct dhcp_range *r = &dhcp->ranges[i];

		doc_cell(doc, ROLE_TEXT, r->start);
		doc_cell(doc, ROLE_TEXT, r->end);
		doc_cellf(doc, ROLE_TEXT, "%llu", (unsigned long long)dhcp_range_count(r));
		add_sides(doc, dhcp, r->sides);
		link_entry(page, doc, NETWORK_ENTRY_RANGE, i);
	}
}

static void addresses(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);
	const struct dhcp *dhcp;

	if (!is_known(n, doc))
		return;
	if (!n->n_ips && !(n->defined && n->defined->n_ips)) {
		doc_text(doc, ROLE_DIM,
			 "It has no subnet of its own: addresses come from the network that it leads to.");
		return;
	}
	dhcp = renew_dhcp(page);
	if (n->subnets)
		doc_pair(doc, ROLE_DIM, "subnet", ROLE_TEXT, n->subnets);
	add_ranges(page, doc, dhcp);
	add_fixed(page, doc, dhcp);
	add_leases(page, doc);
}

static size_t add_lines(struct doc *doc, const struct network *n, enum network_note note, const char *heading)
{
	size_t count = 0;

	for (size_t i = 0; i < n->n_lines; i++) {
		const struct network_line *line = &n->lines[i];

		if (line->note != note || (note == NETWORK_NOTE_DNS && str_equal(line->a, NETWORK_DNS_HOST)))
			continue;
		if (!count++)
			doc_heading(doc, heading);
		doc_pairf(doc, line->a ? line->a : "", "%s%s%s", line->b ? line->b : "", line->b && line->c ? "  " : "",
			  line->c ? line->c : "");
	}
	return count;
}

static void add_names(const struct page *page, struct doc *doc, const struct dhcp *dhcp)
{
	static const struct doc_column columns[] = {
		{"ADDRESS", false, false}, {"NAMES", false, true}, {"", false, false},
	};

	if (dhcp->n_names)
		doc_heading(doc, "Names that its DNS knows");
	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < dhcp->n_names; i++) {
		doc_cell(doc, ROLE_TEXT, dhcp->names[i].ip);
		doc_cell(doc, ROLE_TEXT, dhcp->names[i].names);
		add_sides(doc, dhcp, dhcp->names[i].sides);
		link_entry(page, doc, NETWORK_ENTRY_NAME, i);
	}
}

static void names(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);
	const struct dhcp *dhcp;
	size_t count;

	if (!is_known(n, doc))
		return;
	dhcp = renew_dhcp(page);
	count = dhcp->n_names;
	if (n->domain)
		doc_pair(doc, ROLE_DIM, "DNS domain", ROLE_TEXT, n->domain);
	add_names(page, doc, dhcp);
	count += add_lines(doc, n, NETWORK_NOTE_DNS, "What else its DNS does");
	count += add_lines(doc, n, NETWORK_NOTE_ROUTE, "Routes of the host, and over what");
	count += add_lines(doc, n, NETWORK_NOTE_GROUP, "Port groups");
	if (!count && !n->domain)
		doc_text(doc, ROLE_DIM, "Nothing is set: no DNS of its own, no routes, no port groups.");
}

/* --- how traffic leaves ------------------------------------------------------------------------- */

/* The first IPv4 subnet; NULL. The caller frees. */
static char *subnet4(const struct network *n)
{
	for (const char *at = n->subnets; at && *at; at += strcspn(at, " "), at += *at == ' ') {
		size_t len = strcspn(at, " ");

		if (!memchr(at, ':', len))
			return mem_strndup(at, len);
	}
	return NULL;
}

/* An address of a guest to be an example: one with a lease, or set aside. The caller frees. */
static char *example(const struct dhcp *dhcp)
{
	const struct dhcp_subnet *usual;
	struct inet a;
	char buf[INET_SIZE];

	for (size_t i = 0; i < dhcp->n_fixed; i++)
		if (dhcp->fixed[i].address.family == 4)
			return mem_strdup(dhcp->fixed[i].ip);
	for (size_t i = 0; i < dhcp->n_leases; i++)
		if (dhcp->leases[i].address.family == 4)
			return mem_strdup(dhcp->leases[i].ip);
	usual = dhcp_usual_subnet(dhcp);
	return usual && usual->subnet.address.family == 4 && dhcp_suggest(dhcp, &usual->subnet, &a)
		       ? mem_strdup(inet_format(&a, buf)) : NULL;
}

/* "MASQUERADE, as the address of the host, ports 1024 to 65535"; the caller frees. */
static char *nat_words(const struct network *n)
{
	bool has_addresses = n->nat && str_starts(n->nat, "as ");

	if (has_addresses)
		return mem_printf("SNAT, %s", n->nat);
	return mem_printf("MASQUERADE, as the address of the host%s%s", n->nat ? ", " : "", n->nat ? n->nat : "");
}

static void add_rule(struct doc *doc, const struct network *n, const char *subnet)
{
	autofree char *how = nat_words(n);

	doc_heading(doc, "The rule that does it");
	doc_textf(doc, ROLE_TEXT,
		  "libvirt has the host rewrite what leaves %s for anywhere else: %s. "
		  "\"iptables -t nat -S LIBVIRT_PRT\" shows it, with libvirt's nftables "
		  "\"nft list table ip libvirt_network\".",
		  subnet, how);
}

static void add_way_in(struct doc *doc, const char *guest)
{
	doc_heading(doc, "To let somebody in from outside: port 8080 of the host to port 80 of a guest");
	doc_textf(doc, ROLE_TEXT, "iptables -t nat -I PREROUTING -p tcp --dport 8080 -j DNAT --to-destination %s:80",
		  guest);
	doc_textf(doc, ROLE_TEXT, "iptables -I FORWARD -d %s -p tcp --dport 80 -j ACCEPT", guest);
	doc_textf(doc, ROLE_TEXT, "nft insert rule ip libvirt_network guest_input ip daddr %s tcp dport 80 accept",
		  guest);
	doc_text(doc, ROLE_DIM,
		 "On the host, as root; the last one instead of the second, where libvirt uses nftables. libvirt's own "
		 "rules come anew whenever the network starts, and would stand before these: "
		 "/etc/libvirt/hooks/network is the place for them. Fix the guest's address first (Addresses).");
}

static void add_nat(struct page *page, struct doc *doc, const struct network *n)
{
	autofree char *subnet = subnet4(n);
	autofree char *guest = example(renew_dhcp(page));

	if (!subnet)
		return;
	add_rule(doc, n, subnet);
	if (guest)
		add_way_in(doc, guest);
	doc_heading(doc, "With a VPN");
	doc_text(doc, ROLE_STATE_WARN,
		 "Whoever is behind a VPN of the host sees guests under the host's address, and cannot begin to talk to "
		 "them. Where that is needed, mode \"open\" (your own firewall rules) or \"route\" is right.");
}

static void add_route(struct doc *doc, const struct network *n)
{
	autofree char *subnet = subnet4(n);

	if (!subnet)
		return;
	doc_heading(doc, "What the router outside needs");
	doc_textf(doc, ROLE_TEXT, "ip route add %s via ADDRESS-OF-THIS-HOST", subnet);
	doc_text(doc, ROLE_DIM, "Without it answers to the guests do not find the way back.");
}

static const struct {
	const char *inside; /* who is reached from outside */
	bool routed; /* by this host */
} reach[NETWORK_MODE_COUNT] = {
	[NETWORK_ISOLATED] = {"Nobody from outside this host reaches its guests."},
	[NETWORK_NAT] = {"This host reaches its guests. From elsewhere nobody does, but by ports that the host "
			 "forwards."},
	[NETWORK_ROUTED] = {"Whoever has a route to the subnet reaches its guests: libvirt's firewall lets in and out "
			    "what belongs to it.", .routed = true},
	[NETWORK_OPEN] = {"Whoever has a route to the subnet reaches its guests, unless rules of your own say "
			  "otherwise: libvirt adds none.", .routed = true},
	[NETWORK_BRIDGE] = {"Whoever is in that network reaches its guests as any other machine there."},
	[NETWORK_OVS] = {"Whoever is in the same VLAN reaches its guests as any other machine there."},
	[NETWORK_MACVTAP] = {"Whoever is in the network of that interface reaches its guests; the host itself does "
			     "not."},
	[NETWORK_PASSTHROUGH] = {"Whoever is in the network of that interface reaches the guest; the host itself does "
				 "not."},
	[NETWORK_HOSTDEV] = {"Whoever is in the network of that card reaches the guest, past the host's firewall."},
};

static void traffic(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);

	if (!is_known(n, doc))
		return;
	doc_pair(doc, ROLE_DIM, "mode", ROLE_STRONG, network_mode_text(n->mode));
	doc_pair(doc, ROLE_DIM, "out", ROLE_TEXT, network_mode_words(n->mode));
	doc_pair(doc, ROLE_DIM, "in", ROLE_TEXT, reach[n->mode].inside);
	pair(doc, "subnet", n->subnets);
	pair(doc, "host's address", n->addresses);
	pair(doc, "bridge", n->bridge);
	if (n->mode <= NETWORK_OPEN && n->mode != NETWORK_ISOLATED)
		doc_pair(doc, ROLE_DIM, "leaves by", ROLE_TEXT,
			 n->device ? n->device : "any interface, as the host's routes say");
	if (n->mode == NETWORK_NAT)
		add_nat(page, doc, n);
	else if (reach[n->mode].routed)
		add_route(doc, n);
}

static void xml(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);

	xml_part_sides(page, doc, n->xml, n->defined ? n->defined->xml : NULL);
}

static void differs(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);
	autofree char *runs = n->defined ? network_comparable(n->xml) : NULL;
	autofree char *waits = n->defined ? network_comparable(n->defined->xml) : NULL;

	if (!n->known) {
		doc_text(doc, ROLE_DIM, "being read...");
		return;
	}
	things_differ(doc, n->active, n->persistent, runs, waits);
}

static const struct page_part parts[] = {
	{.id = "overview", .title = "Overview", .build = overview, .peeks = peek_network},
	{.id = "machines", .title = "Machines", .build = machines, .peeks = peek_machines},
	{.id = "addresses", .title = "Addresses", .build = addresses, .peeks = peek_leases,
	 .scope = SCOPE_ADDRESSES},
	{.id = "names", .title = "DNS and more", .build = names, .peeks = peek_network,
	 .scope = SCOPE_NAMES},
	{.id = "traffic", .title = "Traffic", .build = traffic, .peeks = peek_leases},
	{.id = "xml", .title = "XML", .build = xml, .key = xml_part_key, .peeks = peek_network},
	{.id = "diff", .title = "Diff", .build = differs, .peeks = peek_network},
};

const struct page_kind network_page = {
	.object = OBJ_NETWORK,
	.name = "network",
	.scope = SCOPE_NETWORK,
	.parts = parts,
	.n_parts = ARRAY_SIZE(parts),
	.head = head,
	.close = close_page,
};
