// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/problems.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/paths.h"

void problems_add(struct problems *problems, const char *file, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*arr_add(problems->all, problems->n, problems->cap) =
		(struct problem){mem_strdup(file), line, mem_vprintf(format, args)};
	va_end(args);
}

static bool is_told(const struct problems *problems, size_t n, const struct problem *problem)
{
	for (size_t i = 0; i < n; i++)
		if (problems->all[i].line == problem->line && str_equal(problems->all[i].file, problem->file) &&
		    str_equal(problems->all[i].text, problem->text))
			return true;
	return false;
}

static void drop_doubles(struct problems *problems)
{
	size_t kept = 0;

	for (size_t i = 0; i < problems->n; i++) {
		if (is_told(problems, kept, &problems->all[i])) {
			free(problems->all[i].file);
			free(problems->all[i].text);
		} else {
			problems->all[kept++] = problems->all[i];
		}
	}
	problems->n = kept;
}

void problems_sort(struct problems *problems)
{
	drop_doubles(problems);
	for (size_t i = 1; i < problems->n; i++) {
		const struct problem problem = problems->all[i];
		size_t to = i;

		for (size_t j = i; j-- > 0;)
			if (str_equal(problems->all[j].file, problem.file) && problems->all[j].line > problem.line)
				to = j;
		memmove(&problems->all[to + 1], &problems->all[to], (i - to) * sizeof(problem));
		problems->all[to] = problem;
	}
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
	autofree char *file = path_shown(problem->file);

	if (!problem->line)
		return mem_printf("%s: %s", file, problem->text);
	return mem_printf("%s:%d: %s", file, problem->line, problem->text);
}
