// SPDX-License-Identifier: GPL-3.0-or-later
/* --script: plays a file against the real program without a terminal, see virtty-script(7). It waits
 * for conditions and never sleeps. Main thread. */
#pragma once

#include "ui/app.h"

/* The exit code: 0 when all held, 1 when something did not (said on stderr, with the screen), 2 when the
 * file cannot be read or is not understood. */
int script_play(struct app *app, const char *path);
