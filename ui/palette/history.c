// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/history.h"

#include "ui/recent.h"

#define SECTION "palette"
#define NAME "history"

char *history_at(const struct app *app, size_t index)
{
	return recent_at(app->state, SECTION, NAME, index);
}

void history_add(struct app *app, const char *line)
{
	recent_add(app->state, SECTION, NAME, line, HISTORY_MOST);
}
