// SPDX-License-Identifier: GPL-3.0-or-later
/* A string that grows. Starts as `struct str s = {0}` or `autostr struct str s = {0}`; `s.s` is NULL
 * until something was added, str_text() is never NULL. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	char *s;    /* ends with a zero byte */
	size_t len; /* bytes, without it */
	size_t cap;
};

/* Appends. */
void str_add(struct str *s, const char *text);
/* Appends bytes, zero ones too. */
void str_addn(struct str *s, const char *bytes, size_t n);
void str_addc(struct str *s, char c);
/* Appends as printf() would print. */
void str_addf(struct str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for n more bytes: until they are there it does not move, and leaves no copy behind. */
void str_reserve(struct str *s, size_t n);
void str_clear(struct str *s); /* empty, keeps its memory */
void str_free(struct str *s);
/* Hands the text to the caller, who frees it; never NULL. The str is empty afterwards. */
char *str_take(struct str *s);
const char *str_text(const struct str *s);
#define autostr __attribute__((cleanup(str_free)))

bool str_equal(const char *a, const char *b); /* two NULLs are equal */
uint32_t str_hash(const char *s); /* FNV-1a, its halves mixed */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
/* The n bytes with "%41" as "A", as URIs have them. A zero byte would cut the text: it stays "%00". The caller
 * frees. */
char *str_percent_decoded(const char *s, size_t n);
