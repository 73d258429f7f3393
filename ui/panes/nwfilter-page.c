// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a network filter: its rules, what it takes in, who uses it. */
#include "ui/panes/page.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/uses.h"
#include "ui/panes/things.h"
#include "ui/panes/xmlpart.h"

static const struct nwfilter *filter_of(const struct page *page)
{
	return nwfilters_find(host_nwfilters(page->view), page->id.uuid);
}

static void peek(const struct page *page, struct peek_list *out)
{
	peek_add(out, page->id.host, reading_key_host(READING_NWFILTERS));
}

static bool head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct nwfilter *f = filter_of(page);

	if (!f)
		return false;
	str_addf(name, "%s on %s", f->name, page->view->name);
	str_add(state, "network filter");
	*role = ROLE_DIM;
	return true;
}

static void cell(struct doc *doc, const char *text)
{
	doc_cell(doc, text ? ROLE_TEXT : ROLE_DIM, text ? text : "-");
}

static void add_rules(struct doc *doc, const struct nwfilter *f)
{
	static const struct doc_column columns[] = {
		{"ACTION", false, false}, {"WAY", false, false}, {"PRIORITY", true, false}, {"OF", false, false},
		{"WHERE", false, true},
	};

	doc_heading(doc, "Its rules");
	if (!f->n_rules) {
		doc_text(doc, ROLE_DIM, "None of its own.");
		return;
	}
	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < f->n_rules; i++) {
		const struct nwfilter_rule *rule = &f->rules[i];

		doc_cell(doc, str_equal(rule->action, "accept") ? ROLE_STATE_GOOD : ROLE_STATE_WARN,
			 rule->action ? rule->action : "-");
		cell(doc, rule->direction);
		cell(doc, rule->priority);
		doc_cell(doc, ROLE_TEXT, rule->protocol ? rule->protocol : "all traffic");
		cell(doc, rule->match);
	}
}

static void add_parts(const struct page *page, struct doc *doc, const struct nwfilter *f)
{
	const struct roster *filters = host_nwfilters(page->view);

	for (const char *p = f->parts; p && *p; p += strcspn(p, "\n") + 1) {
		size_t len = strcspn(p, "\n");
		const struct nwfilter *part = nwfilters_named(filters, p, len);

		doc_pairf(doc, "takes in", "%.*s%s", (int)len, p, part ? "" : ", which is not there");
		if (part)
			doc_link(doc, obj_id_of(page->id.host, OBJ_NWFILTER, part->uuid));
	}
	for (size_t i = 0; i < roster_count(filters); i++) {
		const struct nwfilter *other = roster_at(filters, i);

		if (!nwfilter_has_part(other, f->name))
			continue;
		doc_pairf(doc, "is part of", "%s", other->name);
		doc_link(doc, obj_id_of(page->id.host, OBJ_NWFILTER, other->uuid));
	}
}

static void overview(struct page *page, struct doc *doc)
{
	const struct nwfilter *f = filter_of(page);
	char uuid[UUID_TEXT_SIZE];

	if (!f->known) {
		doc_text(doc, ROLE_DIM, "Being read...");
		return;
	}
	uuid_format(f->uuid, uuid);
	if (f->chain)
		doc_pairf(doc, "chain", "%s", f->chain);
	if (f->priority)
		doc_pairf(doc, "priority", "%s", f->priority);
	add_parts(page, doc, f);
	doc_pairf(doc, "host", "%s, %s", page->view->name, host_state_text(page->view->state));
	doc_link(doc, obj_id_host(page->id.host));
	doc_pair(doc, ROLE_DIM, "UUID", ROLE_TEXT, uuid);
	add_rules(doc, f);
}

static void machines(struct page *page, struct doc *doc)
{
	static const struct doc_column columns[] = {
		{"MACHINE", false, true}, {"STATE", false, false}, {"MAC", false, false}, {"PORT", false, false},
	};
	const struct nwfilter *f = filter_of(page);
	const struct snapshot *s = page->view->snapshot;
	size_t count = 0;

	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; s && i < s->n_domains; i++) {
		const char *next = s->domains[i].def.wires;
		struct nic_use nic;

		while (uses_next_nic(&next, &nic)) {
			autofree char *mac = span_text(nic.mac);
			autofree char *port = span_text(nic.target);

			if (!span_is(nic.filter, f->name))
				continue;
			things_add_machine(doc, page, &s->domains[i]);
			cell(doc, mac[0] ? mac : NULL);
			cell(doc, port[0] ? port : NULL);
			count++;
		}
	}
	if (!count)
		doc_text(doc, ROLE_DIM, "No machine of this host has a NIC that names it.");
}

static void xml(struct page *page, struct doc *doc)
{
	xml_part_of(page, doc, filter_of(page)->xml);
}

static const struct page_part parts[] = {
	{.id = "overview", .title = "Overview", .build = overview, .peeks = peek},
	{.id = "machines", .title = "Machines", .build = machines, .peeks = peek},
	{.id = "xml", .title = "XML", .build = xml, .key = xml_part_key, .peeks = peek},
};

const struct page_kind nwfilter_page = {
	.object = OBJ_NWFILTER,
	.name = "nwfilter",
	.scope = SCOPE_NWFILTER,
	.parts = parts,
	.n_parts = ARRAY_SIZE(parts),
	.head = head,
};
