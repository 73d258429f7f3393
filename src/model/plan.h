// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan: what is asked of a host in order, shown before it runs and followed while it runs, one task. When a step
 * fails, what the steps before it made is undone, the last first; what a step that defines replaced is defined again
 * instead. Immutable once it is handed out; reference-counted,
 * any thread. */
#pragma once

#include <stdatomic.h>
#include <stddef.h>

#include "base/str.h"
#include "model/verbs.h"

struct plan_step {
	struct verb_request request; /* its texts are the plan's */
	char *what;  /* for the person: "define lan" */
	char *call;  /* libvirt's, as its task names it: "virNetworkCreate(lan)"; set by who adds it; NULL */
	char *virsh; /* the same as a virsh line without the connection: "net-define lan.xml --validate" */
	/* Undoes it, when a later step fails; undo_verb VERB_COUNT: nothing is to be undone. */
	enum verb undo_verb;
	char *undo_name; /* of what the step makes; NULL: done to the same thing */
	char *undo_text; /* NULL */
	char *undo_options; /* set by who adds it; NULL */
	char *undo_what; /* "undefine lan" */
	bool stays; /* what it makes or destroys cannot be undone; set by who adds it */
};

struct plan {
	struct plan_step *steps;
	size_t n, cap;
	atomic_int refs;
};

/* With one reference. */
struct plan *plan_create(void);
const struct plan *plan_ref(const struct plan *plan);
void plan_unref(const struct plan *plan); /* NULL is fine */
/* The request is copied; what and virsh are taken over. Returns the step, good until the next, for its undo. */
struct plan_step *plan_add(struct plan *plan, const struct verb_request *request, char *what, char *virsh);
/* Takes the texts over; all but the verb may be NULL. */
void plan_step_undo(struct plan_step *step, enum verb verb, char *name, char *text, char *what);
