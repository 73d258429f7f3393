// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/machine.h"

#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/units.h"
#include "model/uses.h"
#include "ui/actions.h"

static const struct doc_column what[] = {
	{"MAC", false, false},	 {"SOURCE", false, true}, {"MODEL", false, false},
	{"ON HOST", false, false}, {"LINK", false, false}, {"ADDRESSES", false, true},
};

static const struct doc_column rates[] = {
	{"NIC", false, false},	  {"RECEIVED/s", true, false}, {"SENT/s", true, false},
	{"PACKETS IN/s", true, false}, {"OUT/s", true, false},
};

static const struct doc_column totals[] = {
	{"NIC", false, false},	     {"RECEIVED", true, false}, {"SENT", true, false},	  {"PACKETS IN", true, false},
	{"OUT", true, false},	     {"DROPPED IN", true, false}, {"OUT", true, false},   {"ERRORS IN", true, false},
	{"OUT", true, false},
};

/* What is read while this is looked at, and what the list knows. */
static void gather(const struct page *page, const struct machine_definition *def, const struct nic_definition *nic,
		   struct guest_facts *ret)
{
	const struct machine_figures *f = machine_figures(page, NULL);
	const struct guest_facts *facts = guests_find(page->view->guests, page->id.uuid);
	bool only = def->n_nics == 1;

	*ret = (struct guest_facts){0};
	for (size_t i = 0; f && nic->mac && i < f->n_addresses; i++)
		if (strcasecmp(f->addresses[i].mac, nic->mac) == 0)
			guest_add_address(ret, f->addresses[i].source, nic->mac, f->addresses[i].text);
	for (size_t i = 0; facts && i < facts->n_all; i++) {
		const struct guest_address *a = &facts->all[i];

		if (a->mac[0] && nic->mac ? strcasecmp(a->mac, nic->mac) == 0 : only)
			guest_add_address(ret, a->source, nic->mac, a->text);
	}
	guest_sort_addresses(ret, NULL);
}

/* A row for each: the first ends that of the NIC. */
static void add_addresses(struct page *page, struct doc *doc, const struct machine_definition *def,
			  const struct nic_definition *nic)
{
	struct machine_own *own = machine_own(page);
	struct guest_facts found;

	gather(page, def, nic, &found);
	if (!found.n_all || !nic->target) {
		doc_cell(doc, ROLE_DIM, "-");
		guest_facts_clear(&found);
		return;
	}
	for (size_t i = 0; i < found.n_all; i++) {
		const struct guest_address *a = &found.all[i];

		for (size_t cell = 0; i && cell + 1 < ARRAY_SIZE(what); cell++)
			doc_cell(doc, ROLE_TEXT, "");
		doc_cellf(doc, ROLE_TEXT, "%s (%s)", a->text, guest_source_text(a->source));
		memcpy(*arr_add(own->addresses, own->n_addresses, own->cap_addresses), a->text, sizeof(a->text));
		doc_link(doc, obj_id_numbered(OBJ_ITEM, (uint32_t)own->n_addresses));
	}
	guest_facts_clear(&found);
}

/* Its network is stopped. */
static bool is_cut_off(const struct page *page, const struct nic_definition *nic)
{
	size_t type = strcspn(nic->source, " ");
	const char *name = nic->source + type + (nic->source[type] == ' ');
	const struct nic_use use = {.type = {nic->source, type}, .source = {name, strlen(name)}};

	return nic_is_cut_off(&use, host_networks(page->view));
}

/* What a machine that is off has been given, and what has become of it while it runs. */
static void add_link(const struct page *page, struct doc *doc, const struct nic_definition *nic)
{
	const struct domain *d = machine_domain(page);
	bool active = d && domain_is_active(d);
	bool down = str_equal(nic->link, "down");
	bool cut_off = active && is_cut_off(page, nic);

	doc_cell(doc, active && nic->target ? ROLE_TEXT : ROLE_DIM, active && nic->target ? nic->target : "-");
	if (cut_off)
		doc_cell(doc, ROLE_STATE_WARN, "cut off");
	else if (down)
		doc_cell(doc, ROLE_STATE_WARN, active ? "down" : "set down");
	else
		doc_cell(doc, active ? ROLE_TEXT : ROLE_DIM, active ? nic->link : "-");
}

