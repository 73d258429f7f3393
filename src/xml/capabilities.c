// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/capabilities.h"

#include <limits.h>
#include <stdlib.h>

#include "base/arr.h"
#include "base/str.h"
#include "xml/node.h"

/* More of a kind is not believed. */
#define THINGS_MOST 8192

/* NULL for an element that is not there, or is empty. */
static const char *text_of(struct arena *texts, const xmlNode *node, const char *name)
{
	const xmlNode *child = node_find(node, name);
	autofree char *text = child ? node_text(child) : NULL;

	return text && *text ? arena_strdup(texts, text) : NULL;
}

static const char *attribute_of(struct arena *texts, const xmlNode *node, const char *name)
{
	autofree char *text = node ? node_attribute(node, name) : NULL;

	return text && *text ? arena_strdup(texts, text) : NULL;
}

static uint64_t number_of(const xmlNode *node, const char *name)
{
	autofree char *text = node ? node_attribute(node, name) : NULL;
	uint64_t number = 0;

	node_number(text, &number);
	return number;
}

static unsigned small_of(const xmlNode *node, const char *name)
{
	uint64_t number = number_of(node, name);

	return number <= INT_MAX ? (unsigned)number : 0;
}

static void add_text(struct arena *texts, struct cap_texts *to, const char *text)
{
	if (text && *text && to->n < THINGS_MOST)
		*arr_add(to->all, to->n, to->cap) = arena_strdup(texts, text);
}

/* The names of the elements in it. */
static void add_names(struct arena *texts, struct cap_texts *to, const xmlNode *node)
{
	for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			add_text(texts, to, (const char *)child->name);
}

/* --- the host --------------------------------------------------------------------------------- */

static uint64_t page_size(const xmlNode *node)
{
	autofree char *unit = node_attribute(node, "unit");
	uint64_t size = number_of(node, "size");

	return str_equal(unit, "KiB") && size <= UINT64_MAX / 1024 ? size * 1024 : 0;
}

static void read_cpu_child(struct capabilities *caps, const xmlNode *node)
{
	if (node_is(node, "feature")) {
		add_text(caps->texts, &caps->features, attribute_of(caps->texts, node, "name"));
	} else if (node_is(node, "pages") && page_size(node) && caps->n_pages < THINGS_MOST) {
		arr_add(caps->pages, caps->n_pages, caps->cap_pages)->size = page_size(node);
	} else if (node_is(node, "topology")) {
		caps->sockets = small_of(node, "sockets");
		caps->dies = small_of(node, "dies");
		caps->cores = small_of(node, "cores");
		caps->threads = small_of(node, "threads");
	} else if (node_is(node, "microcode")) {
		caps->microcode = attribute_of(caps->texts, node, "version");
	} else if (node_is(node, "counter") && node_attribute_is(node, "name", "tsc")) {
		caps->tsc_hz = number_of(node, "frequency");
	} else if (node_is(node, "features")) {
		add_names(caps->texts, &caps->features, node);
	}
}

static void read_cpu(struct capabilities *caps, const xmlNode *cpu)
{
	caps->arch = text_of(caps->texts, cpu, "arch");
	caps->model = text_of(caps->texts, cpu, "model");
	caps->vendor = text_of(caps->texts, cpu, "vendor");
	for (const xmlNode *child = cpu->children; child; child = child->next)
		read_cpu_child(caps, child);
}

static void add_page_count(struct cap_cell *cell, const xmlNode *node)
{
	autofree char *text = node_text(node);
	uint64_t count = 0;

	if (cell->n_pages < THINGS_MOST && page_size(node) && node_number(text, &count))
		*arr_add(cell->pages, cell->n_pages, cell->cap_pages) =
			(struct cap_pages){page_size(node), count};
}

static void read_cell_cpus(struct arena *texts, struct cap_cell *cell, const xmlNode *cpus)
{
	for (const xmlNode *child = cpus->children; child; child = child->next)
		if (node_is(child, "cpu") && cell->n_cpus < THINGS_MOST)
			*arr_add(cell->cpus, cell->n_cpus, cell->cap_cpus) =
				(struct cap_cpu){small_of(child, "id"), small_of(child, "socket_id"),
						 small_of(child, "die_id"), small_of(child, "core_id"),
						 attribute_of(texts, child, "siblings")};
}

