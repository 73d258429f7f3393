// SPDX-License-Identifier: GPL-3.0-or-later
/* Who loses something when a network or a pool is stopped, or a secret deleted, and what a volume is: for questions.
 * Main thread. */
#pragma once

#include "base/str.h"
#include "ui/actions/request.h"

/* "machines", "networks", "pools": what several of a kind are called. */
const char *users_words(enum obj_kind kind);
/* A line that names the machines that use the object of the request: those that run, or all of them where its definition
 * or its data goes; nothing for machines. beside: not a line, but what follows the object's name; nothing when there are
 * none. */
void users_add(const struct app *app, const struct request *r, bool beside, struct str *out);
/* " on rack"; of a volume its pool and its size, too. */
void users_add_place(const struct host_view *host, const struct request *r, struct str *out);
