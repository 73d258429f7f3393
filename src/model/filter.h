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

/*      enumerator  key, kind, help: one line; net is both a text and a rate */
#define FILTER_KEYS(X) \
	X(NAME,     "name",     TEXT,    "its name") \
	X(HOST,     "host",     TEXT,    "the host it is on") \
	X(GROUP,    "group",    TEXT,    "the group of its host") \
	X(STATE,    "state",    TEXT,    "its state, or the reason for it") \
	X(TITLE,    "title",    TEXT,    "its title") \
	X(TAG,      "tag",      LIST,    "a tag in its metadata") \
	X(IP,       "ip",       LIST,    "an address of the guest") \
	X(OS,       "os",       TEXT,    "its operating system") \
	X(HOSTNAME, "hostname", TEXT,    "the name that the guest gives itself") \
	X(UUID,     "uuid",     TEXT,    "its UUID") \
	X(MAC,      "mac",      LIST,    "the MAC of a NIC") \
	X(NET,      "net",      LIST,    "a network or bridge of a NIC") \
	X(POOL,     "pool",     LIST,    "the storage pool of a disk") \
	X(URI,      "uri",      TEXT,    "what it was opened with") \
	X(WHAT,     "what",     TEXT,    "what happened") \
	X(WHY,      "why",      TEXT,    "why, or the error") \
	X(LEVEL,    "level",    TEXT,    "how grave it is: debug, info, warning, error") \
	X(CPU,      "cpu",      PERCENT, "CPU time, 100 is one host CPU; of a host: of all of them") \
	X(MEM,      "mem",      BYTES,   "memory it has; of a host: in use") \
	X(VCPUS,    "vcpus",    COUNT,   "vCPUs it has") \
	X(DISK,     "disk",     BYTES,   "bytes a second read and written") \
	X(NET_RATE, "net",      BYTES,   "bytes a second received and sent") \
	X(MODE,     "mode",     TEXT,    "how a network's traffic leaves") \
	X(KIND,     "kind",     TEXT,    "the kind of a device; the type of a pool") \
	X(FORMAT,   "format",   TEXT,    "the format of a volume") \
	X(PATH,     "path",     TEXT,    "the path of a pool or volume") \
	X(ADDRESS,  "address",  TEXT,    "where a device is: on PCI, USB, its MAC") \
	X(DRIVER,   "driver",   TEXT,    "the driver of a device") \
	X(USER,     "user",     TEXT,    "the machine that has a volume as a disk") \
	X(SIZE,     "size",     BYTES,   "bytes that a pool or volume holds") \
	X(USED,     "used",     BYTES,   "bytes of it that are taken") \
	X(FULL,     "full",     PERCENT, "how much of a pool is taken") \
	X(GUESTS,   "guests",   COUNT,   "machines on a network, or with a disk in a pool") \
	X(AGE,      "age",      SECONDS, "time since it happened, or since its host answered") \
	X(ARCH,     "arch",     TEXT,    "the architecture of a host") \
	X(VENDOR,   "vendor",   TEXT,    "who made the CPU of a host") \
	X(MODEL,    "model",    TEXT,    "the CPU of a host") \
	X(CPUS,     "cpus",     COUNT,   "CPUs a host has") \
	X(MEM_AVL,  "mem_avl",  BYTES,   "memory of a host that is free") \
	X(HP_AVL,   "hp_avl",   BYTES,   "memory of a host in huge pages that are free")

enum filter_key {
#define X(key, name, kind, help) FILTER_##key,
	FILTER_KEYS(X)
#undef X
	FILTER_KEY_COUNT,
};

/* Compared by < and > then, not by its letters. */
bool filter_is_number(enum filter_kind kind);

struct filter_key_info {
	const char *name;
	enum filter_kind kind;
	const char *help;
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