static void read_distances(struct cap_cell *cell, const xmlNode *distances)
{
	for (const xmlNode *child = distances->children; child; child = child->next)
		if (node_is(child, "sibling") && cell->n_distances < THINGS_MOST)
			*arr_add(cell->distances, cell->n_distances, cell->cap_distances) =
				(struct cap_distance){small_of(child, "id"), small_of(child, "value")};
}

static void read_cell(struct capabilities *caps, const xmlNode *node)
{
	autofree char *text = node_attribute(node, "id");
	struct cap_cell *cell;
	uint64_t id;

	if (!node_number(text, &id) || id > INT_MAX)
		return;
	cell = arr_add(caps->cells, caps->n_cells, caps->cap_cells);
	cell->id = (unsigned)id;
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (node_is(child, "memory"))
			cell->memory = node_memory(child);
		else if (node_is(child, "pages"))
			add_page_count(cell, child);
		else if (node_is(child, "cpus"))
			read_cell_cpus(caps->texts, cell, child);
		else if (node_is(child, "distances"))
			read_distances(cell, child);
	}
}

static void read_topology(struct capabilities *caps, const xmlNode *topology)
{
	const xmlNode *cells = node_find(topology, "cells");

	for (const xmlNode *cell = cells ? cells->children : NULL; cell; cell = cell->next)
		if (node_is(cell, "cell") && caps->n_cells < THINGS_MOST)
			read_cell(caps, cell);
}

static void read_security(struct capabilities *caps, const xmlNode *node)
{
	struct cap_security *s = arr_add(caps->security, caps->n_security, caps->cap_security);

	s->model = text_of(caps->texts, node, "model");
	s->label = text_of(caps->texts, node, "baselabel");
}

static void read_caches(struct capabilities *caps, const xmlNode *cache)
{
	for (const xmlNode *bank = cache->children; bank; bank = bank->next) {
		if (!node_is(bank, "bank") || caps->n_caches >= THINGS_MOST)
			continue;
		autofree char *unit = node_attribute(bank, "unit");
		autofree char *what = mem_printf("L%u, %u %s", small_of(bank, "level"), small_of(bank, "size"),
						 unit ? unit : "bytes");

		*arr_add(caps->caches, caps->n_caches, caps->cap_caches) =
			(struct cap_cache){arena_strdup(caps->texts, what),
					   attribute_of(caps->texts, bank, "cpus")};
	}
}

static void read_migration(struct capabilities *caps, const xmlNode *node)
{
	const xmlNode *transports = node_find(node, "uri_transports");

	caps->migrates = node_find(node, "live") != NULL;
	for (const xmlNode *child = transports ? transports->children : NULL; child; child = child->next) {
		autofree char *text = node_is(child, "uri_transport") ? node_text(child) : NULL;

		add_text(caps->texts, &caps->transports, text);
	}
}

static void read_host(struct capabilities *caps, const xmlNode *host)
{
	caps->uuid = text_of(caps->texts, host, "uuid");
	for (const xmlNode *child = host->children; child; child = child->next) {
		if (node_is(child, "cpu"))
			read_cpu(caps, child);
		else if (node_is(child, "topology"))
			read_topology(caps, child);
		else if (node_is(child, "secmodel") && caps->n_security < THINGS_MOST)
			read_security(caps, child);
		else if (node_is(child, "cache"))
			read_caches(caps, child);
		else if (node_is(child, "migration_features"))
			read_migration(caps, child);
		else if (node_is(child, "iommu"))
			caps->iommu = attribute_of(caps->texts, child, "support");
		else if (node_is(child, "power_management")) {
			caps->tells_power = true;
			add_names(caps->texts, &caps->power, child);
		}
	}
}

static void add_machine(struct capabilities *caps, struct cap_guest *guest, const xmlNode *node)
{
	autofree char *name = node_text(node);

	if (guest->n_machines < THINGS_MOST)
		*arr_add(guest->machines, guest->n_machines, guest->cap_machines) = (struct cap_machine){
			arena_strdup(caps->texts, name), attribute_of(caps->texts, node, "canonical"),
			small_of(node, "maxCpus"), node_attribute_is(node, "deprecated", "yes")};
}

