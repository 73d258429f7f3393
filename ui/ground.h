// SPDX-License-Identifier: GPL-3.0-or-later
/* Whether the terminal's ground is light: by asking it (OSC 11, xterm's "Control Sequences"), or by a hint in
 * the environment. Knows bytes, not terminals. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GROUND_QUESTION "\033]11;?\a"
#define GROUND_ANSWER_MAX 64 /* bytes */

/* Terminals that answer, or at least show nothing when they do not understand: those that call themselves
 * xterm and the like; not the Linux console, vt100 and other old ones. */
bool ground_may_be_asked(const char *term);

enum ground_match {
	GROUND_NONE, /* something else */
	GROUND_PART, /* the beginning of an answer, or of something else */
	GROUND_MINE, /* an answer, or what is left of a broken one: *ret_n bytes are to be dropped */
};

/* Looks whether the answer stands at s. without_esc: its first byte is gone. *ret_n and *ret_rgb are set with
 * GROUND_MINE; *ret_rgb is 0xrrggbb, or -1 when it was broken. */
enum ground_match ground_match(const char *s, size_t n, bool without_esc, size_t *ret_n, int32_t *ret_rgb);

bool ground_is_light(uint32_t rgb);
/* What COLORFGBG says ("15;0", "0;default;15"); false where it says nothing that is understood. */
bool ground_hint(const char *colorfgbg, bool *ret_light);
