// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands round the pane: header, tab line, message line. Draws only. Main thread. */
#pragma once

#include "ui/app.h"
#include "ui/surface.h"

void frame_header(struct app *app, struct area line);
void frame_tabs(const struct app *app, struct area line);
/* Above the key bar; what is long takes some of the body's lines. */
void frame_message(const struct app *app, struct area all);
/* The tab at x of the tab line, 0 when there is none. */
int frame_tab_at(const struct app *app, int x);
