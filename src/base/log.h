// SPDX-License-Identifier: GPL-3.0-or-later
/* The log: a ring of the newest lines in memory, and a file when one was asked for. One of the two
 * globals of the program. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

#define LOG_LINES 1000 /* kept in memory */

/* Also write to a file from now on (appended, 0600). NULL stops it. */
bool log_open(const char *path);
void log_close(void);
/* One line; control characters are replaced before it is stored. */
void log_write(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A pipe's writing end that becomes lines in the log: what libvirt, libxml2 and ssh print to stderr
 * goes here while the screen is ours. -1 when it cannot be had. The first call starts a thread. */
int log_stderr_fd(void);

/* Calls fn for each kept line, oldest first, with the lock held: fn must not log. */
void log_each(void (*fn)(void *opaque, enum log_level level, double wall_s, const char *text),
	      void *opaque);
