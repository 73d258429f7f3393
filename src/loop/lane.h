// SPDX-License-Identifier: GPL-3.0-or-later
/* A lane: one worker thread that does one job after the other. A connection belongs to one lane, so
 * that never two calls are on a connection at once.
 *
 * A job's data is its own: made on the main thread, worked on by the worker, handed back to done()
 * on the main thread, then freed there. Nothing mutable is shared besides. Main thread, but for
 * work_*. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "loop/loop.h"

struct lane;

/* The worker's token. Every function that may block takes one, so that it cannot be called from the
 * main thread by mistake. */
struct work;

/* On the first line of every blocking function: dies unless this is the worker's own thread. */
void work_assert(const struct work *work);
/* True once the main thread has lost interest: long loops look at it and leave early. Worker. */
bool work_cancelled(const struct work *work);
/* Notes a libvirt call as "virDomainCreateWithFlags(web, 0)" for the task that asked. Worker. */
void work_note(struct work *work, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct job {
	const char *name;                           /* for the log: "list", "start" */
	void (*run)(struct work *work, void *data); /* worker */
	/* Main thread. calls is what work_note() gathered, one a line, "" when nothing; borrowed.
	 * Not called when the lane was abandoned or destroyed before the job ended. May be NULL. */
	void (*done)(void *data, const char *calls);
	/* Frees data. Main thread after done(); any thread when the lane was abandoned. */
	void (*release)(void *data);
	void *data;
	uint64_t key; /* a queued (not yet running) job with the same non-zero key makes this one
			 superfluous: it is released at once and lane_submit returns false */
};

/* NULL with err set when there are no more threads or files to be had. err may be NULL. */
struct lane *lane_create(struct loop *loop, const char *name, struct err *err);
/* What the worker does last, however the lane goes (also long after it was abandoned): close what
 * its jobs left open. It frees opaque. Before the first job. */
void lane_at_end(struct lane *lane, void (*fn)(struct work *work, void *opaque), void *opaque);
bool lane_submit(struct lane *lane, const struct job *job);
/* Nothing queued, nothing running, every done() delivered. */
bool lane_idle(const struct lane *lane);
/* How long the job that runs now has been running, in ms; -1 when none runs. */
int64_t lane_busy_ms(const struct lane *lane);
/* Gives up on a worker that may never return: its queue is released, its result will be, no done()
 * is called, the thread ends by itself when it can. The lane is freed. */
void lane_abandon(struct lane *lane);
/* Asks the worker to end after the running job (cancelled), with queued jobs released, and does not
 * wait. done() is still called for that job. lane_destroy or lane_abandon must follow. */
void lane_end(struct lane *lane);
/* The worker has done its last thing. */
bool lane_ended(const struct lane *lane);
/* Ends the worker after the running job (cancelled), with queued jobs released; waits at most
 * deadline_ms and abandons it then. True when it ended in time. done() is called for the job that
 * ended. The lane is freed. */
bool lane_destroy(struct lane *lane, int deadline_ms);
/* The same, with queued jobs done first as far as there is time. True when all were. */
bool lane_finish(struct lane *lane, int deadline_ms);
/* Abandoned workers that have not ended yet, in the whole process. */
int lane_abandoned_count(void);
