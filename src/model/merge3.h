// SPDX-License-Identifier: GPL-3.0-or-later
/* Two people changed one text, line by line. Pure; any thread. */
#pragma once

#include <stddef.h>

/* Lines where both changed something, each in another way. */
struct merge_conflict {
	size_t line; /* of base, from 1, where it begins */
	char *base, *mine, *theirs; /* whole lines; "" for none */
};

struct merge3 {
	char *text; /* both changes; NULL when there are conflicts */
	char *marked; /* then: where they are, mine and theirs one below the other, between lines of <, = and > */
	struct merge_conflict *conflicts;
	size_t n, cap;
};

/* Changes of neighbouring lines do not conflict, unless lines come or go there. */
struct merge3 merge3(const char *base, const char *mine, const char *theirs);
void merge3_finish(struct merge3 *merge); /* wipes the texts */
