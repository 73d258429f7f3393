// SPDX-License-Identifier: GPL-3.0-or-later
/* CPUs of a host: what they are, where they sit, and how busy each is. */
#include "ui/panes/hostpage.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/pins.h"

#define BAR     6
#define CPU_FIT 18 /* cells that a CPU takes in the grid: "  15 ██████ 100%  " */
#define BUSY    90.0 /* percent */

static void add_model(struct doc *doc, const struct capabilities *caps)
{
	doc_pairf(doc, "model", "%s%s%s", caps->model ? caps->model : "not told", caps->vendor ? ", " : "",
		  caps->vendor ? caps->vendor : "");
	if (caps->arch)
		doc_pair(doc, ROLE_DIM, "architecture", ROLE_TEXT, caps->arch);
	if (caps->sockets)
		doc_pairf(doc, "topology", "sockets %u, dies %u, cores %u, threads of each core %u", caps->sockets,
			  caps->dies, caps->cores, caps->threads);
	if (caps->microcode)
		doc_pair(doc, ROLE_DIM, "microcode", ROLE_TEXT, caps->microcode);
	if (caps->tsc_hz)
		doc_pairf(doc, "TSC", "%.0f MHz", (double)caps->tsc_hz / 1e6);
	for (size_t i = 0; i < caps->n_caches; i++)
		doc_pairf(doc, i ? "" : "caches", "%s for CPUs %s", caps->caches[i].what,
			  caps->caches[i].cpus ? caps->caches[i].cpus : "?");
}

/* --- cells ------------------------------------------------------------------------------------- */

/* "0-3,8": ids rise. */
static void add_range(struct str *out, const struct cap_cell *cell)
{
	for (size_t i = 0, n; i < cell->n_cpus; i += n) {
		unsigned first = cell->cpus[i].id;

		for (n = 1; i + n < cell->n_cpus && cell->cpus[i + n].id == first + n;)
			n++;
		str_addf(out, n > 1 ? "%s%u-%u" : "%s%u", out->len ? "," : "", first, first + (unsigned)n - 1);
	}
}

static const struct doc_column cell_columns[] = {
	{.title = "CELL", .right = true}, {.title = "MEMORY", .right = true}, {.title = "CPUS", .flexible = true},
	{.title = "DISTANCES", .flexible = true},
};

static void add_cell(struct doc *doc, const struct cap_cell *cell)
{
	autostr struct str cpus = {0};
	autostr struct str distances = {0};
	char memory[UNITS_SIZE];

	add_range(&cpus, cell);
	for (size_t i = 0; i < cell->n_distances; i++)
		str_addf(&distances, "%sto %u: %u", i ? ", " : "", cell->distances[i].cell,
			 cell->distances[i].value);
	doc_cellf(doc, ROLE_TEXT, "%u", cell->id);
	doc_cell(doc, ROLE_TEXT, units_bytes_long(memory, cell->memory));
	doc_cell(doc, ROLE_TEXT, cpus.len ? str_text(&cpus) : "none");
	doc_cell(doc, ROLE_DIM, distances.len ? str_text(&distances) : "-");
}

static void add_cells(struct doc *doc, const struct capabilities *caps)
{
	doc_heading(doc, "NUMA cells");
	doc_table(doc, cell_columns, ARRAY_SIZE(cell_columns));
	for (size_t i = 0; i < caps->n_cells; i++)
		add_cell(doc, &caps->cells[i]);
	if (!caps->n_cells)
		doc_text(doc, ROLE_DIM, "Not told.");
}

/* --- loads ------------------------------------------------------------------------------------- */

static bool is_offline(const struct node_cpus *cpus, unsigned id)
{
	for (size_t i = 0; cpus && i < cpus->n; i++)
		if (cpus->all[i].id == id)
			return !cpus->all[i].online;
	return false;
}

