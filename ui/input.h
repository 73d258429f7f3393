// SPDX-License-Identifier: GPL-3.0-or-later
/* Bytes from the terminal become keys. libtermkey does the work; bracketed paste is cut out before.
 * Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_code {
	KEYC_NONE,
	KEYC_CHAR, /* ch holds the code point */
	KEYC_ENTER, KEYC_ESC, KEYC_TAB, KEYC_BACKSPACE, KEYC_SPACE, KEYC_DELETE, KEYC_INSERT,
	KEYC_UP, KEYC_DOWN, KEYC_LEFT, KEYC_RIGHT,
	KEYC_HOME, KEYC_END, KEYC_PAGE_UP, KEYC_PAGE_DOWN,
	KEYC_F, /* ch is 1 to 24 */
	KEYC_MOUSE,
	KEYC_PASTE, /* text in input_paste() */
};

enum { KEYM_SHIFT = 1, KEYM_ALT = 2, KEYM_CTRL = 4 };
enum mouse_what { MOUSE_NONE, MOUSE_PRESS, MOUSE_RELEASE, MOUSE_DRAG };

struct key {
	enum key_code code;
	unsigned mods; /* KEYM_*; shift is never set for KEYC_CHAR (it is in the character) */
	uint32_t ch;
	enum mouse_what mouse;
	int button; /* 1 left, 2 middle, 3 right, 4 wheel up, 5 wheel down */
	int x, y;   /* cell, from 0 */
};

/* Names: "a", "A", "Enter", "Esc", "Space", "Tab", "S-Tab", "C-l", "M-x", "F5", "PgUp", "PgDn",
 * "Home", "End", "Up", "Down", "Left", "Right", "Del", "Ins", "Backspace". "^L" is understood too.
 * What a terminal cannot tell apart is one key: "C-i" is Tab, "C-m" Enter, "C-[" Esc, "C-h"
 * Backspace, "C-@" C-Space. */
bool key_parse(const char *name, struct key *ret_key);
#define KEY_NAME_SIZE 32
char *key_format(const struct key *key, char buf[KEY_NAME_SIZE]);
bool key_equal(const struct key *a, const struct key *b); /* not for mouse and paste */
/* This character, without Alt or Ctrl. */
bool key_is_char(const struct key *key, uint32_t ch);
/* The names that are none of a character's or of F1 to F24. */
#define KEY_NAMES "Enter, Esc, Tab, Backspace, Space, Del, Ins, Up, Down, Left, Right, Home, End, PgUp, PgDn"
/* Such a name that somebody may have meant who wrote this; NULL: none. */
const char *key_nearest(const char *name);

struct input;
/* term: the value of TERM. */
struct input *input_create(const char *term);
void input_destroy(struct input *in);
/* Hands over bytes that were read. */
void input_push(struct input *in, const char *bytes, size_t n);
/* The next key. False when there is none; *ret_wait is then true if bytes are left that may be the
 * start of a sequence: call input_flush() after INPUT_WAIT_MS if nothing more came. */
bool input_next(struct input *in, struct key *ret_key, bool *ret_wait);
#define INPUT_WAIT_MS 40
/* What is left is taken as it is: a lone ESC becomes Esc. */
void input_flush(struct input *in);
/* From now on the terminal's answer to GROUND_QUESTION is looked for, in however many pieces and however late
 * it comes; its bytes never become keys. */
void input_expect_ground(struct input *in);
bool input_expects_ground(const struct input *in);
/* True once, when the answer has come: 0xrrggbb. */
bool input_ground(struct input *in, uint32_t *ret_rgb);
/* The text of the newest paste, made of whole UTF-8, without control characters but newline and
 * tab, at most INPUT_PASTE_MAX bytes. While a paste has not ended nothing else comes; ^C typed
 * alone breaks one whose end was lost. */
#define INPUT_PASTE_MAX (1024 * 1024)
const char *input_paste(const struct input *in);
