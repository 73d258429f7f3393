// SPDX-License-Identifier: GPL-3.0-or-later
/* The Help pane: all that help for here has, for everywhere, in one document. Main thread. */
#pragma once

#include <stdbool.h>

#include "ui/pane.h"

/* False for any other pane. */
bool help_pane_is_on_link(const struct pane *pane);
/* To the section that the line under the cursor names. */
void help_pane_follow(struct pane *pane);