static void add_cpu(const struct page *page, struct doc *doc, unsigned id)
{
	const struct reading *r = page_reading(page, reading_key_host(READING_CPUS));
	double load = r ? node_cpu_load(r->before, r->data, id) : -1;

	doc_piecef(doc, ROLE_DIM, "%4u ", id);
	if (load < 0) {
		doc_piecef(doc, ROLE_DIM, "%-*s", CPU_FIT - 5, r && is_offline(r->data, id) ? "offline" : "-");
		return;
	}
	hostpage_bar(doc, page, ROLE_BAR, load / 100, BAR);
	doc_piecef(doc, load >= BUSY ? ROLE_STATE_WARN : ROLE_TEXT, "%4.0f%%", load);
	doc_piecef(doc, ROLE_TEXT, "%*s", CPU_FIT - 5 - BAR - 5, "");
}

/* CPUs by where they sit, threads of a core behind each other. */
static int compare_seats(const void *a, const void *b)
{
	const struct cap_cpu *x = a, *y = b;
	const unsigned xs[] = {x->socket, x->die, x->core, x->id};
	const unsigned ys[] = {y->socket, y->die, y->core, y->id};

	for (size_t i = 0; i < ARRAY_SIZE(xs); i++)
		if (xs[i] != ys[i])
			return xs[i] < ys[i] ? -1 : 1;
	return 0;
}

static bool same_socket(const struct cap_cpu *a, const struct cap_cpu *b)
{
	return a->socket == b->socket && a->die == b->die;
}

static bool same_core(const struct cap_cpu *a, const struct cap_cpu *b)
{
	return same_socket(a, b) && a->core == b->core;
}

struct grid {
	int across; /* CPUs in a row */
	int at;
};

static void put_cpu(const struct page *page, struct doc *doc, struct grid *grid, unsigned id)
{
	if (grid->at++ % grid->across == 0)
		doc_line(doc);
	add_cpu(page, doc, id);
}

/* "cell 0, socket 1, cores 0 to 3" */
static void add_socket(struct doc *doc, const struct cap_cell *cell, const struct cap_cpu *first,
		       const struct cap_cpu *last, unsigned dies)
{
	autofree char *die = dies > 1 ? mem_printf(", die %u", first->die) : mem_strdup("");

	if (first->core == last->core)
		doc_textf(doc, ROLE_DIM, "cell %u, socket %u%s, core %u", cell->id, first->socket, die, first->core);
	else
		doc_textf(doc, ROLE_DIM, "cell %u, socket %u%s, cores %u to %u", cell->id, first->socket, die, first->core,
			  last->core);
}

/* All of a core; how many they are. They are in one row where they have room in one. */
static size_t put_core(const struct page *page, struct doc *doc, struct grid *grid, const struct cap_cpu *cpus,
		       size_t n)
{
	size_t threads = 1;

	while (threads < n && same_core(&cpus[0], &cpus[threads]))
		threads++;
	if (threads <= (size_t)grid->across && grid->at % grid->across + (int)threads > grid->across)
		grid->at = 0;
	for (size_t i = 0; i < threads; i++)
		put_cpu(page, doc, grid, cpus[i].id);
	return threads;
}

static size_t count_socket(const struct cap_cpu *cpus, size_t n)
{
	size_t same = 1;

	while (same < n && same_socket(&cpus[0], &cpus[same]))
		same++;
	return same;
}

/* Sockets one after the other, and their dies. */
static void put_sockets(const struct page *page, struct doc *doc, struct grid *grid, const struct cap_cell *cell,
			unsigned dies)
{
	autofree struct cap_cpu *cpus = mem_new_array(cell->n_cpus, sizeof(*cpus));
	size_t n;

	memcpy(cpus, cell->cpus, cell->n_cpus * sizeof(*cpus));
	qsort(cpus, cell->n_cpus, sizeof(*cpus), compare_seats);
	for (size_t i = 0; i < cell->n_cpus; i += n) {
		n = count_socket(&cpus[i], cell->n_cpus - i);
		add_socket(doc, cell, &cpus[i], &cpus[i + n - 1], dies);
		grid->at = 0;
		for (size_t j = 0; j < n;)
			j += put_core(page, doc, grid, &cpus[i + j], n - j);
	}
}

