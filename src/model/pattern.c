// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"

#define MOST_STATES 2000 /* what a regular expression may grow to */
#define DEEPEST 32       /* groups in groups */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* --- regular expressions ----------------------------------------------------------------------- */

/* glibc copies what is repeated, so that ((a+)+)+ doubles with each +. */
struct growth {
	size_t sum[DEEPEST];  /* states of the group so far, but for its last part */
	size_t last[DEEPEST]; /* states of what a repetition would repeat */
	int depth;
};

static size_t capped(size_t n)
{
	return n > MOST_STATES ? MOST_STATES + 1 : n;
}

static void grow_by(struct growth *g, size_t states)
{
	g->sum[g->depth] = capped(g->sum[g->depth] + g->last[g->depth]);
	g->last[g->depth] = states;
}

static void close_group(struct growth *g)
{
	size_t inner = g->sum[g->depth] + g->last[g->depth] + 1;

	g->depth--;
	grow_by(g, capped(inner));
}

/* The larger number of {2,5}; text is behind the brace. */
static size_t repetitions(const char *text)
{
	size_t least = strtoul(text, NULL, 10);
	const char *comma = text + strspn(text, "0123456789");
	size_t most = *comma == ',' ? strtoul(comma + 1, NULL, 10) : 0;

	return capped((most > least ? most : least) + 1);
}

/* Behind a bracket expression; text is behind its [. */
static const char *skip_brackets(const char *text)
{
	const char *end;

	text += *text == '^';
	text += *text == ']';
	end = strchr(text, ']');
	return end ? end + 1 : text + strlen(text);
}

static const char *grow_over(struct growth *g, const char *p)
{
	switch (*p++) {
	case '\\':
		grow_by(g, 1);
		return p + (*p != '\0');
	case '[':
		grow_by(g, 1);
		return skip_brackets(p);
	case '(':
		grow_by(g, 0);
		g->depth++;
		g->sum[g->depth] = g->last[g->depth] = 0;
		return p;
	case ')':
		if (g->depth)
			close_group(g);
		return p;
	case '+':
		g->last[g->depth] = capped(2 * g->last[g->depth]);
		return p;
	case '{':
		g->last[g->depth] = capped(repetitions(p) * (g->last[g->depth] + 1));
		p += strspn(p, "0123456789,");
		return p + (*p == '}');
	case '*':
	case '?':
		return p;
	default:
		grow_by(g, 1);
		return p;
	}
}

static bool is_tame(const char *text)
{
	struct growth g = {.depth = 0};

	if (strlen(text) > PATTERN_LONGEST)
		return false;
	/* A back reference makes matching take time without end. */
	for (const char *p = text; (p = strchr(p, '\\')) && p[1]; p += 2)
		if (p[1] >= '1' && p[1] <= '9')
			return false;
	for (const char *p = text; *p;) {
		p = grow_over(&g, p);
		if (g.depth == DEEPEST - 1 || g.sum[g.depth] + g.last[g.depth] > MOST_STATES)
			return false;
	}
	return true;
}

/* regerror() has them in the person's language, among words that are not. */
static const char *const wrongs[] = {
	[REG_BADPAT] = "it is not understood",
	[REG_ECOLLATE] = "there is no such character to collate by",
	[REG_ECTYPE] = "there is no such class of characters",
	[REG_EESCAPE] = "nothing follows the \\",
	[REG_ESUBREG] = "there is nothing to refer back to",
	[REG_EBRACK] = "a [ is not closed",
	[REG_EPAREN] = "a ( is not closed",
	[REG_EBRACE] = "a { is not closed",
	[REG_BADBR] = "what stands in { } is no count",
	[REG_ERANGE] = "a range ends before it begins",
	[REG_ESPACE] = "it takes too much memory",
	[REG_BADRPT] = "nothing stands before a *, + or ?",
};

static const char *what_is_wrong(int code)
{
	bool known = code > 0 && (size_t)code < ARRAY_SIZE(wrongs) && wrongs[code];

	return known ? wrongs[code] : wrongs[REG_BADPAT];
}

static bool compile(struct pattern *p, const char *text, struct err *err)
{
	int wrong;

	if (!is_tame(text))
		return err_set(err, ERR_INVALID,
			       "~%.20s... is more than is taken: %d bytes, few repetitions, no \\1", text,
			       PATTERN_LONGEST);
	wrong = regcomp(&p->regex, text, REG_EXTENDED | REG_ICASE | REG_NOSUB);
	if (!wrong)
		return true;
	return err_set(err, ERR_INVALID, "~%.60s: %s", text, what_is_wrong(wrong));
}

/* --- texts ------------------------------------------------------------------------------------- */

bool pattern_init(struct pattern *p, enum pattern_kind kind, const char *text, struct err *err)
{
	*p = (struct pattern){.kind = kind};
	if (kind == PATTERN_REGEX && compile(p, text, err))
		return true;
	if (kind == PATTERN_REGEX)
		return p->kind = PATTERN_PART, false;
	p->text = mem_strdup(text);
	p->len = strlen(text);
	for (size_t i = 0; i < p->len; i++)
		p->text[i] = lower(p->text[i]);
	return true;
}

void pattern_finish(struct pattern *p)
{
	if (p->kind == PATTERN_REGEX)
		regfree(&p->regex);
	free(p->text);
}

static bool starts_here(const char *text, const char *with, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (lower(text[i]) != with[i])
			return false;
	return true;
}

static bool has_part(const struct pattern *p, const char *text, size_t n)
{
	for (size_t i = 0; i + p->len <= n; i++)
		if (lower(text[i]) == p->text[0] && starts_here(text + i, p->text, p->len))
			return true;
	return p->len == 0;
}

static size_t char_length(const char *text, size_t n)
{
	size_t len = 1;

	while (len < n && ((unsigned char)text[len] & 0xc0) == 0x80)
		len++;
	return len;
}

/* Only the last * is ever tried again: what came before it fits the earliest place. */
static bool fits_glob(const char *glob, const char *text, size_t n)
{
	const char *star = NULL;
	size_t again = 0;
	size_t at = 0;

	while (at < n) {
		if (*glob == '*') {
			star = ++glob;
			again = at;
		} else if (*glob == '?') {
			glob++;
			at += char_length(text + at, n - at);
		} else if (*glob && *glob == lower(text[at])) {
			glob++;
			at++;
		} else if (star) {
			glob = star;
			at = ++again;
		} else {
			return false;
		}
	}
	return glob[strspn(glob, "*")] == '\0';
}

bool pattern_matches(const struct pattern *p, const char *text, size_t n)
{
	regmatch_t part = {.rm_so = 0, .rm_eo = (regoff_t)n};

	switch (p->kind) {
	case PATTERN_PART:
		return has_part(p, text, n);
	case PATTERN_WHOLE:
		return n == p->len && starts_here(text, p->text, n);
	case PATTERN_GLOB:
		return fits_glob(p->text, text, n);
	case PATTERN_REGEX:
		return regexec(&p->regex, text, 1, &part, REG_STARTEND) == 0;
	}
	return false;
}
