// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/limits.h"

#include <stdbool.h>
#include <sys/resource.h>

#define FILES_MOST 65536 /* libraries of old walk through all there could be */

static struct rlimit before;
static bool raised;

void limits_raise_files(void)
{
	struct rlimit wanted;

	if (raised || getrlimit(RLIMIT_NOFILE, &before) < 0)
		return;
	wanted = before;
	wanted.rlim_cur = before.rlim_max < FILES_MOST ? before.rlim_max : FILES_MOST;
	if (wanted.rlim_cur > before.rlim_cur)
		raised = setrlimit(RLIMIT_NOFILE, &wanted) == 0;
}

void limits_give_back(void)
{
	if (raised)
		setrlimit(RLIMIT_NOFILE, &before);
}
