// SPDX-License-Identifier: GPL-3.0-or-later
/* A command line as words. Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Words are parted by spaces; in "quotes" a space is part of one, and \ takes the next character as it is,
 * inside and out. */
struct words {
	char **all;    /* without their quotes */
	size_t *at;    /* byte of the text where each begins */
	size_t n;      /* an empty one at the end when the text ends with a space, or is empty */
	size_t cap, cap_at;
};

/* All of them, at least one. A quote that is not closed ends with the text. */
void words_split(const char *text, struct words *ret);
void words_clear(struct words *words);
#define autowords __attribute__((cleanup(words_clear)))
/* The word so that splitting gives it again. */
void words_add_quoted(struct str *out, const char *word);
/* Has * ? or [ that fnmatch(3) knows. */
bool words_is_pattern(const char *word);
