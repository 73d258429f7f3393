// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a machine: its head and its parts. */
#include "ui/panes/machine.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/states.h"
#include "model/stats.h"
#include "ui/actions.h"
#include "ui/panes/xmlpart.h"
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
		free(own->addresses);
	free(own);
}

const char *machine_page_address(const struct app *app)
{
	const struct page *page = page_top(app);
	const struct machine_own *own = page && page->kind == &machine_page ? page->own : NULL;
	uint32_t item = own && page->kind->parts[page->part].build == machine_nics ? page_item(page) : 0;

	return item && item <= own->n_addresses ? own->addresses[item - 1] : NULL;
}

enum reaction machine_login(struct page *page)
{
	app_run_action(page->app, action_of_table("domain.login"));
	return REACT_REDRAW;
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

static const struct figures *figures_now(const struct page *page, const struct domain *d, unsigned group)
{
	const struct figures *f = page->view->stats && domain_is_active(d) ? stats_find(page->view->stats, d->uuid) : NULL;

	return f && (f->last.has & group) ? f : NULL;
}

uint64_t machine_memory_now(const struct page *page, const struct domain *d)
{
	const struct figures *f = figures_now(page, d, STATS_MEMORY);

	return f ? f->last.memory : d->def.memory;
}

unsigned machine_vcpus_now(const struct page *page, const struct domain *d)
{
	const struct figures *f = figures_now(page, d, STATS_VCPU);

	return f ? f->last.vcpus : d->def.vcpus;
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

void machine_add_rate(struct doc *doc, double rate)
{
	char text[UNITS_SIZE];

	doc_cell(doc, rate > 0 ? ROLE_TEXT : ROLE_DIM, units_rate(text, rate));
}

void machine_add_number(struct doc *doc, double rate)
{
	if (rate < 0)
		doc_cell(doc, ROLE_DIM, "-");
	else
		doc_cellf(doc, rate > 0 ? ROLE_TEXT : ROLE_DIM, rate > 0 && rate < 10 ? "%.1f" : "%.0f", rate);
}

void machine_add_count(struct doc *doc, bool known, uint64_t count)
{
	if (known)
		doc_cellf(doc, ROLE_TEXT, "%llu", (unsigned long long)count);
	else
		doc_cell(doc, ROLE_DIM, "-");
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

static void want_once(const struct page *page, struct peek_list *out)
{
	want(page, out, READING_MESSAGES);
	want(page, out, READING_START);
}

/* Beside a table the cursor goes from one to the next. */
static void want_overview(const struct page *page, struct peek_list *out)
{
	const struct domain *d = machine_domain(page);

	want_all(page, out);
	if (!page->beside && d && domain_is_active(d))
		want_once(page, out);
}

static void want_nics(const struct page *page, struct peek_list *out)
{
	want_all(page, out);
	peek_add(out, page->id.host, reading_key_host(READING_NETWORKS));
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

static const struct page_part parts[] = {MACHINE_PARTS(PAGE_PART_ROW)};

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
