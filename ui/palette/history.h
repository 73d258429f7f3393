// SPDX-License-Identifier: GPL-3.0-or-later
/* Command lines that were carried out, the newest first; kept in app->state. Main thread. */
#pragma once

#include <stddef.h>

#include "ui/app.h"

#define HISTORY_MOST 50

/* Puts it first; the same line from before goes. */
void history_add(struct app *app, const char *line);
/* 0 is the newest. NULL past the oldest; the caller frees. */
char *history_at(const struct app *app, size_t index);
