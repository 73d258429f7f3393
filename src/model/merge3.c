// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/merge3.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/linediff.h"
#include "model/verbs.h"

#define MARKS 40 /* bytes around a conflict, at most */

/* Lines of base, and what one side has in their place. */
struct edit {
	size_t from, to;
	const struct diff_line *lines; /* what is new has '+' */
	size_t n;
	size_t n_new;
};

struct side {
	struct diff_line *lines;
	size_t n_lines;
	struct edit *edits;
	size_t n, cap;
	size_t first, next; /* edits of the group in hand, and the first behind them */
};

static struct side compare(const char *base, const char *text)
{
	struct side s = {0};
	size_t at = 0; /* in base */

	s.lines = linediff(base, text, &s.n_lines);
	for (size_t i = 0; i < s.n_lines; i++) {
		if (s.lines[i].sign == ' ') {
			at++;
			continue;
		}
		struct edit *e = arr_add(s.edits, s.n, s.cap);

		*e = (struct edit){.from = at, .lines = s.lines + i};
		for (; i < s.n_lines && s.lines[i].sign != ' '; i++, e->n++) {
			at += s.lines[i].sign == '-';
			e->n_new += s.lines[i].sign == '+';
		}
		e->to = at;
		i--;
	}
	return s;
}

static void side_free(struct side *s)
{
	free(s->lines);
	free(s->edits);
}

static void add_line(struct str *out, const struct diff_line *line)
{
	str_addn(out, line->text, line->len);
	str_addc(out, '\n');
}

/* ---- groups of edits that cannot be told apart ---- */

static bool replaces(const struct edit *e)
{
	return e->n_new == e->to - e->from;
}

static bool clash(const struct edit *a, const struct edit *b)
{
	if (a->from < b->to && b->from < a->to)
		return true;
	bool touch = a->from == b->to || b->from == a->to;

	return touch && !(replaces(a) && replaces(b));
}

static bool joins(const struct side *s, const struct side *other)
{
	return s->next < s->n && other->next > other->first &&
	       clash(&s->edits[s->next], &other->edits[other->next - 1]);
}

static bool is_first(const struct side *s, const struct side *other)
{
	return s->next < s->n && (other->next == other->n || s->edits[s->next].from <= other->edits[other->next].from);
}

/* False when there are none left. */
static bool next_group(struct side *a, struct side *b)
{
	a->first = a->next;
	b->first = b->next;
	if (is_first(a, b))
		a->next++;
	else if (b->next < b->n)
		b->next++;
	else
		return false;
	for (bool more = true; more;) {
		more = false;
		if (joins(b, a))
			more = ++b->next;
		if (joins(a, b))
			more = ++a->next;
	}
	return true;
}

/* ---- their texts ---- */

struct merging {
	const struct diff_line **base;
	size_t n_base;
	size_t from, to; /* the group's lines of base */
};

static void add_base(struct str *out, const struct merging *m, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		add_line(out, m->base[i]);
}

/* Bytes of the group's lines and of what the side has for them: growing would leave pieces of a text in memory. */
static size_t most_of(const struct merging *m, const struct side *s)
{
	size_t n = 1;

	for (size_t i = m->from; i < m->to; i++)
		n += m->base[i]->len + 1;
	for (size_t i = s->first; i < s->next; i++)
		for (size_t k = 0; k < s->edits[i].n; k++)
			n += s->edits[i].lines[k].len + 1;
	return n;
}

/* What the side makes of the group's lines. */
static char *text_of(const struct merging *m, const struct side *s)
{
	struct str out = {0};
	size_t at = m->from;

	str_reserve(&out, most_of(m, s));
	for (size_t i = s->first; i < s->next; i++) {
		const struct edit *e = &s->edits[i];

		add_base(&out, m, at, e->from);
		for (size_t k = 0; k < e->n; k++)
			if (e->lines[k].sign == '+')
				add_line(&out, &e->lines[k]);
		at = e->to;
	}
	add_base(&out, m, at, m->to);
	return str_take(&out);
}

static void widen(struct merging *m, const struct side *s)
{
	for (size_t i = s->first; i < s->next; i++) {
		m->from = s->edits[i].from < m->from ? s->edits[i].from : m->from;
		m->to = s->edits[i].to > m->to ? s->edits[i].to : m->to;
	}
}

static void add_group(struct str *out, struct merging *m, const struct side *mine, const struct side *theirs,
		      struct merge3 *ret)
{
	char *a = text_of(m, mine);
	char *b = text_of(m, theirs);

	if (theirs->first == theirs->next || str_equal(a, b)) {
		str_add(out, a);
	} else if (mine->first == mine->next) {
		str_add(out, b);
	} else {
		struct str base = {0};

		str_addf(out, "<<<<<<< mine\n%s=======\n%s>>>>>>> theirs\n", a, b);
		str_reserve(&base, most_of(m, mine));
		add_base(&base, m, m->from, m->to);
		*arr_add(ret->conflicts, ret->n, ret->cap) =
			(struct merge_conflict){m->from + 1, str_take(&base), take(a), take(b)};
	}
	wipe_free(a);
	wipe_free(b);
}

static const struct diff_line **base_lines(const struct side *s, size_t *ret_n)
{
	const struct diff_line **lines = mem_new_array(s->n_lines + 1, sizeof(*lines));

	*ret_n = 0;
	for (size_t i = 0; i < s->n_lines; i++)
		if (s->lines[i].sign != '+')
			lines[(*ret_n)++] = &s->lines[i];
	return lines;
}

struct merge3 merge3(const char *base, const char *mine, const char *theirs)
{
	struct side a = compare(base, mine), b = compare(base, theirs);
	struct merging m = {0};
	struct merge3 ret = {0};
	struct str out = {0};
	size_t at = 0;

	str_reserve(&out, strlen(base) + strlen(mine) + strlen(theirs) + MARKS * (a.n + b.n) + 1);
	m.base = base_lines(&a, &m.n_base);
	while (next_group(&a, &b)) {
		m.from = m.n_base;
		m.to = 0;
		widen(&m, &a);
		widen(&m, &b);
		add_base(&out, &m, at, m.from);
		add_group(&out, &m, &a, &b, &ret);
		at = m.to;
	}
	add_base(&out, &m, at, m.n_base);
	*(ret.n ? &ret.marked : &ret.text) = str_take(&out);
	free(m.base);
	side_free(&a);
	side_free(&b);
	return ret;
}

void merge3_finish(struct merge3 *merge)
{
	for (size_t i = 0; i < merge->n; i++) {
		wipe_free(merge->conflicts[i].base);
		wipe_free(merge->conflicts[i].mine);
		wipe_free(merge->conflicts[i].theirs);
	}
	free(merge->conflicts);
	wipe_free(merge->text);
	wipe_free(merge->marked);
	*merge = (struct merge3){0};
}
