// SPDX-License-Identifier: GPL-3.0-or-later
/* Which theme is in force: the one that was asked for, else the one that was chosen inside virtty, else one
 * that suits the terminal. Main thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct app;

#define THEME_AUTO "auto"

/* Before there is a terminal, and for scripts. False with a sentence. */
bool themes_start(struct app *app, struct err *err);
/* Says what is wrong in the file of the one in force, which is in force all the same. False: nothing is. */
bool themes_complain(struct app *app);
/* For the terminal that was opened: by its colours and what the environment says of its ground, without
 * waiting. */
void themes_fit(struct app *app);
/* After the first paint: asks the terminal for its ground where that can make a difference. */
void themes_ask(struct app *app);
/* Bytes were read: the answer may have been among them. */
void themes_hear(struct app *app);
/* Before the terminal is given back: an answer that is still under way would be typed into the shell. */
void themes_leave(struct app *app);
/* All of them to choose from, each tried on as the cursor moves; what is chosen is remembered. */
void themes_choose(struct app *app);
