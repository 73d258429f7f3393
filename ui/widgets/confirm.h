// SPDX-License-Identifier: GPL-3.0-or-later
/* "Are you sure", with Cancel as the default. Main thread. */
#pragma once

#include <stdbool.h>

#include "model/tone.h"

struct app;

struct confirm_question {
	const char *title; /* names the object; copied */
	const char *text;  /* what it is about; lines, which scroll where there is no room for all; copied */
	const char *note;  /* what else there is to know, after it; lines; NULL: nothing; copied */
	const char *lost;  /* what is lost, after it; lines; NULL: nothing; copied */
	const char *yes;   /* the button that does it; copied */
	const char *word;  /* must be typed before it can be pressed; NULL: none; static */
	void (*answer)(struct app *app, void *opaque); /* called for yes only */
	enum tone accent; /* of the host, for the frame; TONE_PLAIN: none */
	/* A third button, between the two; NULL: none. */
	const char *other; /* static */
	char other_key;    /* presses it, as y does the other; not where a word is to be typed */
	bool other_at_once; /* the word need not be typed for it */
	void (*other_answer)(struct app *app, void *opaque);
	void *opaque;
};

void confirm_ask(struct app *app, const struct confirm_question *question);
/* Whether the question that is on top is one with this answer. */
bool confirm_is_open(const struct app *app, void (*answer)(struct app *app, void *opaque));
