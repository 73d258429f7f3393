// SPDX-License-Identifier: GPL-3.0-or-later
/* Columns: what can be known about a row, as typed values. Drawing, sorting, widths and dumps all come
 * from the extractors in these tables. A new column is a row in a columns-*.c and a short function beside it; filters find
 * it by its id, which is a key of theirs. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/devices.h"
#include "model/events.h"
#include "model/hostview.h"
#include "model/logbook.h"
#include "model/networks.h"
#include "model/nwfilters.h"
#include "model/pools.h"
#include "model/secrets.h"
#include "model/tasks.h"
#include "model/tone.h"

enum value_kind {
	VALUE_NONE,   /* nothing to say: blank, sorts last */
	VALUE_ABSENT, /* "-": was not asked for, or does not apply; sorts last */
	VALUE_SILENT, /* "?": was asked for, no answer; sorts last */
	VALUE_TEXT,   /* sorts by text */
	VALUE_NUMBER, /* sorts by number */
};

#define VALUE_TEXT_SIZE 64
#define VALUE_MORE_SIZE 40

struct value {
	enum value_kind kind;
	enum tone tone;
	double number;
	double bar;         /* 0 to 1: a bar may be drawn beside it; negative: none */
	const struct trend *trend; /* what it was, to be drawn instead of the bar; NULL: not known */
	enum trend_metric metric;  /* of the trend, */
	float most;                /* of all that it may be */
	int indent;         /* cells before the text where it is drawn */
	const char *text;   /* what is shown: in buf, or borrowed from the row's snapshot */
	bool unseen;        /* set by who asks: a number's text is not wanted */
	char buf[VALUE_TEXT_SIZE];
	/* What else there is to say: it stands behind the text, on the cells that follow and have nothing to say. */
	char more[VALUE_MORE_SIZE]; /* "next try in 40 s" */
	const char *why;            /* borrowed; NULL: nothing */
};

/* What an extractor may need besides the row. */
struct cell_ask {
	const struct tasks *tasks;
	int64_t now_ns; /* monotonic, for ages */
	bool unicode;
	bool wide;      /* the column got its wide form */
	bool flat;      /* the rows do not stand as they were added, or not all of them do: they show no tree */
};

struct column {
	const char *id;     /* stable: "cpu" */
	const char *title;  /* "CPU%" */
	const char *wide_title; /* for the wide form; NULL: the same */
	const char *help;   /* one line */
	int width;          /* cells, narrow form */
	int wide;           /* cells, wide form; 0: there is none. Of a flexible one: the most it gets before wide
			     * forms; 0: 12 more than the least */
	int bar;            /* cells of a bar in the wide form, a space before it included */
	int flexible;       /* takes what is left, up to its longest text (0 no, else the least width) */
	int priority;       /* the highest number is dropped first; 0 is never dropped */
	int wide_priority;  /* the place of the wide form (of a flexible one: of more room) in that order */
	bool hides;         /* not there while no row has anything to say */
	bool right;         /* right-aligned, a figure */
	bool keeps_end;     /* cut in the middle where it is too long, as flexible ones are */
	bool descending;    /* sorting by it starts with the largest */
	unsigned stats;     /* STATS_* that it needs */
	void (*get)(const void *row, const struct cell_ask *ask, struct value *ret);
};

/* Rows of the panes. Pointers are good for one turn of the loop. */
struct domain_row {
	const struct host_view *host;
	const struct domain *domain;
	const char *twin_host; /* where it is active as well; NULL */
};
/* For how long its QEMU has not answered libvirt; 0: it answers, or nothing is known of it. */
int64_t domain_silent_ns(const struct domain_row *row, int64_t now_ns);
/* Its figures when the group (STATS_*) is known and of now; else NULL. */
const struct figures *domain_figures(const struct domain_row *row, unsigned group);
struct host_row {
	const struct host_view *host;
};
struct event_row {
	const struct event_entry *event;
};
struct task_row {
	const struct task *task;
};
struct log_row {
	const struct log_entry *entry;
};
struct network_row {
	const struct host_view *host;
	const struct network *network;
	unsigned guests, running; /* machines with a NIC on it; of them active */
	unsigned nics;  /* of running machines, on it by its name */
	unsigned loose; /* of them those that hang in the air although it runs, as far as is known */
	double received, sent; /* bytes/s, of all NICs on it; negative: not known */
};
struct pool_row {
	const struct host_view *host;
	const struct pool *pool;
	unsigned guests, running; /* machines with a disk in it; of them active */
};
struct volume_row {
	const struct host_view *host;
	const struct pool *pool;
	const struct volume *volume;
	const struct domain *user; /* one that has it as a disk; NULL: none is known */
	unsigned users;            /* how many there are */
	const struct volume *over; /* one that is laid over it; NULL: none is known */
};
struct secret_row {
	const struct host_view *host;
	const struct secret *secret;
	unsigned guests, running; /* machines that need it; of them active */
	const struct pool *pool;  /* one that is opened with it; NULL: none is known */
	unsigned pools;           /* how many there are */
};
struct nwfilter_row {
	const struct host_view *host;
	const struct nwfilter *filter;
	unsigned guests, running; /* machines with a NIC that names it; of them active */
	unsigned part_of;         /* other filters that take it in */
};
/* An interface as the host's driver tells of it. */
struct iface_row {
	const struct host_view *host;
	const struct iface *iface;
	const struct iface *in; /* the bridge or bond that it is plugged into; NULL */
};
/* A device, an interface of the host, or the NIC of a machine (tap) on one of those; what of these it is not is
 * NULL. */
struct device_row {
	const struct host_view *host;
	const struct device *device;
	const struct iface *iface;
	const struct domain *domain;
	const char *name;
	const char *address; /* of a tap: its MAC; of an interface whose driver tells nothing: NULL */
	const char *parent;  /* what it is in; NULL: nothing */
	bool is_bridge; /* as networks and machines use it */
	bool cut_off;   /* the network that the NIC is on is stopped */
	struct obj_id id;
	unsigned depth; /* in the tree */
	size_t place;   /* in the tree, from its top */
};

/* What kind of device it is, in words; NULL: not known yet. */
const char *device_row_kind(const struct device_row *row);

/* Tables end with a NULL id. */
extern const struct column domain_columns[];
extern const struct column host_columns[];
extern const struct column event_columns[];
extern const struct column task_columns[];
extern const struct column log_columns[];
extern const struct column network_columns[];
extern const struct column pool_columns[];
extern const struct column volume_columns[];
extern const struct column device_columns[];
extern const struct column iface_columns[];
extern const struct column nwfilter_columns[];
extern const struct column secret_columns[];

size_t columns_count(const struct column *columns);
/* Index, or -1. */
int columns_find(const struct column *columns, const char *id);

/* For extractors. */
void value_set_text(struct value *v, enum tone tone, const char *borrowed);
void value_printf(struct value *v, enum tone tone, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void value_number(struct value *v, enum tone tone, double number);
