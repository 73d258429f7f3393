// SPDX-License-Identifier: GPL-3.0-or-later
/* What is wrong in a person's files: each with its place. The rest of the file is in force. */
#pragma once

#include <stddef.h>

struct problem {
	char *file;
	int line;   /* from 1; 0: the file as a whole */
	char *text; /* a sentence that says what would be right */
};

struct problems {
	struct problem *all;
	size_t n, cap;
};

/* line 0: the file as a whole. All is copied. */
void problems_add(struct problems *problems, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Those of one file by their lines, whatever order they were found in; what was found twice, as several read
 * the file, stays once. */
void problems_sort(struct problems *problems);
void problems_clear(struct problems *problems);
/* "FILE:LINE: what is wrong"; the caller frees. */
char *problem_text(const struct problem *problem);
