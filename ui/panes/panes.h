// SPDX-License-Identifier: GPL-3.0-or-later
/* The panes of the tab line, and the tables that take the place of one until Esc. A new one is a row in panes.c
 * and a file beside it. */
#pragma once

#include "ui/pane.h"

extern const struct pane_ops *const all_panes[]; /* ends with NULL */

extern const struct pane_ops hosts_pane;
extern const struct pane_ops domains_pane;
extern const struct pane_ops events_pane;
extern const struct pane_ops tasks_pane;
extern const struct pane_ops log_pane;
extern const struct pane_ops help_pane;
extern const struct pane_ops networks_pane;
extern const struct pane_ops pools_pane;
extern const struct pane_ops volumes_pane;
extern const struct pane_ops devices_pane;

/* The actions that show these panes, in the order of the tab line; ends with a NULL id. */
const struct action *panes_actions(void);
/* The pane of the tab line whose rows are of this kind; NULL: there is none. */
const struct pane_ops *panes_of_kind(enum obj_kind kind);
/* Shows the pane of an object with the cursor on it. False when it is not there, or has no pane. */
bool panes_show(struct app *app, struct obj_id id);
