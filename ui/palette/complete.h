// SPDX-License-Identifier: GPL-3.0-or-later
/* What may follow a command. Main thread. */
#pragma once

#include "ui/palette/entries.h"

/* What may stand where the last word of the line is, sorted; whole: nothing needs to be completed. */
void entries_words(struct app *app, const char *line, struct entries *ret, bool *ret_whole);
