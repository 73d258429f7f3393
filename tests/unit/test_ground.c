// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/ground.h"
#include "ui/input.h"

#define WHITE "\033]11;rgb:ffff/ffff/ffff\033\\"

static void understands_answers(void **state)
{
	static const struct {
		const char *text;
		int32_t rgb;
		size_t rest; /* bytes after it */
	} rows[] = {
		{"\033]11;rgb:ffff/ffff/ffff\a", 0xffffff, 0},
		{"\033]11;rgb:ffff/ffff/ffff\033\\j", 0xffffff, 1},
		{"\033]11;rgb:1e1e/2020/3030\a\033[A", 0x1e2030, 3},
		{"\033]11;rgb:fd/f6/e3\a", 0xfdf6e3, 0},
		{"\033]11;rgb:f/0/8\a", 0xff0088, 0},
		{"\033]11;rgba:0000/8080/0000/ffff\a", 0x008000, 0},
		{"\033]11;rgb:ffff/ffff\a", -1, 0},
		{"\033]11;rgb:fffff/0/0\a", -1, 0},
		{"\033]11;rgb:ffffffffffffffffffff/0/0\a", -1, 0},
		{"\033]11;rgb:/0/0\a", -1, 0},
		{"\033]11;rgb:0/0/0:\a", -1, 0},
		{"\033]11;ff\a", -1, 0},
		{"\033]11;\a", -1, 0},
		{"\033]11;rgb:ffj", -1, 1},
		{"\033]11;rgb:ff\033[A", -1, 3},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t n = 0;
		int32_t rgb = -2;

		assert_int_equal(ground_match(rows[i].text, strlen(rows[i].text), false, &n, &rgb),
				 GROUND_MINE);
		assert_int_equal(rgb, rows[i].rgb);
		assert_int_equal(n, strlen(rows[i].text) - rows[i].rest);
		assert_int_equal(ground_match(rows[i].text + 1, strlen(rows[i].text) - 1, true, &n, &rgb),
				 GROUND_MINE);
		assert_int_equal(rgb, rows[i].rgb);
	}
}

static void leaves_the_rest_alone(void **state)
{
	static const char *const rows[] = {"j", "\033[A", "\033]10;rgb:0/0/0\a", "\033]52;c;\a", "\033]1j",
					   "\033]112\a", "\033P1\033\\", "\033\033]11;"};
	autofree char *endless = mem_printf("\033]11;%070d", 0);
	int32_t rgb;
	size_t n;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(ground_match(rows[i], strlen(rows[i]), false, &n, &rgb), GROUND_NONE);
	assert_int_equal(ground_match(endless, strlen(endless), false, &n, &rgb), GROUND_NONE);
}

/* Keys that come out of bytes pushed in two pieces with a pause between them; "!" when the answer came. */
static void split(const char *bytes, size_t at, bool pause, struct str *out)
{
	struct input *in = input_create("xterm-256color");
	size_t len = strlen(bytes);
	char name[KEY_NAME_SIZE];
	struct key key;
	uint32_t rgb;
	bool wait;

	input_expect_ground(in);
	input_push(in, bytes, at);
	for (int piece = 0; piece < 2; piece++) {
		while (input_next(in, &key, &wait))
			str_addf(out, "%s ", key_format(&key, name));
		if (piece == 0 && pause && wait) {
			input_flush(in);
			while (input_next(in, &key, &wait))
				str_addf(out, "%s ", key_format(&key, name));
		}
		if (piece == 0)
			input_push(in, bytes + at, len - at);
	}
	if (input_ground(in, &rgb))
		str_addf(out, "!%06x", (unsigned)rgb);
	input_destroy(in);
}

/* Wherever it is cut, and however long the pause: nothing of it is typed, what stands after it is. */
static void no_piece_becomes_keys(void **state)
{
	static const char bytes[] = WHITE "j";

	(void)state;
	for (size_t at = 1; at < strlen(bytes); at++) {
		autostr struct str quick = {0}, slow = {0};

		split(bytes, at, false, &quick);
		split(bytes, at, true, &slow);
		assert_string_equal(str_text(&quick), "j !ffffff");
		/* A pause after the first byte makes it Esc, which no terminal can tell apart. */
		assert_string_equal(str_text(&slow), at == 1 ? "Esc j !ffffff" : "j !ffffff");
	}
}

