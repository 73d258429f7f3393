// SPDX-License-Identifier: GPL-3.0-or-later
/* Starts programs. They get default signals, no file of ours but the first three, and a process group of their
 * own. Main thread, and workers where nothing of it is bound or on the terminal. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct spawn {
	char *const *argv; /* looked for in PATH */
	char *const *env;  /* whole */
	bool terminal; /* it stays on the terminal, in the foreground; else: away from it, input empty */
	int out;       /* where it writes to; -1: where we do */
	int err;       /* where it complains to; 0: where it writes to */
	bool bound;    /* it is told to end when this process has ended */
};

/* Returns at once: a program that cannot be started says so on its standard error and ends with 127. -1 when
 * there can be no more processes. */
pid_t spawn(const struct spawn *spawn);
/* Reads on from what a program writes to, for nobody, after we have ended: it is not to end because of us. fd stays
 * the caller's. */
void spawn_drain(int fd);
/* Makes this process group the terminal's foreground. */
void spawn_give_terminal(pid_t group);
