// SPDX-License-Identifier: GPL-3.0-or-later
/* Files that ship inside the program (made by conf/embed at build time). */
#pragma once

#include <stddef.h>

struct builtin {
	const char *name; /* "dark.ini"; NULL ends the table */
	const char *text;
};
extern const struct builtin builtins[];
