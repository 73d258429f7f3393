// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"

struct timing {
	int64_t *ns;
	size_t n, cap;
	int64_t *cpu_ns;
	size_t n_cpu, cap_cpu;
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
	free(t->cpu_ns);
	free(t);
}

void timing_add(struct timing *t, int64_t ns, int64_t cpu_ns)
{
	*arr_add(t->ns, t->n, t->cap) = ns;
	*arr_add(t->cpu_ns, t->n_cpu, t->cap_cpu) = cpu_ns;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void write_times(FILE *f, const char *of, const int64_t *ns, size_t n)
{
	autofree int64_t *sorted = mem_copy(ns, n * sizeof(*ns));

	if (n)
		qsort(sorted, n, sizeof(*sorted), compare);
	fprintf(f, " %smedian_us %lld %sp99_us %lld %sworst_us %lld", of,
		n ? (long long)sorted[n / 2] / 1000 : 0, of,
		n ? (long long)sorted[(n - 1) * 99 / 100] / 1000 : 0, of,
		n ? (long long)sorted[n - 1] / 1000 : 0);
}

bool timing_write(const struct timing *t, const char *path)
{
	FILE *f = fopen(path, "we");

	if (!f)
		return false;
	fprintf(f, "keys %zu", t->n);
	write_times(f, "", t->ns, t->n);
	write_times(f, "cpu_", t->cpu_ns, t->n);
	fputc('\n', f);
	return fclose(f) == 0;
}
