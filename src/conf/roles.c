// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/roles.h"

#include <stddef.h>

#include "base/str.h"

static const struct {
	const char *name, *help;
} roles[] = {
#define X(enumerator, text, what) [ROLE_##enumerator] = {text, what},
	ROLES(X)
#undef X
};

_Static_assert(sizeof(roles) / sizeof(roles[0]) == ROLE_COUNT, "a row for every role");

const char *role_name(enum role role)
{
	return roles[role].name;
}

const char *role_help(enum role role)
{
	return roles[role].help;
}

int role_find(const char *name)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (str_equal(roles[i].name, name))
			return i;
	return -1;
}
