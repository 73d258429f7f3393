// SPDX-License-Identifier: GPL-3.0-or-later
/* --batch: the rows of a pane to standard output, without a terminal. Main thread. */
#pragma once

struct app;

/* Opens the hosts, waits until each has answered or --timeout is over, prints. Hosts that failed are told on
 * standard error. Returns the exit code: 0, or 1 when one failed or nothing could be written. */
int dump_run(struct app *app);
