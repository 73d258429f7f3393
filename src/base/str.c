// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/str.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void str_reserve(struct str *s, size_t n)
{
	size_t need, cap = s->cap ? s->cap : 32;

	if (__builtin_add_overflow(s->len, n, &need) || need > PTRDIFF_MAX - 1)
		need = SIZE_MAX - 1; /* more than mem_resize gives: ends there */
	if (need + 1 <= s->cap)
		return;
	while (cap < need + 1)
		cap = cap > SIZE_MAX / 2 ? SIZE_MAX : cap * 2;
	s->s = mem_resize(s->s, cap, 1);
	s->s[s->len] = '\0'; /* a text also where nothing is added */
	s->cap = cap;
}

void str_addn(struct str *s, const char *bytes, size_t n)
{
	str_reserve(s, n);
	if (n)
		memcpy(s->s + s->len, bytes, n);
	s->len += n;
	s->s[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_addn(s, text, strlen(text));
}

void str_addc(struct str *s, char c)
{
	str_addn(s, &c, 1);
}

void str_addf(struct str *s, const char *format, ...)
{
	va_list args;
	size_t n;

	str_reserve(s, strlen(format));
	for (;;) {
		int r;

		va_start(args, format);
		r = vsnprintf(s->s + s->len, s->cap - s->len, format, args);
		va_end(args);
		n = r < 0 ? 0 : (size_t)r;
		if (n < s->cap - s->len)
			break;
		str_reserve(s, n);
	}
	s->len += n;
	s->s[s->len] = '\0';
}

void str_clear(struct str *s)
{
	s->len = 0;
	if (s->s)
		s->s[0] = '\0';
}

void str_free(struct str *s)
{
	free(s->s);
	*s = (struct str){0};
}

char *str_take(struct str *s)
{
	char *text = s->s ? s->s : mem_strdup("");

	*s = (struct str){0};
	return text;
}

const char *str_text(const struct str *s)
{
	return s->s ? s->s : "";
}

bool str_equal(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0;
}

uint32_t str_hash(const char *s)
{
	uint32_t hash = 2166136261u;

	while (*s)
		hash = (hash ^ (unsigned char)*s++) * 16777619u;
	return hash ^ hash >> 15;
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t len = strlen(s), end = strlen(suffix);
	return len >= end && strcmp(s + len - end, suffix) == 0;
}

static int hex(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

char *str_percent_decoded(const char *s, size_t n)
{
	struct str out = {0};

	for (size_t i = 0; i < n; i++) {
		bool code = s[i] == '%' && n - i > 2 && isxdigit((unsigned char)s[i + 1]) &&
			    isxdigit((unsigned char)s[i + 2]);
		int c = code ? hex(s[i + 1]) * 16 + hex(s[i + 2]) : 0;

		str_addc(&out, c ? (char)c : s[i]);
		i += c ? 2 : 0;
	}
	return str_take(&out);
}
