// SPDX-License-Identifier: GPL-3.0-or-later
/* What differs between two texts, line by line. Pure; any thread. */
#pragma once

#include <stddef.h>

struct diff_line {
	char sign;        /* ' ' in both, '-' in the first only, '+' in the second only */
	const char *text; /* in one of the texts; ends at a newline or at the end */
	size_t len;
};

/* All lines of both in order, with as few signs as can be; of very long texts that differ much, more. The caller
 * frees; *ret_n may be 0. */
struct diff_line *linediff(const char *a, const char *b, size_t *ret_n);
