// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fuzzy.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define TEXT_MOST 256
#define EACH 4      /* for every letter that fits */
#define TOGETHER 8  /* besides, when it follows the one before */
#define WORD 12     /* besides, at the start of a word */
#define TEXT_START 6
#define GAP 3       /* off, when there are letters between */
#define PREFIX 40

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_between(char c)
{
	return strchr(" .-_/,:;()#", c) != NULL;
}

static bool begins(const char *text, size_t at)
{
	return at == 0 || (is_between(text[at - 1]) && !is_between(text[at]));
}

static int place_score(const char *text, size_t at)
{
	return EACH + (begins(text, at) ? WORD : 0) + (at == 0 ? TEXT_START : 0);
}

static int inside_score(const char *word, size_t len, const char *text, size_t n)
{
	for (size_t j = 0; j + len <= n; j++)
		if (strncasecmp(text + j, word, len) == 0)
			return (int)len * EACH;
	return 0;
}

/* best[j] is the most that the letters so far give when the last of them is text[j]; negative: they do not
 * fit so. */

static void next_letter(char letter, bool first, const char *text, size_t n, int best[TEXT_MOST])
{
	int apart = -1;  /* the most of what is not right before */
	int beside = -1; /* and of what is */

	for (size_t j = 0; j < n; j++) {
		int most = first && begins(text, j) ? 0 : -1;
		int here = best[j];

		if (!first && beside >= 0)
			most = beside + TOGETHER;
		if (!first && apart >= GAP && apart - GAP > most)
			most = apart - GAP;
		best[j] = most >= 0 && lower(text[j]) == letter ? most + place_score(text, j) : -1;
		apart = beside > apart ? beside : apart;
		beside = here;
	}
}

static bool has_letters(const char *word, size_t len, const char *text, size_t n)
{
	size_t i = 0;

	for (size_t j = 0; j < n && i < len; j++)
		i += lower(text[j]) == lower(word[i]);
	return i == len;
}

static int word_score(const char *word, size_t len, const char *text)
{
	size_t n = strnlen(text, TEXT_MOST);
	int best[TEXT_MOST];
	int most = 0;

	if (!has_letters(word, len, text, n))
		return 0;
	for (size_t i = 0; i < len; i++)
		next_letter(lower(word[i]), i == 0, text, n, best);
	for (size_t j = 0; j < n; j++)
		most = best[j] > most ? best[j] : most;
	if (!most)
		return inside_score(word, len, text, n);
	return strncasecmp(word, text, len) == 0 ? most + PREFIX : most;
}

int fuzzy_score(const char *pattern, const char *text)
{
	int all = 0;

	if (strcasecmp(pattern, text) == 0)
		return FUZZY_WHOLE;
	for (;;) {
		size_t len;
		int score;

		pattern += strspn(pattern, " ");
		len = strcspn(pattern, " ");
		if (!len)
			return all ? all : 1;
		score = word_score(pattern, len, text);
		if (!score)
			return 0;
		all += score;
		pattern += len;
	}
}

static bool begins_word(const char *word, size_t len, const char *text)
{
	for (const char *p = text; *p; p++)
		if ((p == text || is_between(p[-1])) && strncasecmp(p, word, len) == 0)
			return true;
	return false;
}

bool fuzzy_begins_words(const char *pattern, const char *text)
{
	for (;;) {
		size_t len;

		pattern += strspn(pattern, " ");
		len = strcspn(pattern, " ");
		if (!len)
			return true;
		if (!begins_word(pattern, len, text))
			return false;
		pattern += len;
	}
}
