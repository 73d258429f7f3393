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
#include "ui/input.h"

/* All keys that come out, by name, a space between; "+wait" when bytes are left. */
static void drain(struct input *in, struct str *out)
{
	char name[KEY_NAME_SIZE];
	struct key key;
	bool wait;

	while (input_next(in, &key, &wait)) {
		str_addf(out, "%s%s", out->len ? " " : "", key_format(&key, name));
		if (key.code == KEYC_MOUSE)
			str_addf(out, "(%d %d %d,%d)", (int)key.mouse, key.button, key.x, key.y);
	}
	if (wait)
		str_addf(out, "%s+wait", out->len ? " " : "");
}

static void expect(const char *term, const char *bytes, const char *keys)
{
	autostr struct str got = {0};
	struct input *in = input_create(term);

	input_push(in, bytes, strlen(bytes));
	drain(in, &got);
	assert_string_equal(str_text(&got), keys);
	input_destroy(in);
}

static void names_go_both_ways(void **state)
{
	static const char *const names[] = {
		"a",    "A",    "Enter", "Esc",   "Space", "Tab",  "S-Tab", "C-l",       "M-x",
		"F5",   "F24",  "PgUp",  "PgDn",  "Home",  "End",  "Up",    "Down",      "Left",
		"Del",  "Ins",  "-",     "C-M-a", "S-F3",  "ä",    "?",     "Backspace", "C-Space",
		"^",    "C--",  "M-C",   "C-S-Up", "漢",   "Right",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char name[KEY_NAME_SIZE];
		struct key key, again;

		assert_true(key_parse(names[i], &key));
		assert_string_equal(key_format(&key, name), names[i]);
		assert_true(key_parse(name, &again));
		assert_true(key_equal(&key, &again));
	}
}

static void names_that_mean_the_same(void **state)
{
	static const struct {
		const char *name, *same;
	} pairs[] = {
		{"^L", "C-l"},      {"^l", "C-l"},      {"C-L", "C-l"}, {"M-C-x", "C-M-x"},
		{"enter", "Enter"}, {"C-i", "Tab"},     {"^[", "Esc"},  {"C-m", "Enter"},
		{" ", "Space"},     {"C-@", "C-Space"}, {"f1", "F1"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct key a, b;

		assert_true(key_parse(pairs[i].name, &a));
		assert_true(key_parse(pairs[i].same, &b));
		assert_true(key_equal(&a, &b));
	}
}

static void names_that_are_none(void **state)
{
	static const char *const names[] = {"", "C-", "ab", "F0", "F25", "F1x", "S-a", "Nope",
					    "\033", "\xff", "F999999999999", "Mouse", "Paste", "C-M-"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct key key = {.code = KEYC_F, .ch = 77};

		assert_false(key_parse(names[i], &key));
		assert_int_equal(key.ch, 77);
	}
}

static void plain_keys(void **state)
{
	(void)state;
	expect("xterm-256color", "aB \r\t\x7f", "a B Space Enter Tab Backspace");
	expect("xterm-256color", "\x01\x0c\x1d", "C-a C-l C-]");
	expect("xterm-256color", "\xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80", "ä 漢 😀");
	expect("xterm-256color", "\xff\x80\xc3zz\xed\xa0\x80", "z z");
}

static void nul_is_ctrl_space(void **state)
{
	autostr struct str got = {0};
	struct input *in = input_create("vt100");

	(void)state;
	input_push(in, "\0", 1);
	drain(in, &got);
	assert_string_equal(str_text(&got), "C-Space");
	input_destroy(in);
}

static void sequences(void **state)
{
	static const char *const terms[] = {"xterm-256color", "screen", "linux", "vt100", "dumb",
					    "no-such-terminal"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terms); i++) {
		expect(terms[i], "\033[A\033OB\033[1;5C", "Up Down C-Right");
		expect(terms[i], "\033[5~\033[6~\033[3~\033[2~", "PgUp PgDn Del Ins");
		expect(terms[i], "\033[H\033[F\033[1~\033[4~", "Home End Home End");
		expect(terms[i], "\033OP\033[15~\033[24~", "F1 F5 F12");
		expect(terms[i], "\033[Z\033x\033\033[A", "S-Tab M-x M-Up");
		expect(terms[i], "\033[97;5u\033[I\033[Ob", "C-a b");
	}
	expect("linux", "\033[[Ax", "F1 x");
	expect("xterm", "\033Oq1", "1 1");
}

