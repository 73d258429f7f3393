// SPDX-License-Identifier: GPL-3.0-or-later
/* UTF-8 and widths of our own, the same in every locale (glibc's wcwidth knows only ASCII in C). Text
 * from guests, hosts and files is hostile: utf8_safe() is the one place that decides what may be shown. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* The code point at s (s < end), and s moved past it. A bad byte is U+FFFD and moves one byte. */
uint32_t utf8_next(const char **s, const char *end);
/* Bytes written to buf (at most 4). */
int utf8_encode(uint32_t cp, char buf[4]);
/* Cells: 0 (combining), 1 or 2. Only for code points that utf8_safe() gave. */
int utf8_width(uint32_t cp);
/* What may be shown for this code point: itself, or U+FFFD for controls (C0, DEL, C1), surrogates,
 * bidirectional overrides and isolates, line and paragraph separators, private use, unassigned;
 * 0 for what is best left out (zero-width characters other than combining marks, variation
 * selectors, soft hyphen). */
uint32_t utf8_safe(uint32_t cp);
/* Cells that the text takes once made safe. */
int utf8_text_width(const char *text);
/* Appends text made safe (newline and tab become a space). */
void utf8_add_safe(struct str *out, const char *text);
/* Appends text made safe, cut in the middle with "…" (or "~" when !unicode) to at most width cells. */
void utf8_add_cut(struct str *out, const char *text, int width, bool unicode);
/* The same, cut at the end. */
void utf8_add_cut_end(struct str *out, const char *text, int width, bool unicode);
/* Bytes of the first line of text when it is wrapped at width cells: up to after a space where there is
 * one, at the newline at the latest (which is not counted). Never 0 unless the text starts with a newline
 * or is empty. */
size_t utf8_break(const char *text, int width);
