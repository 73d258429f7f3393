// SPDX-License-Identifier: GPL-3.0-or-later
/* Where libvirt's daemons listen on a host that is reached by ssh: what it is asked, and which of its sockets is the
 * one. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

/* What is looked for. */
struct socket_wish {
	const char *uri;
	const char *login;  /* for sentences: "root@kvm1" */
	const char *socket; /* the URI's own; NULL */
	const char *mode;   /* the URI's own: "direct", "legacy", else both; NULL */
	bool readonly;
};

/* A command line for the shell there, whichever that is. It only looks. */
const char *sockets_question(void);
/* The path to forward, which the caller frees. NULL with err when all that is there may not be opened (ERR_DENIED), or
 * nothing listens (ERR_NO_DAEMON); NULL without err when a daemon of the user's own has to be started first, which
 * libvirt does by itself. */
char *sockets_choose(const struct socket_wish *wish, const char *answer, struct err *err);
