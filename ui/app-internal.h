// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the app share; nobody else includes it. */
#pragma once

#include "ui/app.h"

/* Between the tabs and the two bottom lines; and where a float is. */
struct area app_body_area(const struct app *app);
struct area app_float_area(const struct app *app, struct pane *pane);

/* Only what somebody looks at is asked for. */
void app_want_figures(struct app *app);
/* What only a guest knows is asked for the rows on the screen; where no column shows it, for the one under
 * the cursor, as its details do. */
void app_want_guests(struct app *app);

/* Hosts that wait for their next try, or hang while they are opened, are tried now; see host_again(). */
void app_try_again(struct app *app, bool returned);

/* Of the timer: what was begun is a key of its own, for nothing followed. */
void app_flush_input(void *app);
