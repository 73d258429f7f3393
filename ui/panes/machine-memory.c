// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/machine.h"

#include "base/arr.h"
#include "base/units.h"

enum { BYTES, COUNT };

static const struct row {
	enum balloon_figure which;
	const char *label, *help;
	int unit;
} by_host[] = {
	{BALLOON_CURRENT, "balloon", "what the guest has now", BYTES},
	{BALLOON_MAXIMUM, "at most", "without a power cycle", BYTES},
	{BALLOON_RSS, "on the host", "what its QEMU keeps in the host's memory", BYTES},
}, by_guest[] = {
	{BALLOON_AVAILABLE, "available", "what its system counts as memory", BYTES},
	{BALLOON_UNUSED, "unused", "of that nobody uses it", BYTES},
	{BALLOON_USABLE, "usable", "could be given to programs without swapping", BYTES},
	{BALLOON_DISK_CACHES, "disk caches", "", BYTES},
	{BALLOON_SWAP_IN, "swapped in", "since it was started", BYTES},
	{BALLOON_SWAP_OUT, "swapped out", "", BYTES},
	{BALLOON_MAJOR_FAULTS, "major faults", "pages that had to be read from a disk", COUNT},
	{BALLOON_MINOR_FAULTS, "minor faults", "", COUNT},
	{BALLOON_HUGE_ALLOCATED, "huge pages", "that were given out", COUNT},
	{BALLOON_HUGE_FAILED, "", "that could not be", COUNT},
};

static bool add_rows(struct doc *doc, const struct machine_figures *f, const struct row *rows, size_t n)
{
	bool any = false;
	char text[UNITS_SIZE];

	for (size_t i = 0; i < n; i++) {
		if (!(f->balloon_known & (1u << rows[i].which)))
			continue;
		any = true;
		if (rows[i].unit == BYTES)
			units_bytes_long(text, f->balloon[rows[i].which]);
		else
			snprintf(text, sizeof(text), "%llu", (unsigned long long)f->balloon[rows[i].which]);
		doc_pairf(doc, rows[i].label, "%-12s %s", text, rows[i].help);
	}
	return any;
}

static void add_guest(struct doc *doc, const struct machine_figures *f)
{
	char age[UNITS_SIZE];

	if (!f->active)
		return;
	doc_heading(doc, "What the guest tells");
	if (f->balloon_updated_s && f->wall_s >= f->balloon_updated_s)
		doc_textf(doc, ROLE_DIM, "It told so %s before it was read.",
			  units_duration(age, (double)(f->wall_s - f->balloon_updated_s)));
	if (!add_rows(doc, f, by_guest, ARRAY_SIZE(by_guest)))
		doc_text(doc, ROLE_DIM, "Nothing: it has no balloon driver that does, or no period is set.");
}

void machine_memory(struct page *page, struct doc *doc)
{
	const struct machine_definition *def = machine_definition(page);
	const struct machine_figures *f = machine_figures(page, NULL);

	if (page_has(page, doc, machine_key(page, READING_MACHINE))) {
		if (f->active)
			add_rows(doc, f, by_host, ARRAY_SIZE(by_host));
		else
			doc_text(doc, ROLE_DIM, "It is off: it has none now.");
		add_guest(doc, f);
	}
	doc_heading(doc, "How it is defined");
	if (!page_has(page, doc, machine_key(page, READING_DEFINITION)))
		return;
	doc_pair(doc, ROLE_DIM, "balloon", ROLE_TEXT, def->balloon ? def->balloon : "none");
	if (def->balloon_period)
		doc_pairf(doc, "period", "the guest tells every %d s", def->balloon_period);
	else
		doc_pair(doc, ROLE_DIM, "period", ROLE_DIM, "none is set: most guests tell nothing then");
	doc_pair(doc, ROLE_DIM, "huge pages", def->hugepages ? ROLE_TEXT : ROLE_DIM,
		 def->hugepages ? def->hugepages : "none");
}
