// SPDX-License-Identifier: GPL-3.0-or-later
/* What a guest can have on a host: its domain capabilities in words, folded. */
#include "ui/panes/hostpage.h"

#include <ctype.h>

#include "base/arr.h"
#include "base/str.h"

static const struct {
	const char *section; /* libvirt's word */
	const char *title;
} titles[] = {
	{"os", "Firmware and boot"}, {"memoryBacking", "Memory"}, {"devices", "Devices"}, {"features", "Features"},
	{"iothreads", "I/O threads"},
};

/* "modelType" is "model type", and "backingStoreInput" "backing store input". */
static char *in_words(const char *name)
{
	struct str out = {0};

	for (const char *p = name ? name : "?"; *p; p++) {
		if (isupper((unsigned char)*p) && p > name && islower((unsigned char)p[-1]))
			str_addc(&out, ' ');
		str_addc(&out, isupper((unsigned char)*p) ? (char)tolower((unsigned char)*p) : *p);
	}
	return str_take(&out);
}

static void add_choices(struct str *out, const struct cap_item *item)
{
	for (size_t i = 0; i < item->n_choices; i++) {
		const struct cap_choice *c = &item->choices[i];
		autofree char *name = in_words(c->name);

		str_addf(out, "%s%s: %s", out->len ? "; " : "", name, c->values && *c->values ? c->values : "none");
	}
}

static void add_item(struct doc *doc, const struct cap_item *item)
{
	autofree char *name = in_words(item->name);
	autostr struct str told = {0};

	if (!item->supported) {
		doc_pair(doc, ROLE_DIM, name, ROLE_DIM, "not there");
		return;
	}
	if (item->told)
		str_add(&told, item->told);
	add_choices(&told, item);
	doc_pair(doc, ROLE_DIM, name, ROLE_TEXT, told.len ? str_text(&told) : "yes");
}

static void count_items(const struct domain_capabilities *caps, const char *section, size_t *ret_n,
			size_t *ret_there)
{
	*ret_n = *ret_there = 0;
	for (size_t i = 0; i < caps->n_items; i++) {
		if (!str_equal(caps->items[i].section, section))
			continue;
		++*ret_n;
		*ret_there += caps->items[i].supported;
	}
}

static const char *title_of(const char *section)
{
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
		if (str_equal(titles[i].section, section))
			return titles[i].title;
	return section;
}

static void add_section(struct page *page, struct doc *doc, const struct domain_capabilities *caps,
			const char *section)
{
	size_t n, there;

	count_items(caps, section, &n, &there);
	autofree char *count = mem_printf("%zu of %zu", there, n);
	if (!hostpage_fold(page, doc, title_of(section), count))
		return;
	for (size_t i = 0; i < caps->n_items; i++)
		if (str_equal(caps->items[i].section, section))
			add_item(doc, &caps->items[i]);
}

/* In the order in which they are told. */
static void add_sections(struct page *page, struct doc *doc, const struct domain_capabilities *caps)
{
	for (size_t i = 0; i < caps->n_items; i++) {
		bool met = false;

		for (size_t j = 0; j < i && !met; j++)
			met = str_equal(caps->items[j].section, caps->items[i].section);
		if (!met)
			add_section(page, doc, caps, caps->items[i].section);
	}
}

/* --- CPUs -------------------------------------------------------------------------------------- */

static void add_mode(struct doc *doc, const struct cap_mode *mode)
{
	autostr struct str told = {0};

	if (mode->model)
		str_addf(&told, "%s%s%s", mode->model, mode->vendor ? " of " : "", mode->vendor ? mode->vendor : "");
	if (mode->requires.n)
		str_addf(&told, "; features besides: %zu", mode->requires.n);
	if (mode->disables.n)
		str_addf(&told, "; without: %zu", mode->disables.n);
	if (!mode->supported)
		doc_pair(doc, ROLE_DIM, mode->name, ROLE_DIM, "not there");
	else
		doc_pair(doc, ROLE_DIM, mode->name, ROLE_TEXT, told.len ? str_text(&told) : "yes");
}

