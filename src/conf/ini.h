// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a person's files: `[section]`, `name = value`, comments after # or ; at the beginning of a line. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "conf/problems.h"

struct ini_pair {
	const char *section; /* "" before the first */
	const char *name, *value;
	const char *file;
	int line; /* from 1 */
};

/* False with err set when the pair will not do: that becomes a problem with its place, and reading goes on. */
typedef bool ini_pair_fn(void *opaque, const struct ini_pair *pair, struct err *err);

/* A section begins in this line; with those that have no pairs, and those that stand twice. */
typedef void ini_section_fn(void *opaque, const char *section, int line);

/* file is for messages. False when there was any problem. What stands below a section that cannot be read is
 * left out. */
bool ini_read_text(const char *file, const char *text, ini_pair_fn *fn, void *opaque,
		   struct problems *problems);
/* The same; section, which may be NULL, is told before the pairs in it. */
bool ini_read_sections(const char *file, const char *text, ini_section_fn *section, ini_pair_fn *fn,
		       void *opaque, struct problems *problems);
/* A file that is not there is a problem unless it is optional. */
bool ini_read_file(const char *path, bool optional, ini_pair_fn *fn, void *opaque,
		   struct problems *problems);
/* Takes yes, true, on, 1, no, false, off and 0; false when it is none of them. */
bool ini_flag(const char *value, bool *ret);
