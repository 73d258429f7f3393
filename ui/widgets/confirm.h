// SPDX-License-Identifier: GPL-3.0-or-later
/* "Are you sure", with Cancel as the default. Main thread. */
#pragma once

#include <stddef.h>

struct app;

struct confirm_question {
	const char *title; /* names the object; copied */
	const char *text;  /* what is lost; lines; copied */
	size_t lost_from;  /* the line of text from which on it says what is lost; 0: 1 */
	const char *yes;   /* the button that does it; static */
	const char *word;  /* must be typed before it can be pressed; NULL: none; static */
	void (*answer)(struct app *app, void *opaque); /* called for yes only */
	void *opaque;
};

void confirm_ask(struct app *app, const struct confirm_question *question);
