// SPDX-License-Identifier: GPL-3.0-or-later
/* A pane: a table of functions and private data. Handlers return reactions and paint nothing; draw only
 * reads. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/filter.h"
#include "model/ids.h"
#include "model/reading.h"
#include "ui/input.h"
#include "ui/surface.h"

struct app;
struct list;
struct pane;
struct pick;
struct table;

/* Where an action can be used; a pane has one of its own, and may have rows to move in. */
enum scope {
	SCOPE_APP,  /* anywhere but in a modal float */
	SCOPE_MOVE, /* where something can be moved in */
	SCOPE_LIST, /* a table */
	SCOPE_MARKS, /* a table whose rows can be marked */
	/* A pane's own: about what its rows are. */
	SCOPE_DOMAIN,
	SCOPE_HOST,
	SCOPE_EVENT,
	SCOPE_TASK,
	SCOPE_LOG,
	SCOPE_HELP,
	SCOPE_NETWORK,
	SCOPE_POOL,
	SCOPE_VOLUME,
	SCOPE_DEVICE,
	SCOPE_SECRET,
	SCOPE_NWFILTER,
	SCOPE_VERSION,
	SCOPE_ADDRESSES, /* parts of a page */
	SCOPE_NAMES,
	SCOPE_TEXT,
	SCOPE_PAGE,
	SCOPE_ALWAYS, /* in modal floats too */
	SCOPE_COUNT,
};

enum reaction {
	REACT_UNUSED = 0,
	REACT_DONE = 1,     /* nothing on the screen changes */
	REACT_REDRAW = 2,
	REACT_RECALC = 4,   /* ask the pane's model() first */
	REACT_RELAYOUT = 8, /* sizes too */
	REACT_CLOSE = 16,   /* this pane is to go */
};

enum move { MOVE_UP, MOVE_DOWN, MOVE_PAGE_UP, MOVE_PAGE_DOWN, MOVE_TOP, MOVE_BOTTOM };

/* Where a move leads from `at` among n things, a page being so many; 0 when there are none. */
size_t move_index(enum move move, size_t at, size_t page, size_t n);
/* True for the mouse's wheel, with the way it was turned. */
bool key_is_wheel(const struct key *key, enum move *ret_move);
/* True for what closes a float whatever it is: Esc, and q where no text is typed. */
bool key_closes(const struct key *key);

/* What is under the cursor. Pointers are good for this turn of the loop. */
struct selection {
	struct obj_id id;
	const char *name;
	uint64_t facts;
};

/* Readings that are wanted. */
struct peek {
	uint32_t host;
	struct reading_key key;
};

struct peek_list {
	struct peek *all;
	size_t n, cap;
};

void peek_add(struct peek_list *list, uint32_t host, struct reading_key key);

struct pane_ops {
	const char *name;  /* stable: "domains" */
	const char *title; /* in the tab line */
	const char *brief; /* the same where there is little room; NULL: title */
	int tab;           /* 1 to 9; 0: it floats */
	struct {
		const char *id, *label, *help; /* "app.hosts" */
		/* Without a tab, whose key is its number: as in struct action. */
		const char *keys;
		int bar;
		unsigned bar_in;
	} show; /* the action that shows it; of a page with data of its own there is none */
	bool modal;        /* a float that keeps all keys to itself */
	bool page;         /* a float that takes the place of the tab's pane, until Esc */
	bool bottom;       /* a float in the place of the two bottom lines */
	bool high;         /* a float that hangs from the tabs instead of being in the middle */
	enum scope scope;
	enum scope (*scope_of)(const struct pane *pane); /* instead, where it depends */
	const struct table *table; /* what a table needs besides (ui/panes/table.h); NULL: it is none */
	void (*open)(struct pane *pane);
	void (*close)(struct pane *pane);
	/* Something it shows has changed (HOST_CHANGED_* or PANE_CHANGED_*): recompute. */
	void (*model)(struct pane *pane, unsigned what);
	void (*layout)(struct pane *pane, int width, int height);
	/* Floats: the size they want, given the screen's; what is more than fits is cut. */
	void (*wants)(struct pane *pane, int *ret_width, int *ret_height);
	void (*draw)(struct pane *pane, struct area area);
	/* Raw keys, before the action table. REACT_UNUSED passes them on. */
	enum reaction (*key)(struct pane *pane, const struct key *key);
	enum reaction (*move)(struct pane *pane, enum move move);
	/* A press at x, y of its area. */
	enum reaction (*press)(struct pane *pane, const struct key *key, int x, int y);
	/* Floats: whether one may be closed by what was not meant for it, such as a press beside it. One in which something
	 * was typed asks instead. NULL: yes. */
	bool (*leave)(struct pane *pane);
	/* Floats: whether something was typed in it that is lost when it goes. NULL: nothing. */
	bool (*typed)(const struct pane *pane);
	void (*selected)(struct pane *pane, struct selection *ret);
	/* What it shows that has to be read besides the list and its figures: peek_add(). */
	void (*peeks)(struct pane *pane, struct peek_list *out);
	/* STATS_* that it shows; NULL: those of its columns. */
	unsigned (*stats)(struct pane *pane);
	/* What the bottom line says about the row under the cursor; may add nothing. */
	void (*note)(struct pane *pane, struct str *out);
};

#define PANE_CHANGED_TASKS 256u
#define PANE_CHANGED_EVENTS 512u
#define PANE_CHANGED_FILTER 1024u /* the rows are the same, others of them are shown */
#define PANE_CHANGED_LOG 2048u
#define PANE_CHANGED_FILES 4096u
#define PANE_CHANGED_ALL 0xffffu

/* What some of the marked rows have in common. */
struct facts_met {
	uint64_t facts;
	size_t row; /* the first of them */
};

struct pane {
	const struct pane_ops *ops;
	struct app *app;
	struct list *list; /* of table panes */
	struct filter *filter; /* what the list shows; NULL: all */
	bool filter_is_put;    /* by the command line or a view, by nobody since: not to be remembered */
	struct pick *pick; /* of floats with lines to choose from (ui/widgets/pick.h) */
	void *data;
	struct obj_id awaited; /* the cursor goes there when it is read, unless a key comes first; of no object: nowhere */
	unsigned stale; /* what changed since model() was last called */
	/* The facts of all marked rows, each set of them once; see targets.c. */
	struct facts_met *marked;
	size_t n_marked, cap_marked;
	uint64_t marked_of; /* the list's stamp then; 0: to be made anew */
	struct waiting *waiting; /* marks from the last time; see ui/marks.c */
	size_t n_waiting, cap_waiting;
};

enum scope pane_scope(const struct pane *pane);
