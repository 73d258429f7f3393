// SPDX-License-Identifier: GPL-3.0-or-later
/* What ssh asks, as a question for a person. Any thread. */
#pragma once

#include <stdbool.h>

#include "model/desk.h"

struct prompt {
	enum question_kind kind;
	const char *label; /* what is to be typed, or "" */
	char *text;	   /* what is asked, in lines; from outside */
	char *key;	   /* the file whose passphrase it wants; NULL: another question */
	bool far;	   /* the far side asks this, not ssh */
};

/* hint: SSH_ASKPASS_PROMPT; text: what ssh calls its helper with. What it asks in other words is a secret. */
void prompt_read(const char *hint, const char *text, struct prompt *ret);
void prompt_clear(struct prompt *p);
#define autoprompt __attribute__((cleanup(prompt_clear)))
/* What ssh is told when the person answers so; NULL: nothing, it was cancelled. To a question for yes or no
 * only "yes" means yes: ssh would ask for ever until it hears one of the two. */
const char *prompt_answer(enum question_kind kind, const char *answer);
