// SPDX-License-Identifier: GPL-3.0-or-later
/* The filter language: which rows of a table are shown. See "FILTERS" in virtty(1).
 *
 *   web !test host:kvm* cpu>80 or ~^db[0-9]+$
 *
 * Terms beside each other must all hold, "or" stands between such groups. A filter is made for the rows of one
 * pane, which says by a table of fields what they have. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/columns.h"

enum filter_kind {
	FILTER_TEXT,
	FILTER_LIST, /* texts parted by spaces */
	FILTER_COUNT,
	FILTER_PERCENT,
	FILTER_BYTES,
	FILTER_SECONDS,
};

enum filter_key {
	FILTER_NAME,
	FILTER_HOST,
	FILTER_GROUP,
	FILTER_STATE,
	FILTER_TITLE,
	FILTER_TAG,
	FILTER_IP,
	FILTER_OS,
	FILTER_HOSTNAME,
	FILTER_UUID,
	FILTER_MAC,
	FILTER_NET,
	FILTER_POOL,
	FILTER_URI,
	FILTER_WHAT,
	FILTER_WHY,
	FILTER_LEVEL,
	FILTER_CPU,
	FILTER_MEM,
	FILTER_VCPUS,
	FILTER_DISK,
	FILTER_NET_RATE,
	FILTER_MODE,
	FILTER_KIND,
	FILTER_FORMAT,
	FILTER_PATH,
	FILTER_ADDRESS,
	FILTER_DRIVER,
	FILTER_USER,
	FILTER_SIZE,
	FILTER_USED,
	FILTER_FULL,
	FILTER_GUESTS,
	FILTER_AGE,
	FILTER_ARCH,
	FILTER_VENDOR,
	FILTER_MODEL,
	FILTER_CPUS,
	FILTER_MEM_AVL,
	FILTER_HP_AVL,
	FILTER_KEY_COUNT,
};

/* Compared by < and > then, not by its letters. */
bool filter_is_number(enum filter_kind kind);

struct filter_key_info {
	const char *name; /* net is both a text and a rate */
	enum filter_kind kind;
	const char *help; /* one line */
};
extern const struct filter_key_info filter_keys[FILTER_KEY_COUNT];

#define FILTER_VALUE_SIZE 40

/* What a row has for a key. */
struct filter_value {
	const char *text; /* NULL: none */
	const char *more; /* looked at, too; NULL */
	bool known;       /* the number is */
	double number;    /* bytes, bytes a second, seconds, per cent */
	char buf[FILTER_VALUE_SIZE]; /* for a text that stands nowhere else */
};

struct filter_field {
	enum filter_key key;
	void (*get)(const void *row, const struct cell_ask *ask, struct filter_value *ret); /* NULL ends */
	bool in_words;  /* a word without a key is looked for in it */
	unsigned stats; /* STATS_* that it needs when its key is used */
};

#define FILTER_LONGEST 500 /* bytes */

struct filter;

/* NULL with one sentence that says what would be right. Text without a term lets every row through. */
struct filter *filter_compile(const char *text, const struct filter_field *fields, struct err *err);
/* The same while it is being typed: what its end lacks, or is wrong there, is left out, and err says what. NULL
 * when it is wrong before its end. */
struct filter *filter_compile_typed(const char *text, const struct filter_field *fields, struct err *err);
void filter_destroy(struct filter *f); /* NULL is fine */
bool filter_matches(const struct filter *f, const void *row, const struct cell_ask *ask);
/* As it was given. */
const char *filter_text(const struct filter *f);
/* No term in it. */
bool filter_is_empty(const struct filter *f);
/* STATS_* that somebody has to ask for. */
unsigned filter_stats(const struct filter *f);
