// SPDX-License-Identifier: GPL-3.0-or-later
/* Programs that run beside us, away from the terminal: what they print and how they end is told on the loop. They
 * are told to end when we do. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct loop;
struct children; /* all of them */
struct child;

struct children *children_create(struct loop *loop);
/* Ends those that still run; waits half a second at most. NULL is fine. */
void children_destroy(struct children *children);

struct child_ops {
	/* Bytes as they come; err: of its standard error. */
	void (*said)(void *opaque, bool err, const char *bytes, size_t n);
	/* status: waitpid's. All that it said has been told, and the child is gone after this call. */
	void (*ended)(void *opaque, int status);
};

/* argv[0] is looked for in PATH; one that is not there says so and ends with 127. Nothing is told from here. NULL
 * when there can be no more processes. */
struct child *child_start(struct children *children, char *const *argv, char *const *env,
			  const struct child_ops *ops, void *opaque);
/* Tells what it has said up to now. */
void child_drain(struct child *child);
/* Asks it to end, with what it started, and kills it when it has not within a second. Returns at once, and
 * nothing more is told. NULL is fine. */
void child_close(struct child *child);
