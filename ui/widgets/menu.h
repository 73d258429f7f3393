// SPDX-License-Identifier: GPL-3.0-or-later
/* All that can be done here, from the action table; what cannot be done now says why. Main thread. */
#pragma once

struct app;

void menu_open(struct app *app);
/* Only these: their ids, in this order, up to a NULL. */
void menu_open_some(struct app *app, const char *const *ids);
