// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/history.h"

#include <string.h>

#include "base/mem.h"

#define SECTION "palette"
#define NAME "history" /* a line each */

char *history_at(const struct app *app, size_t index)
{
	const char *p = state_get(app->state, SECTION, NAME);

	while (p && *p && index) {
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
		index--;
	}
	return p && *p ? mem_strndup(p, strcspn(p, "\n")) : NULL;
}

void history_add(struct app *app, const char *line)
{
	autostr struct str all = {0};
	size_t n = 1;

	str_add(&all, line);
	for (size_t i = 0; n < HISTORY_MOST; i++) {
		autofree char *old = history_at(app, i);

		if (!old)
			break;
		if (str_equal(old, line))
			continue;
		str_addf(&all, "\n%s", old);
		n++;
	}
	state_set(app->state, SECTION, NAME, str_text(&all));
}
