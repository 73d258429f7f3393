// SPDX-License-Identifier: GPL-3.0-or-later
/* What can be set. One table makes the command line's parser, --help, --list-options, virtty.conf's
 * parser, the options screen, the manual's tables and the sample file. A value may be given in several
 * places: the later layer counts. Main thread. */
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
	RUN_LIST_HOST_KEYS,
	RUN_LIST_FILTERS,
	RUN_LIST_HOSTS,
	RUN_LIST_VIEWS,
	RUN_LIST_ROLES,
	RUN_LIST_THEMES,
};

enum option_layer {
	LAYER_DEFAULT,
	LAYER_SYSTEM,  /* /etc/virtty/virtty.conf */
	LAYER_USER,    /* ~/.config/virtty/virtty.conf */
	LAYER_HERE,    /* the options screen; remembered in the state file */
	LAYER_COMMAND, /* the command line */
	LAYER_COUNT,
};

enum option_type {
	OPTION_FLAG,    /* bool */
	OPTION_TEXT,    /* char *; its default is NULL there */
	OPTION_WORD,    /* the same, one of several */
	OPTION_NUMBER,  /* int */
	OPTION_SECONDS, /* int, milliseconds */
	OPTION_HOST,    /* added to uris */
	OPTION_SIZE,    /* width and height */
	OPTION_MODE,    /* sets mode */
};

/* Where it may stand. */
enum { ON_COMMAND_LINE = 1, IN_FILE = 2, ANYWHERE = 3 };

struct option {
	const char *name; /* without dashes */
	char letter;      /* 0: none */
	enum option_type type;
	unsigned where;
	const char *arg;      /* what the command line and the manual call its value; NULL: it takes none */
	const char *unit;     /* "seconds"; NULL */
	double least, most;   /* of numbers */
	const char *standard; /* its default; NULL: there is none */
	const char *const *words; /* that it may be; ends with NULL */
	const char *list; /* the option that prints what it may be, for completion; NULL: none */
	const char *help;
	const char *off;  /* of a flag that is on by default: what --no-NAME does */
	const char *note; /* said beside the default; NULL */
	bool may_be_empty; /* a text */
	bool restart;     /* a change counts from the next start */
	size_t offset;    /* into struct options */
	enum run_mode mode;
};

#define OPTIONS_MOST 64

struct option_value {
	char *text; /* NULL: not given there */
	char *file; /* NULL: not in a file */
	int line;
};

struct options {
	enum run_mode mode;
	char **uris; /* "URI", "NAME=URI", or a host or group of hosts.conf */
	size_t n_uris, cap_uris;
	bool demo;
	bool readonly;
	char *config;  /* directory of a person's files; NULL: where they are looked for */
	char *script;  /* file; NULL: a terminal */
	bool regen;    /* write the expected screens of the script anew */
	int width, height; /* of the script's screen */
	bool clock_fixed;
	char *theme;   /* NULL or "auto": what suits the terminal */
	char *colors;
	bool mouse;
	bool unicode;
	char *graphs; /* NULL: auto */
	int tick_ms;
	int shutdown_wait_ms; /* until it is said that a guest does not react */
	int requests;         /* at once on each host */
	int open_at_once;     /* hosts */
	int word_from;        /* so many machines at once: a word is to be typed */
	int history;          /* definitions kept of each thing as they were */
	int memory_alert, pool_alert; /* percent in use, above which it is an alert */
	char *tab;   /* name of the pane at the start, "last": the one that was open; NULL: that, too */
	char *panel; /* when there is a panel; NULL: "auto" */
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
	struct option_value values[OPTIONS_MOST][LAYER_COUNT]; /* by row of the table */
};

/* One more word that an option may be, for "tab" and "batch", whose words are not known here: before anything is
 * parsed. The word is not copied. */
void options_offer(const char *option, const char *word);

void options_init(struct options *o);
void options_finish(struct options *o);
/* False with one sentence that says what would be right. */
bool options_parse(struct options *o, int argc, char **argv, struct err *err);

/* The table, of *ret_n rows. */
const struct option *options_table(size_t *ret_n);
/* By its name without dashes; NULL when there is none. */
const struct option *option_find(const char *name);
/* Whether it may have this value; shown is what messages call it. */
bool option_check(const struct option *option, const char *shown, const char *value, struct err *err);
/* What it does, with its range and its default, as the manual has it. file: as virtty.conf has it, where a
 * flag is on or off. The caller frees. */
char *option_text(const struct option *option, bool file);

/* For options that may stand in a file: gives one a value in a layer (NULL takes it away), and what counts
 * now is in force at once. value must have been checked. file may be NULL; all is copied. */
void options_set(struct options *o, const struct option *option, enum option_layer layer,
		 const char *value, const char *file, int line);
/* Takes all values of a layer away. */
void options_forget(struct options *o, enum option_layer layer);
/* The value in force, as it would be written in virtty.conf, and the layer that it is from. */
const char *options_value(const struct options *o, const struct option *option,
			  enum option_layer *ret_layer);
/* What was given in a layer. text is NULL when nothing was. */
const struct option_value *options_given(const struct options *o, const struct option *option,
					 enum option_layer layer);

/* What --help prints. */
void options_help(struct str *out);
/* One a line, separated by tabs: on the command line, argument, name in virtty.conf, type, range, unit,
 * default, what it does on the command line, and in the file, its letter, and what lists its values; "-"
 * where it does not apply. */
void options_list(struct str *out);
