// SPDX-License-Identifier: GPL-3.0-or-later
/* Marks from one time to the next, by the names of hosts: their numbers do not stay. A machine that has gone
 * meanwhile is not marked any more; marks of a host whose list is not there yet wait for it, unseen. Main
 * thread. */
#pragma once

struct app;
struct pane;

/* What was remembered; nothing is marked yet. */
void marks_recall(struct app *app, struct pane *pane);
/* Marks what is there by now; to be called before each paint. */
void marks_put_back(struct app *app, struct pane *pane);
/* When somebody has changed them; those that still wait stay remembered. */
void marks_remember(struct app *app, const struct pane *pane);
/* Those that wait for hosts of this app; with what somebody unmarks all. */
void marks_forget_waiting(struct app *app, struct pane *pane);
void marks_finish(struct pane *pane);
