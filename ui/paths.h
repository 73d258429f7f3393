// SPDX-License-Identifier: GPL-3.0-or-later
/* Paths on hosts that were asked for, the newest first: where machines were saved, dumped and restored from. Kept
 * in app->state, for each host by its name. Main thread. */
#pragma once

#include <stddef.h>

#include "ui/app.h"

#define PATHS_MOST 20 /* of each host */

/* Puts it first. */
void paths_add(struct app *app, const char *host, const char *path);
/* 0 is the newest. NULL past the oldest; the caller frees. */
char *paths_at(const struct app *app, const char *host, size_t index);
