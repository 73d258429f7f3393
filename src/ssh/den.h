// SPDX-License-Identifier: GPL-3.0-or-later
/* The private directory of this process in which the sockets of ssh's connections live, with all that they share.
 * It is gone when the process ends in order; what others left behind is swept away when one is made.
 * Main thread. */
#pragma once

#include "base/argv.h"
#include "base/err.h"

struct children;
struct den;
struct door;
struct loop;

/* In $XDG_RUNTIME_DIR, or in /tmp where that will not do. */
struct den *den_create(struct loop *loop, struct err *err);
/* Ends what still runs (half a second at most) and removes the directory. Masters are closed before. NULL is fine. */
void den_destroy(struct den *den);
struct loop *den_loop(const struct den *den);
struct children *den_children(const struct den *den);
struct door *den_door(const struct den *den);
/* The path of a new thing in it: "/run/user/1000/virtty-77/m1". Short enough for ssh's control sockets; only
 * letters, digits and "/._-". The caller frees. */
char *den_new_path(struct den *den, char letter);
/* The environment for an ssh that asks us with this token, or for one that may ask nothing (NULL). */
void den_add_env(const struct den *den, const char *token, struct argv *env);

/* Calls fn once, as soon as there is something at path (of den_new_path); not from here. */
void den_await(struct den *den, const char *path, void (*fn)(void *opaque), void *opaque);
/* Waits no more for what was asked for with this opaque. */
void den_forget(struct den *den, const void *opaque);
