// SPDX-License-Identifier: GPL-3.0-or-later
/* What a machine is, and how it is. */
#include "ui/panes/machine.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/states.h"

/* --- state ------------------------------------------------------------------------------------ */

static const struct event_entry *newest_event(const struct page *page, const char *what)
{
	const struct event_log *log = page->app->events;

	for (size_t i = 0; i < event_log_count(log); i++) {
		const struct event_entry *e = event_log_at(log, i);

		if (obj_id_equal(e->object, page->id) && str_equal(e->what, what))
			return e;
	}
	return NULL;
}

/* The last time that it came into a state while it was active. */
static const struct event_entry *newest_change(const struct page *page)
{
	static const char *const words[] = {"started", "paused", "resumed", "asleep", "crashed"};
	const struct event_entry *newest = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		const struct event_entry *e = newest_event(page, words[i]);

		if (e && (!newest || e->number > newest->number))
			newest = e;
	}
	return newest;
}

/* Where nobody saw it start. */
static void add_start(const struct page *page, struct doc *doc)
{
	const struct machine_start *start = page_data(page, machine_key(page, READING_START));
	char up[UNITS_SIZE];

	if (start && start->wall_s && start->wall_s <= clock_wall_s())
		doc_pairf(doc, "since", "up %s: its log says when QEMU was started",
			  units_duration(up, (double)(clock_wall_s() - start->wall_s)));
	else
		doc_pair(doc, ROLE_DIM, "since", ROLE_DIM, "it was started before virtty looked; libvirt does not tell");
}

/* libvirt does not tell since when a machine runs; what was seen from here is known, and often its log. */
static void add_since(const struct page *page, struct doc *doc, const struct domain *d)
{
	const struct event_entry *began = newest_event(page, "started");
	const struct event_entry *ended = newest_event(page, "stopped");
	const struct event_entry *changed = newest_change(page);
	char at[32];

	if (domain_is_active(d) && began && (!ended || began->number > ended->number)) {
		clock_format_time(began->wall_s, at, sizeof(at));
		doc_pairf(doc, "since", "%s (seen), %s", at, began->why ? began->why : "started");
	} else if (domain_is_active(d)) {
		add_start(page, doc);
	}
	if (domain_is_active(d) && changed && changed != began) {
		clock_format_time(changed->wall_s, at, sizeof(at));
		doc_pairf(doc, changed->what, "%s (seen)%s%s", at, changed->why ? ", " : "",
			  changed->why ? changed->why : "");
	}
	if (!ended)
		return;
	clock_format_time(ended->wall_s, at, sizeof(at));
	doc_pairf(doc, "last stopped", "%s (seen)%s%s", at, ended->why ? ", " : "", ended->why ? ended->why : "");
}

static void add_cpu_time(const struct page *page, struct doc *doc)
{
	const struct machine_figures *f = machine_figures(page, NULL);
	uint64_t s = f ? f->cpu_ns / (uint64_t)NS_PER_S : 0;

	if (f && f->cpu_known)
		doc_pairf(doc, "CPU time", "%u:%02u:%02u since it was started", (unsigned)(s / 3600),
			  (unsigned)(s / 60 % 60), (unsigned)(s % 60));
	if (f && f->job)
		doc_pairf(doc, "busy with", f->job_percent < 0 ? "%s" : "%s, %.0f%%", f->job, f->job_percent);
}

/* A row a line. */
static void add_description(struct doc *doc, const char *text)
{
	bool first = true;

	for (const char *p = text; p && *p; first = false) {
		size_t len = strcspn(p, "\n");
		autofree char *line = mem_strndup(p, len);

		doc_pair(doc, ROLE_DIM, first ? "description" : "", ROLE_TEXT, line);
		p += len + (p[len] == '\n');
	}
}

static void add_state(const struct page *page, struct doc *doc, const struct domain *d)
{
	const char *reason = domain_reason_text(d->state, d->reason);

	doc_pair(doc, ROLE_DIM, "name", ROLE_STRONG, d->name);
	if (d->def.title)
		doc_pair(doc, ROLE_DIM, "title", ROLE_TEXT, d->def.title);
	add_description(doc, d->def.description);
	if (d->def.tags)
		doc_pair(doc, ROLE_DIM, "tags", ROLE_TEXT, d->def.tags);
	doc_pairf(doc, "state", "%s%s%s", domain_state_text(d->state), reason ? ": " : "", reason ? reason : "");
	add_since(page, doc, d);
	if (domain_is_active(d))
		add_cpu_time(page, doc);
	doc_pairf(doc, "host", "%s, %s", page->view->name, host_state_text(page->view->state));
	doc_link(doc, obj_id_host(page->id.host));
	if (d->flags_known)
		doc_pairf(doc, "kept", "%s%s%s%s", d->persistent ? "persistent" : "transient: gone when it stops",
			  d->autostart ? ", starts with its host" : "", d->managed_save ? ", has saved state" : "",
			  d->has_snapshot ? ", has snapshots" : "");
}

