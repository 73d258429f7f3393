// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"

/* One word from p on; where it ends. */
static const char *read_word(const char *p, struct str *out)
{
	bool quoted = false;

	for (; *p && (quoted || *p != ' '); p++) {
		if (*p == '"') {
			quoted = !quoted;
			continue;
		}
		if (*p == '\\' && p[1])
			p++;
		str_addc(out, *p);
	}
	return p;
}

void words_split(const char *text, struct words *ret)
{
	const char *p = text;

	size_t n = 0;

	*ret = (struct words){0};
	do {
		struct str word = {0};

		p += strspn(p, " ");
		*arr_add(ret->at, n, ret->cap_at) = (size_t)(p - text);
		p = read_word(p, &word);
		*arr_add(ret->all, ret->n, ret->cap) = str_take(&word);
	} while (*p);
}

void words_clear(struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free(words->all[i]);
	free(words->all);
	free(words->at);
	*words = (struct words){0};
}

void words_add_quoted(struct str *out, const char *word)
{
	if (word[0] && !strpbrk(word, " \"\\")) {
		str_add(out, word);
		return;
	}
	str_addc(out, '"');
	for (const char *p = word; *p; p++) {
		if (*p == '"' || *p == '\\')
			str_addc(out, '\\');
		str_addc(out, *p);
	}
	str_addc(out, '"');
}

bool words_is_pattern(const char *word)
{
	return strpbrk(word, "*?[") != NULL;
}
