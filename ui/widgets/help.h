// SPDX-License-Identifier: GPL-3.0-or-later
/* Help for here: keys from the action table, columns and states from theirs. Main thread. */
#pragma once

struct app;

void help_open(struct app *app);
