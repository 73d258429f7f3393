// SPDX-License-Identifier: GPL-3.0-or-later
/* One thing that is asked of a host, and its task. Requests live in app->requests. Main thread.
 *
 *	struct request *r = request_keep(&(struct request){.app = app, .action = action, .object = id, .name = name,
 *		.verb = PLAN_VERB, .plan = plan, .what = "Make network lan", .overlay = "making...",
 *		.done = made, .opaque = wizard});
 *	request_ask(r, 0);
 *
 * and, in what closes the wizard, requests_drop(app, wizard). */
#pragma once

#include <stdint.h>

#include "ui/actions.h"
#include "ui/actions/verbs.h"
#include "ui/app.h"

struct plan;

struct request {
	struct app *app;
	const struct action *action;
	struct obj_id object; /* what it is done to, or a host */
	struct obj_id owner;  /* of a volume its pool: that is asked, with the volume's name; OBJ_NONE of others */
	const char *name;     /* of the object; of the selected one for requests to a host */
	enum verb verb;
	const char *text;    /* what the verb says; NULL */
	const char *shown;   /* the same as a person gave it: a file's name instead of its contents */
	const char *options; /* struct verb_request's; NULL */
	const char *before;  /* likewise */
	const struct plan *plan; /* of PLAN_VERB alone */
	const char *what;    /* what the task is called, without the host; NULL: by the verb's words and the name */
	const char *overlay; /* likewise in the object's row */
	const struct verb_words *words; /* what is done and lost, where that is several calls; NULL: by its verb or plan */
	bool secret; /* the text is in no line and wiped once it was handed over: nobody can ask for it again */
	void (*answer)(const struct request *r, const char *text); /* of verbs that have one, before done(); NULL */
	/* How it ended; err->code ERR_NONE: well, of what has a goal accepted. May be called inside request_ask().
	 * True when the asker shows the person what went wrong: then nobody else does. NULL: nobody wants to know. */
	bool (*done)(const struct request *r, const struct err *err);
	void *opaque; /* of the asker, until requests_drop() */
	const struct request *then; /* follows once this one has come true, and only then; NULL */
	const char *was;   /* the definition that it changed or removed */
	uint32_t task;     /* its newest task */
	uint32_t again;    /* the task that this is asked again for; 0 none */
	struct request *from; /* it follows one that the guest did not react to; NULL */
	int rungs;         /* so many other ways have been tried since it was asked, because the guest did not react */
	int64_t since_ns;  /* monotonic, never fixed: when it was asked, or what it follows */
	bool said;         /* that the guest does not react */
};

/* Strings are copied; then lives as long as the app. */
struct request request_make(struct app *app, const struct action *action, struct obj_id object,
			    const char *name, enum verb verb, const char *text,
			    const struct request *then);
/* A copy with texts of its own and a reference to its plan, that lives as long as the app. What is shown is the
 * text, where nothing else is said. */
struct request *request_keep(const struct request *r);
/* This asker is gone: what it asked for goes on, its answer() and done() are not called any more. */
void requests_drop(struct app *app, const void *opaque);
/* Makes a task of it and hands it to the host. r must live as long as the app. batch: number of the first
 * task of those asked for together; 0: none yet, or alone. Returns the task's number. */
uint32_t request_ask(struct request *r, uint32_t batch);
/* What its task is called, "Start web-1"; the caller frees. */
char *request_what(const struct request *r);
/* The same as a virsh line; the caller frees. */
char *request_virsh(const struct request *r);
/* The machine in the newest list; NULL when it is gone or none. */
const struct domain *request_domain(const struct app *app, const struct request *r);
/* Looks after shutdowns that a guest does not react to. Where it has an agent that is asked after a third of the wait,
 * and its power button is pressed after two: what was asked for first asks a connected agent alone, whatever that makes
 * of it. What cannot be asked does not count, and what was asked before is waited for again. Says so after all of the
 * wait. To be called about once a second. */
void requests_climb(struct app *app);
/* Tasks have come true: what was to follow is asked for. */
void requests_follow(struct app *app);
