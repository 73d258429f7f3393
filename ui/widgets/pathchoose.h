// SPDX-License-Identifier: GPL-3.0-or-later
/* The path of a volume on a host, in a float: the volumes of all its pools that run, less and less of them as something
 * is typed. Main thread. */
#pragma once

#include <stdint.h>

struct app;

struct path_question {
	const char *title; /* copied */
	uint32_t host;
	const char *path; /* where the cursor begins; copied */
	void (*answer)(struct app *app, void *opaque, const char *path); /* not called for Esc */
	void (*finish)(void *opaque); /* it has closed, however, after that; NULL */
	void *opaque;
};

void path_choose(struct app *app, const struct path_question *question);
