// SPDX-License-Identifier: GPL-3.0-or-later
/* What the rows of a pane can be grouped by. A new one is a row in groupings.c and a function of a line
 * above it. Main thread. */
#pragma once

#include <stdbool.h>

struct grouping {
	const char *id;   /* stable: "host" */
	const char *help; /* one line */
	bool says_lively; /* its names say already which rows are lively */
	bool first_word;  /* of the name is the group's: some rows have several, the first of which counts */
	const char *none; /* what the group of those without one is called; it comes last */
	/* The name of the row's group: borrowed, NULL when it has none. Groups stand in the order of their
	 * ranks (0 when not set), those of the same rank by name. */
	const char *(*get)(const void *row, int *ret_rank);
};

/* How rows are called when they are counted. */
struct row_words {
	const char *one, *many; /* "machine", "machines" */
	const char *lively;     /* "running": those that are counted apart */
	bool (*is_lively)(const void *row);
	bool briefly;           /* "2 of 3 up" for "3 hosts, 2 up" */
};

/* Tables end with a NULL id. */
extern const struct grouping domain_groupings[];
extern const struct grouping host_groupings[];
extern const struct grouping event_groupings[];
extern const struct grouping task_groupings[];
extern const struct grouping log_groupings[];
extern const struct row_words domain_words, host_words, event_words, task_words, log_words;
/* In groupings-things.c. */
extern const struct grouping network_groupings[];
extern const struct grouping pool_groupings[];
extern const struct grouping volume_groupings[];
extern const struct grouping device_groupings[];
extern const struct grouping iface_groupings[];
extern const struct grouping nwfilter_groupings[];
extern const struct grouping secret_groupings[];
extern const struct row_words network_words, pool_words, volume_words, device_words, iface_words, nwfilter_words,
	secret_words;

/* NULL when there is none. */
const struct grouping *groupings_find(const struct grouping *groupings, const char *id);