static void one_byte_at_a_time(void **state)
{
	struct input *in = input_create("xterm-256color");
	struct key key;
	uint32_t rgb = 0;
	bool wait;

	(void)state;
	input_expect_ground(in);
	for (const char *p = WHITE; *p; p++) {
		assert_true(input_expects_ground(in));
		input_push(in, p, 1);
		assert_false(input_next(in, &key, &wait));
	}
	assert_false(input_expects_ground(in));
	assert_true(input_ground(in, &rgb));
	assert_int_equal(rgb, 0xffffff);
	assert_false(input_ground(in, &rgb));
	input_destroy(in);
}

static void keys_while_it_is_expected(void **state)
{
	static const struct {
		const char *bytes, *keys;
	} rows[] = {
		{"jk", "j k "},
		{"\033[Ax", "Up x "},
		{"\033]10;rgb:0/0/0\ax", "x "},
		{"\033]52;c;Zm9v\033\\x", "x "},
		{"\033[200~paste\033[201~x", "Paste x "},
		{"\033]11;rgb:0/0/0\ax", "x !000000"},
		{"\033]11;rgb:zz", "z z "},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autostr struct str got = {0};

		split(rows[i].bytes, strlen(rows[i].bytes), true, &got);
		assert_string_equal(str_text(&got), rows[i].keys);
	}
}

static void esc_and_bracket_are_keys_still(void **state)
{
	struct input *in = input_create("xterm-256color");
	struct key key;
	bool wait;

	(void)state;
	input_expect_ground(in);
	input_push(in, "\033", 1);
	assert_false(input_next(in, &key, &wait));
	assert_true(wait);
	input_flush(in);
	assert_true(input_next(in, &key, &wait));
	assert_int_equal(key.code, KEYC_ESC);
	input_push(in, "]", 1);
	assert_false(input_next(in, &key, &wait));
	assert_true(wait);
	input_flush(in);
	assert_true(input_next(in, &key, &wait));
	assert_int_equal(key.ch, ']');
	input_destroy(in);
}

static void light_or_dark(void **state)
{
	static const struct {
		const char *hint;
		bool known, light;
	} hints[] = {
		{"15;0", true, false}, {"0;15", true, true},    {"0;default;15", true, true},
		{"0;7", true, true},   {"7;8", true, false},    {"15;default", false, false},
		{"0;", false, false},  {"0;16", false, false},  {"0;1x", false, false},
		{"", false, false},    {NULL, false, false},    {"0;-1", false, false},
	};

	(void)state;
	assert_true(ground_is_light(0xffffff));
	assert_true(ground_is_light(0xfdf6e3));
	assert_false(ground_is_light(0x002b36));
	assert_false(ground_is_light(0x0000ff));
	for (size_t i = 0; i < ARRAY_SIZE(hints); i++) {
		bool light = false;

		assert_int_equal(ground_hint(hints[i].hint, &light), hints[i].known);
		assert_int_equal(light, hints[i].light);
	}
}

static void who_may_be_asked(void **state)
{
	static const char *const yes[] = {"xterm", "xterm-256color", "screen", "tmux-256color", "foot",
					  "xterm-kitty", "st-256color"};
	static const char *const no[] = {"linux", "vt100", "vt220", "dumb", "eterm-color", "cons25", "sun", "",
					 NULL};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(yes); i++)
		assert_true(ground_may_be_asked(yes[i]));
	for (size_t i = 0; i < ARRAY_SIZE(no); i++)
		assert_false(ground_may_be_asked(no[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(understands_answers),
		cmocka_unit_test(leaves_the_rest_alone),
		cmocka_unit_test(no_piece_becomes_keys),
		cmocka_unit_test(one_byte_at_a_time),
		cmocka_unit_test(keys_while_it_is_expected),
		cmocka_unit_test(esc_and_bracket_are_keys_still),
		cmocka_unit_test(light_or_dark),
		cmocka_unit_test(who_may_be_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
