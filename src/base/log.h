// SPDX-License-Identifier: GPL-3.0-or-later
/* The log: a ring of the newest lines in memory, and a file when one was asked for. One of the two
 * globals of the program. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
/* "warning" */
const char *log_level_text(enum log_level level);

#define LOG_LINES 2000 /* kept in memory */
#define LOG_FOLD 50    /* the newest of them, whose times may still grow */

struct log_line {
	uint64_t number; /* from 1, in the order in which they came */
	enum log_level level;
	double wall_s;
	const char *host; /* that it is about; NULL: none */
	const char *text;
	unsigned times; /* that it was said */
};

/* Also write to a file from now on (appended, 0600). NULL stops it. A line waits for the disk at most: what a
 * FIFO does not take is lost. False with errno when it cannot be written. */
bool log_open(const char *path);
void log_close(void);
/* One line; control characters are replaced before it is stored. What says the same as the line before it is not
 * kept again: that was said so many times. It goes to the file all the same. Without a host it is about the one that
 * this thread works for. */
void log_write(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same about a host: in the file its name stands before it. */
void log_host(enum log_level level, const char *host, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* For what each of several connections says at each opening: the same as one of the newest LOG_FOLD lines is not kept
 * again either. */
void log_often(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The host that the calling thread works for from now on; NULL: none. Borrowed. */
void log_about(const char *host);
/* A pipe's writing end that becomes lines in the log: what libvirt, libxml2 and ssh print to stderr
 * goes here while the screen is ours. -1 when it cannot be had. The first call starts a thread. */
int log_stderr_fd(void);
/* Waits until the lines that were written there are in the log, at most a second. Blocks. */
void log_stderr_settle(void);

/* Of the newest line; 0: there is none. */
uint64_t log_newest(void);
/* How often something was said: other than before when there are new lines, or one was said again. */
uint64_t log_said(void);
/* Calls fn for each kept line with a number above `after`, oldest first, with the lock held: fn must not log,
 * and copies what it keeps. */
void log_each(uint64_t after, void (*fn)(void *opaque, const struct log_line *line), void *opaque);
