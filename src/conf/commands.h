// SPDX-License-Identifier: GPL-3.0-or-later
/* Commands of a person's own: [command NAME] in virtty.conf. Each becomes an action. What a hypervisor or a
 * guest calls itself goes to a program as one argument or in its environment, never through a shell. Main
 * thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/argv.h"
#include "conf/ini.h"
#include "conf/problems.h"

enum command_scope { COMMAND_DOMAIN, COMMAND_HOST, COMMAND_APP };

enum command_hole {
	HOLE_NAME,
	HOLE_UUID,
	HOLE_HOST,
	HOLE_URI,
	HOLE_IP,
	HOLE_COUNT,
};

struct user_command {
	char *name;
	char *keys; /* as in keys.conf; NULL */
	char *run;  /* as it was written */
	struct argv words; /* of run, with its holes; with a shell: none */
	enum command_scope scope;
	bool asks;     /* first */
	char *question; /* NULL: only names are shown */
	bool terminal; /* it gets the terminal */
	bool shell;    /* run is a line for sh */
	unsigned uses; /* bit per enum command_hole that it cannot be without */
	char *file;    /* where it begins */
	int line;
	char *keys_file; /* where its keys stand; NULL: nowhere */
	int keys_line;
};

struct commands {
	struct user_command *all;
	size_t n, cap;
};

/* An ini_pair_fn for sections "command NAME"; commands is a struct commands. What another file said of the
 * same command stays where this one says nothing. */
bool commands_take_pair(void *commands, const struct ini_pair *pair, struct err *err);
/* After the last file: what only the whole shows. A command that will not do is taken out. */
void commands_check(struct commands *commands, struct problems *problems);
void commands_finish(struct commands *commands);

/* What fills the holes of one command; NULL: not known, or none in its scope. */
struct command_values {
	const char *of[HOLE_COUNT];
};

/* The program's words. False with a sentence when a value begins with a dash where the program would take it
 * for an option: no "--" stands before it. */
bool command_fill(const struct user_command *command, const struct command_values *values, struct argv *ret,
		  struct err *err);
/* "VIRTTY_NAME" */
const char *command_variable(enum command_hole hole);
