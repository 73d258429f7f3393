// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/argv.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"

void argv_add(struct argv *argv, const char *word)
{
	*arr_add(argv->words, argv->n, argv->cap) = mem_strdup(word);
	/* The NULL after the last is not counted. */
	arr_add(argv->words, argv->n, argv->cap);
	argv->words[--argv->n] = NULL;
}

void argv_clear(struct argv *argv)
{
	for (size_t i = 0; i < argv->n; i++)
		free(argv->words[i]);
	free(argv->words);
	*argv = (struct argv){0};
}

/* Appends what stands in quotes; p is after the first. NULL when there is no second one. */
static const char *add_in_quotes(struct str *word, const char *p, char quote)
{
	for (; *p && *p != quote; p++) {
		if (quote == '"' && *p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		str_addc(word, *p);
	}
	return *p ? p + 1 : NULL;
}

bool argv_split(const char *text, struct argv *ret, struct err *err)
{
	autoargv struct argv words = {0};
	const char *p = text + strspn(text, " \t");

	while (*p) {
		autostr struct str word = {0};

		while (*p && *p != ' ' && *p != '\t') {
			char quote = *p;

			if (quote != '"' && quote != '\'') {
				str_addc(&word, *p++);
				continue;
			}
			p = add_in_quotes(&word, p + 1, quote);
			if (!p)
				return err_set(err, ERR_INVALID, "a %c is not closed", quote);
		}
		argv_add(&words, str_text(&word));
		p += strspn(p, " \t");
	}
	*ret = words;
	words = (struct argv){0};
	return true;
}

void argv_add_quoted(struct str *out, const char *word)
{
	const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@+=,%";

	if (word[0] && word[strspn(word, plain)] == '\0') {
		str_add(out, word);
		return;
	}
	str_addc(out, '\'');
	for (const char *p = word; *p; p++)
		if (*p == '\'')
			str_add(out, "'\\''");
		else
			str_addc(out, *p);
	str_addc(out, '\'');
}
