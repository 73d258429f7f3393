// SPDX-License-Identifier: GPL-3.0-or-later
/* What a machine is, and how it is. */
#include "ui/panes/machine.h"

#include "base/clock.h"
#include "base/units.h"
#include "model/states.h"

static void add_state(const struct page *page, struct doc *doc, const struct domain *d)
{
	const char *reason = domain_reason_text(d->state, d->reason);
	char uuid[UUID_TEXT_SIZE];

	uuid_format(d->uuid, uuid);
	doc_pair(doc, ROLE_DIM, "name", ROLE_STRONG, d->name);
	if (d->def.title)
		doc_pair(doc, ROLE_DIM, "title", ROLE_TEXT, d->def.title);
	if (d->def.tags)
		doc_pair(doc, ROLE_DIM, "tags", ROLE_TEXT, d->def.tags);
	doc_pairf(doc, "state", "%s%s%s", domain_state_text(d->state), reason ? ": " : "", reason ? reason : "");
	doc_pairf(doc, "host", "%s, %s", page->view->name, host_state_text(page->view->state));
	doc_link(doc, obj_id_host(page->id.host));
	if (d->flags_known)
		doc_pairf(doc, "kept", "%s%s%s%s", d->persistent ? "persistent" : "transient: gone when it stops",
			  d->autostart ? ", starts with its host" : "", d->managed_save ? ", has saved state" : "",
			  d->has_snapshot ? ", has snapshots" : "");
	doc_pair(doc, ROLE_DIM, "UUID", ROLE_TEXT, uuid);
	if (d->id >= 0)
		doc_pairf(doc, "id", "%d", d->id);
}

static void add_addresses(struct doc *doc, const struct guest_facts *f)
{
	int64_t age_ns = guest_age_ns(f, clock_now_ns());
	char age[UNITS_SIZE] = "";

	if (age_ns)
		units_duration(age, (double)age_ns / (double)NS_PER_S);
	doc_pairf(doc, "addresses", "%s (from the %s%s%s%s)", f->addresses,
		  f->source == GUEST_ARP ? "ARP table" : guest_source_text(f->source), age_ns ? ", " : "", age,
		  age_ns ? " ago" : "");
}

/* What the guest says, and what is known of it without asking. */
static void add_guest(const struct page *page, struct doc *doc, const struct domain *d)
{
	const struct guest_facts *f = domain_is_active(d) ? guests_find(page->view->guests, d->uuid) : NULL;

	if (f && f->os)
		doc_pairf(doc, "OS", "%s (the agent says)", f->os);
	if (d->def.os)
		doc_pairf(doc, f && f->os ? "made for" : "OS", "%s (its definition says)", d->def.os);
	if (f && f->hostname)
		doc_pairf(doc, "hostname", "%s (the agent says)", f->hostname);
	if (f && f->addresses)
		add_addresses(doc, f);
}

static void add_definition(struct doc *doc, const struct domain_definition *def)
{
	char memory[UNITS_SIZE];
	char most[UNITS_SIZE];

	if (!def->known) {
		doc_pair(doc, ROLE_DIM, "definition", ROLE_DIM, "not read yet");
		return;
	}
	doc_pairf(doc, "memory", "%s, at most %s", units_bytes_long(memory, def->memory),
		  units_bytes_long(most, def->memory_max));
	doc_pairf(doc, "vCPUs", "%u, at most %u", def->vcpus, def->vcpus_max);
	doc_pairf(doc, "devices", "disks %u, NICs %u%s%s%s", def->disks, def->nics,
		  def->has_display ? ", VNC display" : "", def->has_serial ? ", serial console" : "",
		  def->has_agent ? ", guest agent channel" : "");
	if (def->differs)
		doc_pair(doc, ROLE_DIM, "changes", ROLE_STATE_WARN,
			 "wait for a power cycle: what is defined differs from what runs");
}

static void add_trouble(const struct page *page, struct doc *doc, const struct domain *d)
{
	const struct guest_facts *facts = guests_find(page->view->guests, d->uuid);

	if (facts && facts->trouble)
		doc_pair(doc, ROLE_DIM, "trouble", ROLE_STATE_BAD, facts->trouble);
	if (!facts || !facts->log)
		return;
	doc_heading(doc, "The end of its log");
	doc_text(doc, ROLE_TEXT, facts->log);
}

void machine_overview(struct page *page, struct doc *doc)
{
	const struct domain *d = machine_domain(page);

	add_state(page, doc, d);
	add_guest(page, doc, d);
	add_definition(doc, &d->def);
	add_trouble(page, doc, d);
}
