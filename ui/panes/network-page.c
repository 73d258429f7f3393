// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a network: what it is, who is on it, its addresses and names. */
#include "ui/panes/page.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/uses.h"
#include "ui/panes/things.h"
#include "ui/panes/xmlpart.h"

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
	if (n && n->has_dhcp)
		peek_add(out, page->id.host, leases_key(page));
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

/* From the lease, else what the guest says, which may be of another NIC. */
static void add_address(struct page *page, struct doc *doc, const struct domain *d, const struct nic_use *nic)
{
	const struct lease *lease = lease_of(page_data(page, leases_key(page)), nic->mac);
	const struct guest_facts *guest = domain_is_active(d) ? guests_find(page->view->guests, d->uuid) : NULL;

	if (lease)
		doc_cell(doc, ROLE_TEXT, lease->ip);
	else if (guest && guest->addresses)
		doc_cell(doc, ROLE_DIM, guest->addresses);
	else
		doc_cell(doc, ROLE_DIM, "-");
}

static void add_nic(struct page *page, struct doc *doc, const struct domain *d, const struct nic_use *nic)
{
	autofree char *mac = span_text(nic->mac);
	autofree char *port = span_text(nic->target);

	things_add_machine(doc, page, d);
	doc_cell(doc, ROLE_TEXT, mac);
	add_address(page, doc, d, nic);
	if (domain_is_active(d) && network_is_cut_off(network_of(page)))
		doc_cellf(doc, ROLE_STATE_WARN, "%s%scut off", port, port[0] ? ", " : "");
	else
		doc_cell(doc, port[0] ? ROLE_TEXT : ROLE_DIM, port[0] ? port : "-");
}

static void machines(struct page *page, struct doc *doc)
{
	static const struct doc_column columns[] = {
		{"MACHINE", false, true}, {"STATE", false, false}, {"MAC", false, false}, {"ADDRESS", false, true},
		{"PORT", false, false},
	};
	const struct network *n = network_of(page);
	const struct snapshot *s = page->view->snapshot;
	size_t count = 0;

	add_cut_off(page, doc);
	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; s && i < s->n_domains; i++) {
		const char *next = s->domains[i].def.wires;
		struct nic_use nic;

		while (uses_next_nic(&next, &nic))
			if (nic_is_on(&nic, n)) {
				add_nic(page, doc, &s->domains[i], &nic);
				count++;
			}
	}
	if (!count)
		doc_text(doc, ROLE_DIM, "No machine of this host has a NIC on it.");
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

static void add_lease(const struct page *page, struct doc *doc, const struct lease *lease)
{
	char left[UNITS_SIZE];
	double left_s = (double)(lease->until_wall_s - clock_wall_s());

	doc_cell(doc, ROLE_TEXT, lease->ip ? lease->ip : "");
	add_owner(page, doc, lease->mac);
	doc_cell(doc, ROLE_TEXT, lease->mac ? lease->mac : "");
	doc_cell(doc, ROLE_TEXT, lease->name ? lease->name : "-");
	if (!lease->until_wall_s)
		doc_cell(doc, ROLE_DIM, "no end");
	else if (left_s > 0)
		doc_cellf(doc, ROLE_TEXT, "in %s", units_duration(left, left_s));
	else
		doc_cell(doc, ROLE_STATE_WARN, "over");
}

static void add_leases(struct page *page, struct doc *doc)
{
	static const struct doc_column columns[] = {
		{"ADDRESS", false, false}, {"MACHINE", false, true}, {"MAC", false, false}, {"NAME", false, true},
		{"ENDS", false, false},
	};
	const struct leases *leases;

	doc_heading(doc, "Leases");
	if (!page_has(page, doc, leases_key(page)))
		return;
	leases = page_data(page, leases_key(page));
	if (!leases->n)
		doc_text(doc, ROLE_DIM, "None is given away.");
	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < leases->n; i++)
		add_lease(page, doc, &leases->all[i]);
}

static void add_fixed(const struct page *page, struct doc *doc, const struct network *n)
{
	static const struct doc_column columns[] = {
		{"ADDRESS", false, false}, {"MACHINE", false, true}, {"MAC", false, false}, {"NAME", false, true},
	};
	bool any = false;

	doc_heading(doc, "Fixed addresses");
	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < n->n_lines; i++) {
		const struct network_line *line = &n->lines[i];

		if (line->note != NETWORK_NOTE_HOST)
			continue;
		any = true;
		doc_cell(doc, ROLE_TEXT, line->c ? line->c : "-");
		add_owner(page, doc, line->a);
		doc_cell(doc, ROLE_TEXT, line->a ? line->a : "-");
		doc_cell(doc, ROLE_TEXT, line->b ? line->b : "-");
	}
	if (!any)
		doc_text(doc, ROLE_DIM, "None is set aside.");
}

static void addresses(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);

	if (!is_known(n, doc))
		return;
	if (!n->has_dhcp) {
		doc_text(doc, ROLE_DIM, "It gives no addresses away: it has no DHCP of its own.");
		return;
	}
	doc_pairf(doc, "given away", "%s", n->ranges ? n->ranges : "fixed ones only");
	add_leases(page, doc);
	add_fixed(page, doc, n);
}

static size_t add_lines(struct doc *doc, const struct network *n, enum network_note note, const char *heading)
{
	size_t count = 0;

	for (size_t i = 0; i < n->n_lines; i++) {
		const struct network_line *line = &n->lines[i];

		if (line->note != note)
			continue;
		if (!count++)
			doc_heading(doc, heading);
		doc_pairf(doc, line->a ? line->a : "", "%s%s%s", line->b ? line->b : "", line->b && line->c ? "  " : "",
			  line->c ? line->c : "");
	}
	return count;
}

static void names(struct page *page, struct doc *doc)
{
	const struct network *n = network_of(page);
	size_t count = 0;

	if (!is_known(n, doc))
		return;
	if (n->domain)
		doc_pair(doc, ROLE_DIM, "DNS domain", ROLE_TEXT, n->domain);
	count += add_lines(doc, n, NETWORK_NOTE_DNS, "Its DNS");
	count += add_lines(doc, n, NETWORK_NOTE_ROUTE, "Routes of the host, and over what");
	count += add_lines(doc, n, NETWORK_NOTE_GROUP, "Port groups");
	if (!count && !n->domain)
		doc_text(doc, ROLE_DIM, "Nothing is set: no DNS of its own, no routes, no port groups.");
}

static void xml(struct page *page, struct doc *doc)
{
	xml_part_of(page, doc, network_of(page)->xml);
}

static const struct page_part parts[] = {
	{.id = "overview", .title = "Overview", .build = overview, .peeks = peek_network},
	{.id = "machines", .title = "Machines", .build = machines, .peeks = peek_leases},
	{.id = "addresses", .title = "Addresses", .build = addresses, .peeks = peek_leases},
	{.id = "names", .title = "DNS and more", .build = names, .peeks = peek_network},
	{.id = "xml", .title = "XML", .build = xml, .key = xml_part_key, .peeks = peek_network},
};

const struct page_kind network_page = {
	.object = OBJ_NETWORK,
	.name = "network",
	.scope = SCOPE_NETWORK,
	.parts = parts,
	.n_parts = ARRAY_SIZE(parts),
	.head = head,
};
