// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parts of the host's page share; a part is a file hostpage-*.c. Main thread. */
#pragma once

#include "model/capabilities.h"
#include "model/nodestate.h"
#include "ui/panes/page.h"

/* NULL while they are not known. */
const struct capabilities *hostpage_capabilities(const struct page *page);
const struct node_state *hostpage_node(const struct page *page);
/* Who can listen to its connection, in the same words wherever that is said. */
void hostpage_connection(const struct host_view *host, const struct node_state *node, struct str *out);
/* Whether the connection stands; if not, the document says "-". */
bool hostpage_is_up(const struct page *page, struct doc *doc);

/* The names of its active pools to out; how many they are, -1 while that is not known. */
int hostpage_pools(const struct host_view *host, struct str *out);
/* The same of networks. */
int hostpage_networks(const struct host_view *host, struct str *out);

/* A line that folds what follows: "▸ Features  54". True when it is unfolded: then it is to follow. */
bool hostpage_fold(struct page *page, struct doc *doc, const char *name, const char *count);
/* Texts as a paragraph: "vme, ss, x2apic". */
void hostpage_texts(struct doc *doc, enum role role, const struct cap_texts *texts);
/* A piece of a line: a bar of width cells, fill from 0 to 1. */
void hostpage_bar(struct doc *doc, const struct page *page, enum role role, double fill, int width);

/* The parts in their order: X(function, id, title, what else struct page_part says of it). */
#define HOSTPAGE_PARTS(X)                                                                          \
	X(hostpage_summary, "summary", "Summary", .peeks = peek_at_all, .tells_host = true)         \
	X(hostpage_cpus, "cpus", "CPUs", .peeks = peek_at_cpus, .key = fold_key)                    \
	X(hostpage_memory, "memory", "Memory", .peeks = peek_at_all)                                \
	X(hostpage_readiness, "readiness", "Readiness", .peeks = peek_at_all)                       \
	X(hostpage_guests, "guests", "For guests", .peeks = peek_at_guests, .key = fold_key)        \
	X(hostpage_machines, "machines", "Machines", .peeks = NULL)                                 \
	X(hostpage_words, "capabilities", "Capabilities", .peeks = peek_at_capabilities, .key = fold_key) \
	X(hostpage_xml, "xml", "XML", .peeks = peek_at_capabilities)
HOSTPAGE_PARTS(PAGE_PART_DECLARED)
