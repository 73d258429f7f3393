// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/lines.h"

#include "base/argv.h"
#include "base/mem.h"
#include "base/str.h"

char *line_of(const char *before, const char *name, const char *suffix, const char *after)
{
	struct str out = {0};
	autofree char *word = mem_printf("%s%s", name, suffix);

	str_add(&out, before);
	if (*word == '-')
		str_add(&out, "-- ");
	argv_add_quoted(&out, word);
	str_add(&out, after);
	return str_take(&out);
}
