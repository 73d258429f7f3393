// SPDX-License-Identifier: GPL-3.0-or-later
/* A host: its lanes, its state, when it is asked what. The one place that decides when to call;
 * what to call is in conn, scan, event, node and domain, which the tests' fake replaces at link
 * time. Main thread; nothing here waits. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/argv.h"
#include "loop/loop.h"
#include "model/desk.h"
#include "model/hostview.h"
#include "model/ids.h"
#include "model/tasks.h"
#include "virt/domain.h"
#include "virt/event.h"

struct gate;
struct host;
struct roads;

struct host_options {
	const char *name; /* unique; copied */
	const char *uri;
	const char *theme; /* struct host_view's; copied; NULL: none */
	bool readonly;
	bool simulate; /* invent the figures that the test driver does not have */
	int tick_ms;   /* between figures; 2000 */
	int slow_ms;   /* without an answer for so long: unresponsive; 0: 5000 */
	int stuck_ms;  /* and for so long: lost, a new connection is tried; 0: 20000 */
	int prove_ms;  /* it answers within this when the network has returned, or is lost; 0: 4000 */
	int hangs_ms;  /* an opening that takes so long may be left behind; 0: 3000 */
	int lanes;     /* requests at once, 16 at most; 0: 4 */
	struct roads *roads; /* for hosts that are reached by ssh; NULL: libvirt starts it itself */
	struct gate *gate; /* so many are opened at once; NULL: all */
	struct desk *desk; /* where its questions lie, for as long as the host is; NULL: nobody can be asked */
	int spare_ms;  /* a lane that nothing was asked of for so long is closed; 0: 30000 */
};

/* Told when something a pane could show has changed. what is a set of HOST_CHANGED_*. Neither this
 * nor a request's functions may destroy the host; anything else is fine from inside. */
enum {
	HOST_CHANGED_STATE = 1,
	HOST_CHANGED_LIST = 2,
	HOST_CHANGED_FIGURES = 4,
	HOST_CHANGED_EVENT = 8, /* event is not NULL */
	HOST_CHANGED_GUESTS = 16,
	HOST_CHANGED_READINGS = 32,
};
typedef void host_changed_fn(void *opaque, struct host *host, int what, const struct event *event);

struct host *host_create(struct loop *loop, uint32_t number, const struct host_options *options,
			 host_changed_fn *changed, void *opaque);
/* Starts opening, and asks again what was cancelled; does nothing while it is connecting or up. */
void host_open(struct host *host);
/* Something makes it worth while: what waits for its next try is tried now, an opening that has hung for three seconds is
 * left behind and begun anew (three such, and no more until one of them ends). returned: this machine's own network was
 * away, so that one that is up has to answer soon, or is lost. Nothing happens to one that is off, or that said no. */
void host_again(struct host *host, bool returned);
/* Closes; HOST_CLOSED at once, the connections end on their workers. */
void host_close(struct host *host);
/* Closes, waits at most until deadline_ns (monotonic) for the workers, frees. True when all ended.
 * With many hosts host_close() all of them first: then they end side by side. */
bool host_destroy(struct host *host, int64_t deadline_ns);

const struct host_view *host_view(const struct host *host);
/* What is shown of it besides; copied. */
void host_label(struct host *host, const struct host_labels *labels);
/* From now on: so long between figures, so many requests at once. */
void host_set_tick(struct host *host, int tick_ms);
void host_set_lanes(struct host *host, int lanes);
/* Figures that somebody looks at (STATS_*); 0 when nobody does. */
void host_want_figures(struct host *host, unsigned groups);
/* What is shown of figures stands still while they are held; they are asked for as before, so that a QEMU that
 * hangs is noticed. Afterwards rates are means over that time once. */
void host_hold_figures(struct host *host, bool hold);
/* Ask for everything again, now. */
void host_refresh(struct host *host);
/* Nothing is asked or queued, nothing is stale, nothing about to be: up with list, definitions and
 * at least two samples, or closed, or refused or lost and waiting for the next try. */
bool host_settled(const struct host *host);

/* Does the request on a free lane of the host: at most `lanes` at once (host_options, 4), the rest waits
 * its turn, oldest first; what may take long never takes the last lane that others could use. started()
 * and done() come on the main thread; done() once, unless the host is destroyed before; calls are the
 * libvirt calls made, one a line. progress() (may be NULL) about once a second for long ones, read over
 * another lane. Returns a ticket, or 0 with err set when it cannot even be asked (not connected). */
struct host_request {
	struct verb_request what; /* copied; of a plan the way to stop it is added */
	void (*started)(void *opaque);
	void (*progress)(void *opaque, const struct job_progress *progress);
	void (*goes_on)(void *opaque, const struct err *why); /* host_cancel() cannot end it after all; may be NULL */
	void (*done)(void *opaque, const struct err *err, const char *calls);
	void (*answer)(void *opaque, const char *text); /* just before done(), of verbs that have one; may be NULL */
	/* Likewise: the definition that was changed or removed; also of one that ends while the host is destroyed, then
	 * without done(). May be NULL. */
	void (*was)(void *opaque, const char *text);
	void *opaque;
};
uint64_t host_do(struct host *host, const struct host_request *request, struct err *err);
/* One that waits its turn ends with ERR_CANCELLED; the job of a running one is aborted over another
 * lane, a plan stops before its next step and undoes those before it, and how it ended comes by its done(). False
 * when there is no such ticket any more. */
bool host_cancel(struct host *host, uint64_t ticket);

/* What somebody looks at besides (host_view's readings): it is read at once when it is not known, and again
 * now and then, on lanes of its own. Copied. */
void host_want_readings(struct host *host, const struct reading_key *keys, size_t n);
/* Somebody has seen what happened to this machine (host_view's mishaps). */
void host_seen(struct host *host, const unsigned char uuid[UUID_SIZE]);
/* Which guests somebody looks at: their addresses are read, one after the other, on a lane of its own,
 * again after a minute or when they start. Copied. */
void host_want_guests(struct host *host, const unsigned char (*uuids)[UUID_SIZE], size_t n);

/* Words that start ssh to it over the connection that there is, which asks nothing: a login, or with forward
 * ("%h:%p") what is sent on from there. False when there is none. */
bool host_add_login(const struct host *host, struct argv *argv, const char *forward);
