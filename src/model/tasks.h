// SPDX-License-Identifier: GPL-3.0-or-later
/* What the person asked for, and what became of it; that it has begun and how it ended is a line in the log each. Main
 * thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ids.h"
#include "model/snapshot.h"
#include "model/tone.h"

enum task_state {
	TASK_QUEUED,  /* handed to the lane */
	TASK_RUNNING, /* the call is being made */
	TASK_WAITING, /* the call was accepted; the guest or an event has yet to confirm it */
	TASK_DONE,
	TASK_FAILED,
	TASK_CANCELLED, /* the person took it back */
	TASK_UNKNOWN,   /* the host went away meanwhile, and what is found afterwards does not tell */
	TASK_RETRIED,   /* it came to nothing and was asked for again, as another task */
	TASK_SUPERSEDED, /* something else the person asked for took its place, or the object went */
	TASK_STATE_COUNT,
};

/* What the list must show for the task to be true. */
struct task_goal {
	unsigned states; /* bit per enum domain_state, any of these; 0: the call's answer is enough */
	int autostart;   /* -1 does not matter, else 0 or 1 */
};

/* Where the memory of a machine is kept that is off then. */
enum task_saves {
	SAVES_NOTHING,
	SAVES_MANAGED, /* libvirt keeps it */
	SAVES_FILE,    /* in a file of the host, of which no list tells */
};

struct task {
	uint32_t number; /* from 1 */
	struct obj_id object;
	char *object_name;
	char *host_name;
	const char *action;  /* id of the action, "domain.start"; static */
	const char *label;   /* what the action is called, "start"; static */
	char *what;          /* "Start web-1 on kvm1" */
	const char *overlay; /* "starting..."; lives as long as the task */
	enum task_state state;
	struct task_goal goal;
	bool restarts;   /* a reboot or a reset: no goal, and yet nobody waits for what was asked before */
	enum task_saves saves; /* a machine that is off is no proof of it */
	int64_t asked_wall_s;
	int64_t asked_ns; /* monotonic, as shown */
	int64_t ended_ns; /* 0 while it goes on */
	char *error;      /* in full; NULL */
	char *calls;      /* libvirt calls, one a line; NULL before it ended */
	char *virsh;      /* the same as a virsh line */
	bool command;     /* a program of the person's: calls is what it printed, virsh its line */
	uint32_t batch;   /* asked for together with others: their first one's number; 0 alone */
	uint64_t ticket;  /* of the host, for cancelling; 0 none */
	double share;     /* 0 to 1 how far it is; negative: not known */
	bool cancelling;  /* the person takes it back: an error is no failure then */
	void *request;    /* of the one who asked, not looked at here */
	bool seen;        /* a failed one stays loud until somebody has looked at it */
};

struct tasks;
struct tasks *tasks_create(void);
void tasks_destroy(struct tasks *t);

/* A new task, queued; strings of `t` are taken over, number and times are filled in. Older tasks that
 * wait, and of which it takes the place, are superseded. The result lives at least until it has ended; ended ones
 * are kept until tasks_dismiss, or until there are 500, of which at most half are failed ones that were seen where others
 * want the room. Failed ones that nobody has seen do not count among these and are kept up to 5000. */
struct task *tasks_add(struct tasks *tasks, const struct task *t);
/* Who asks for this does not wait for that one of the same object any more: both are about whether it runs, or both
 * about its autostart. */
bool task_takes_place(const struct task *t, const struct task *of);
struct task *tasks_find(struct tasks *tasks, uint32_t number);
/* Newest first. */
const struct task *tasks_at(const struct tasks *tasks, size_t index);
size_t tasks_count(const struct tasks *tasks);
size_t tasks_count_open(const struct tasks *tasks);   /* queued, running or waiting */
size_t tasks_count_unseen(const struct tasks *tasks); /* failed and not seen */

/* A worker has begun with it. */
void task_started(struct task *t);
/* The call came back: error NULL when it was accepted. Strings are copied. */
void task_answered(struct task *t, const char *error, const char *calls);
/* The connection broke while the call was under way, as error says: what the host has then tells how it ended. Until
 * then it waits; what no list can tell ends as not known. Strings are copied. */
void task_cut_off(struct task *t, const char *error, const char *calls);
/* The person does not wait for it any more: it ends as cancelled. False when it does not wait. */
bool task_give_up(struct task *t);
/* One that another took the place of, which came to nothing: it waits again. False when it was not superseded. */
bool task_wait_again(struct task *t);
/* It was asked for again: what came to nothing counts no more as failed, and as seen. */
void task_retried(struct task *t);
/* True of one that came to nothing, by itself or because the person took it back. */
bool task_can_be_retried(const struct task *t);
/* A new list of a host: which waiting tasks it confirms; one from before a task was asked says
 * nothing about it. One that was made after the answer and shows that the machine stays in another state, such
 * as paused again, fails it, or, of one that was cut off, ends it as not known; one of those whose goal is reached within
 * a minute was done after all. True when any changed. The list may come before the answer: to be called with
 * the newest one after task_answered() too. */
bool tasks_confirm(struct tasks *tasks, const struct snapshot *snapshot);
/* The newest task for this object when it failed and nobody has looked at it, else NULL. */
const struct task *tasks_failed(const struct tasks *tasks, struct obj_id object);
/* The newest open task for this object, NULL when none: its overlay shows in the row. */
const struct task *tasks_pending(const struct tasks *tasks, struct obj_id object);
/* The newest for this object that waits until it is in one of these states (struct task_goal's), NULL when none. */
const struct task *tasks_awaited(const struct tasks *tasks, struct obj_id object, unsigned states);
/* Forgets a finished one. False when it goes on. */
bool tasks_dismiss(struct tasks *tasks, uint32_t number);

const char *task_state_text(enum task_state state);
enum tone task_state_tone(enum task_state state);
