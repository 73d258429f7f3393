// SPDX-License-Identifier: GPL-3.0-or-later
/* The programs of a person's: commands, and the editor, from when they are asked for until they have ended. Those that
 * want the terminal get it one after the other; of the others so many run at once, each a task. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/app.h"

#define RUNS_AT_ONCE 4

struct runs;
struct runs *runs_create(struct app *app);
/* Those that have the terminal lose it; the others go on without us. NULL is fine. */
void runs_destroy(struct runs *runs);

struct run_order {
	const struct action *action;
	const struct user_command *command; /* NULL: a program of ours that wants the terminal */
	const char *what; /* without a command, for the person: "edit web"; copied */
	/* The same: how it ended, as waitpid() says. Nothing else is said of it. */
	void (*ended)(void *opaque, int status);
	void *opaque;
	const char *name; /* of what it is about; "" nothing; copied */
	const char *host; /* the host's; "" none; copied */
	struct argv *argv; /* taken over */
	struct argv *env;  /* taken over */
};
void runs_add(struct runs *runs, const struct run_order *order);
/* Before the end: what has the terminal is told that it goes, and may write what it has, for a third of a second. */
void runs_hang_up(struct runs *runs);
/* Who waits for its end is gone. */
void runs_forget(struct runs *runs, const void *opaque);

/* One of them has the terminal, or has had it and waits for a key. */
bool runs_have_terminal(const struct runs *runs);
/* Not all have ended. */
bool runs_are_open(const struct runs *runs);
/* False when the task is none of theirs, or has ended. */
bool runs_cancel(struct runs *runs, uint32_t task);
/* The same again, as a new task. False when the task is none of theirs. */
bool runs_again(struct runs *runs, uint32_t task);
