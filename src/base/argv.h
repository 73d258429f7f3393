// SPDX-License-Identifier: GPL-3.0-or-later
/* A program's words, as a person writes them on one line. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct argv {
	char **words; /* ends with NULL once there is one */
	size_t n, cap;
};

/* Words are parted by spaces; what stands in "double" or 'single' quotes holds together, and in double ones
 * \" and \\ stand for themselves. Nothing else is special: there is no shell. False when a quote is not
 * closed. */
bool argv_split(const char *text, struct argv *ret, struct err *err);
void argv_add(struct argv *argv, const char *word);
void argv_clear(struct argv *argv);
#define autoargv __attribute__((cleanup(argv_clear)))
/* Appends a word as a shell would take it. */
void argv_add_quoted(struct str *out, const char *word);
