// SPDX-License-Identifier: GPL-3.0-or-later
/* Carries command lines out. Main thread. */
#pragma once

#include "ui/app.h"

/* What is selected or named is acted upon; what floats stays. NULL, or why nothing was done: the caller
 * frees. */
char *command_run(struct app *app, const char *line);
