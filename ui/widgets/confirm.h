// SPDX-License-Identifier: GPL-3.0-or-later
/* "Are you sure", with Cancel as the default. Main thread. */
#pragma once

struct app;

struct confirm_question {
	const char *title; /* names the object; copied */
	const char *text;  /* what is lost; lines; copied */
	const char *yes;   /* the button that does it; static */
	void (*answer)(struct app *app, void *opaque); /* called for yes only */
	void *opaque;
};

void confirm_ask(struct app *app, const struct confirm_question *question);
