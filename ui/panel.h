// SPDX-License-Identifier: GPL-3.0-or-later
/* On wide and high screens: a panel beside the table with the first part of the page of the row under the cursor,
 * and a strip below the table (ui/panes/brief.h). Both say at once what is known; what has to be read for them is
 * asked for when the cursor has rested. Main thread. */
#pragma once

#include <stdbool.h>

#include "ui/app.h"

struct panel;
struct panel *panel_create(struct app *app);
void panel_destroy(struct panel *panel); /* NULL is fine */

/* What is left of the body for a pane. */
struct area panel_leaves(const struct app *app, const struct pane *pane, struct area body);
/* Shows or hides it: another value of the option. */
void panel_toggle(struct app *app);
/* Something that it may show has changed. */
void panel_expire(struct panel *panel);
/* Before a paint: builds what is not as it was. */
void panel_follow(struct app *app, struct area body);
void panel_draw(const struct app *app, struct area body);
/* A key of the mouse; false when that is not on it. */
bool panel_press(struct app *app, struct area body, const struct key *key);

/* A strip stands above the bottom line, with the name of the row. */
bool panel_has_strip(const struct app *app);
/* What has to be asked for it: figures, readings; and the one guest, false when the panel is not there. */
unsigned panel_stats(const struct app *app, const struct pane *pane);
void panel_peeks(struct app *app, struct peek_list *out);
bool panel_guest(const struct app *app, struct obj_id *ret);
/* The cursor has rested for long enough. */
bool panel_settled(const struct app *app);
