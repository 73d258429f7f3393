// SPDX-License-Identifier: GPL-3.0-or-later
/* A file of a person's with mistakes in it, and what is said of each line. */
#pragma once

#include <stddef.h>

#include "base/str.h"
#include "conf/problems.h"

struct mistake {
	const char *line;
	const char *said; /* a part of the sentence; NULL: nothing */
};

void mistakes_text(const struct mistake *all, size_t n, struct str *out);
/* Fails the test unless the problems are those, in their order, each with its line and in that file. */
void assert_mistakes(const struct problems *problems, const struct mistake *all, size_t n, const char *file);
