// SPDX-License-Identifier: GPL-3.0-or-later
/* Questions that something under way puts to the person, such as a password for a host, until somebody answers
 * them. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum question_kind {
	QUESTION_SECRET,   /* a line that is typed unseen */
	QUESTION_TEXT,     /* a line that is seen */
	QUESTION_YES_NO,   /* "yes" or "no", which is the default */
	QUESTION_HOST_KEY, /* the same, of a host that is not known yet */
	QUESTION_HINT,     /* wants no answer, only to be seen: "touch your key" */
};

struct question {
	uint32_t id;   /* the desk's own, never 0 */
	uint32_t host; /* its number; 0: none */
	enum question_kind kind;
	const char *title; /* "kvm1 asks", one line */
	const char *text;  /* what is asked, in lines; from outside, so never shown unfiltered */
	const char *label; /* what is to be typed: "Password" */
};

struct desk;
/* Once per question unless it is withdrawn. answer is NULL when it was cancelled, and only lives during the
 * call. */
typedef void desk_answered_fn(void *opaque, const char *answer);

struct desk *desk_create(void);
void desk_destroy(struct desk *desk); /* cancels all; NULL is fine */
/* Copies q and returns its id, never 0. answered is called later, never from here. */
uint32_t desk_ask(struct desk *desk, const struct question *q, desk_answered_fn *answered, void *opaque);
/* Who asked is gone and hears no more of it. Nothing happens when it has been answered. */
void desk_withdraw(struct desk *desk, uint32_t id);
/* The oldest, and one by its id; NULL: none. They stand until they are answered or withdrawn. */
const struct question *desk_first(const struct desk *desk);
const struct question *desk_find(const struct desk *desk, uint32_t id);
size_t desk_count(const struct desk *desk);
/* Whether something is asked for this host; desk may be NULL. */
bool desk_asks_for(const struct desk *desk, uint32_t host);
/* NULL cancels. Nothing happens when the question is gone. The desk keeps no copy of the answer: who holds a
 * typed secret wipes it after this call. */
void desk_answer(struct desk *desk, uint32_t id, const char *answer);
/* Calls fn after every question that comes or goes. One listener; NULL: none. */
void desk_on_change(struct desk *desk, void (*fn)(void *opaque), void *opaque);
