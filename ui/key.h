// SPDX-License-Identifier: GPL-3.0-or-later
/* Keys and their names. Pure, any thread. */
#pragma once

#include <stdbool.h>
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
