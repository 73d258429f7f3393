// SPDX-License-Identifier: GPL-3.0-or-later
#include "mistakes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

void mistakes_text(const struct mistake *all, size_t n, struct str *out)
{
	for (size_t i = 0; i < n; i++)
		str_addf(out, "%s\n", all[i].line);
}

void assert_mistakes(const struct problems *problems, const struct mistake *all, size_t n, const char *file)
{
	size_t told = 0;

	for (size_t i = 0; i < n; i++) {
		const struct problem *p;

		if (!all[i].said)
			continue;
		if (told == problems->n)
			fail_msg("nothing is said of %s", all[i].line);
		p = &problems->all[told++];
		if (!strstr(p->text, all[i].said))
			fail_msg("%s: %s", all[i].line, p->text);
		assert_int_equal(p->line, i + 1);
		assert_string_equal(p->file, file);
	}
	assert_int_equal(problems->n, told);
}
