// SPDX-License-Identifier: GPL-3.0-or-later
/* Views in the program: from files and what was saved, by key, by name, and at the start. Main thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "conf/options.h"
#include "conf/views.h"
#include "ui/input.h"

struct app;

/* Adds a problem for each that names no pane, column or key, whose filter is wrong, or whose key has another
 * meaning: that key is taken from it. */
void views_check(struct app *app, struct problems *problems);
/* --view, --filter and --sort, on the pane of --batch or the one that is shown. */
bool views_start(struct app *app, const struct options *options, struct err *err);
/* Shows its pane, filtered and sorted. */
bool views_show(struct app *app, const struct view *view, struct err *err);
/* True when the key was that of a view. */
bool views_take_key(struct app *app, const struct key *key);
