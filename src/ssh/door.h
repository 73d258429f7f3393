// SPDX-License-Identifier: GPL-3.0-or-later
/* The private socket at which src/ssh/askpass asks: it lets in this user's processes, each with the token of
 * one that we started. Main thread. */
#pragma once

#include "base/err.h"

struct loop;
struct door;
struct caller; /* one question that waits for its answer */

struct door_ops {
	/* hint: SSH_ASKPASS_PROMPT's "", "confirm" or "none"; both texts only live during the call. */
	void (*asked)(void *opaque, struct caller *caller, const char *hint, const char *text);
	/* Nobody waits for this answer any more; the caller is gone and cannot be answered. */
	void (*left)(void *opaque, struct caller *caller);
};

#define DOOR_TOKEN_SIZE 33 /* with its zero byte */

struct door *door_create(struct loop *loop, const char *path, struct err *err);
void door_destroy(struct door *door); /* sends all away; NULL is fine */
/* Makes a token for one who may ask. False when the kernel gives no random bytes. */
bool door_admit(struct door *door, const struct door_ops *ops, void *opaque, char token[DOOR_TOKEN_SIZE]);
/* Sends away those who came with it, unanswered and untold. */
void door_dismiss(struct door *door, const char *token);
/* NULL: there is no answer. The caller is gone after this. */
void caller_answer(struct caller *caller, const char *answer);