static void read_guest(struct capabilities *caps, const xmlNode *node)
{
	struct cap_guest *guest = arr_add(caps->guests, caps->n_guests, caps->cap_guests);
	const xmlNode *arch = node_find(node, "arch");
	const xmlNode *word = arch ? node_find(arch, "wordsize") : NULL;
	autofree char *bits = word ? node_text(word) : NULL;
	uint64_t wordsize = 0;

	guest->os_type = text_of(caps->texts, node, "os_type");
	if (!arch)
		return;
	guest->arch = attribute_of(caps->texts, arch, "name");
	guest->emulator = text_of(caps->texts, arch, "emulator");
	if (node_number(bits, &wordsize) && wordsize <= 1024)
		guest->wordsize = (unsigned)wordsize;
	for (const xmlNode *child = arch->children; child; child = child->next) {
		if (node_is(child, "machine"))
			add_machine(caps, guest, child);
		else if (node_is(child, "domain"))
			add_text(caps->texts, &guest->types, attribute_of(caps->texts, child, "type"));
	}
}

struct capabilities *capabilities_parse(const char *xml, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	if (!doc)
		return NULL;
	struct capabilities *caps = capabilities_create(xml);
	const xmlNode *root = xmlDocGetRootElement(doc);

	for (const xmlNode *child = root ? root->children : NULL; child; child = child->next) {
		if (node_is(child, "host"))
			read_host(caps, child);
		else if (node_is(child, "guest") && caps->n_guests < THINGS_MOST)
			read_guest(caps, child);
	}
	xmlFreeDoc(doc);
	return caps;
}

/* --- what the list shows of it ---------------------------------------------------------------- */

/* The smallest is what memory is made of anyway. */
static void add_sizes(const struct capabilities *caps, struct node_pages *pages)
{
	size_t least = 0;

	for (size_t i = 0; i < caps->n_pages && pages->n_sizes < PAGE_SIZES_MOST; i++)
		if (caps->pages[i].size / 1024 <= UINT_MAX)
			pages->sizes_kib[pages->n_sizes++] = (unsigned)(caps->pages[i].size / 1024);
	for (size_t i = 1; i < pages->n_sizes; i++)
		if (pages->sizes_kib[i] < pages->sizes_kib[least])
			least = i;
	if (pages->n_sizes)
		pages->sizes_kib[least] = pages->sizes_kib[--pages->n_sizes];
}

bool capabilities_read(const char *xml, struct node_caps *ret, struct err *err)
{
	struct capabilities *caps = capabilities_parse(xml, err);
	struct node_caps brief = {0};

	if (!caps)
		return false;
	brief.has_uuid = caps->uuid && uuid_parse(caps->uuid, brief.uuid);
	brief.arch = mem_strdup(caps->arch);
	brief.vendor = mem_strdup(caps->vendor);
	brief.model = mem_strdup(caps->model);
	add_sizes(caps, &brief.pages);
	for (size_t i = 0; i < caps->n_cells && i < CELLS_MOST; i++)
		brief.pages.cells[brief.pages.n_cells++] = (int)caps->cells[i].id;
	capabilities_free(caps);
	*ret = brief;
	return true;
}

/* --- for guests ------------------------------------------------------------------------------- */

static void read_choice(struct arena *texts, struct cap_item *item, const xmlNode *node)
{
	autostr struct str values = {0};

	for (const xmlNode *child = node->children; child; child = child->next) {
		autofree char *text = node_is(child, "value") ? node_text(child) : NULL;

		if (text)
			str_addf(&values, "%s%s", values.len ? ", " : "", text);
	}
	*arr_add(item->choices, item->n_choices, item->cap_choices) =
		(struct cap_choice){attribute_of(texts, node, "name"), arena_strdup(texts, str_text(&values))};
}

