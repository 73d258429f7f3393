// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/machine.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/units.h"

static const struct doc_column what[] = {
	{"DISK", false, false},	    {"KIND", false, false},	 {"FORMAT", false, false}, {"CAPACITY", true, false},
	{"ALLOCATED", true, false}, {"PHYSICAL", true, false}, {"SOURCE", false, true},
};

static const struct doc_column rates[] = {
	{"DISK", false, false},	    {"READ/s", true, false},   {"WRITTEN/s", true, false}, {"READS/s", true, false},
	{"WRITES/s", true, false},  {"READ TAKES", true, false}, {"WRITE TAKES", true, false},
	{"FLUSH TAKES", true, false},
};

static const struct doc_column totals[] = {
	{"DISK", false, false},	 {"READ", true, false},	   {"WRITTEN", true, false}, {"READS", true, false},
	{"WRITES", true, false}, {"FLUSHES", true, false}, {"ERRORS", true, false},
};

static void add_bytes(struct doc *doc, bool known, uint64_t bytes)
{
	char text[UNITS_SIZE];

	doc_cell(doc, known ? ROLE_TEXT : ROLE_DIM, known ? units_bytes(text, bytes) : "-");
}

/* How long a request took, of those between two readings. */
static void add_latency(struct doc *doc, bool known, const struct io_figures *was, const struct io_figures *is)
{
	uint64_t n = known && is->requests > was->requests ? is->requests - was->requests : 0;
	char text[UNITS_SIZE];

	if (n && is->ns >= was->ns)
		doc_cell(doc, ROLE_TEXT, units_duration(text, (double)(is->ns - was->ns) / (double)n / NS_PER_S));
	else
		doc_cell(doc, ROLE_DIM, "-");
}

static void add_what(struct page *page, struct doc *doc, const struct machine_definition *def)
{
	const struct machine_figures *f = machine_figures(page, NULL);

	doc_table(doc, what, ARRAY_SIZE(what));
	for (size_t i = 0; i < def->n_disks; i++) {
		const struct disk_definition *disk = &def->disks[i];
		const struct disk_figures *figures = machine_find_disk(f, disk->target);
		bool sizes = figures && figures->sizes && disk->source;

		doc_cell(doc, ROLE_STRONG, disk->target);
		doc_cellf(doc, ROLE_TEXT, "%s%s%s", disk->bus ? disk->bus : "", disk->bus ? " " : "", disk->device);
		doc_cell(doc, ROLE_TEXT, disk->format && disk->source ? disk->format : "-");
		add_bytes(doc, sizes, figures ? figures->capacity : 0);
		add_bytes(doc, sizes, figures ? figures->allocation : 0);
		add_bytes(doc, sizes, figures ? figures->physical : 0);
		doc_cell(doc, disk->source ? ROLE_TEXT : ROLE_DIM, disk->source ? disk->source : "empty");
	}
	if (!def->n_disks)
		doc_text(doc, ROLE_DIM, "It has no disks.");
}

static void add_rates(struct doc *doc, const struct machine_figures *f, const struct machine_figures *before)
{
	const struct io_figures none = {0};

	doc_heading(doc, "Now");
	doc_table(doc, rates, ARRAY_SIZE(rates));
	for (size_t i = 0; i < f->n_disks; i++) {
		const struct disk_figures *d = &f->disks[i];
		const struct disk_figures *was = machine_find_disk(before, d->target);
		bool known = was && was->counters && d->counters;
		const struct io_figures *read = known ? &was->read : &none;
		const struct io_figures *written = known ? &was->written : &none;

		if (!d->target)
			continue;
		doc_cell(doc, ROLE_STRONG, d->target);
		machine_add_rate(doc, known ? machine_rate(before, f, read->bytes, d->read.bytes) : -1);
		machine_add_rate(doc, known ? machine_rate(before, f, written->bytes, d->written.bytes) : -1);
		machine_add_number(doc, known ? machine_rate(before, f, read->requests, d->read.requests) : -1);
		machine_add_number(doc, known ? machine_rate(before, f, written->requests, d->written.requests) : -1);
		add_latency(doc, known, read, &d->read);
		add_latency(doc, known, written, &d->written);
		add_latency(doc, known, known ? &was->flushed : &none, &d->flushed);
	}
}

static void add_totals(struct doc *doc, const struct machine_figures *f)
{
	doc_heading(doc, "Since it was started");
	doc_table(doc, totals, ARRAY_SIZE(totals));
	for (size_t i = 0; i < f->n_disks; i++) {
		const struct disk_figures *d = &f->disks[i];

		if (!d->target)
			continue;
		doc_cell(doc, ROLE_STRONG, d->target);
		add_bytes(doc, d->counters, d->read.bytes);
		add_bytes(doc, d->counters, d->written.bytes);
		machine_add_count(doc, d->counters, d->read.requests);
		machine_add_count(doc, d->counters, d->written.requests);
		machine_add_count(doc, d->counters, d->flushed.requests);
		if (d->errors_known && d->errors)
			doc_cellf(doc, ROLE_STATE_BAD, "%llu", (unsigned long long)d->errors);
		else
			doc_cell(doc, ROLE_DIM, d->errors_known ? "0" : "-");
	}
}

/* What it is based on, file by file, and how it is driven. */
static void add_more(struct doc *doc, const struct disk_definition *disk, const struct disk_figures *figures)
{
	autostr struct str how = {0};

	str_addf(&how, "%s%s%s", disk->readonly ? "read-only, " : "", disk->shareable ? "shared, " : "",
		 disk->transient ? "transient: what is written goes when it stops, " : "");
	str_addf(&how, "cache %s, I/O %s, discard %s", disk->cache ? disk->cache : "as usual",
		 disk->io ? disk->io : "as usual", disk->discard ? disk->discard : "as usual");
	doc_pair(doc, ROLE_STRONG, disk->target, ROLE_TEXT, str_text(&how));
	if (disk->source)
		doc_pair(doc, ROLE_DIM, "", ROLE_TEXT, disk->source);
	for (size_t i = 0; i < disk->n_chain; i++)
		doc_pairf(doc, "", "%*son %s", (int)(i + 1) * 2, "", disk->chain[i]);
	if (figures && figures->why)
		doc_pair(doc, ROLE_DIM, "", ROLE_STATE_WARN, figures->why);
}

void machine_disks(struct page *page, struct doc *doc)
{
	const struct machine_definition *def = machine_definition(page);
	const struct machine_figures *before;
	const struct machine_figures *f = machine_figures(page, &before);
	const struct guest_facts *facts = guests_find(page->view->guests, page->id.uuid);
	const struct domain *d = machine_domain(page);

	if (domain_is_active(d) && facts && facts->trouble)
		doc_text(doc, ROLE_STATE_BAD, facts->trouble);
	if (!page_has(page, doc, machine_key(page, READING_DEFINITION)))
		return;
	add_what(page, doc, def);
	if (!page_has(page, doc, machine_key(page, READING_MACHINE)))
		return;
	if (f->active && f->n_disks) {
		add_rates(doc, f, before);
		add_totals(doc, f);
	} else if (f->active) {
		doc_text(doc, ROLE_DIM, "\nThis driver tells no figures of disks.");
	}
	doc_heading(doc, "Where they are, and what they are based on");
	for (size_t i = 0; i < def->n_disks; i++)
		add_more(doc, &def->disks[i], machine_find_disk(f, def->disks[i].target));
}
