// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parts of the host's page share; a part is a file hostpage-*.c. Main thread. */
#pragma once

#include "model/capabilities.h"
#include "model/nodestate.h"
#include "ui/panes/page.h"

extern const struct page_kind host_page;

/* NULL while they are not known. */
const struct capabilities *hostpage_capabilities(const struct page *page);
const struct node_state *hostpage_node(const struct page *page);
/* Whether the connection stands; if not, the document says so. */
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
void hostpage_bar(struct doc *doc, const struct page *page, double fill, int width);

void hostpage_summary(struct page *page, struct doc *doc);
void hostpage_cpus(struct page *page, struct doc *doc);
void hostpage_memory(struct page *page, struct doc *doc);
void hostpage_readiness(struct page *page, struct doc *doc);
void hostpage_guests(struct page *page, struct doc *doc);
void hostpage_machines(struct page *page, struct doc *doc);
void hostpage_words(struct page *page, struct doc *doc);
void hostpage_xml(struct page *page, struct doc *doc);
