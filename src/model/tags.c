// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tags.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

/* What means something in a filter, or in XML. */
#define NOT_IN_TAGS "\"'<>&,|()!~*?\\"

static bool is_change(const char *word)
{
	return *word == '+' || *word == '-';
}

static size_t word_length(const char *text)
{
	return strcspn(text, " \t");
}

static const char *next_word(const char *text)
{
	return text + strspn(text, " \t");
}

static bool check_word(const char *word, size_t n, struct err *err)
{
	size_t skip = is_change(word);

	if (n == skip)
		return err_set(err, ERR_INVALID, "A tag follows %c without a space", *word);
	if (is_change(word + skip))
		return err_set(err, ERR_INVALID, "A tag does not begin with %c", word[skip]);
	for (size_t i = skip; i < n; i++)
		if ((unsigned char)word[i] < ' ' || word[i] == 0x7f)
			return err_set(err, ERR_INVALID, "There is a control character in a tag");
		else if (strchr(NOT_IN_TAGS, word[i]))
			return err_set(err, ERR_INVALID, "No %c can be in a tag: \"%.*s\"", word[i],
				       (int)(n < 40 ? n : 40), word);
	return true;
}

/* Adds to tags and removes some, instead of being the whole list. */
static bool tags_are_changes(const char *text)
{
	return is_change(next_word(text));
}

bool tags_check(const char *text, struct err *err)
{
	bool changes = tags_are_changes(text);

	if (strlen(text) > TAGS_LONGEST)
		return err_set(err, ERR_INVALID, "That is more than %d bytes of tags", TAGS_LONGEST);
	for (const char *p = next_word(text); *p; p = next_word(p + word_length(p))) {
		if (is_change(p) != changes)
			return err_set(err, ERR_INVALID,
				       "Either +word and -word, or the whole list: not both");
		if (!check_word(p, word_length(p), err))
			return false;
	}
	return true;
}

static bool has(const char *tags, const char *word, size_t n)
{
	for (const char *p = next_word(tags); *p; p = next_word(p + word_length(p)))
		if (word_length(p) == n && memcmp(p, word, n) == 0)
			return true;
	return false;
}

static void add(struct str *out, const char *word, size_t n)
{
	if (!has(str_text(out), word, n))
		str_addf(out, "%s%.*s", out->len ? " " : "", (int)n, word);
}

/* What is said of a tag last holds. */
static char said_of(const char *text, const char *word, size_t n)
{
	char said = '\0';

	for (const char *p = next_word(text); *p; p = next_word(p + word_length(p)))
		if (word_length(p) == n + 1 && memcmp(p + 1, word, n) == 0)
			said = *p;
	return said;
}

char *tags_change(const char *tags, const char *text)
{
	bool changes = tags_are_changes(text);
	struct str out = {0};

	for (const char *p = next_word(tags && changes ? tags : ""); *p; p = next_word(p + word_length(p)))
		if (said_of(text, p, word_length(p)) != '-')
			add(&out, p, word_length(p));
	for (const char *p = next_word(text); *p; p = next_word(p + word_length(p)))
		if (!changes)
			add(&out, p, word_length(p));
		else if (said_of(text, p + 1, word_length(p) - 1) == '+')
			add(&out, p + 1, word_length(p) - 1);
	return str_take(&out);
}
