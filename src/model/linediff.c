// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/linediff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"

#define CELLS_MOST ((size_t)4 << 20)

struct line {
	const char *text;
	size_t len;
};

struct lines {
	struct line *all;
	size_t n, cap;
};

struct diff {
	struct diff_line *all;
	size_t n, cap;
};

static struct lines split(const char *text)
{
	struct lines lines = {0};

	while (*text) {
		size_t len = strcspn(text, "\n");

		*arr_add(lines.all, lines.n, lines.cap) = (struct line){text, len};
		text += len + (text[len] == '\n');
	}
	return lines;
}

static bool same(const struct line *a, const struct line *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void add(struct diff *d, char sign, const struct line *line)
{
	*arr_add(d->all, d->n, d->cap) = (struct diff_line){sign, line->text, line->len};
}

/* The longest common subsequence, by the table of its lengths from each pair of lines on. */
static void compare(struct diff *d, const struct line *a, size_t n, const struct line *b, size_t m)
{
	size_t wide = m + 1;
	autofree uint32_t *left = mem_new_array((n + 1) * wide, sizeof(*left));
	size_t i = 0, k = 0;

	for (size_t y = n; y-- > 0;)
		for (size_t x = m; x-- > 0;) {
			uint32_t down = left[(y + 1) * wide + x];
			uint32_t right = left[y * wide + x + 1];

			left[y * wide + x] = same(&a[y], &b[x]) ? left[(y + 1) * wide + x + 1] + 1
						      : down > right ? down : right;
		}
	while (i < n || k < m) {
		if (i < n && k < m && same(&a[i], &b[k])) {
			add(d, ' ', &a[i++]);
			k++;
		} else if (k == m || (i < n && left[(i + 1) * wide + k] >= left[i * wide + k + 1])) {
			add(d, '-', &a[i++]);
		} else {
			add(d, '+', &b[k++]);
		}
	}
}

struct diff_line *linediff(const char *first, const char *second, size_t *ret_n)
{
	struct lines a = split(first), b = split(second);
	struct diff d = {0};
	size_t head = 0, tail = 0;

	while (head < a.n && head < b.n && same(&a.all[head], &b.all[head]))
		add(&d, ' ', &a.all[head++]);
	while (tail < a.n - head && tail < b.n - head && same(&a.all[a.n - 1 - tail], &b.all[b.n - 1 - tail]))
		tail++;
	size_t n = a.n - head - tail, m = b.n - head - tail;
	if ((n + 1) <= CELLS_MOST / (m + 1)) {
		compare(&d, a.all + head, n, b.all + head, m);
	} else {
		for (size_t i = 0; i < n; i++)
			add(&d, '-', &a.all[head + i]);
		for (size_t i = 0; i < m; i++)
			add(&d, '+', &b.all[head + i]);
	}
	for (size_t i = a.n - tail; i < a.n; i++)
		add(&d, ' ', &a.all[i]);
	free(a.all);
	free(b.all);
	*ret_n = d.n;
	return d.all;
}
