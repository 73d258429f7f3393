// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host's workers do: one ask is one job on a lane. Its arguments are filled in on the main
 * thread, ask_run() works on the lane's connection, the results are read on the main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/hostview.h"
#include "model/reading.h"
#include "virt/conn.h"
#include "virt/creds.h"
#include "virt/domain.h"
#include "virt/event.h"
#include "virt/guest.h"

/* A lane's connection. Made on the main thread, then only its worker touches it. */
struct session;
struct session *session_create(const char *host, const struct conn_place *place, struct creds *creds);
/* For lane_at_end(): closes what is open and frees. */
void session_end(struct work *work, void *session);

enum ask_kind {
	ASK_OPEN,     /* the watch lane: connect, register for events, read the list */
	ASK_OPEN_ACT, /* the act lane, before anything was asked for */
	ASK_NODE,
	ASK_VERSION, /* may take long: on a lane of its own */
	ASK_CAPS,    /* likewise */
	ASK_PAGES,   /* free huge pages */
	ASK_LIST,
	ASK_DEFINITIONS,
	ASK_FIGURES,
	ASK_LISTEN, /* the watch lane, once: events whose daemons may still be looking devices over, which takes its time */
	ASK_PROBE, /* figures that a QEMU which hangs holds up: on a lane of its own */
	ASK_READING, /* may hang likewise */
	ASK_VERB,
	ASK_PROGRESS, /* of the job of request.uuid */
	ASK_ABORT,
	ASK_GUEST,
	ASK_COUNT,
};

struct ask {
	/* Arguments. */
	enum ask_kind kind;
	struct session *session;
	/* Of the one who asks, not looked at here; main thread. */
	void *owner;
	uint64_t ticket;
	void (*answered)(struct ask *ask, const char *calls);
	void (*unasked)(struct ask *ask); /* instead: it never reached the worker; may be NULL */
	uint32_t host;
	uint64_t generation;
	struct event_sink sink;            /* open: passed on or released */
	struct snapshot *before;           /* a reference; NULL none */
	unsigned char (*stale)[UUID_SIZE]; /* list */
	size_t n_stale;
	size_t most;     /* definitions */
	unsigned groups; /* figures */
	unsigned node_what; /* figures: NODE_* that is to be read of the host; once answered, what was */
	bool simulate;   /* figures */
	struct verb_request request; /* a copy; verb; progress, abort: whose job it is; guest: its uuid */
	int64_t asked_ns;            /* progress, abort: as struct job_of's */
	unsigned what;                 /* guest: GUEST_ASK_*, */
	char *macs;                    /* and the MACs of its NICs; NULL not known */
	struct reading_key reading_key;
	struct node_pages pages;       /* pages: where they can be */
	bool reading_goes_on; /* of a roster: where it was left */

	/* Results. */
	bool ran;
	char *answer; /* of a verb that has one; NULL */
	char *was;    /* the definition before a verb that changed it; NULL */
	struct err err;
	struct err limit; /* what did not work although the rest did */
	struct conn_facts facts;
	struct node_info node;
	bool has_node; /* what does not change is in it */
	char *version; /* the hypervisor's */
	char *os;      /* the host's */
	struct node_caps caps; /* moved out, or freed with the ask */
	uint64_t huge_free;    /* bytes */
	struct snapshot *snapshot;
	size_t left; /* definitions still unknown */
	struct figure_set *figures;
	bool has_progress;
	struct job_progress progress;
	void *reading; /* of reading_key's kind; likewise moved out, or freed with the ask */
	bool has_guest;
	struct guest_facts guest; /* moved out, or freed with the ask */
	int64_t round_trip_ns; /* -1 not measured */
	int64_t took_ns;
};

struct ask *ask_create(enum ask_kind kind, struct session *session);
/* A copy of what it says. */
void ask_set_request(struct ask *ask, const struct verb_request *request);
/* Any thread. */
void ask_destroy(struct ask *ask);
const char *ask_name(enum ask_kind kind);
/* For struct job. Worker. */
void ask_run(struct work *work, void *ask);
