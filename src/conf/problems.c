// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/problems.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"

void problems_add(struct problems *problems, const char *file, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*arr_add(problems->all, problems->n, problems->cap) =
		(struct problem){mem_strdup(file), line, mem_vprintf(format, args)};
	va_end(args);
}

void problems_clear(struct problems *problems)
{
	for (size_t i = 0; i < problems->n; i++) {
		free(problems->all[i].file);
		free(problems->all[i].text);
	}
	free(problems->all);
	*problems = (struct problems){0};
}

char *problem_text(const struct problem *problem)
{
	if (!problem->line)
		return mem_printf("%s: %s", problem->file, problem->text);
	return mem_printf("%s:%d: %s", problem->file, problem->line, problem->text);
}
