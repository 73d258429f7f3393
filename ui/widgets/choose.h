// SPDX-License-Identifier: GPL-3.0-or-later
/* One of a few things, in a float. Main thread. */
#pragma once

#include <stddef.h>

struct app;

struct choice {
	const char *label; /* static */
	const char *help;  /* one line; static */
	const char *greyed; /* why it cannot be chosen; static; NULL: it can */
};

#define CHOICES_MOST 16

struct choose_question {
	const char *title; /* copied */
	const char *text;  /* a line above; NULL; copied */
	struct choice choices[CHOICES_MOST]; /* ends with a NULL label */
	size_t first; /* where the cursor begins */
	void (*answer)(struct app *app, void *opaque, size_t index); /* not called for Esc */
	void (*at)(struct app *app, void *opaque, size_t index);     /* the cursor has moved there; NULL */
	void (*cancelled)(struct app *app, void *opaque);            /* for Esc, or closed otherwise; NULL */
	void *opaque;
};

void choose_ask(struct app *app, const struct choose_question *question);
