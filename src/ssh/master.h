// SPDX-License-Identifier: GPL-3.0-or-later
/* One ssh connection to a host, for all that goes there: the person is asked once, on the desk, and never on the
 * terminal. All else (a socket of there that is one of here, a command, a lane) goes over it and asks nothing, since
 * it cannot make a connection of its own. Main thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/argv.h"
#include "base/err.h"
#include "ssh/client.h"

struct den;
struct desk;
struct master;
struct target;

enum master_state {
	MASTER_STARTING,
	MASTER_ASKING, /* somebody has to answer first; goes on with MASTER_STARTING */
	MASTER_UP,
	MASTER_ENDED, /* the last one */
};

struct master_order {
	struct den *den;
	struct desk *desk;
	uint32_t host;		     /* its number, for the desk */
	const char *name;	     /* how the person calls it */
	const struct target *target; /* copied, as is the name */
	bool patient; /* ssh may take any time until it is through to the host: somebody is asked on the way */
	/* Each new state. err: why it has ended; words_explain() says which codes, and ERR_CANCELLED when the
	 * person cancelled a question or did not trust the key. May call master_close(). */
	void (*changed)(void *opaque, enum master_state state, const struct err *err);
	void *opaque;
};

/* Nothing is told from here. */
struct master *master_start(const struct master_order *order);
/* Ends it, withdraws its questions and forgets it, at once; nothing more is told. NULL is fine. */
void master_close(struct master *m);
enum master_state master_state(const struct master *m);

/* It has ended because a person took their time to answer what was asked on the way: a patient one does not. */
bool master_was_hasty(const struct master *m);

/* What a program has to be called with so that it goes over this connection, or fails: "ssh -S PATH ...". Before
 * a host (any) and a command. */
void master_add_client(const struct master *m, struct argv *argv);

/* Runs a command there, as a shell takes it; a status of 255 is ssh's own. Only while up, and nothing is told once it
 * has ended. */
void master_run(struct master *m, const char *command, int limit_ms, client_fn *done, void *opaque);

typedef void master_forward_fn(void *opaque, const struct err *err);
/* Makes a socket of there one of here, and tries it. err has no code when it is open, ERR_NO_DAEMON when nobody can
 * be reached there in this way: ssh does not tell a server that forwards nothing from a socket that is not there.
 * Only while up, and nothing is told once it has ended. */
void master_forward(struct master *m, const char *remote, const char *local, master_forward_fn *done,
		    void *opaque);
