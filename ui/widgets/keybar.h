// SPDX-License-Identifier: GPL-3.0-or-later
/* The bottom line: what the keys do here, from the action table. Main thread. */
#pragma once

#include "ui/app.h"
#include "ui/surface.h"

void keybar_draw(const struct app *app, struct area line);
/* The action whose label is at x, NULL when there is none. */
const struct action *keybar_at(const struct app *app, int width, int x);
