// SPDX-License-Identifier: GPL-3.0-or-later
/* For tests of what happens when there are no more files to be had. */
#pragma once

#include <sys/resource.h>
#include <unistd.h>

/* From now on none can be opened; before is for files_again(). */
static inline void files_none(struct rlimit *before)
{
	int free_fd = dup(STDIN_FILENO);
	getrlimit(RLIMIT_NOFILE, before);
	struct rlimit none = *before;
	none.rlim_cur = (rlim_t)free_fd;
	close(free_fd);
	setrlimit(RLIMIT_NOFILE, &none);
}

static inline void files_again(const struct rlimit *before)
{
	setrlimit(RLIMIT_NOFILE, before);
}
