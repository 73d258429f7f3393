// SPDX-License-Identifier: GPL-3.0-or-later
/* The volumes of a pool, in the place of the tab's pane until Esc; or of all pools, to be printed. Main thread. */
#pragma once

#include "ui/app.h"

void volumes_open(struct app *app, struct obj_id pool);
/* Whose volumes are shown; of no object when it is another pane, or all pools. */
struct obj_id volumes_pool(const struct pane *pane);
