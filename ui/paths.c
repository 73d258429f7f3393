// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paths.h"

#include "ui/recent.h"

#define SECTION "paths" /* a host each */

char *paths_at(const struct app *app, const char *host, size_t index)
{
	return recent_at(app->state, SECTION, host, index);
}

void paths_add(struct app *app, const char *host, const char *path)
{
	recent_add(app->state, SECTION, host, path, PATHS_MOST);
}
