// SPDX-License-Identifier: GPL-3.0-or-later
/* The panes of the tab line, and the tables that take the place of one until Esc. A new one is a row here
 * and a file beside it. */
#pragma once

#include "ui/pane.h"

/* In the order of --list-columns: X(its struct pane_ops without _pane). */
#define PANES(X) \
	X(hosts) X(domains) X(networks) X(pools) X(events) X(tasks) X(log) X(help) X(devices) X(volumes) \
	X(interfaces) X(filters) X(secrets) X(history)
#define X(name) extern const struct pane_ops name##_pane;
PANES(X)
#undef X

extern const struct pane_ops *const all_panes[]; /* ends with NULL */

/* Tells the options which panes there are: before they are parsed. */
void panes_offer(void);
/* The actions that show these panes, in the order of the tab line, then those of no tab; ends with a NULL id. */
const struct action *panes_actions(void);
/* The pane of the tab line whose rows are of this kind; NULL: there is none. */
const struct pane_ops *panes_of_kind(enum obj_kind kind);
/* Shows the pane of an object with the cursor on it. False when it is not there, or has no pane. */
bool panes_show(struct app *app, struct obj_id id);
