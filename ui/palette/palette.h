// SPDX-License-Identifier: GPL-3.0-or-later
/* ":": all actions by name, and command lines. Main thread. */
#pragma once

#include "base/str.h"

struct app;

void palette_open(struct app *app);
/* --list-commands: name, what it takes, action, what it does; parted by tabs. Options of a command are rows
 * like it. */
void palette_list_commands(struct str *out);
