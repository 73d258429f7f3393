// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory of a host: cells, huge pages, merged pages. */
#include "ui/panes/hostpage.h"

#include <inttypes.h>

#include "base/arr.h"
#include "base/str.h"
#include "base/units.h"

#define PAGE 4096 /* bytes: what is merged */

static void say_why(struct doc *doc, const char *why)
{
	doc_textf(doc, ROLE_DIM, "Not known: %s.", why);
}

/* --- all of it --------------------------------------------------------------------------------- */

static void add_bytes(struct doc *doc, const char *name, uint64_t bytes)
{
	char text[UNITS_SIZE];

	doc_pair(doc, ROLE_DIM, name, ROLE_TEXT, units_bytes_long(text, bytes));
}

static void add_totals(const struct page *page, struct doc *doc)
{
	const struct node_state *node = hostpage_node(page);

	doc_heading(doc, "All of it");
	if (!page_has(page, doc, reading_key_host(READING_NODE)))
		return;
	if (node->memory_why) {
		if (page->view->node.memory)
			add_bytes(doc, "total", page->view->node.memory);
		say_why(doc, node->memory_why);
		return;
	}
	add_bytes(doc, "total", node->memory);
	add_bytes(doc, "free", node->memory_free);
	add_bytes(doc, "buffers", node->buffers);
	add_bytes(doc, "cached", node->cached);
}

/* --- cells ------------------------------------------------------------------------------------- */

static const struct doc_column cell_columns[] = {
	{.title = "CELL", .right = true}, {.title = "MEMORY", .right = true}, {.title = "FREE", .right = true},
};

static void add_cells(struct doc *doc, const struct capabilities *caps, const struct node_state *node)
{
	doc_heading(doc, "NUMA cells");
	doc_table(doc, cell_columns, ARRAY_SIZE(cell_columns));
	for (size_t i = 0; i < caps->n_cells; i++) {
		const struct node_cell *cell = node_state_cell(node, caps->cells[i].id);
		char text[UNITS_SIZE];
		bool known = cell && cell->memory_known;

		doc_cellf(doc, ROLE_TEXT, "%u", caps->cells[i].id);
		doc_cell(doc, ROLE_TEXT, units_bytes_long(text, caps->cells[i].memory));
		doc_cell(doc, known ? ROLE_TEXT : ROLE_DIM, known ? units_bytes_long(text, cell->memory_free) : "-");
	}
}

/* --- pages --------------------------------------------------------------------------------- */

static const struct doc_column page_columns[] = {
	{.title = "CELL", .right = true},  {.title = "PAGES OF", .right = true}, {.title = "TOTAL", .right = true},
	{.title = "FREE", .right = true}, {.title = "TAKEN", .right = true},   {.title = "MEMORY", .right = true},
};

static bool find_free(const struct node_cell *cell, uint64_t size, uint64_t *ret)
{
	for (size_t i = 0; cell && i < cell->n_pages; i++) {
		*ret = cell->pages[i].free;
		if (cell->pages[i].size == size)
			return true;
	}
	return false;
}

static void add_pages(struct doc *doc, unsigned id, const struct cap_pages *pages, const struct node_cell *cell)
{
	enum role role = pages->count ? ROLE_TEXT : ROLE_DIM;
	uint64_t unused = 0;
	bool known = find_free(cell, pages->size, &unused) && unused <= pages->count;
	char text[UNITS_SIZE];

	doc_cellf(doc, role, "%u", id);
	doc_cell(doc, role, units_bytes_long(text, pages->size));
	doc_cellf(doc, role, "%" PRIu64, pages->count);
	if (known) {
		doc_cellf(doc, role, "%" PRIu64, unused);
		doc_cellf(doc, role, "%" PRIu64, pages->count - unused);
	} else {
		doc_cell(doc, ROLE_DIM, "-");
		doc_cell(doc, ROLE_DIM, "-");
	}
	doc_cell(doc, role, units_bytes_long(text, pages->count * pages->size));
}

/* Of all sizes: those that all memory is made of, too. */
static void add_all_pages(struct doc *doc, const struct capabilities *caps, const struct node_state *node)
{
	doc_heading(doc, "Pages");
	doc_table(doc, page_columns, ARRAY_SIZE(page_columns));
	for (size_t i = 0; i < caps->n_cells; i++)
		for (size_t j = 0; j < caps->cells[i].n_pages; j++)
			add_pages(doc, caps->cells[i].id, &caps->cells[i].pages[j],
				  node_state_cell(node, caps->cells[i].id));
	if (node && node->pages_why)
		doc_textf(doc, ROLE_DIM, "How many are free is not known: %s.", node->pages_why);
}

/* --- merged and transparent -------------------------------------------------------------------- */

static void add_ksm(struct doc *doc, const struct node_state *node)
{
	const struct node_ksm *ksm = &node->ksm;
	char text[UNITS_SIZE];

	doc_heading(doc, "Samepage merging (KSM)");
	if (node->ksm_why) {
		say_why(doc, node->ksm_why);
		return;
	}
	if (!ksm->pages_shared && !ksm->full_scans)
		doc_pair(doc, ROLE_DIM, "merged", ROLE_TEXT, "nothing: it is off, or has never looked at anything");
	else
		doc_pairf(doc, "merged", "%" PRIu64 " pages stand for %" PRIu64 " more: %s saved", ksm->pages_shared,
			  ksm->pages_sharing, units_bytes_long(text, ksm->pages_sharing * PAGE));
	doc_pairf(doc, "looked at", "%" PRIu64 " pages in vain, %" PRIu64 " change too fast, %" PRIu64 " full scans",
		  ksm->pages_unshared, ksm->pages_volatile, ksm->full_scans);
	doc_pairf(doc, "pace", "%" PRIu64 " pages, then a rest of %" PRIu64 " ms", ksm->pages_to_scan, ksm->sleep_ms);
	if (ksm->merges_known)
		doc_pair(doc, ROLE_DIM, "across cells", ROLE_TEXT, ksm->merges_across_cells ? "yes" : "no");
}

static const struct {
	const char *word, *text;
} huge_words[] = {
	{"always", "always: the kernel gives them wherever it can"},
	{"madvise", "madvise: for programs that ask for them, as QEMU does"},
	{"never", "never: they are off"},
};

static void add_transparent(struct doc *doc, const struct node_state *node)
{
	const char *text = node->files.huge;
	char bytes[UNITS_SIZE];

	doc_heading(doc, "Transparent huge pages");
	for (size_t i = 0; i < ARRAY_SIZE(huge_words); i++)
		if (str_equal(node->files.huge, huge_words[i].word))
			text = huge_words[i].text;
	if (node->files_why || !text) {
		say_why(doc, node->files_why ? node->files_why : "its kernel does not tell");
		return;
	}
	doc_pair(doc, ROLE_DIM, "given", ROLE_TEXT, text);
	if (node->files.huge_bytes_known)
		doc_pairf(doc, "in them now", "%s", units_bytes_long(bytes, node->files.huge_bytes));
}

void hostpage_memory(struct page *page, struct doc *doc)
{
	const struct capabilities *caps = hostpage_capabilities(page);
	const struct node_state *node = hostpage_node(page);

	add_totals(page, doc);
	if (!page_has(page, doc, reading_key_host(READING_CAPABILITIES)))
		return;
	if (caps->n_cells) {
		add_cells(doc, caps, node);
		add_all_pages(doc, caps, node);
	}
	if (!node)
		return;
	add_ksm(doc, node);
	add_transparent(doc, node);
}
