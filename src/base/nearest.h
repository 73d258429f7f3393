// SPDX-License-Identifier: GPL-3.0-or-later
/* What somebody may have meant: of the words that are known the one that differs least. Any thread. */
#pragma once

#include <stddef.h>

struct nearest {
	const char *word; /* what was written */
	const char *best; /* NULL: none is near */
	size_t distance;
};

/* word must live as long as this is used. */
struct nearest nearest_start(const char *word);
/* candidate must live as long as best is used. */
void nearest_offer(struct nearest *n, const char *candidate);
/* How many letters have to be put in, taken out, changed or swapped with their neighbour. Words longer than
 * 63 bytes are as far away as can be. */
size_t nearest_distance(const char *a, const char *b);
