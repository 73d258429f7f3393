// SPDX-License-Identifier: GPL-3.0-or-later
/* Facts: what is true of the selection, computed once. Actions name the facts that they need; each fact
 * has the words for when it is missing, so that a greyed item always says why and no handler tests a
 * state again. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/hostview.h"
#include "model/networks.h"
#include "model/pools.h"
#include "model/tasks.h"

/*      enumerator     the sentence when it is missing; %s is the object's name */
#define FACTS(X)                                                                                   \
	X(SELECTED,    "nothing is selected")                                                      \
	X(HOST_UP,     "%s is on a host that is not connected")                                    \
	X(WRITABLE,    "the connection is read-only")                                              \
	X(ACTIVE,      "%s is not running")                                                        \
	X(INACTIVE,    "%s is already running")                                                    \
	X(NOT_PAUSED,  "%s is paused: resume it first")                                            \
	X(PAUSED,      "%s is not paused")                                                         \
	X(AWAKE,       "%s is asleep: wake it up first")                                           \
	X(ASLEEP,      "%s is not asleep")                                                         \
	X(HAS_SAVED,   "%s has no saved state")                                                    \
	X(NOT_CRASHED, "%s has crashed: force it off")                                             \
	X(PERSISTENT,  "%s is transient: nothing is kept of it when it stops")                    \
	X(STOPPED,     "%s is running: stop it first")                                             \
	X(TRANSIENT,   "%s is persistent already")                                                 \
	X(AUTOSTART,   "%s does not start with its host")                                          \
	X(NO_AUTOSTART,"%s already starts with its host")                                          \
	X(NOT_UP,      "%s is connected")                                                          \
	X(ENDED,       "it still goes on")                                                         \
	X(GOES_ON,     "it has ended")                                                             \
	X(FAILED,      "it has not failed")                                                        \
	X(MARKED,      "nothing is marked")                                                        \
	X(GROUPED,     "the rows are not grouped")                                                 \
	X(ON_GROUP,    "the cursor is not on the line of a group")                                 \
	X(REMOVABLE,   "%s cannot be forgotten: it was given at the start")                        \
	X(UNKEPT,      "%s needs no remembering")                                                  \
	X(AT_TOP,      "it leaves from the top only: close what is open first")                     \
	X(ADDRESS,     "the address of %s is not known")                                           \
	X(BY_SSH,      "%s is not reached by ssh")                                                 \
	X(ON_LINK,     "this line leads nowhere")                                                  \
	X(ASKED,       "nothing is asked")                                                         \
	X(UNUSED,      "%s is in use")                                                            \
	X(ON_ENTRY,    "the cursor is on nothing that can be changed: go to an address, a range or a name")

enum fact_bit {
#define X(name, sentence) FACT_BIT_##name,
	FACTS(X)
#undef X
	FACT_COUNT,
};

enum fact {
#define X(name, sentence) FACT_##name = 1ull << FACT_BIT_##name,
	FACTS(X)
#undef X
};

/* FACT_* that hold. */
uint64_t facts_of_domain(const struct host_view *host, const struct domain *domain);
uint64_t facts_of_host(const struct host_view *host);
uint64_t facts_of_network(const struct host_view *host, const struct network *network);
uint64_t facts_of_pool(const struct host_view *host, const struct pool *pool);
uint64_t facts_of_secret(const struct host_view *host);
uint64_t facts_of_nwfilter(const struct host_view *host, bool used);
/* Of what has no state: a volume, a device. */
uint64_t facts_of_thing(const struct host_view *host);
uint64_t facts_of_task(const struct task *task);

/* Why something that needs `needs` cannot be done to an object with `has`: the sentence of the first
 * missing fact. The caller frees. NULL when nothing is missing. */
char *facts_missing(uint64_t needs, uint64_t has, const char *name);
/* "WRITABLE", for --list-actions and the self-test. */
const char *fact_name(enum fact_bit bit);
