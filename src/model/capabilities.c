// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/capabilities.h"

#include <stdlib.h>

#include "base/str.h"

struct capabilities *capabilities_create(const char *xml)
{
	struct capabilities *caps = mem_new(struct capabilities);

	caps->texts = arena_create();
	caps->xml = arena_strdup(caps->texts, xml);
	return caps;
}

static void clear_cell(struct cap_cell *cell)
{
	free(cell->pages);
	free(cell->cpus);
	free(cell->distances);
}

static void clear_guest(struct cap_guest *guest)
{
	free(guest->types.all);
	free(guest->machines);
}

void capabilities_free(void *data)
{
	struct capabilities *caps = data;

	if (!caps)
		return;
	for (size_t i = 0; i < caps->n_cells; i++)
		clear_cell(&caps->cells[i]);
	for (size_t i = 0; i < caps->n_guests; i++)
		clear_guest(&caps->guests[i]);
	free(caps->cells);
	free(caps->guests);
	free(caps->features.all);
	free(caps->pages);
	free(caps->power.all);
	free(caps->transports.all);
	free(caps->security);
	free(caps->caches);
	arena_destroy(caps->texts);
	free(caps);
}

bool cap_pages_are_huge(uint64_t size)
{
	return size > 65536; /* the largest that a kernel makes all its memory of */
}

bool cap_texts_have(const struct cap_texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->n; i++)
		if (str_equal(texts->all[i], text))
			return true;
	return false;
}

const struct cap_guest *capabilities_native(const struct capabilities *caps)
{
	for (size_t i = 0; i < caps->n_guests; i++)
		if (str_equal(caps->guests[i].arch, caps->arch))
			return &caps->guests[i];
	return NULL;
}

size_t capabilities_cpus(const struct capabilities *caps)
{
	size_t n = 0;

	for (size_t i = 0; i < caps->n_cells; i++)
		n += caps->cells[i].n_cpus;
	return n;
}

struct domain_capabilities *domain_capabilities_create(const char *xml)
{
	struct domain_capabilities *caps = mem_new(struct domain_capabilities);

	caps->texts = arena_create();
	caps->xml = arena_strdup(caps->texts, xml);
	return caps;
}

void domain_capabilities_free(void *data)
{
	struct domain_capabilities *caps = data;

	if (!caps)
		return;
	for (size_t i = 0; i < caps->n_items; i++)
		free(caps->items[i].choices);
	for (size_t i = 0; i < caps->n_modes; i++) {
		free(caps->modes[i].requires.all);
		free(caps->modes[i].disables.all);
	}
	free(caps->items);
	free(caps->modes);
	free(caps->models);
	arena_destroy(caps->texts);
	free(caps);
}
