// SPDX-License-Identifier: GPL-3.0-or-later
/* What the strip below a table says of the row under the cursor: how it is in words, and what it did lately. What
 * is wrong with it is in the bottom line, next to the strip. Main thread. */
#pragma once

#include <stdbool.h>

#include "ui/app.h"
#include "ui/widgets/doc.h"

#define BRIEF_LINES 2

/* Whether there is something to say of objects of this kind; and the STATS_* that it shows. */
bool brief_has(enum obj_kind kind);
unsigned brief_stats(enum obj_kind kind);
/* At most BRIEF_LINES lines, none when the object is gone. */
void brief_build(struct app *app, struct obj_id id, int width, struct doc *doc);
