// SPDX-License-Identifier: GPL-3.0-or-later
/* Copies for the person: to the terminal's clipboard, which may not take it and not say so, and to a file. Main thread. */
#pragma once

#include "ui/app.h"

/* Says what became of it; what: "the UUID of web-1". May wait for the disk. */
void clipboard_copy(struct app *app, const char *text, const char *what);
