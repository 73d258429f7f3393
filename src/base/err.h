// SPDX-License-Identifier: GPL-3.0-or-later
/* What went wrong, as one sentence for a person. The first error wins: setting one that is set does
 * nothing. The lowest level that knows writes the sentence, upper levels may put context before it,
 * only ui/ shows it. Lives on the caller's stack: `autoerr struct err err = {0};`. */
#pragma once

#include <stdbool.h>

enum err_code {
	ERR_NONE,
	ERR_FAILED,      /* the other side said no, the text says what */
	ERR_UNSUPPORTED, /* this driver cannot; never a dialog */
	ERR_INVALID,     /* bad input */
	ERR_NOT_FOUND,   /* the object is gone */
	ERR_AUTH,        /* a question would have to be answered, or an answer was refused */
	ERR_DENIED,      /* not allowed: group, polkit, read-only */
	ERR_NO_DAEMON,   /* nobody listens */
	ERR_LOST,        /* the connection broke or timed out */
	ERR_LACKING,     /* this machine has no more of what it takes */
	ERR_CANCELLED,
	ERR_NO_TARGET,   /* where a pool would be is nothing on the host: building it makes that */
	ERR_CHANGED,     /* somebody else has changed it meanwhile; nothing was done */
};

struct err {
	enum err_code code;
	int detail; /* libvirt's own number where there is one */
	char *text; /* one sentence, may hold several lines when libvirt's words do */
};

/* Always false, so that `return err_set(...)` reads well. */
bool err_set(struct err *err, enum err_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Puts "context: " before the text. */
void err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
void err_clear(struct err *err);
/* Moves src to dst unless dst is set; src is clear afterwards. */
void err_move(struct err *dst, struct err *src);
#define autoerr __attribute__((cleanup(err_clear)))
