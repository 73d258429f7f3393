// SPDX-License-Identifier: GPL-3.0-or-later
/* One of some things, in a float. Main thread. */
#pragma once

#include <stddef.h>

struct app;

struct choice {
	const char *label; /* static */
	const char *help;  /* one line; static */
	const char *greyed; /* why it cannot be chosen; static; NULL: it can */
};

struct choose_question {
	const char *title; /* copied */
	const char *text;  /* a line above; NULL; copied */
	struct choice *choices; /* by choose_add(), at least one */
	size_t n, cap;
	size_t first; /* where the cursor begins */
	void (*answer)(struct app *app, void *opaque, size_t index); /* not called for Esc */
	void (*at)(struct app *app, void *opaque, size_t index);     /* the cursor has moved there; NULL */
	void (*cancelled)(struct app *app, void *opaque);            /* for Esc, or closed otherwise; NULL */
	void *opaque;
};

void choose_add(struct choose_question *question, struct choice choice);
/* Takes the choices over: they are gone once it is answered. */
void choose_ask(struct app *app, const struct choose_question *question);
