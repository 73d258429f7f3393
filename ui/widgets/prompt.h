// SPDX-License-Identifier: GPL-3.0-or-later
/* One line to be typed, in a float. Main thread. */
#pragma once

#include <stdbool.h>

struct app;

struct prompt_question {
	const char *title; /* copied */
	const char *label; /* what is asked; copied */
	const char *text;  /* to begin with; NULL: nothing; copied */
	char *wrong;       /* why that will not do; NULL; it becomes the prompt's */
	const char *ok;    /* what Enter does, "rename"; static */
	bool secret;       /* what is typed is not shown, and wiped when it closes */
	/* Takes what was typed. A sentence when it will not do (the caller frees): the prompt stays with what
	 * was typed. NULL: done. */
	char *(*answer)(struct app *app, void *opaque, const char *text);
	void (*gone)(void *opaque); /* it is closed, whichever way; NULL */
	void *opaque;
};

void prompt_ask(struct app *app, const struct prompt_question *question);