static void add_what(struct page *page, struct doc *doc, const struct machine_definition *def)
{
	char key[KEY_NAME_SIZE];

	machine_own(page)->n_addresses = 0;
	doc_table(doc, what, ARRAY_SIZE(what));
	for (size_t i = 0; i < def->n_nics; i++) {
		const struct nic_definition *nic = &def->nics[i];

		doc_cell(doc, ROLE_STRONG, nic->mac ? nic->mac : "-");
		doc_cell(doc, ROLE_TEXT, nic->source);
		doc_cell(doc, ROLE_TEXT, nic->model ? nic->model : "-");
		add_link(page, doc, nic);
		add_addresses(page, doc, def, nic);
	}
	if (!def->n_nics)
		doc_text(doc, ROLE_DIM, "It has no NICs.");
	if (machine_own(page)->n_addresses)
		doc_textf(doc, ROLE_DIM, "Enter or %s on an address is ssh to it.",
			  action_key_of(page->app, "domain.login", key));
}

static void add_rates(struct doc *doc, const struct machine_figures *f, const struct machine_figures *before)
{
	doc_heading(doc, "Now");
	doc_table(doc, rates, ARRAY_SIZE(rates));
	for (size_t i = 0; i < f->n_nics; i++) {
		const struct nic_figures *nic = &f->nics[i];
		const struct nic_figures *was = machine_find_nic(before, nic->target);
		const struct nic_figures *from = was ? was : nic;
		const struct machine_figures *since = was ? before : NULL;

		if (!nic->target)
			continue;
		doc_cell(doc, ROLE_STRONG, nic->target);
		machine_add_rate(doc, machine_rate(since, f, from->received.bytes, nic->received.bytes));
		machine_add_rate(doc, machine_rate(since, f, from->sent.bytes, nic->sent.bytes));
		machine_add_number(doc, machine_rate(since, f, from->received.packets, nic->received.packets));
		machine_add_number(doc, machine_rate(since, f, from->sent.packets, nic->sent.packets));
	}
}

static void add_bad(struct doc *doc, uint64_t count)
{
	doc_cellf(doc, count ? ROLE_STATE_WARN : ROLE_DIM, "%llu", (unsigned long long)count);
}

static void add_totals(struct doc *doc, const struct machine_figures *f)
{
	char text[UNITS_SIZE];

	doc_heading(doc, "Since it was started");
	doc_table(doc, totals, ARRAY_SIZE(totals));
	for (size_t i = 0; i < f->n_nics; i++) {
		const struct nic_figures *nic = &f->nics[i];

		if (!nic->target)
			continue;
		doc_cell(doc, ROLE_STRONG, nic->target);
		doc_cell(doc, ROLE_TEXT, units_bytes(text, nic->received.bytes));
		doc_cell(doc, ROLE_TEXT, units_bytes(text, nic->sent.bytes));
		machine_add_count(doc, true, nic->received.packets);
		machine_add_count(doc, true, nic->sent.packets);
		add_bad(doc, nic->received.drops);
		add_bad(doc, nic->sent.drops);
		add_bad(doc, nic->received.errors);
		add_bad(doc, nic->sent.errors);
	}
}

void machine_nics(struct page *page, struct doc *doc)
{
	const struct machine_definition *def = machine_definition(page);
	const struct machine_figures *before;
	const struct machine_figures *f = machine_figures(page, &before);

	if (!page_has(page, doc, machine_key(page, READING_DEFINITION)))
		return;
	add_what(page, doc, def);
	if (!page_has(page, doc, machine_key(page, READING_MACHINE)) || !f->active || !def->n_nics)
		return;
	if (!f->n_nics) {
		doc_text(doc, ROLE_DIM, "\nThis driver tells no figures of NICs.");
		return;
	}
	add_rates(doc, f, before);
	add_totals(doc, f);
	doc_text(doc, ROLE_DIM, "\nReceived and sent as the guest sees it.");
}

enum reaction machine_nics_key(struct page *page, const struct key *key)
{
	return key->code == KEYC_ENTER && page_item(page) ? machine_login(page) : REACT_UNUSED;
}
