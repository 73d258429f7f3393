// SPDX-License-Identifier: GPL-3.0-or-later
/* The panes of the tab line. A new one is a row in panes.c and a file beside it. */
#pragma once

#include "ui/pane.h"

extern const struct pane_ops *const tab_panes[]; /* ends with NULL */

extern const struct pane_ops hosts_pane;
extern const struct pane_ops domains_pane;
extern const struct pane_ops events_pane;
extern const struct pane_ops tasks_pane;

/* Shows the pane of a machine or a host with the cursor on it. False when it is not there. */
bool panes_show(struct app *app, struct obj_id id);

/* Table panes have these in common: ops that work on pane->list. */
void table_layout(struct pane *pane, int width, int height);
void table_draw(struct pane *pane, struct area area);
enum reaction table_move(struct pane *pane, enum move move);
enum reaction table_press(struct pane *pane, const struct key *key, int x, int y);
void table_cell(struct pane *pane, size_t row, size_t column, struct value *ret);
void table_close(struct pane *pane);
