// SPDX-License-Identifier: GPL-3.0-or-later
/* One thing that is asked of a host, and its task. Requests live in app->requests. Main thread. */
#pragma once

#include <stdint.h>

#include "ui/actions.h"
#include "ui/actions/verbs.h"
#include "ui/app.h"

struct request {
	struct app *app;
	const struct action *action;
	struct obj_id object; /* a machine, or a host */
	const char *name;     /* of the machine; of the selected one for requests to a host */
	enum verb verb;
	const char *text;  /* what the verb says; NULL */
	const char *shown; /* the same as a person gave it: a file's name instead of its contents */
	void (*answer)(const struct request *r, const char *text); /* of verbs that have one; NULL */
	const struct request *then; /* follows once this one has come true, and only then; NULL */
	uint32_t task;     /* its newest task */
	struct request *from; /* it follows one that the guest did not react to; NULL */
	bool climbed;      /* the agent has been asked, too */
	int64_t since_ns;  /* monotonic, never fixed: when it was asked */
	bool said;         /* that the guest does not react */
};

/* Strings are copied; then lives as long as the app. */
struct request request_make(struct app *app, const struct action *action, struct obj_id object,
			    const char *name, enum verb verb, const char *text,
			    const struct request *then);
/* Makes a task of it and hands it to the host. r must live as long as the app. batch: number of the first
 * task of those asked for together; 0: none yet, or alone. Returns the task's number. */
uint32_t request_ask(struct request *r, uint32_t batch);
/* The machine in the newest list; NULL when it is gone or none. */
const struct domain *request_domain(const struct app *app, const struct request *r);
/* Looks after shutdowns that a guest does not react to: asks the agent after a third of the wait, says so
 * after all of it. Where the agent cannot, the first request is waited for again. To be called about once a second. */
void requests_climb(struct app *app);
/* Tasks have come true: what was to follow is asked for. */
void requests_follow(struct app *app);