static void escape_waits(void **state)
{
	autostr struct str got = {0};
	struct input *in = input_create("xterm-256color");

	(void)state;
	input_push(in, "\033", 1);
	drain(in, &got);
	assert_string_equal(str_text(&got), "+wait");
	input_flush(in);
	str_clear(&got);
	drain(in, &got);
	assert_string_equal(str_text(&got), "Esc");

	str_clear(&got);
	input_push(in, "\033", 1);
	drain(in, &got);
	input_push(in, "[", 1);
	drain(in, &got);
	input_push(in, "B\033\033", 3);
	drain(in, &got);
	assert_string_equal(str_text(&got), "+wait +wait Down +wait");
	input_flush(in);
	str_clear(&got);
	drain(in, &got);
	assert_string_equal(str_text(&got), "Esc Esc");
	input_destroy(in);
}

static void alt_with_what_begins_a_string(void **state)
{
	static const struct {
		const char *bytes, *keys;
	} rows[] = {
		{"\033]", "M-]"}, {"\033P", "M-P"}, {"\033_", "M-_"},
		{"\033[", "M-["}, {"\033O", "M-O"}, {"\033]x", "M-] x"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autostr struct str got = {0};
		struct input *in = input_create("xterm-256color");

		input_push(in, rows[i].bytes, strlen(rows[i].bytes));
		drain(in, &got);
		assert_string_equal(str_text(&got), "+wait");
		str_clear(&got);
		input_flush(in);
		drain(in, &got);
		assert_string_equal(str_text(&got), rows[i].keys);
		input_destroy(in);
	}
	expect("xterm-256color", "\033]52;c;aaaa\ax\033P1$r0m\033\\y", "x y");
}

static void utf8_in_two_reads(void **state)
{
	autostr struct str got = {0};
	struct input *in = input_create("xterm-256color");

	(void)state;
	input_push(in, "\xe6\xbc", 2);
	drain(in, &got);
	input_push(in, "\xa2", 1);
	drain(in, &got);
	assert_string_equal(str_text(&got), "+wait 漢");
	input_destroy(in);
}

static void mouse(void **state)
{
	(void)state;
	expect("xterm-256color", "\033[<0;10;5M\033[<0;10;5m", "Mouse(1 1 9,4) Mouse(2 1 9,4)");
	expect("screen", "\033[<64;1;1M\033[<65;300;200M", "Mouse(1 4 0,0) Mouse(1 5 299,199)");
	expect("screen", "\033[<2;3;4M\033[<34;3;5M", "Mouse(1 3 2,3) Mouse(3 3 2,4)");
	expect("xterm", "\033[<16;2;2M", "C-Mouse(1 1 1,1)");
	expect("xterm", "\033[M !!a", "Mouse(1 1 0,0) a");
}

static void paste(void **state)
{
	struct input *in = input_create("xterm-256color");
	const char bytes[] = "a\033[200~one\r\ntwo\rthree\t\xc3\xa4\xff\x1b[31m\x07\x7f\033[201~b";
	struct key key;
	bool wait;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(bytes); i++)
		input_push(in, bytes + i, 1);
	assert_true(input_next(in, &key, &wait));
	assert_int_equal(key.ch, 'a');
	assert_true(input_next(in, &key, &wait));
	assert_int_equal(key.code, KEYC_PASTE);
	assert_string_equal(input_paste(in), "one\ntwo\nthree\tä\xef\xbf\xbd[31m");
	assert_true(input_next(in, &key, &wait));
	assert_int_equal(key.ch, 'b');
	assert_false(input_next(in, &key, &wait));
	assert_false(wait);
	input_destroy(in);
}

static void paste_in_every_split(void **state)
{
	const char bytes[] = "\033[200~q\033[201~\033[A";

	(void)state;
	for (size_t cut = 1; cut + 1 < sizeof(bytes); cut++) {
		autostr struct str got = {0};
		struct input *in = input_create("linux");
		struct key key;
		bool wait;

		input_push(in, bytes, cut);
		while (input_next(in, &key, &wait))
			str_addc(&got, key.code == KEYC_PASTE ? 'P' : '-');
		input_push(in, bytes + cut, sizeof(bytes) - 1 - cut);
		while (input_next(in, &key, &wait))
			str_addc(&got, key.code == KEYC_PASTE ? 'P' : '-');
		assert_string_equal(str_text(&got), "P-");
		assert_string_equal(input_paste(in), "q");
		input_destroy(in);
	}
}

/* The first one, when nothing else was pasted yet. */
static void empty_paste(void **state)
{
	const char *const pastes[] = {"\033[200~\033[201~", "\033[200~\001\002\033[201~"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct input *in = input_create("xterm");
		struct key key;
		bool wait;

		input_push(in, pastes[i], strlen(pastes[i]));
		assert_true(input_next(in, &key, &wait));
		assert_int_equal(key.code, KEYC_PASTE);
		assert_string_equal(input_paste(in), "");
		input_destroy(in);
	}
}

