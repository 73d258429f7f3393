// SPDX-License-Identifier: GPL-3.0-or-later
/* Signals, read on the loop. Main thread. */
#pragma once

#include <stdbool.h>

struct app;

/* Before any thread or connection is made: SIGPIPE is ignored, SIGCHLD blocked everywhere (ui/runs reads it),
 * and where signals_watch() will read them the other signals too. */
void signals_prepare(bool will_watch);
void signals_watch(struct app *app);
void signals_unwatch(struct app *app);
/* ^Z: gives the terminal back, stops, and takes it again when continued. */
void signals_suspend(struct app *app);
/* Only stops, where there is somebody who would continue it. */
void signals_stop(void);
/* Takes the terminal again that was given away, at the size that it has now. */
void signals_take_terminal(struct app *app);