/* Some drivers do not tell where CPUs sit. */
static void put_cell(const struct page *page, struct doc *doc, struct grid *grid, const struct cap_cell *cell,
		     unsigned dies)
{
	if (cell->n_cpus && cell->cpus[0].siblings) {
		put_sockets(page, doc, grid, cell, dies);
		return;
	}
	doc_textf(doc, ROLE_DIM, "cell %u", cell->id);
	grid->at = 0;
	for (size_t i = 0; i < cell->n_cpus; i++)
		put_cpu(page, doc, grid, cell->cpus[i].id);
}

static void add_grid(const struct page *page, struct doc *doc, const struct capabilities *caps)
{
	const struct node_cpus *cpus = page_data(page, reading_key_host(READING_CPUS));
	struct grid grid = {.across = page->width > CPU_FIT ? page->width / CPU_FIT : 1};

	grid.across = grid.across > 8 ? 8 : grid.across > 1 ? grid.across / 2 * 2 : 1;
	for (size_t i = 0; caps && i < caps->n_cells; i++)
		put_cell(page, doc, &grid, &caps->cells[i], caps->dies);
	if (caps && capabilities_cpus(caps))
		return;
	for (size_t i = 0; cpus && i < cpus->n; i++)
		put_cpu(page, doc, &grid, cpus->all[i].id);
}

static void add_loads(const struct page *page, struct doc *doc, const struct capabilities *caps)
{
	const struct node_cpus *cpus = page_data(page, reading_key_host(READING_CPUS));

	doc_heading(doc, "How busy each CPU is");
	if (page_has(page, doc, reading_key_host(READING_CPUS)))
		doc_textf(doc, ROLE_DIM, "%u of %u CPUs are online.", cpus->online, cpus->present);
	add_grid(page, doc, caps);
}

/* --- pins -------------------------------------------------------------------------------------- */

static const struct doc_column pin_columns[] = {
	{.title = "CPUS", .right = true}, {.title = "MACHINES", .right = true}, {.title = "PINNED THERE", .flexible = true},
};

static void add_pinned(struct doc *doc, const struct pinned_cpus *row)
{
	bool shared = row->machines > 1;

	if (row->first == row->last)
		doc_cellf(doc, ROLE_TEXT, "%u", row->first);
	else
		doc_cellf(doc, ROLE_TEXT, "%u-%u", row->first, row->last);
	doc_cellf(doc, shared ? ROLE_STATE_WARN : ROLE_TEXT, "%u", row->machines);
	doc_cell(doc, row->machines ? ROLE_TEXT : ROLE_DIM, row->who);
}

static void add_pins(const struct page *page, struct doc *doc)
{
	const struct snapshot *s = page->view->snapshot;
	struct pinned pinned;

	if (!s)
		return;
	pinned_read(s, page->view->node.cpus, &pinned);
	doc_heading(doc, "Machines pinned to CPUs");
	if (pinned.n) {
		doc_table(doc, pin_columns, ARRAY_SIZE(pin_columns));
		for (size_t i = 0; i < pinned.n; i++)
			add_pinned(doc, &pinned.rows[i]);
	}
	doc_textf(doc, ROLE_DIM, "Active machines: %zu are pinned, %zu may run on any CPU.", pinned.active,
		  pinned.unpinned);
	pinned_finish(&pinned);
}

void hostpage_cpus(struct page *page, struct doc *doc)
{
	const struct capabilities *caps = hostpage_capabilities(page);

	if (page_has(page, doc, reading_key_host(READING_CAPABILITIES))) {
		autofree char *count = mem_printf("%zu", caps->features.n);

		add_model(doc, caps);
		if (caps->features.n && hostpage_fold(page, doc, "Features", count))
			hostpage_texts(doc, ROLE_TEXT, &caps->features);
		add_cells(doc, caps);
	}
	add_loads(page, doc, caps);
	add_pins(page, doc);
}
