// SPDX-License-Identifier: GPL-3.0-or-later
/* How the tables were left: their columns, order, groups, folds, filters and marks, the rows that the cursors
 * were on, and which pane was open. Main thread. */
#pragma once

struct app;
struct pane;

/* From what is remembered; what is not understood is left aside. */
void tables_recall(struct app *app);
/* Of one that is pushed, and of one that is about to go; nothing when it is no table. */
void tables_recall_pane(struct pane *pane);
void tables_remember_pane(const struct pane *pane);
/* Puts the cursor of the open pane on the row where it was left, once that is there; to be called before each
 * paint. Somebody who moves before that stays where they are. */
void tables_recall_cursor(struct app *app);
/* Marks what was marked, as its hosts come; to be called before each paint. */
void tables_recall_marks(struct app *app);
/* What somebody has changed since. */
void tables_remember(struct app *app);
