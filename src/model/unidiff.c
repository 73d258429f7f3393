// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/unidiff.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/linediff.h"

#define CONTEXT 3

struct lines {
	const struct diff_line *all;
	size_t n;
};

/* The end of the hunk that begins with the change at `at`: behind the last change that has no more than twice the
 * context before the next. */
static size_t last_change(const struct lines *l, size_t at)
{
	size_t last = at;

	for (size_t i = at; i < l->n && i <= last + 2 * CONTEXT + 1; i++)
		if (l->all[i].sign != ' ')
			last = i;
	return last + 1;
}

static size_t count(const struct lines *l, size_t from, size_t to, char other)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += l->all[i].sign != other;
	return n;
}

/* As diff does: no lines are those behind the line before them. */
static void add_range(struct str *out, char sign, size_t before, size_t n)
{
	str_addf(out, "%c%zu", sign, n ? before + 1 : before);
	if (n != 1)
		str_addf(out, ",%zu", n);
}

static void add_hunk(struct str *out, const struct lines *l, size_t from, size_t to)
{
	str_add(out, "@@ ");
	add_range(out, '-', count(l, 0, from, '+'), count(l, from, to, '+'));
	str_addc(out, ' ');
	add_range(out, '+', count(l, 0, from, '-'), count(l, from, to, '-'));
	str_add(out, " @@\n");
	for (size_t i = from; i < to; i++) {
		str_addc(out, l->all[i].sign);
		str_addn(out, l->all[i].text, l->all[i].len);
		str_addc(out, '\n');
	}
}

char *unidiff(const char *a, const char *b, const char *name_a, const char *name_b)
{
	struct str out = {0};
	struct lines l = {0};
	autofree struct diff_line *lines = linediff(a, b, &l.n);

	l.all = lines;
	for (size_t i = 0; i < l.n; i++) {
		if (l.all[i].sign == ' ')
			continue;
		size_t end = last_change(&l, i), from = i > CONTEXT ? i - CONTEXT : 0;
		size_t to = end + CONTEXT < l.n ? end + CONTEXT : l.n;

		if (!out.len)
			str_addf(&out, "--- %s\n+++ %s\n", name_a, name_b);
		add_hunk(&out, &l, from, to);
		i = end - 1;
	}
	return str_take(&out);
}
