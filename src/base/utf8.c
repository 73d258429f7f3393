// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#include "base/arr.h"

#define REPLACEMENT UINT32_C(0xfffd)

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* Length of the printable ASCII that text begins with. */
static size_t plain_span(const char *text)
{
	size_t n = 0;

	while (is_plain((unsigned char)text[n]))
		n++;
	return n;
}

uint32_t utf8_next(const char **s, const char *end)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t cp = p[0];
	int len = cp < 0x80 ? 1 : cp < 0xc2 ? 0 : cp < 0xe0 ? 2 : cp < 0xf0 ? 3 : cp < 0xf5 ? 4 : 0;

	(*s)++;
	if (len == 1)
		return cp;
	if (len == 0 || end - (const char *)p < len)
		return REPLACEMENT;
	cp &= 0xffu >> (len + 1);
	for (int i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return REPLACEMENT;
		cp = cp << 6 | (p[i] & 0x3f);
	}
	if (cp < smallest[len] || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		return REPLACEMENT;
	*s += len - 1;
	return cp;
}

int utf8_encode(uint32_t cp, char buf[4])
{
	if (cp < 0x80) {
		buf[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		buf[0] = (char)(0xc0 | cp >> 6);
		buf[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		cp = REPLACEMENT;
	if (cp < 0x10000) {
		buf[0] = (char)(0xe0 | cp >> 12);
		buf[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		buf[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	buf[0] = (char)(0xf0 | cp >> 18);
	buf[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	buf[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	buf[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

int utf8_width(uint32_t cp)
{
	utf8proc_category_t category;
	int width;

	if (cp < 0x300 || cp == REPLACEMENT)
		return 1;
	category = utf8proc_category((utf8proc_int32_t)cp);
	if (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME)
		return 0;
	width = utf8proc_charwidth((utf8proc_int32_t)cp);
	return width < 0 ? 0 : width > 2 ? 2 : width;
}

/* Letters and marks by category that show nothing: Default_Ignorable_Code_Point in Unicode's
 * DerivedCoreProperties.txt, without the Cf ones. */
static bool is_ignorable(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0x034f, 0x034f},   /* grapheme joiner */
		{0x115f, 0x1160},   /* Hangul fillers */
		{0x17b4, 0x17b5},   /* Khmer inherent vowels */
		{0x180b, 0x180f},   /* Mongolian selectors */
		{0x3164, 0x3164},   /* Hangul filler */
		{0xfe00, 0xfe0f},   /* variation selectors */
		{0xffa0, 0xffa0},   /* half-width Hangul filler */
		{0xe0100, 0xe01ef}, /* variation selectors */
	};

	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

static bool is_bidi_override(uint32_t cp)
{
	return (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

uint32_t utf8_safe(uint32_t cp)
{
	if (cp < 0x7f)
		return cp >= 0x20 ? cp : REPLACEMENT;
	if (cp < 0xa0 || cp > 0x10ffff)
		return REPLACEMENT;
	if (cp < 0x300)
		return cp == 0xad ? 0 : cp;
	if (is_ignorable(cp))
		return 0;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CF:
		return is_bidi_override(cp) ? REPLACEMENT : 0;
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return REPLACEMENT;
	default:
		return cp;
	}
}

/* The next code point that may be shown, 0 at the end; *ret_width its cells. */
static uint32_t next_shown(const char **s, const char *end, int *ret_width)
{
	while (*s < end) {
		uint32_t cp = utf8_next(s, end);

		if (cp == '\n' || cp == '\t')
			cp = ' ';
		cp = utf8_safe(cp);
		if (cp) {
			*ret_width = utf8_width(cp);
			return cp;
		}
	}
	return 0;
}

static void add_cp(struct str *out, uint32_t cp)
{
	char buf[4];

	str_addn(out, buf, (size_t)utf8_encode(cp, buf));
}

int utf8_text_width(const char *text)
{
	size_t plain = plain_span(text);
	const char *s = text + plain, *end = s + strlen(s);
	int width = (int)plain, w;

	while (next_shown(&s, end, &w))
		width += w;
	return width;
}

void utf8_add_safe(struct str *out, const char *text)
{
	size_t plain = plain_span(text);
	const char *s = text + plain, *end = s + strlen(s);
	uint32_t cp;
	int w;

	str_addn(out, text, plain);
	while ((cp = next_shown(&s, end, &w)))
		add_cp(out, cp);
}

/* Appends what fits into width cells, with the marks on the last one; gives the cells used. */
static int add_head(struct str *out, const char *text, int width)
{
	const char *s = text, *end = text + strlen(text);
	uint32_t cp;
	int used = 0, w;

	while ((cp = next_shown(&s, end, &w))) {
		if (used + w > width)
			break;
		add_cp(out, cp);
		used += w;
	}
	return used;
}

/* Appends the end of text, whose whole width is total: what fits into width cells, not beginning
 * with a mark that belongs to what was left out. */
static void add_tail(struct str *out, const char *text, int total, int width)
{
	const char *s = text, *end = text + strlen(text);
	uint32_t cp;
	int left = total, w;

	while ((cp = next_shown(&s, end, &w))) {
		if (left <= width && w > 0)
			break;
		left -= w;
	}
	while (cp) {
		add_cp(out, cp);
		cp = next_shown(&s, end, &w);
	}
}

void utf8_add_cut(struct str *out, const char *text, int width, bool unicode)
{
	int total = utf8_text_width(text), head;

	if (width <= 0)
		return;
	if (total <= width) {
		utf8_add_safe(out, text);
		return;
	}
	head = width / 2;
	add_head(out, text, head);
	str_add(out, unicode ? "…" : "~");
	add_tail(out, text, total, width - head - 1);
}

void utf8_add_cut_end(struct str *out, const char *text, int width, bool unicode)
{
	if (width <= 0)
		return;
	if (utf8_text_width(text) <= width) {
		utf8_add_safe(out, text);
		return;
	}
	add_head(out, text, width - 1);
	str_add(out, unicode ? "…" : "~");
}

size_t utf8_break(const char *text, int width)
{
	const char *line_end = text + strcspn(text, "\n");
	const char *p = text;
	const char *after_space = NULL;
	int used = 0;

	while (p < line_end) {
		const char *before = p;
		uint32_t cp = utf8_safe(utf8_next(&p, line_end));
		int w = cp ? utf8_width(cp) : 0;

		if (used + w > width && before > text)
			return (size_t)((after_space ? after_space : before) - text);
		used += w;
		if (*before == ' ')
			after_space = p;
	}
	return (size_t)(line_end - text);
}
