// SPDX-License-Identifier: GPL-3.0-or-later
/* Command lines: the words that a person types after ":", virsh's verbs among them, and what they mean in
 * actions. One table; pure, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum command_takes {
	TAKES_NOTHING,
	TAKES_MACHINES,     /* names, host/names and patterns; none: what is selected */
	TAKES_MACHINE,      /* the same, one */
	TAKES_MACHINE_TEXT, /* the text alone is for what is selected */
	TAKES_MACHINE_FILE, /* likewise a file on the host */
	TAKES_MACHINE_KEYS, /* likewise keys, also parted by spaces */
	TAKES_TEXT,         /* the rest of the line as it is */
	TAKES_FILE_HERE,
	TAKES_FILE_ON_HOST,
	TAKES_NETWORKS, /* as TAKES_MACHINES */
	TAKES_POOLS,
	TAKES_SECRETS,
	TAKES_FILTERS,
	TAKES_THING, /* one machine, network or what else has a definition */
	TAKES_TWO,   /* names of such or of files here, each on a line of the text; one is for what is selected */
	TAKES_HOST,
	TAKES_URI,
	TAKES_OPTION, /* its name and what it is to be; nothing: all of them are shown */
	TAKES_CHOICE, /* one of what the action offers; nothing: that is shown */
};

struct command {
	const char *name;   /* what is typed */
	const char *action; /* id; NULL: there is none yet */
	enum command_takes takes;
	const char *missing; /* why there is no action; NULL */
};
extern const struct command commands[]; /* ends with a NULL name */

struct command_option {
	const char *command;
	const char *option; /* "--mode" */
	const char *value;  /* that it must have; NULL: it has none */
	const char *action; /* instead of the command's; NULL: the same */
	const char *text;   /* what the action is told; NULL */
};
extern const struct command_option command_options[]; /* ends with a NULL command */

/* NULL when there is none of that name. */
const struct command *command_find(const char *name);
/* How it is written: "start [MACHINE...]". */
const char *command_usage(enum command_takes takes);

struct command_line {
	const struct command *command; /* NULL: the first word is none */
	const char *action;            /* after its options */
	char **objects;
	size_t n_objects, cap_objects;
	char *text; /* NULL: none */
};

/* The line understood. other is the command to be taken when the first word is none of the table's; NULL.
 * False with a sentence when something in it is not understood. */
bool command_parse(const char *line, const struct command *other, struct command_line *ret, struct err *err);
void command_line_clear(struct command_line *line);
#define autocommand __attribute__((cleanup(command_line_clear)))
