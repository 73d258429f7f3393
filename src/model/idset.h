// SPDX-License-Identifier: GPL-3.0-or-later
/* A set of object ids: marks. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/ids.h"

struct idset {
	struct obj_id *slots; /* open addressing; OBJ_NONE is empty */
	size_t n, size;
};

void idset_clear(struct idset *set);
void idset_finish(struct idset *set);
/* True when it was not in it. */
bool idset_add(struct idset *set, struct obj_id id);
bool idset_remove(struct idset *set, struct obj_id id);
bool idset_has(const struct idset *set, struct obj_id id);
