// SPDX-License-Identifier: GPL-3.0-or-later
/* Signals, read on the loop. Main thread. */
#pragma once

struct app;

/* Before any thread or connection is made: the signals we read are blocked everywhere, SIGPIPE is
 * ignored. */
void signals_block(void);
void signals_watch(struct app *app);
void signals_unwatch(struct app *app);
/* ^Z: gives the terminal back, stops, and takes it again when continued. */
void signals_suspend(struct app *app);
