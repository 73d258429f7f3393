// SPDX-License-Identifier: GPL-3.0-or-later
/* The way that a host's lanes take to it. Of most URIs it is the URI itself. With ssh it is one connection of
 * ours (ssh/master), which asks the person once; the daemon's socket there is one of here then, or, where the server
 * forwards none, each lane is a session on that connection. Main thread; nothing here waits. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/argv.h"
#include "base/err.h"
#include "loop/loop.h"

struct den;
struct desk;
struct route;

/* What all routes share, and others who need the den. */
struct roads {
	struct loop *loop;
	struct desk *desk;
	struct den *den;
};
void roads_clear(struct roads *roads);
/* Made by the first that asks. NULL with err when there can be none. */
struct den *roads_den(struct roads *roads, struct err *err);

enum route_state {
	ROUTE_CLOSED,
	ROUTE_OPENING,
	ROUTE_ASKING, /* somebody has to answer first */
	ROUTE_UP,
};

struct route_ops {
	/* Each new state. err: why it is closed, with ERR_CANCELLED when the person did not want to; NULL else. May
	 * open and close the route. */
	void (*changed)(void *opaque, enum route_state state, const struct err *err);
	void *opaque;
};

/* All copied but roads, which may be NULL: then the URI is the way, whatever it is. number is the host's. */
struct route *route_create(struct roads *roads, uint32_t number, const char *name, const char *uri, bool readonly,
			   const struct route_ops *ops);
void route_destroy(struct route *route); /* closes; NULL is fine */

/* True: it is up at once, which nobody is told. One that stands is asked whether it still does, and made anew if
 * not: for when something on the way has failed. */
bool route_open(struct route *route);
/* Nobody is told. */
void route_close(struct route *route);
/* What lanes open, while it is up. */
const char *route_uri(const struct route *route);
/* Words that run ssh over the same connection ("ssh -S PATH -- HOST"); forward, such as "%h:%p", is where what goes in
 * is sent on to from there (NULL: a login). False when there is no such connection. */
bool route_add_login(const struct route *route, struct argv *argv, const char *forward);
/* Each lane is a session on one connection, of which a server has only so many (sshd: MaxSessions, 10). NULL: no. */
bool route_is_narrow(const struct route *route);
/* Such a URI has one. Any thread. */
bool route_is_ssh(const char *uri);
