// SPDX-License-Identifier: GPL-3.0-or-later
/* The XML of a machine, and what differs between what runs and its definition. */
#include "ui/panes/machine.h"

#include <string.h>

#include "model/linediff.h"
#include "ui/panes/xmlpart.h"

#define CONTEXT 2 /* lines around a difference */

void machine_xml(struct page *page, struct doc *doc)
{
	const struct machine_definition *def = machine_definition(page);

	if (!page_has(page, doc, machine_key(page, READING_DEFINITION)))
		return;
	const struct xml_shown shown[] = {
		{def->kept ? "What runs" : "Its XML", "live", def->xml},
		{"Its definition: what comes up after a power cycle", "kept", def->kept},
	};

	xml_part(page, doc, shown, def->kept ? 2 : 1);
}

/* --- what differs ----------------------------------------------------------------------------- */

static bool is_near(const struct diff_line *lines, size_t n, size_t at)
{
	size_t from = at > CONTEXT ? at - CONTEXT : 0;

	for (size_t i = from; i < n && i <= at + CONTEXT; i++)
		if (lines[i].sign != ' ')
			return true;
	return false;
}

static enum role role_of(char sign)
{
	return sign == '+' ? ROLE_STATE_GOOD : sign == '-' ? ROLE_STATE_BAD : ROLE_DIM;
}

/* counts: else all of them are dim. */
static void add_lines(struct doc *doc, const char *first, const char *second, bool counts)
{
	size_t n;
	autofree struct diff_line *lines = linediff(first, second, &n);
	bool left_out = false;

	for (size_t i = 0; i < n; i++) {
		if (!is_near(lines, n, i)) {
			left_out = true;
			continue;
		}
		if (left_out)
			doc_text(doc, ROLE_DIM, "...");
		left_out = false;
		doc_line(doc);
		doc_piecef(doc, counts ? role_of(lines[i].sign) : ROLE_DIM, "%c %.*s", lines[i].sign, (int)lines[i].len, lines[i].text);
	}
}

void machine_diff(struct page *page, struct doc *doc)
{
	const struct machine_definition *def = machine_definition(page);
	const struct domain *d = machine_domain(page);

	if (!page_has(page, doc, machine_key(page, READING_DEFINITION)))
		return;
	if (!def->kept) {
		doc_text(doc, ROLE_DIM, domain_is_active(d) ? "It is transient: there is no definition beside what runs."
							     : "It does not run: there is only its definition.");
		return;
	}
	if (def->differences)
		doc_text(doc, ROLE_STATE_WARN, def->differences);
	else if (str_equal(def->without_run, def->kept))
		doc_text(doc, ROLE_STATE_GOOD, "A power cycle would bring it up as it is.");
	else
		doc_text(doc, ROLE_TEXT, "Nothing that virtty compares differs; the lines below do.");
	if (!str_equal(def->counting, def->kept)) {
		doc_heading(doc, "The same in XML: - what runs, + its definition");
		add_lines(doc, def->counting, def->kept, true);
	}
	if (!str_equal(def->without_run, def->counting)) {
		doc_heading(doc, "What does not count: libvirt adds it by itself, or virtty does not compare it");
		add_lines(doc, def->without_run, def->counting, false);
	}
}
