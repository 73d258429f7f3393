// SPDX-License-Identifier: GPL-3.0-or-later
/* A program that is started for what it prints. Main thread. */
#pragma once

#include "base/argv.h"

struct client;
struct den;

struct client_answer {
	int status;	 /* its exit status; -1: it was killed, took too long, or could not be started */
	const char *out; /* what it printed, up to 64 KiB */
	const char *err; /* what it complained of, up to 64 KiB */
};
/* The texts only live during the call; the client is gone after it. */
typedef void client_fn(void *opaque, const struct client_answer *answer);

/* It may ask nobody anything. argv[0] is looked for in PATH. Nothing is told from here. */
struct client *client_start(struct den *den, const struct argv *argv, int limit_ms, client_fn *done,
			    void *opaque);
/* Ends it; nothing is told. NULL is fine. */
void client_close(struct client *c);
