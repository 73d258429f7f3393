// SPDX-License-Identifier: GPL-3.0-or-later
/* What hosts have told, and how their connections fared: the newest EVENTS_KEPT entries, and a file when
 * one was asked for. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/hostview.h"
#include "model/ids.h"
#include "model/tone.h"

#define EVENTS_KEPT    5000
#define EVENTS_FOLD_MS 2000 /* a reset makes QEMU tell several times that it rebooted */

struct event_entry {
	uint32_t number; /* from 1, in the order in which they came */
	int64_t wall_s;  /* of the first */
	int64_t time_ns; /* monotonic, of the first */
	unsigned times;  /* how often it came within EVENTS_FOLD_MS */
	struct obj_id object; /* what it is about */
	char *host_name;
	char *object_name; /* NULL: the host itself */
	char *what;        /* "started" */
	char *why;         /* "booted"; NULL */
	enum tone tone;
};

/* One that is to be added. */
struct event_news {
	struct obj_id object;
	const char *host_name;
	const char *object_name; /* NULL: the host itself */
	const char *what;
	const char *why; /* NULL */
	enum tone tone;
	bool repeats; /* comes often: takes the place of the newest entry when that tells the same of the
			 same object */
};

struct event_log;
struct event_log *event_log_create(void);
void event_log_destroy(struct event_log *log); /* NULL is fine */
/* From now on each entry is appended to the file as well (0600): time, host, object, what and why, parted
 * by tabs. Never waits for who reads it. */
bool event_log_open(struct event_log *log, const char *path, struct err *err);

/* Strings are copied; number and times are filled in. What is told again of the same object, with nothing else of it
 * between, is counted by its first entry; the file gets each. */
void event_log_add(struct event_log *log, const struct event_news *news);
/* The host may have changed its state: lost, refused and up again become entries. True when one was
 * added. */
bool event_log_host(struct event_log *log, const struct host_view *host);

size_t event_log_count(const struct event_log *log);
/* Newest first; valid until the next add. */
const struct event_entry *event_log_at(const struct event_log *log, size_t index);
/* NULL when it is not kept any more. */
const struct event_entry *event_log_find(const struct event_log *log, uint32_t number);
