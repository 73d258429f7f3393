// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host can, in words and as libvirt tells it; and which machines it has. */
#include "ui/panes/hostpage.h"

#include "base/arr.h"
#include "base/str.h"
#include "base/units.h"
#include "model/states.h"
#include "ui/widgets/list.h"

static void add_texts(struct doc *doc, const char *name, const struct cap_texts *texts, const char *none)
{
	autostr struct str all = {0};

	for (size_t i = 0; i < texts->n; i++)
		str_addf(&all, "%s%s", i ? ", " : "", texts->all[i]);
	doc_pair(doc, ROLE_DIM, name, texts->n ? ROLE_TEXT : ROLE_DIM, texts->n ? str_text(&all) : none);
}

static void add_host(struct page *page, struct doc *doc, const struct capabilities *caps)
{
	autofree char *count = mem_printf("%zu", caps->features.n);

	if (caps->uuid)
		doc_pair(doc, ROLE_DIM, "UUID", ROLE_TEXT, caps->uuid);
	doc_pairf(doc, "CPU", "%s%s%s%s%s", caps->arch ? caps->arch : "?", caps->vendor ? ", " : "",
		  caps->vendor ? caps->vendor : "", caps->model ? ", " : "", caps->model ? caps->model : "");
	doc_pairf(doc, "NUMA", "cells %zu, CPUs in them %zu", caps->n_cells, capabilities_cpus(caps));
	if (caps->tells_power)
		add_texts(doc, "sleeps by", &caps->power, "not at all");
	doc_pair(doc, ROLE_DIM, "IOMMU", ROLE_TEXT, caps->iommu ? caps->iommu : "not told");
	if (caps->migrates)
		add_texts(doc, "live migration", &caps->transports, "yes");
	else
		doc_pair(doc, ROLE_DIM, "live migration", ROLE_DIM, "not there");
	for (size_t i = 0; i < caps->n_security; i++)
		doc_pairf(doc, i ? "" : "security", "%s%s%s", caps->security[i].model ? caps->security[i].model : "?",
			  caps->security[i].label ? ": " : "", caps->security[i].label ? caps->security[i].label : "");
	if (caps->features.n && hostpage_fold(page, doc, "CPU features", count))
		hostpage_texts(doc, ROLE_TEXT, &caps->features);
}

static const struct doc_column guest_columns[] = {
	{.title = "GUESTS"}, {.title = "BITS", .right = true}, {.title = "OS"},
	{.title = "RUN BY"}, {.title = "TYPES", .right = true}, {.title = "EMULATOR", .flexible = true},
};

static void add_guest(struct doc *doc, const struct cap_guest *guest)
{
	autostr struct str types = {0};

	for (size_t i = 0; i < guest->types.n; i++)
		str_addf(&types, "%s%s", i ? ", " : "", guest->types.all[i]);
	doc_cell(doc, ROLE_TEXT, guest->arch ? guest->arch : "?");
	doc_cellf(doc, ROLE_TEXT, "%u", guest->wordsize);
	doc_cell(doc, ROLE_TEXT, guest->os_type ? guest->os_type : "?");
	doc_cell(doc, cap_texts_have(&guest->types, "kvm") ? ROLE_STATE_GOOD : ROLE_TEXT,
		 types.len ? str_text(&types) : "-");
	doc_cellf(doc, ROLE_TEXT, "%zu", guest->n_machines);
	doc_cell(doc, ROLE_DIM, guest->emulator ? guest->emulator : "-");
}

void hostpage_words(struct page *page, struct doc *doc)
{
	const struct capabilities *caps = hostpage_capabilities(page);

	if (!page_has(page, doc, reading_key_host(READING_CAPABILITIES)))
		return;
	add_host(page, doc, caps);
	doc_heading(doc, "What it can run");
	doc_table(doc, guest_columns, ARRAY_SIZE(guest_columns));
	for (size_t i = 0; i < caps->n_guests; i++)
		add_guest(doc, &caps->guests[i]);
	if (!caps->n_guests)
		doc_text(doc, ROLE_DIM, "Nothing: libvirt has found no emulator.");
}

void hostpage_xml(struct page *page, struct doc *doc)
{
	if (!page_has(page, doc, reading_key_host(READING_CAPABILITIES)))
		return;
	doc_text(doc, ROLE_TEXT, hostpage_capabilities(page)->xml);
}

/* --- machines ---------------------------------------------------------------------------------- */

static const struct doc_column machine_columns[] = {
	{.title = "NAME", .flexible = true},  {.title = "STATE", .flexible = true},
	{.title = "CPU%", .right = true},     {.title = "vCPU", .right = true},
	{.title = "MEMORY", .right = true},   {.title = "AT MOST", .right = true},
};

static void add_machine(const struct page *page, struct doc *doc, const struct domain *d)
{
	const struct figures *f = stats_find(page->view->stats, d->uuid);
	const char *reason = domain_reason_text(d->state, d->reason);
	enum tone tone = page->view->state == HOST_UP ? domain_state_tone(d->state, d->reason) : TONE_DIM;
	bool cpu = f && domain_is_active(d) && f->cpu_percent >= 0;
	char text[UNITS_SIZE];

	doc_cellf(doc, ROLE_TEXT, "%s %s", domain_state_glyph(d->state, page->unicode), d->name);
	doc_cellf(doc, tone_role(tone), "%s%s%s", domain_state_text(d->state), reason ? ": " : "",
		  reason ? reason : "");
	doc_cell(doc, cpu ? ROLE_TEXT : ROLE_DIM, cpu ? units_percent(text, f->cpu_percent) : "-");
	if (d->def.known)
		doc_cellf(doc, ROLE_TEXT, "%u/%u", d->def.vcpus, d->def.vcpus_max);
	else
		doc_cell(doc, ROLE_DIM, "-");
	doc_cell(doc, ROLE_TEXT, d->def.known ? units_bytes(text, d->def.memory) : "-");
	doc_cell(doc, ROLE_TEXT, d->def.known ? units_bytes(text, d->def.memory_max) : "-");
	doc_link(doc, obj_id_domain(page->id.host, d->uuid));
}

void hostpage_machines(struct page *page, struct doc *doc)
{
	const struct snapshot *s = page->view->snapshot;

	if (!s || !s->n_domains) {
		doc_text(doc, ROLE_DIM, s ? "It has no machines." : "Not known yet.");
		return;
	}
	doc_table(doc, machine_columns, ARRAY_SIZE(machine_columns));
	for (size_t i = 0; i < s->n_domains; i++)
		add_machine(page, doc, &s->domains[i]);
}