/* --- the guest -------------------------------------------------------------------------------- */

/* "10.0.0.12 (from the lease), fd00::12 (from the agent)", with their age when they are old. */
static void add_addresses(struct doc *doc, const struct guest_facts *f)
{
	int64_t age_ns = guest_age_ns(f, clock_now_ns());
	autostr struct str text = {0};
	char age[UNITS_SIZE] = "";

	if (age_ns)
		units_duration(age, (double)age_ns / (double)NS_PER_S);
	for (size_t i = 0; i < f->n_all; i++) {
		const struct guest_address *a = &f->all[i], *next = i + 1 < f->n_all ? a + 1 : NULL;

		str_add(&text, a->text);
		if (next && next->source == a->source)
			str_add(&text, " ");
		else
			str_addf(&text, " (from the %s%s%s%s)%s",
				 a->source == GUEST_ARP ? "ARP table" : guest_source_text(a->source),
				 age_ns ? ", " : "", age, age_ns ? " ago" : "", next ? ", " : "");
	}
	doc_pair(doc, ROLE_DIM, "addresses", ROLE_TEXT, str_text(&text));
	doc_link(doc, obj_id_numbered(OBJ_ITEM, 1));
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

static void add_agent(struct doc *doc, const struct machine_definition *def, bool active)
{
	if (def->agent == AGENT_CONNECTED)
		doc_pair(doc, ROLE_DIM, "agent", ROLE_STATE_GOOD, "connected");
	else if (def->agent == AGENT_NONE)
		doc_pair(doc, ROLE_DIM, "agent", ROLE_DIM, "none: it has no channel for one");
	else if (def->agent == AGENT_DISCONNECTED)
		doc_pair(doc, ROLE_DIM, "agent", ROLE_STATE_WARN,
			 "not connected: does qemu-guest-agent run in the guest?");
	else
		doc_pair(doc, ROLE_DIM, "agent", ROLE_DIM,
			 active ? "has a channel; not told whether it is connected" : "has a channel");
}

static void add_balloon(const struct page *page, struct doc *doc, const struct machine_definition *def, bool active)
{
	const struct machine_figures *f = machine_figures(page, NULL);
	bool tells = f && f->balloon_known & (1u << BALLOON_AVAILABLE | 1u << BALLOON_UNUSED);

	if (!def->balloon || str_equal(def->balloon, "none"))
		doc_pair(doc, ROLE_DIM, "balloon", ROLE_DIM, "none: its memory cannot change while it runs");
	else if (!active)
		doc_pairf(doc, "balloon", "%s", def->balloon);
	else if (tells)
		doc_pairf(doc, "balloon", "%s, the guest's driver answers", def->balloon);
	else
		doc_pairf(doc, "balloon", "%s, the guest's driver tells nothing%s", def->balloon,
			  def->balloon_period ? "" : " (no period is set)");
}

static void add_displays(struct doc *doc, const struct machine_definition *def, bool active)
{
	for (size_t i = 0; i < def->n_displays; i++) {
		const struct display_definition *g = &def->displays[i];
		const char *listen = g->listen ? g->listen : "";
		const char *label = i ? "" : "display";

		if (!active)
			doc_pairf(doc, label, "%s, not running", g->type);
		else if (g->port < 0)
			doc_pairf(doc, label, "%s %s", g->type, listen[0] ? listen : "without a port");
		else if (str_equal(g->type, "vnc") && g->port >= 5900)
			doc_pairf(doc, label, "%s %s:%d, port %d", g->type, listen, g->port - 5900, g->port);
		else
			doc_pairf(doc, label, "%s %s, port %d", g->type, listen, g->port);
	}
	if (!def->n_displays)
		doc_pair(doc, ROLE_DIM, "display", ROLE_DIM, "none");
}

/* --- the definition --------------------------------------------------------------------------- */

static void add_definition(const struct page *page, struct doc *doc, const struct domain *d)
{
	const struct domain_definition *def = &d->def;
	char memory[UNITS_SIZE];
	char most[UNITS_SIZE];

	if (!def->known) {
		doc_pair(doc, ROLE_DIM, "definition", ROLE_DIM, "not read yet");
		return;
	}
	doc_pairf(doc, "memory", "%s, at most %s", units_bytes_long(memory, machine_memory_now(page, d)),
		  units_bytes_long(most, def->memory_max));
	doc_pairf(doc, "vCPUs", "%u, at most %u", machine_vcpus_now(page, d), def->vcpus_max);
	doc_pairf(doc, "devices", "disks %u, NICs %u%s%s%s", def->disks, def->nics,
		  def->has_display ? ", VNC display" : "", def->has_serial ? ", serial console" : "",
		  def->has_agent ? ", guest agent channel" : "");
}

static void add_system(struct doc *doc, const struct machine_definition *def)
{
	autostr struct str text = {0};

	str_addf(&text, "%s%s%s", def->type ? def->type : "", def->type && def->system ? ", " : "",
		 def->system ? def->system : "");
	if (def->cpu)
		str_addf(&text, "%sCPU %s", text.len ? ", " : "", def->cpu);
	if (text.len)
		doc_pair(doc, ROLE_DIM, "system", ROLE_TEXT, str_text(&text));
	if (def->security)
		doc_pair(doc, ROLE_DIM, "security", ROLE_TEXT, def->security);
}

static void add_changes(struct doc *doc, const struct domain *d, const struct machine_definition *def)
{
	bool first = true;

	if (d->def.differs && !(def && def->differences))
		doc_pair(doc, ROLE_DIM, "changes", ROLE_STATE_WARN,
			 "wait for a power cycle: what is defined differs from what runs");
	for (const char *p = def ? def->differences : NULL; p && *p; first = false) {
		size_t len = strcspn(p, "\n");
		autofree char *line = mem_strndup(p, len);

		doc_pair(doc, ROLE_DIM, first ? "changes" : "", ROLE_STATE_WARN, line);
		p += len + (p[len] == '\n');
	}
}

/* What libvirt thinks of how it runs, in its words. */
static void add_messages(const struct page *page, struct doc *doc, const struct domain *d)
{
	static const struct {
		const char *before, *label;
	} kinds[] = {{"tainted: ", "tainted"}, {"deprecated configuration: ", "deprecated"}, {"", "libvirt says"}};
	const char *all = page_data(page, machine_key(page, READING_MESSAGES));

	for (const char *p = domain_is_active(d) ? all : NULL; p && *p;) {
		size_t len = strcspn(p, "\n"), kind = 0;
		autofree char *line = mem_strndup(p, len);

		while (!str_starts(line, kinds[kind].before))
			kind++;
		doc_pair(doc, ROLE_DIM, kinds[kind].label, ROLE_STATE_WARN, line + strlen(kinds[kind].before));
		p += len + (p[len] == '\n');
	}
}

static void add_names(struct doc *doc, const struct domain *d)
{
	char uuid[UUID_TEXT_SIZE];

	uuid_format(d->uuid, uuid);
	doc_pair(doc, ROLE_DIM, "UUID", ROLE_TEXT, uuid);
	if (d->id >= 0)
		doc_pairf(doc, "id", "%d", d->id);
}

static void add_log(const struct page *page, struct doc *doc)
{
	const struct guest_facts *facts = guests_find(page->view->guests, page->id.uuid);

	if (!facts || !facts->log)
		return;
	doc_heading(doc, "The end of its log");
	doc_text(doc, ROLE_TEXT, facts->log);
}

/* Only what went wrong is said: that it is being read is seen by what is not there yet. */
static void add_age(const struct page *page, struct doc *doc)
{
	static const enum reading_kind kinds[] = {READING_MACHINE, READING_DEFINITION};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct reading *r = page_reading(page, machine_key(page, kinds[i]));

		if (r && r->why && !r->unsupported && page_has(page, doc, r->key))
			return;
	}
}

void machine_overview(struct page *page, struct doc *doc)
{
	const struct domain *d = machine_domain(page);
	const struct machine_definition *def = machine_definition(page);

	machine_why(page, doc);
	add_age(page, doc);
	machine_graphs(page, doc);
	add_state(page, doc, d);
	add_guest(page, doc, d);
	if (def) {
		add_agent(doc, def, domain_is_active(d));
		add_displays(doc, def, domain_is_active(d));
	}
	add_definition(page, doc, d);
	if (def) {
		add_balloon(page, doc, def, domain_is_active(d));
		add_system(doc, def);
	}
	add_messages(page, doc, d);
	add_changes(doc, d, def);
	add_names(doc, d);
	add_log(page, doc);
}

enum reaction machine_overview_key(struct page *page, const struct key *key)
{
	struct machine_own *own = machine_own(page);

	if (key->code == KEYC_ENTER && page_item(page))
		return machine_login(page);
	if (key->code != KEYC_CHAR || key->ch != 't' || key->mods)
		return REACT_UNUSED;
	own->span = own->span == TREND_MINUTES ? TREND_HOUR : TREND_MINUTES;
	page_changed(page);
	return REACT_REDRAW;
}
