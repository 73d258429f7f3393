// SPDX-License-Identifier: GPL-3.0-or-later
/* The log as it is shown: copies of the lines that src/base/log keeps, for the one thread that reads them.
 * Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/log.h"
#include "model/tone.h"

struct log_entry {
	uint32_t number; /* from 1, in the order in which they came */
	enum log_level level;
	int64_t wall_s;
	char *host; /* NULL: it is about none */
	char *text; /* "lost (3 times)" when it was said again and again */
};

enum tone log_level_tone(enum log_level level);

struct log_book;
struct log_book *log_book_create(void);
void log_book_destroy(struct log_book *book); /* NULL is fine */
/* Takes in what was logged since. True when there was something: then all entries are others. */
bool log_book_update(struct log_book *book);

size_t log_book_count(const struct log_book *book);
/* Newest first; valid until the next update. */
const struct log_entry *log_book_at(const struct log_book *book, size_t index);
/* NULL when it is not kept any more. */
const struct log_entry *log_book_find(const struct log_book *book, uint32_t number);
