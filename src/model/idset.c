// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/idset.h"

#include <string.h>

#include "base/mem.h"

/* Where id is, or the empty slot where it would go; size is never 0. */
static size_t slot_of(const struct idset *set, struct obj_id id)
{
	size_t i = obj_id_hash(id) & (set->size - 1);

	while (!obj_id_is_none(set->slots[i]) && !obj_id_equal(set->slots[i], id))
		i = (i + 1) & (set->size - 1);
	return i;
}

static void grow(struct idset *set)
{
	struct idset bigger = {.size = set->size ? 2 * set->size : 16};

	bigger.slots = mem_new_array(bigger.size, sizeof(*bigger.slots));
	for (size_t i = 0; i < set->size; i++)
		if (!obj_id_is_none(set->slots[i]))
			idset_add(&bigger, set->slots[i]);
	free(set->slots);
	*set = bigger;
}

void idset_clear(struct idset *set)
{
	if (set->slots)
		memset(set->slots, 0, set->size * sizeof(*set->slots));
	set->n = 0;
}

void idset_finish(struct idset *set)
{
	free(set->slots);
	*set = (struct idset){0};
}

bool idset_add(struct idset *set, struct obj_id id)
{
	size_t i;

	if (2 * (set->n + 1) > set->size)
		grow(set);
	i = slot_of(set, id);
	if (!obj_id_is_none(set->slots[i]))
		return false;
	set->slots[i] = id;
	set->n++;
	return true;
}

bool idset_remove(struct idset *set, struct obj_id id)
{
	size_t i;

	if (!idset_has(set, id))
		return false;
	i = slot_of(set, id);
	set->slots[i] = (struct obj_id){0};
	set->n--;
	/* What was pushed past it must be found again. */
	for (i = (i + 1) & (set->size - 1); !obj_id_is_none(set->slots[i]);
	     i = (i + 1) & (set->size - 1)) {
		struct obj_id moved = set->slots[i];

		set->slots[i] = (struct obj_id){0};
		set->slots[slot_of(set, moved)] = moved;
	}
	return true;
}

bool idset_has(const struct idset *set, struct obj_id id)
{
	return set->n && !obj_id_is_none(set->slots[slot_of(set, id)]);
}
