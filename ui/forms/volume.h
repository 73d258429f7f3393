// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of a volume, and the wizard that makes one in a pool. Main thread. */
#pragma once

#include "model/ids.h"

struct action;
struct app;

/* Opens the wizard on a pool; says why where there can be no volume. */
void volume_wizard_open(struct app *app, const struct action *action, struct obj_id pool);
