// SPDX-License-Identifier: GPL-3.0-or-later
/* The command line. One table makes the parser, --help and --list-options. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum run_mode {
	RUN_SCREEN,
	RUN_HELP,
	RUN_VERSION,
	RUN_SELF_TEST,
	RUN_LIST_ACTIONS,
	RUN_LIST_COLUMNS,
	RUN_LIST_COMMANDS,
	RUN_LIST_OPTIONS,
	RUN_LIST_ROLES,
	RUN_LIST_THEMES,
};

struct options {
	enum run_mode mode;
	char **uris; /* "URI" or "NAME=URI" */
	size_t n_uris, cap_uris;
	bool demo;
	bool readonly;
	char *script;  /* file; NULL: a terminal */
	bool regen;    /* write the expected screens of the script anew */
	int width, height; /* of the script's screen */
	bool clock_fixed;
	char *theme;   /* NULL or "auto": what suits the terminal */
	char *colors;
	bool no_mouse;
	bool no_unicode;
	int tick_ms;
	int shutdown_wait_ms; /* until it is said that a guest does not react */
	int requests;         /* at once on each host */
	char *state; /* file for what is remembered; NULL: in the state directory, for scripts nowhere */
	char *keys;     /* file instead of both keys.conf; NULL: those, for scripts none */
	char *commands; /* file with [command NAME] instead of both virtty.conf; NULL likewise */
	char *log;
	char *events; /* file for what the hosts tell; NULL */
	char *filter;  /* what to show at first; NULL: all */
	char *sort;    /* and in which order */
	char *view;    /* by its name */
	char *batch;   /* the pane to print; NULL: a screen */
	char *format;  /* of that; NULL: table */
	int timeout_ms; /* and how long to wait for the hosts */
	char *timing; /* file for the times from key to paint */
};

void options_init(struct options *o);
void options_finish(struct options *o);
/* False with one sentence that says what would be right. */
bool options_parse(struct options *o, int argc, char **argv, struct err *err);
/* What --help prints. */
void options_help(struct str *out);
/* One a line: long form, argument, help; separated by tabs. */
void options_list(struct str *out);
