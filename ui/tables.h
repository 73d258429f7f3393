// SPDX-License-Identifier: GPL-3.0-or-later
/* How the tables were left: their columns, order, groups and folds, by pane. Main thread. */
#pragma once

struct app;

/* From what is remembered; what is not understood is left aside. */
void tables_recall(struct app *app);
/* What somebody has changed since. */
void tables_remember(struct app *app);
