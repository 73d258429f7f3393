// SPDX-License-Identifier: GPL-3.0-or-later
/* Bytes from the terminal become keys. libtermkey does the work; bracketed paste is cut out before.
 * Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/key.h"

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
/* Overwrites it: it was a secret. */
void input_forget_paste(struct input *in);
