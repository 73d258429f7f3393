// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/nearest.h"

#include <stdint.h>
#include <string.h>

#define LONGEST 63

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Optimal string alignment, three rows at a time. */
size_t nearest_distance(const char *a, const char *b)
{
	size_t rows[3][LONGEST + 1];
	size_t na = strlen(a);
	size_t nb = strlen(b);

	if (na > LONGEST || nb > LONGEST)
		return SIZE_MAX;
	for (size_t j = 0; j <= nb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *now = rows[i % 3];
		const size_t *last = rows[(i + 2) % 3];
		const size_t *before = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	return rows[na % 3][nb];
}

struct nearest nearest_start(const char *word)
{
	return (struct nearest){.word = word, .distance = SIZE_MAX};
}

void nearest_offer(struct nearest *n, const char *candidate)
{
	size_t most = strlen(n->word) > 4 ? 2 : 1;
	size_t distance = nearest_distance(n->word, candidate);

	if (distance > most || distance >= n->distance)
		return;
	n->best = candidate;
	n->distance = distance;
}
