// SPDX-License-Identifier: GPL-3.0-or-later
/* What to look for in a text: A to Z in either case. Any thread may match. */
#pragma once

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum pattern_kind {
	PATTERN_PART,  /* anywhere in it */
	PATTERN_WHOLE, /* it and no more */
	PATTERN_GLOB,  /* the whole of it, with * for anything and ? for one character */
	PATTERN_REGEX, /* POSIX extended, anywhere in it */
};

#define PATTERN_LONGEST 200 /* bytes of a regular expression */

struct pattern {
	enum pattern_kind kind;
	char *text; /* lower case; NULL for a regular expression */
	size_t len;
	regex_t regex;
};

/* False with a sentence when a regular expression is wrong, or would take too long or too much. */
bool pattern_init(struct pattern *p, enum pattern_kind kind, const char *text, struct err *err);
void pattern_finish(struct pattern *p);
/* n bytes of text. Allocates nothing itself; takes time in proportion to n, or n times the pattern. */
bool pattern_matches(const struct pattern *p, const char *text, size_t n);
