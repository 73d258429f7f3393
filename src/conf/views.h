// SPDX-License-Identifier: GPL-3.0-or-later
/* Views: a filter and an order of a pane under a name, and perhaps a key. From "[view NAME]" sections of a
 * person's files, and those that were saved inside the program. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "conf/ini.h"
#include "conf/state.h"

/* Of a view's words, in its file. */
struct view_lines {
	int key, pane, filter, sort, columns; /* 0: it does not stand there */
};

struct view {
	char *name;
	char *key;     /* a key's name; NULL none */
	char *pane;    /* "domains" */
	char *filter;  /* NULL: all rows */
	char *sort;    /* NULL: as it is */
	char *columns; /* NULL: as they are */
	char *file;    /* where it stands; NULL: it was saved */
	struct view_lines lines;
};

struct views {
	struct view *all;
	size_t n, cap;
	const char *file; /* what views_take_pair() notes as theirs; set it before each file */
};

/* A pair of a section "view NAME". What the words mean is checked where panes and keys are known. */
bool views_take_pair(struct views *views, const struct ini_pair *pair, struct err *err);
void views_clear(struct views *views);
struct view *views_find(const struct views *views, const char *name);

/* Those that were saved; a name from a file wins. */
void views_read_state(struct views *views, const struct state *state);
/* Name, pane and filter of each; separated by tabs. */
void views_list(const struct views *views, struct str *out);
#define VIEWS_MOST 200
/* Takes the place of a saved one of that name. Strings are copied. False: there are VIEWS_MOST already. */
bool views_save(struct views *views, struct state *state, const struct view *view);
/* Of a saved one. */
void views_forget(struct views *views, struct state *state, struct view *view);