static void paste_after_escape(void **state)
{
	(void)state;
	expect("xterm", "\033\033[200~dd\033[201~", "Esc Paste");
}

static void endless_paste(void **state)
{
	autofree char *chunk = mem_new_array(1, 65536);
	struct input *in = input_create("xterm");
	struct key key;
	bool wait;

	(void)state;
	memset(chunk, 'y', 65536);
	input_push(in, "\033[200~", 6);
	for (int i = 0; i < 40; i++) {
		input_push(in, chunk, 65536);
		assert_false(input_next(in, &key, &wait));
		assert_false(wait);
	}
	input_push(in, "\033[201~", 6);
	assert_true(input_next(in, &key, &wait));
	assert_int_equal(key.code, KEYC_PASTE);
	assert_int_equal(strlen(input_paste(in)), INPUT_PASTE_MAX);
	input_destroy(in);
}

static void ctrl_c_breaks_a_lost_paste(void **state)
{
	autostr struct str got = {0};
	struct input *in = input_create("xterm");

	(void)state;
	input_push(in, "\033[200~half", 10);
	drain(in, &got);
	assert_string_equal(str_text(&got), "");
	input_push(in, "\003", 1);
	input_push(in, "x", 1);
	drain(in, &got);
	assert_string_equal(str_text(&got), "C-c x");
	input_destroy(in);
}

static unsigned roll(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Sequences that libtermkey 0.22 reads or writes outside its arrays for. */
static void malformed(void **state)
{
	static const char *const rows[] = {
		"\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20u",
		"\033[u", "\033[;5u", "\033[:u", "\033[~", "\033[27~", "\033[027~", "\033[27;;~",
		"\033[M",
		"\033[99999999999999999999999~", "\033[;;M", "\033[1M", "\033[<;;m", "\033[?R",
		"\033[$y", "\033[<<<<<M", "\033[?A", "\033[1$A", "\033[>1R",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autostr struct str got = {0};
		struct input *in = input_create("xterm-256color");

		input_push(in, rows[i], strlen(rows[i]));
		drain(in, &got);
		input_flush(in);
		drain(in, &got);
		input_push(in, "\003", 1);
		drain(in, &got);
		str_clear(&got);
		input_push(in, "a", 1);
		drain(in, &got);
		assert_string_equal(str_text(&got), "a");
		input_destroy(in);
	}
}

/* Bytes at random, of the kind that matters, in pieces at random: it ends, no more keys come out
 * than bytes went in, and afterwards a key is itself again. */
static void hostile_bytes(void **state)
{
	static const char likely[] = "\033\033\033[[[]OPX^_?<;;01227~MmuRy$\\\a\003\t\r A"
				     "\x80\x90\x9b\x9d\xc3\xa4\xf0";

	(void)state;
	for (unsigned seed = 1; seed <= 300; seed++) {
		autostr struct str got = {0};
		struct input *in = input_create(seed % 2 ? "xterm-256color" : "linux");
		unsigned r = seed;
		size_t in_bytes = 0, out_keys = 0;
		struct key key;
		bool wait;

		for (int i = 0; i < 200; i++) {
			char bytes[80];
			size_t n = 1 + roll(&r) % sizeof(bytes);

			for (size_t k = 0; k < n; k++)
				bytes[k] = roll(&r) % 4 ? likely[roll(&r) % (sizeof(likely) - 1)]
							: (char)roll(&r);
			input_push(in, bytes, n);
			in_bytes += n;
			if (roll(&r) % 3 == 0)
				input_flush(in);
			while (input_next(in, &key, &wait))
				out_keys++;
			assert_true(out_keys <= in_bytes);
		}
		input_push(in, "\003", 1);
		input_flush(in);
		while (input_next(in, &key, &wait))
			out_keys++;
		assert_false(wait);
		input_push(in, "a\033[B", 4);
		drain(in, &got);
		assert_string_equal(str_text(&got), "a Down");
		input_destroy(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_go_both_ways),
		cmocka_unit_test(names_that_mean_the_same),
		cmocka_unit_test(names_that_are_none),
		cmocka_unit_test(plain_keys),
		cmocka_unit_test(nul_is_ctrl_space),
		cmocka_unit_test(sequences),
		cmocka_unit_test(escape_waits),
		cmocka_unit_test(alt_with_what_begins_a_string),
		cmocka_unit_test(utf8_in_two_reads),
		cmocka_unit_test(mouse),
		cmocka_unit_test(paste),
		cmocka_unit_test(paste_in_every_split),
		cmocka_unit_test(empty_paste),
		cmocka_unit_test(paste_after_escape),
		cmocka_unit_test(endless_paste),
		cmocka_unit_test(ctrl_c_breaks_a_lost_paste),
		cmocka_unit_test(malformed),
		cmocka_unit_test(hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
