// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/mishaps.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void drop_at(struct mishaps *m, size_t at)
{
	free(m->all[at].text);
	m->n--;
	memmove(&m->all[at], &m->all[at + 1], (m->n - at) * sizeof(*m->all));
}

void mishaps_drop(struct mishaps *m, const unsigned char uuid[UUID_SIZE])
{
	const struct mishap *found = mishaps_find(m, uuid);

	if (found)
		drop_at(m, (size_t)(found - m->all));
}

void mishaps_add(struct mishaps *m, const unsigned char uuid[UUID_SIZE], enum mishap_kind kind, const char *text)
{
	mishaps_drop(m, uuid);
	if (m->n == MISHAPS_KEPT)
		drop_at(m, 0);
	m->all[m->n] = (struct mishap){.kind = kind, .text = mem_strdup(text)};
	memcpy(m->all[m->n++].uuid, uuid, UUID_SIZE);
}

const struct mishap *mishaps_find(const struct mishaps *m, const unsigned char uuid[UUID_SIZE])
{
	for (size_t i = 0; i < m->n; i++)
		if (memcmp(m->all[i].uuid, uuid, UUID_SIZE) == 0)
			return &m->all[i];
	return NULL;
}

void mishaps_keep(struct mishaps *m, const struct snapshot *snapshot)
{
	for (size_t i = m->n; i-- > 0;)
		if (!snapshot_find_domain(snapshot, m->all[i].uuid))
			drop_at(m, i);
}

void mishaps_clear(struct mishaps *m)
{
	while (m->n)
		drop_at(m, m->n - 1);
}
