// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host's connections want to know of the person while they are opened: user names, passwords. It is asked
 * on a worker, which waits; the question lies on the desk. An answer holds for all connections of the host until it
 * is refused, and so does that nobody would answer until creds_again(). NULL in the place of one: nobody can be
 * asked. */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/desk.h"

struct creds;

struct creds_wish {
	enum question_kind kind; /* not QUESTION_HINT */
	const char *text;        /* what is asked; from outside; a part of it when it is very long */
	const char *label;       /* what is to be typed: "Password"; "" for yes or no */
};

/* Of a host, by number and name. Main thread; NULL for a desk that is NULL. */
struct creds *creds_create(struct loop *loop, struct desk *desk, uint32_t host, const char *name);
/* Nothing is asked any more, whoever waits gets no answer; gives up this reference. Main thread. */
void creds_close(struct creds *creds);
/* Any thread. */
struct creds *creds_ref(struct creds *creds);
void creds_unref(struct creds *creds);

/* The person wants to be asked again what was cancelled. Main thread. */
void creds_again(struct creds *creds);
/* After lane_end(): the lane's worker waits no longer. Main thread. */
void creds_wake(struct creds *creds);

/* Waits until the person has answered, however long that takes; NULL with ERR_CANCELLED set when that was
 * cancelled, or the lane has ended. For creds_wipe(). Worker. */
char *creds_ask(struct work *work, struct creds *creds, const struct creds_wish *wish, struct err *err);
/* Overwrites and frees; NULL is fine. Any thread. */
void creds_wipe(char *answer);
/* What was answered is wrong: it will be asked again. Any thread. */
void creds_refused(struct creds *creds);
