// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paths.h"

#include <string.h>

#include "base/mem.h"

#define SECTION "paths" /* a host each; a line each */

char *paths_at(const struct app *app, const char *host, size_t index)
{
	const char *p = state_get(app->state, SECTION, host);

	for (; p && index; index--) {
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	return p && *p ? mem_strndup(p, strcspn(p, "\n")) : NULL;
}

void paths_add(struct app *app, const char *host, const char *path)
{
	autostr struct str all = {0};
	size_t n = 1;

	str_add(&all, path);
	for (size_t i = 0; n < PATHS_MOST; i++) {
		autofree char *old = paths_at(app, host, i);

		if (!old)
			break;
		if (str_equal(old, path))
			continue;
		str_addf(&all, "\n%s", old);
		n++;
	}
	state_set(app->state, SECTION, host, str_text(&all));
}
