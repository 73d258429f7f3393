// SPDX-License-Identifier: GPL-3.0-or-later
/* A lane with its connection, and the lanes of connections that were given up, until their workers
 * have ended: each closes its own connection, however long that takes. Main thread, nothing waits
 * but leftovers_destroy(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/lane.h"
#include "virt/home.h"

struct seat {
	struct lane *lane; /* NULL: closed */
	struct session *session;
	struct creds *creds; /* the host's */
	bool opened; /* seat_opened() */
};

struct leftover {
	struct lane *lane;
	bool opening; /* it was given up before its connection was there */
};

struct leftovers {
	struct leftover *all;
	size_t n, cap;
};

/* what and the host name the thread: "watch kvm1". The connection itself is opened by an ask. False, and it stays
 * closed, when there are no more threads or files to be had. */
bool seat_open(struct seat *seat, const struct home *home, const char *what, struct err *err);
void seat_opened(struct seat *seat); /* the ask that opens the connection was answered */
void seat_close(struct seat *seat, struct leftovers *leftovers);
/* Submits; the ask is freed after its answered(), or its unasked(). */
void seat_ask(struct seat *seat, struct ask *ask);
/* Nothing asked, nothing to be delivered; a closed one is idle. */
bool seat_idle(const struct seat *seat);

/* Frees those that have ended and delivered everything. */
void leftovers_reap(struct leftovers *leftovers);
/* How many hang in opening their connection. */
size_t leftovers_opening(const struct leftovers *leftovers);
/* When to reap again; 0: there is nothing. */
int64_t leftovers_wake_ns(const struct leftovers *leftovers, int64_t now_ns);
/* Waits for the rest, at most until deadline_ns (monotonic). True when all ended. */
bool leftovers_destroy(struct leftovers *leftovers, int64_t deadline_ns);
