// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a machine: its head and its parts. */
#include "ui/panes/machine.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/clock.h"
#include "model/states.h"
#include "ui/widgets/list.h"

struct machine_own *machine_own(struct page *page)
{
	if (!page->own)
		page->own = mem_new(struct machine_own);
	return page->own;
}

static void close_page(struct page *page)
{
	struct machine_own *own = page->own;

	if (own)
		free(own->folds);
	free(own);
}

const struct domain *machine_domain(const struct page *page)
{
	const struct snapshot *s = page->view ? page->view->snapshot : NULL;

	return s ? snapshot_find_domain(s, page->id.uuid) : NULL;
}

struct reading_key machine_key(const struct page *page, enum reading_kind kind)
{
	return reading_key_of(kind, page->id.uuid);
}

const struct machine_figures *machine_figures(const struct page *page, const struct machine_figures **ret_before)
{
	const struct reading *r = page_reading(page, machine_key(page, READING_MACHINE));

	if (ret_before)
		*ret_before = r ? r->before : NULL;
	return r ? r->data : NULL;
}

const struct machine_definition *machine_definition(const struct page *page)
{
	return page_data(page, machine_key(page, READING_DEFINITION));
}

double machine_rate(const struct machine_figures *before, const struct machine_figures *now, uint64_t was,
		    uint64_t is)
{
	return before && now ? stats_rate(was, is, now->time_ns - before->time_ns) : -1;
}

static bool head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct domain *d = machine_domain(page);
	const char *reason;

	if (!d)
		return false;
	reason = domain_reason_text(d->state, d->reason);
	str_addf(name, "%s on %s", d->name, page->view->name);
	str_addf(state, "%s%s%s", domain_state_text(d->state), reason ? ": " : "", reason ? reason : "");
	*role = page->view->state == HOST_UP ? tone_role(domain_state_tone(d->state, d->reason)) : ROLE_DIM;
	return true;
}

/* --- what is read for the parts ---------------------------------------------------------------- */

static void want(const struct page *page, struct peek_list *out, enum reading_kind kind)
{
	peek_add(out, page->id.host, machine_key(page, kind));
}

static void want_all(const struct page *page, struct peek_list *out)
{
	want(page, out, READING_DEFINITION);
	want(page, out, READING_MACHINE);
}

static void want_definition(const struct page *page, struct peek_list *out)
{
	want(page, out, READING_DEFINITION);
}

static void want_snapshots(const struct page *page, struct peek_list *out)
{
	want(page, out, READING_SNAPSHOTS);
	want_all(page, out);
}

static void want_command(const struct page *page, struct peek_list *out)
{
	want(page, out, READING_COMMAND);
	want_definition(page, out);
}

static void want_log(const struct page *page, struct peek_list *out)
{
	want(page, out, READING_LOG);
	want_definition(page, out);
}

/* --- parts that are a text --------------------------------------------------------------------- */

/* Each option on a line of its own; what is within quotes stays together. */
static void add_options(struct doc *doc, const char *command)
{
	autostr struct str text = {0};
	bool quoted = false;

	for (const char *p = command; *p; p++) {
		quoted ^= *p == '\'';
		str_addc(&text, !quoted && p[0] == ' ' && p[1] == '-' ? '\n' : *p);
	}
	doc_text(doc, ROLE_TEXT, str_text(&text));
}

static void machine_command(struct page *page, struct doc *doc)
{
	doc_text(doc, ROLE_DIM, "What its definition makes of QEMU's command line; disks and NICs get their files, and "
				"secrets their places, when it starts.");
	doc_text(doc, ROLE_DIM, "");
	if (page_has(page, doc, machine_key(page, READING_COMMAND)))
		add_options(doc, page_data(page, machine_key(page, READING_COMMAND)));
}

static void machine_log(struct page *page, struct doc *doc)
{
	const char *text = page_data(page, machine_key(page, READING_LOG));

	if (page_has(page, doc, machine_key(page, READING_LOG)))
		doc_text(doc, text[0] ? ROLE_TEXT : ROLE_DIM, text[0] ? text : "It is empty.");
}

static const struct page_part parts[] = {
	{.id = "overview", .title = "Overview", .build = machine_overview, .peeks = want_all,
	 .key = machine_overview_key},
	{.id = "vcpus", .title = "vCPUs", .build = machine_vcpus, .peeks = want_all},
	{.id = "memory", .title = "Memory", .build = machine_memory, .peeks = want_all},
	{.id = "disks", .title = "Disks", .build = machine_disks, .peeks = want_all},
	{.id = "nics", .title = "NICs", .build = machine_nics, .peeks = want_all},
	{.id = "snapshots", .title = "Snapshots", .build = machine_snapshots, .peeks = want_snapshots},
	{.id = "events", .title = "Events", .build = machine_events, .peeks = want_all},
	{.id = "xml", .title = "XML", .build = machine_xml, .peeks = want_definition, .key = machine_xml_key},
	{.id = "diff", .title = "Diff", .build = machine_diff, .peeks = want_definition},
	{.id = "qemu", .title = "QEMU", .build = machine_command, .peeks = want_command},
	{.id = "log", .title = "Log", .build = machine_log, .peeks = want_log},
};

const struct page_kind machine_page = {
	.object = OBJ_DOMAIN,
	.name = "machine",
	.scope = SCOPE_DOMAIN,
	.stats = STATS_CPU | STATS_MEMORY | STATS_DISK | STATS_NET,
	.parts = parts,
	.n_parts = ARRAY_SIZE(parts),
	.head = head,
	.close = close_page,
};
