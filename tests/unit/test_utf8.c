// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/arr.h"
#include "base/str.h"
#include "base/utf8.h"

#define BAD UINT32_C(0xfffd)

static uint32_t first(const char *bytes, size_t n, long *ret_moved)
{
	const char *s = bytes;
	uint32_t cp = utf8_next(&s, bytes + n);

	*ret_moved = s - bytes;
	return cp;
}

static void every_code_point_comes_back(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char buf[4];
		long moved;
		int n;

		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		n = utf8_encode(cp, buf);
		if (first(buf, (size_t)n, &moved) != cp || moved != n)
			fail_msg("U+%04X", cp);
	}
}

static void what_is_not_a_code_point_is_encoded_as_bad(void **state)
{
	char buf[4];

	(void)state;
	assert_int_equal(utf8_encode(0xd800, buf), 3);
	assert_memory_equal(buf, "\uFFFD", 3);
	assert_int_equal(utf8_encode(0x110000, buf), 3);
	assert_memory_equal(buf, "\uFFFD", 3);
}

static void bad_bytes_move_by_one(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} rows[] = {
		{"\x80", 1},		 {"\xff", 1},
		{"\xc0\x80", 2},	 /* overlong zero */
		{"\xe0\x80\xaf", 3},	 /* overlong slash */
		{"\xf0\x80\x80\x80", 4}, /* overlong */
		{"\xed\xa0\x80", 3},	 /* surrogate */
		{"\xf4\x90\x80\x80", 4}, /* above U+10FFFF */
		{"\xe2\x80", 2},	 /* cut */
		{"\xe2", 1},		 {"\xe2(\x80", 3},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		long moved;

		assert_int_equal(first(rows[i].bytes, rows[i].n, &moved), BAD);
		assert_int_equal(moved, 1);
	}
}

static void controls_and_tricks_are_not_shown(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp < 0x20; cp++)
		assert_int_equal(utf8_safe(cp), BAD);
	for (uint32_t cp = 0x7f; cp < 0xa0; cp++)
		assert_int_equal(utf8_safe(cp), BAD);
	for (uint32_t cp = 0x202a; cp <= 0x202e; cp++)
		assert_int_equal(utf8_safe(cp), BAD);
	for (uint32_t cp = 0x2066; cp <= 0x2069; cp++)
		assert_int_equal(utf8_safe(cp), BAD);
	assert_int_equal(utf8_safe(0x2028), BAD);
	assert_int_equal(utf8_safe(0x2029), BAD);
	assert_int_equal(utf8_safe(0xe000), BAD);
	assert_int_equal(utf8_safe(0xd800), BAD);
	assert_int_equal(utf8_safe(0x0378), BAD); /* unassigned */
	assert_int_equal(utf8_safe(0xffff), BAD);
	assert_int_equal(utf8_safe(0x110000), BAD);
	assert_int_equal(utf8_safe(UINT32_MAX), BAD);
}

static void invisible_ones_are_left_out(void **state)
{
	static const uint32_t invisible[] = {
		0x00ad, 0x034f, 0x115f, 0x200b, 0x200c,	 0x200d,  0x200e, 0x2060,
		0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xe0001, 0xe0100,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(invisible); i++)
		assert_int_equal(utf8_safe(invisible[i]), 0);
}

static void ordinary_ones_pass(void **state)
{
	static const uint32_t ordinary[] = {
		' ',	'~',	0xa0,	0xe9,	0x0301, 0x0416, 0x05d0,
		0x2502, 0x25cf, 0x6f22, 0xac00, 0xfffd, 0x1f600,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ordinary); i++)
		assert_int_equal(utf8_safe(ordinary[i]), ordinary[i]);
}

static void widths_are_cells(void **state)
{
	static const struct {
		uint32_t cp;
		int width;
	} rows[] = {
		{'a', 1},      {0xe9, 1},   {0x0301, 0}, {0x0416, 1}, {0x05d0, 1}, {0x20dd, 0},
		{0x2026, 1},   {0x25cf, 1}, {0x2500, 1}, {0x2588, 1}, {0x2713, 1}, {0x2716, 1},
		{0x2016, 1},   {0x25d0, 1}, {0x25cb, 1}, {0x25cc, 1}, {0x263e, 1}, {0x3042, 2},
		{0x6f22, 2},   {0xac00, 2}, {0xff21, 2}, {0xff71, 1}, {0xfffd, 1}, {0x1f600, 2},
		{0x20000, 2},  {0x3000, 2},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (utf8_width(rows[i].cp) != rows[i].width)
			fail_msg("U+%04X is %d", rows[i].cp, utf8_width(rows[i].cp));
}

static void every_shown_one_is_at_most_two_cells(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		uint32_t safe = utf8_safe(cp);

		if (safe && (utf8_width(safe) < 0 || utf8_width(safe) > 2))
			fail_msg("U+%04X", cp);
		if (safe && utf8_safe(safe) != safe)
			fail_msg("U+%04X is not safe when safe", cp);
	}
}

