// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a person's files: `[section]`, `name = value`, comments after # or ; at the beginning of a line. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "conf/problems.h"

struct ini_pair {
	const char *section; /* "" before the first */
	const char *name, *value;
	int line; /* from 1 */
};

/* False with err set when the pair will not do: that becomes a problem with its place, and reading goes on. */
typedef bool ini_pair_fn(void *opaque, const struct ini_pair *pair, struct err *err);

/* file is for messages. False when there was any problem. */
bool ini_read_text(const char *file, const char *text, ini_pair_fn *fn, void *opaque,
		   struct problems *problems);
/* A file that is not there is a problem unless it is optional. */
bool ini_read_file(const char *path, bool optional, ini_pair_fn *fn, void *opaque,
		   struct problems *problems);
