// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recent.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"

char *recent_at(const struct state *state, const char *section, const char *name, size_t index)
{
	const char *p = state_get(state, section, name);

	for (; p && index; index--) {
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	return p && *p ? mem_strndup(p, strcspn(p, "\n")) : NULL;
}

void recent_add(struct state *state, const char *section, const char *name, const char *line, size_t most)
{
	const char *old = state_get(state, section, name);
	autostr struct str all = {0};
	size_t n = 1;

	str_add(&all, line);
	while (old && *old && n < most) {
		autofree char *next = mem_strndup(old, strcspn(old, "\n"));

		old += strlen(next);
		old += *old == '\n';
		if (str_equal(next, line))
			continue;
		str_addf(&all, "\n%s", next);
		n++;
	}
	state_set(state, section, name, str_text(&all));
}
