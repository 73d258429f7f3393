// SPDX-License-Identifier: GPL-3.0-or-later
/* For the tests of src/virt: a loop, a lane with a connection, and its blocking functions as if
 * they were plain ones. Each waits until the job came back; events arrive meanwhile. */
#pragma once

#include "base/err.h"
#include "loop/lane.h"
#include "loop/loop.h"
#include "model/hostview.h"
#include "model/reading.h"
#include "model/roster.h"
#include "virt/conn.h"
#include "virt/domain.h"
#include "virt/event.h"
#include "virt/guest.h"
#include "virt/node.h"
#include "virt/readings.h"
#include "virt/scan.h"

struct seen {
	enum event_kind kind;
	unsigned char uuid[UUID_SIZE];
	char *name, *text;
};

struct rig {
	struct loop *loop;
	struct lane *lane;
	int ticker;
	struct conn *conn;
	struct seen *seen; /* events, oldest first */
	size_t n_seen, seen_cap;
	int off_main; /* events that came on another thread */
	int released; /* how often the sink was released */
};

struct rig *rig_create(void);
void rig_destroy(struct rig *rig); /* fails the test when something stays registered */
int rig_teardown(void **state);    /* cmocka's form of it */

int rig_setup(void **state);       /* of rig_create() */

/* Fails the test with the sentence when ok is false, and when err says something although it is true. */
#define check(ok, err)                                                                             \
	do {                                                                                       \
		if (!(ok))                                                                         \
			fail_msg("%s", (err).text);                                                \
		assert_int_equal((err).code, ERR_NONE);                                            \
	} while (0)

/* False after a failure, with err set. */
bool rig_open(struct rig *rig, const char *uri, bool readonly, struct err *err);
/* These two fail the test when they cannot. */
void open_ok(struct rig *rig, const char *uri);
struct snapshot *list_ok(struct rig *rig);
/* For the test driver: writes a <node> to a new file, whose name ends in XXXXXX and is set to path. Its URI, which the
 * caller frees; NULL when it cannot be written. */
char *node_write(char *path, const char *xml);
void rig_close(struct rig *rig);
struct conn_facts rig_facts(struct rig *rig);
bool rig_events(struct rig *rig, struct err *err);
struct snapshot *rig_list(struct rig *rig, const struct snapshot *before,
			  const unsigned char (*stale)[UUID_SIZE], size_t n_stale, struct err *err);
struct snapshot *rig_definitions(struct rig *rig, const struct snapshot *before, size_t most,
				 size_t *ret_left, struct err *err);
struct figure_set *rig_figures(struct rig *rig, const struct snapshot *list, unsigned groups,
			       struct err *err);
/* calls is what the job noted; the caller frees. May be NULL. */
bool rig_request(struct rig *rig, const struct verb_request *request, char **calls,
		 struct err *err);
bool rig_progress(struct rig *rig, const struct job_of *job, struct job_progress *ret, struct err *err);
bool rig_abort(struct rig *rig, const struct job_of *job, struct err *err);
bool rig_guest(struct rig *rig, const unsigned char uuid[UUID_SIZE], unsigned what,
	       struct guest_facts *ret, struct err *err);
/* What reading_read() gives; to be freed with reading_free(). */
void *rig_reading(struct rig *rig, const struct reading_key *key, struct err *err);
/* The same of what is about the host. */
void *rig_host_reading(struct rig *rig, enum reading_kind kind, struct err *err);
/* A verb without text. */
bool rig_do(struct rig *rig, const unsigned char uuid[UUID_SIZE], enum verb verb,
	    char **calls, struct err *err);
bool rig_node(struct rig *rig, struct node_info *ret, struct err *err);
bool rig_node_figures(struct rig *rig, struct node_info *node, struct err *err);
bool rig_caps(struct rig *rig, struct node_caps *ret, struct err *err);
bool rig_pages(struct rig *rig, struct node_caps *caps, uint64_t *ret_bytes, struct err *err);

/* A piece of a roster: the beginning, or what comes next. */
void *rig_piece(struct rig *rig, struct reading_key key, bool goes_on, struct err *err);
/* A roster with all its pieces; fails the test when it cannot be read. The caller frees (roster_destroy). */
struct roster *rig_roster(struct rig *rig, struct reading_key key);

/* Forgets the events seen so far. */
void rig_forget(struct rig *rig);
/* Turns the loop until this event has come; fails the test after 30 s, saying what came instead.
 * uuid and text may be NULL: any. */
const struct seen *rig_wait(struct rig *rig, enum event_kind kind, const unsigned char *uuid,
			    const char *text);
size_t rig_count(const struct rig *rig, enum event_kind kind);

const struct domain *find_named(const struct snapshot *s, const char *name);
const struct sample *find_sample(const struct figure_set *set, const unsigned char *uuid);
