// SPDX-License-Identifier: GPL-3.0-or-later
/* The filter language: which rows of a table are shown. See "FILTERS" in virtty(1).
 *
 *   web !test host:kvm* cpu>80 or ~^db[0-9]+$
 *
 * Terms beside each other must all hold, "or" stands between such groups. A filter is made for the rows of one
 * pane, which says by a table of fields (model/fields.h) and by its columns what they have. Main thread. */
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

/*      enumerator  key; the id of the column that it is where that is another word, which is understood, too; kind;
 *      help: one line. net is both a text and a rate */
#define FILTER_KEYS(X) \
	X(NAME,       "name",       "object", TEXT, "its name") \
	X(HOST,       "host",       NULL, TEXT, "the host it is on") \
	X(GROUP,      "group",      NULL, TEXT, "the group of its host") \
	X(STATE,      "state",      NULL, TEXT, "its state, or the reason for it") \
	X(TITLE,      "title",      NULL, TEXT, "its title") \
	X(TAG,        "tag",        NULL, LIST, "a tag in its metadata") \
	X(IP,         "ip",         "subnet", LIST, "an address of the guest") \
	X(OS,         "os",         NULL, TEXT, "its operating system") \
	X(HOSTNAME,   "hostname",   NULL, TEXT, "the name that the guest gives itself") \
	X(UUID,       "uuid",       NULL, TEXT, "its UUID") \
	X(MAC,        "mac",        NULL, LIST, "the MAC of a NIC") \
	X(NET,        "net",        "bridge", LIST, "a network or bridge of a NIC; a bridge or interface of a network") \
	X(POOL,       "pool",       NULL, LIST, "the storage pool of a disk, or one that a secret opens") \
	X(URI,        "uri",        NULL, TEXT, "what it was opened with") \
	X(WHAT,       "what",       "text", TEXT, "what happened") \
	X(WHY,        "why",        "error", TEXT, "why, or the error") \
	X(LEVEL,      "level",      NULL, TEXT, "how grave it is: debug, info, warning, error") \
	X(CPU,        "cpu",        NULL, PERCENT, "CPU time, 100 is one host CPU; of a host: of all of them") \
	X(MHZ,        "mhz",        NULL, COUNT, "CPU time of a machine, in MHz of its host's CPUs") \
	X(MEM,        "mem",        "memory", BYTES, "memory it has; of a host: in use") \
	X(VCPUS,      "vcpus",      NULL, COUNT, "vCPUs it has") \
	X(DISK,       "disk",       NULL, BYTES, "bytes a second read and written") \
	X(NET_RATE,   "net",        NULL, BYTES, "bytes a second received and sent") \
	X(TRAFFIC,    "traffic",    NULL, BYTES, "bytes a second that the guests of a network receive and send") \
	X(MODE,       "mode",       NULL, TEXT, "how a network's traffic leaves") \
	X(KIND,       "kind",       "type", TEXT, "the kind of a device; the type of a pool; what a secret is for") \
	X(FORMAT,     "format",     NULL, TEXT, "the format of a volume") \
	X(PATH,       "path",       NULL, TEXT, "the path of a pool or volume") \
	X(ADDRESS,    "address",    NULL, TEXT, "where a device is: on PCI, USB, its MAC") \
	X(DRIVER,     "driver",     NULL, TEXT, "the driver of a device") \
	X(USER,       "user",       NULL, TEXT, "the machine that has a volume as a disk") \
	X(SIZE,       "size",       "capacity", BYTES, "bytes that a pool or volume holds") \
	X(USED,       "used",       "allocation", BYTES, "bytes of it that are taken") \
	X(FULL,       "full",       NULL, PERCENT, "how much of a pool is taken") \
	X(GUESTS,     "guests",     NULL, COUNT, "machines on a network, with a disk in a pool, or that need it") \
	X(AGE,        "age",        "time", SECONDS, "time since it happened, or since its host answered") \
	X(ARCH,       "arch",       NULL, TEXT, "the architecture of a host") \
	X(VENDOR,     "vendor",     NULL, TEXT, "who made the CPU of a host") \
	X(MODEL,      "model",      NULL, TEXT, "the CPU of a host") \
	X(CPUS,       "cpus",       NULL, COUNT, "CPUs a host has") \
	X(MEM_AVL,    "mem_avl",    NULL, BYTES, "memory of a host that is free") \
	X(HP_AVL,     "hp_avl",     NULL, BYTES, "memory of a host in huge pages that are free") \
	X(AUTOSTART,  "autostart",  NULL, TEXT, "whether it starts with its host: yes or no") \
	X(PERSISTENT, "persistent", NULL, TEXT, "whether it has a definition that outlives it: yes or no") \
	X(SNAPSHOTS,  "snapshots",  NULL, TEXT, "whether it has snapshots: yes or no") \
	X(FLAGS,      "flags",      NULL, TEXT, "the letters of its flags") \
	X(ID,         "id",         NULL, COUNT, "libvirt's number while it is active") \
	X(AVAILABLE,  "available",  NULL, BYTES, "bytes of a pool that are left") \
	X(VOLUMES,    "volumes",    NULL, COUNT, "volumes in a pool") \
	X(BACKING,    "backing",    "over", TEXT, "the image that a volume is laid over") \
	X(WRITTEN,    "written",    NULL, SECONDS, "how long ago a volume was written to") \
	X(DHCP,       "dhcp",       NULL, TEXT, "the addresses that a network gives away") \
	X(LEASES,     "leases",     NULL, COUNT, "addresses that it has given away") \
	X(DOMAIN,     "domain",     NULL, TEXT, "the DNS domain of a network") \
	X(MEMBERS,    "members",    "has", TEXT, "what is plugged into an interface") \
	X(IN,         "in",         NULL, TEXT, "what an interface is plugged into") \
	X(CHAIN,      "chain",      NULL, TEXT, "the firewall's chain of a network filter") \
	X(PRIORITY,   "priority",   NULL, TEXT, "the place of a network filter among others") \
	X(RULES,      "rules",      NULL, COUNT, "rules of a network filter") \
	X(PARTS,      "parts",      NULL, COUNT, "other filters that a network filter takes in") \
	X(WITHIN,     "within",     NULL, COUNT, "filters that take a network filter in") \
	X(VALUE,      "value",      NULL, TEXT, "whether a secret that was looked at has one: set or none") \
	X(PRIVATE,    "private",    NULL, TEXT, "whether the value of a secret is told to nobody: yes or no") \
	X(EPHEMERAL,  "ephemeral",  NULL, TEXT, "whether a secret goes when the daemon ends: yes or no") \
	X(DESCRIPTION, "description", NULL, TEXT, "what somebody has written about a secret") \
	X(MTU,        "mtu",        NULL, COUNT, "the longest frame that an interface takes") \
	X(RTT,        "rtt",        NULL, SECONDS, "how long a small call to a host takes") \
	X(DOMAINS,    "domains",    NULL, COUNT, "machines of a host") \
	X(OVERCOMMIT, "overcommit", NULL, COUNT, "vCPUs of active machines for each CPU of a host") \
	X(TOPOLOGY,   "topology",   NULL, TEXT, "sockets x cores x threads of a host") \
	X(VERSION,    "version",    NULL, TEXT, "hypervisor and libvirt of a host") \
	X(TOOK,       "took",       NULL, SECONDS, "how long a task took, or takes so far")

