// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parts of the machine's page share; a part is a file machine-*.c. Main thread. */
#pragma once

#include "model/machine.h"
#include "model/trend.h"
#include "ui/panes/page.h"

/* page->own */
struct machine_own {
	enum trend_span span; /* of the graphs, where there is no room for both */
	char (*addresses)[GUEST_ADDRESS_SIZE]; /* on the NICs part, by the items of its rows, from 1 */
	size_t n_addresses, cap_addresses;
};
struct machine_own *machine_own(struct page *page);

/* As the list has it; NULL when it is gone. */
const struct domain *machine_domain(const struct page *page);
struct reading_key machine_key(const struct page *page, enum reading_kind kind);
/* The newest figures, and those before them for rates; both may be NULL. */
const struct machine_figures *machine_figures(const struct page *page, const struct machine_figures **ret_before);
const struct machine_definition *machine_definition(const struct page *page);
/* What it has at this moment: by its figures while it runs, else by its definition. Bytes. */
uint64_t machine_memory_now(const struct page *page, const struct domain *d);
unsigned machine_vcpus_now(const struct page *page, const struct domain *d);
/* A rate a second between two readings of a counter; negative when it is not known. */
double machine_rate(const struct machine_figures *before, const struct machine_figures *now, uint64_t was,
		    uint64_t is);
/* Cells of a table: bytes a second, things a second (negative: not known), how many things. */
void machine_add_rate(struct doc *doc, double rate);
void machine_add_number(struct doc *doc, double rate);
void machine_add_count(struct doc *doc, bool known, uint64_t count);

/* The parts in their order: X(function, id, title, what else struct page_part says of it). */
#define MACHINE_PARTS(X)                                                                           \
	X(machine_overview, "overview", "Overview", .peeks = want_overview, .key = machine_overview_key) \
	X(machine_vcpus, "vcpus", "vCPUs", .peeks = want_all)                                       \
	X(machine_memory, "memory", "Memory", .peeks = want_all)                                    \
	X(machine_disks, "disks", "Disks", .peeks = want_all)                                       \
	X(machine_nics, "nics", "NICs", .peeks = want_nics, .key = machine_nics_key)               \
	X(machine_snapshots, "snapshots", "Snapshots", .peeks = want_snapshots)                     \
	X(machine_events, "events", "Events", .peeks = want_all)                                    \
	X(machine_xml, "xml", "XML", .peeks = want_definition, .key = xml_part_key)              \
	X(machine_diff, "diff", "Diff", .peeks = want_definition)                                   \
	X(machine_command, "qemu", "QEMU", .peeks = want_command)                                   \
	X(machine_log, "log", "Log", .peeks = want_log)
MACHINE_PARTS(PAGE_PART_DECLARED)
enum reaction machine_overview_key(struct page *page, const struct key *key);
enum reaction machine_nics_key(struct page *page, const struct key *key);
/* The address in the row under the cursor, when the NICs part is on top; NULL: none. Good until it is built again. */
const char *machine_page_address(const struct app *app);
/* ssh into the guest, at the address under the cursor where that is one's row. */
enum reaction machine_login(struct page *page);

/* Why it is as it is and what mends it, in words; graphs of what it does. */
void machine_why(struct page *page, struct doc *doc);
void machine_graphs(struct page *page, struct doc *doc);