static void add_modes(struct page *page, struct doc *doc, const struct domain_capabilities *caps)
{
	autofree char *count = mem_printf("%zu", caps->n_modes);

	if (!caps->n_modes || !hostpage_fold(page, doc, "CPU modes", count))
		return;
	for (size_t i = 0; i < caps->n_modes; i++) {
		const struct cap_mode *mode = &caps->modes[i];

		add_mode(doc, mode);
		if (mode->requires.n)
			hostpage_texts(doc, ROLE_TEXT, &mode->requires);
		if (mode->disables.n) {
			doc_text(doc, ROLE_DIM, "without:");
			hostpage_texts(doc, ROLE_TEXT, &mode->disables);
		}
	}
}

static const struct doc_column model_columns[] = {
	{.title = "CPU MODEL", .flexible = true}, {.title = "USABLE"}, {.title = "VENDOR"}, {.title = "NOTE"},
};

static void add_models_where(struct doc *doc, const struct domain_capabilities *caps, bool usable)
{
	for (size_t i = 0; i < caps->n_models; i++) {
		const struct cap_model *m = &caps->models[i];
		enum role role = usable ? ROLE_TEXT : ROLE_DIM;

		if (str_equal(m->usable, "yes") != usable)
			continue;
		doc_cell(doc, role, m->name);
		doc_cell(doc, usable ? ROLE_STATE_GOOD : ROLE_DIM, m->usable ? m->usable : "?");
		doc_cell(doc, role, m->vendor ? m->vendor : "");
		doc_cell(doc, role, m->deprecated ? "deprecated" : "");
	}
}

static void add_models(struct page *page, struct doc *doc, const struct domain_capabilities *caps)
{
	size_t usable = 0;

	for (size_t i = 0; i < caps->n_models; i++)
		usable += str_equal(caps->models[i].usable, "yes");
	autofree char *count = mem_printf("%zu of %zu usable", usable, caps->n_models);
	if (!caps->n_models || !hostpage_fold(page, doc, "CPU models", count))
		return;
	doc_table(doc, model_columns, ARRAY_SIZE(model_columns));
	add_models_where(doc, caps, true);
	add_models_where(doc, caps, false);
}

/* --- the head, and what else there is ---------------------------------------------------------- */

static void add_what(struct doc *doc, const struct domain_capabilities *caps)
{
	doc_pairf(doc, "machine", "%s, %s, with %s", caps->arch ? caps->arch : "?",
		  caps->machine ? caps->machine : "?", caps->type ? caps->type : "?");
	if (caps->emulator)
		doc_pair(doc, ROLE_DIM, "emulator", ROLE_TEXT, caps->emulator);
	if (caps->vcpus_max)
		doc_pairf(doc, "vCPUs", "at most %u", caps->vcpus_max);
	doc_text(doc, ROLE_DIM, "That is what a machine gets that asks for nothing else. Enter unfolds, = unfolds all.");
	doc_text(doc, ROLE_DIM, "");
}

static void add_machine_types(struct page *page, struct doc *doc, const struct cap_guest *guest)
{
	autofree char *name = mem_printf("Machine types of %s (%s)", guest->arch ? guest->arch : "?",
					 guest->os_type ? guest->os_type : "?");
	autofree char *count = mem_printf("%zu", guest->n_machines);
	autostr struct str all = {0};

	if (!guest->n_machines || !hostpage_fold(page, doc, name, count))
		return;
	for (size_t i = 0; i < guest->n_machines; i++) {
		const struct cap_machine *m = &guest->machines[i];

		str_addf(&all, "%s%s%s%s%s", i ? ", " : "", m->name, m->canonical ? " = " : "",
			 m->canonical ? m->canonical : "", m->deprecated ? " (deprecated)" : "");
	}
	doc_text(doc, ROLE_TEXT, str_text(&all));
}

void hostpage_guests(struct page *page, struct doc *doc)
{
	const struct domain_capabilities *domain =
		page_data(page, reading_key_host(READING_DOMAIN_CAPABILITIES));
	const struct capabilities *caps = hostpage_capabilities(page);

	if (page_has(page, doc, reading_key_host(READING_DOMAIN_CAPABILITIES))) {
		add_what(doc, domain);
		add_modes(page, doc, domain);
		add_models(page, doc, domain);
		add_sections(page, doc, domain);
	}
	for (size_t i = 0; caps && i < caps->n_guests; i++)
		add_machine_types(page, doc, &caps->guests[i]);
}