static void text_is_made_safe(void **state)
{
	static const struct {
		const char *in, *out;
		int width;
	} rows[] = {
		{"", "", 0},
		{"web-1", "web-1", 5},
		{"a\tb\nc", "a b c", 5},
		{"a\033[2Jb", "a\uFFFD[2Jb", 6},
		{"caf\303\251", "caf\303\251", 4},
		{"cafe\314\201", "cafe\314\201", 4},
		{"\346\274\242x", "\346\274\242x", 3},
		{"bad\377", "bad\uFFFD", 4},
		{"soft\302\255hyphen", "softhyphen", 10},
		{"\342\200\256gnp.exe", "\uFFFDgnp.exe", 8},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autostr struct str s = {0};

		utf8_add_safe(&s, rows[i].in);
		assert_string_equal(str_text(&s), rows[i].out);
		assert_int_equal(utf8_text_width(rows[i].in), rows[i].width);
	}
}

static void cutting_keeps_both_ends(void **state)
{
	static const struct {
		const char *text;
		int width;
		const char *middle, *end;
	} rows[] = {
		{"web-front-03", 12, "web-front-03", "web-front-03"},
		{"web-front-03", 11, "web-f…nt-03", "web-front-…"},
		{"web-front-03", 6, "web…03", "web-f…"},
		{"web-front-03", 2, "w…", "w…"},
		{"web-front-03", 1, "…", "…"},
		{"web-front-03", 0, "", ""},
		{"web-front-03", -5, "", ""},
		{"漢字漢字", 8, "漢字漢字", "漢字漢字"},
		{"漢字漢字", 7, "漢…字", "漢字漢…"},
		{"漢字漢字", 6, "漢…字", "漢字…"},
		{"漢字漢字", 2, "…", "…"},
		{"abcde\u0301fgh", 7, "abc…fgh", "abcde\u0301f…"},
		{"abcd\u0301efgh", 4, "ab…h", "abc…"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autostr struct str middle = {0}, end = {0};

		utf8_add_cut(&middle, rows[i].text, rows[i].width, true);
		utf8_add_cut_end(&end, rows[i].text, rows[i].width, true);
		assert_string_equal(str_text(&middle), rows[i].middle);
		assert_string_equal(str_text(&end), rows[i].end);
	}
}

static void cutting_in_ascii_uses_a_tilde(void **state)
{
	autostr struct str middle = {0}, end = {0};

	(void)state;
	utf8_add_cut(&middle, "web-front-03", 6, false);
	utf8_add_cut_end(&end, "web-front-03", 6, false);
	assert_string_equal(str_text(&middle), "web~03");
	assert_string_equal(str_text(&end), "web-f~");
}

/* Any bytes, any width: never wider than asked, never anything unsafe. */
static void cutting_anything_is_safe(void **state)
{
	static const char *const pieces[] = {
		"a",    "\033",    "\314\201",         "漢",           "\377",         "\n",
		"é",    "\302\255", "\360\237\230\200", "\342\200\213", "\342\200\256", "\342",
	};
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		autostr struct str text = {0}, middle = {0}, end = {0}, safe = {0};
		int width = round % 23;

		for (int i = 0; i < round % 40; i++) {
			seed = seed * 1664525 + 1013904223;
			str_add(&text, pieces[(seed >> 16) % ARRAY_SIZE(pieces)]);
		}
		utf8_add_cut(&middle, str_text(&text), width, true);
		utf8_add_cut_end(&end, str_text(&text), width, true);
		assert_true(utf8_text_width(str_text(&middle)) <= width);
		assert_true(utf8_text_width(str_text(&end)) <= width);
		utf8_add_safe(&safe, str_text(&middle));
		assert_string_equal(str_text(&safe), str_text(&middle));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_comes_back),
		cmocka_unit_test(what_is_not_a_code_point_is_encoded_as_bad),
		cmocka_unit_test(bad_bytes_move_by_one),
		cmocka_unit_test(controls_and_tricks_are_not_shown),
		cmocka_unit_test(invisible_ones_are_left_out),
		cmocka_unit_test(ordinary_ones_pass),
		cmocka_unit_test(widths_are_cells),
		cmocka_unit_test(every_shown_one_is_at_most_two_cells),
		cmocka_unit_test(text_is_made_safe),
		cmocka_unit_test(cutting_keeps_both_ends),
		cmocka_unit_test(cutting_in_ascii_uses_a_tilde),
		cmocka_unit_test(cutting_anything_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
