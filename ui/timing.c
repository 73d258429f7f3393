// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"

struct timing {
	int64_t *ns;
	size_t n, cap;
};

struct timing *timing_create(void)
{
	return mem_new(struct timing);
}

void timing_destroy(struct timing *t)
{
	if (!t)
		return;
	free(t->ns);
	free(t);
}

void timing_add(struct timing *t, int64_t ns)
{
	*arr_add(t->ns, t->n, t->cap) = ns;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

bool timing_write(const struct timing *t, const char *path)
{
	FILE *f = fopen(path, "we");
	int64_t *sorted;

	if (!f)
		return false;
	sorted = mem_copy(t->ns, t->n * sizeof(*t->ns));
	if (t->n)
		qsort(sorted, t->n, sizeof(*sorted), compare);
	fprintf(f, "keys %zu median_us %lld p99_us %lld worst_us %lld\n", t->n,
		t->n ? (long long)sorted[t->n / 2] / 1000 : 0,
		t->n ? (long long)sorted[(t->n - 1) * 99 / 100] / 1000 : 0,
		t->n ? (long long)sorted[t->n - 1] / 1000 : 0);
	free(sorted);
	return fclose(f) == 0;
}
