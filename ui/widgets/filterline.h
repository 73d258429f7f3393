// SPDX-License-Identifier: GPL-3.0-or-later
/* The line in which a filter is typed: the pane above shows at once what matches. Main thread. */
#pragma once

struct app;

/* For the pane that is shown, with the filter that it has. */
void filter_line_open(struct app *app);