enum filter_key {
#define X(key, name, also, kind, help) FILTER_##key,
	FILTER_KEYS(X)
#undef X
	FILTER_KEY_COUNT,
};

/* Compared by < and > then, not by its letters. */
bool filter_is_number(enum filter_kind kind);

struct filter_key_info {
	const char *name;
	const char *also; /* NULL: no other word */
	enum filter_kind kind;
	const char *help;
};
extern const struct filter_key_info filter_keys[FILTER_KEY_COUNT];

/* The place of a column by its id, or by what filters call it; -1. */
int columns_find_word(const struct column *columns, const char *word);
/* What filters call it, where that is another word; NULL. */
const char *column_word(const struct column *columns, const struct column *column);

#define FILTER_VALUE_SIZE 256 /* bytes: names of some pools */

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

/* Where the rows of a pane have what they have for a key. */
struct filter_source {
	enum filter_key key;
	const struct filter_field *field; /* NULL: it is */
	const struct column *column;
};

/* The fields, then the columns whose ids are keys that no field has; columns may be NULL. *ret_n; the caller frees. */
struct filter_source *filter_sources(const struct filter_field *fields, const struct column *columns, size_t *ret_n);
/* Whether a key is among them, by either of its words. */
bool filter_knows(const struct filter_field *fields, const struct column *columns, const char *key);
/* What the column has for the row: its number (times factor) or its text. */
void filter_value_of_column(const struct column *column, double factor, const void *row, const struct cell_ask *ask,
			    struct filter_value *ret);

#define FILTER_LONGEST 500 /* bytes */

struct filter;

/* NULL with one sentence that says what would be right. Text without a term lets every row through. */
struct filter *filter_compile(const char *text, const struct filter_field *fields, const struct column *columns,
			      struct err *err);
/* The same while it is being typed: what its end lacks, or is wrong there, is left out, and err says what. NULL
 * when it is wrong before its end. */
struct filter *filter_compile_typed(const char *text, const struct filter_field *fields, const struct column *columns,
				    struct err *err);
void filter_destroy(struct filter *f); /* NULL is fine */
bool filter_matches(const struct filter *f, const void *row, const struct cell_ask *ask);
/* As it was given. */
const char *filter_text(const struct filter *f);
/* No term in it. */
bool filter_is_empty(const struct filter *f);
/* STATS_* that somebody has to ask for. */
unsigned filter_stats(const struct filter *f);
