// SPDX-License-Identifier: GPL-3.0-or-later
/* A person's settings: their files, and what is changed while virtty runs. Main thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "ui/app.h"

/* Reads all files and loads the theme. False with err when virtty cannot start with that. */
bool settings_start(struct app *app, struct err *err);
void settings_finish(struct app *app);
/* The terminal is known: what depends on it. */
void settings_terminal(struct app *app);
/* Reads all files again; what has changed is in force, and is said. */
void settings_reload(struct app *app);
/* What was remembered from the last time; state_destroy() frees. Scripts remember nothing unless they are told
 * where. */
struct state *settings_load_state(const struct options *options);
/* --list-hosts and --list-views: what the files and what was remembered say, without a program that runs. */
void settings_list_hosts(struct options *options, struct str *out);
void settings_list_views(struct options *options, struct str *out);
/* Says how many problems there are, if any; when a script plays, all of them on stderr. */
void settings_tell(struct app *app);

/* Sets an option that may stand in virtty.conf: at once, and for the next time. value NULL: as it would be
 * without. False with what would be right. */
bool app_set_option(struct app *app, const char *name, const char *value, struct err *err);
/* Where the value in force is from: "default", "~/.config/virtty/virtty.conf:3". The caller frees. */
char *settings_whence(const struct app *app, const struct option *option);