/* "max 511", from the attributes but supported=. */
static const char *told_by(struct arena *texts, const xmlNode *node)
{
	autostr struct str told = {0};

	for (const xmlAttr *a = node->properties; a; a = a->next) {
		autofree char *value = node_attribute(node, (const char *)a->name);

		if (!str_equal((const char *)a->name, "supported"))
			str_addf(&told, "%s%s %s", told.len ? ", " : "", (const char *)a->name, value ? value : "");
	}
	return told.len ? arena_strdup(texts, str_text(&told)) : NULL;
}

static void add_item(struct domain_capabilities *caps, const char *section, const xmlNode *node)
{
	struct cap_item *item;

	if (caps->n_items >= THINGS_MOST)
		return;
	item = arr_add(caps->items, caps->n_items, caps->cap_items);
	item->section = arena_strdup(caps->texts, section);
	item->name = arena_strdup(caps->texts, (const char *)node->name);
	item->supported = !node_attribute_is(node, "supported", "no");
	item->told = told_by(caps->texts, node);
	for (const xmlNode *child = node->children; child; child = child->next)
		if (node_is(child, "enum") && item->n_choices < THINGS_MOST)
			read_choice(caps->texts, item, child);
}

static bool has_elements(const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			return true;
	return false;
}

/* What stands in a section, and what is said of itself. */
static void read_section(struct domain_capabilities *caps, const xmlNode *section)
{
	const char *name = (const char *)section->name;

	if (node_find(section, "enum") || !has_elements(section))
		add_item(caps, name, section);
	for (const xmlNode *child = section->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && !node_is(child, "enum"))
			add_item(caps, name, child);
}

static void add_model(struct domain_capabilities *caps, const xmlNode *node)
{
	autofree char *name = node_text(node);

	if (caps->n_models < THINGS_MOST)
		*arr_add(caps->models, caps->n_models, caps->cap_models) = (struct cap_model){
			arena_strdup(caps->texts, name), attribute_of(caps->texts, node, "vendor"),
			attribute_of(caps->texts, node, "usable"), node_attribute_is(node, "deprecated", "yes")};
}

static void read_mode(struct domain_capabilities *caps, const xmlNode *node)
{
	struct cap_mode *mode = arr_add(caps->modes, caps->n_modes, caps->cap_modes);
	bool custom = node_attribute_is(node, "name", "custom");

	mode->name = attribute_of(caps->texts, node, "name");
	mode->supported = node_attribute_is(node, "supported", "yes");
	mode->model = custom ? NULL : text_of(caps->texts, node, "model");
	mode->vendor = text_of(caps->texts, node, "vendor");
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (custom && node_is(child, "model"))
			add_model(caps, child);
		else if (node_is(child, "feature"))
			add_text(caps->texts,
				 node_attribute_is(child, "policy", "disable") ? &mode->disables : &mode->requires,
				 attribute_of(caps->texts, child, "name"));
	}
}

static void read_domain_child(struct domain_capabilities *caps, const xmlNode *node)
{
	if (node_is(node, "vcpu")) {
		caps->vcpus_max = small_of(node, "max");
	} else if (node_is(node, "cpu")) {
		for (const xmlNode *child = node->children; child; child = child->next)
			if (node_is(child, "mode") && caps->n_modes < THINGS_MOST)
				read_mode(caps, child);
	} else if (node->type == XML_ELEMENT_NODE && !node_is(node, "path") && !node_is(node, "domain") &&
		   !node_is(node, "machine") && !node_is(node, "arch")) {
		read_section(caps, node);
	}
}

struct domain_capabilities *domain_capabilities_parse(const char *xml, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	if (!doc)
		return NULL;
	struct domain_capabilities *caps = domain_capabilities_create(xml);
	const xmlNode *root = xmlDocGetRootElement(doc);

	if (root) {
		caps->emulator = text_of(caps->texts, root, "path");
		caps->type = text_of(caps->texts, root, "domain");
		caps->machine = text_of(caps->texts, root, "machine");
		caps->arch = text_of(caps->texts, root, "arch");
	}
	for (const xmlNode *child = root ? root->children : NULL; child; child = child->next)
		read_domain_child(caps, child);
	xmlFreeDoc(doc);
	return caps;
}
