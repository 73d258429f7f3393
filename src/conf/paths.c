// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/paths.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/str.h"

/* The specification wants paths that are not absolute to be left aside. */
static char *below(const char *variable, const char *fallback, const char *name)
{
	const char *dir = getenv(variable);
	const char *home = getenv("HOME");

	if (dir && dir[0] == '/')
		return mem_printf("%s/virtty/%s", dir, name);
	return mem_printf("%s/%s/virtty/%s", home && home[0] == '/' ? home : "/nonexistent", fallback,
			  name);
}

char *path_config(const char *name)
{
	return below("XDG_CONFIG_HOME", ".config", name);
}

char *path_state(const char *name)
{
	return below("XDG_STATE_HOME", ".local/state", name);
}

char *path_system(const char *name)
{
	const char *dir = getenv("VIRTTY_ETC");

	return mem_printf("%s/%s", dir && dir[0] == '/' ? dir : "/etc/virtty", name);
}

char *path_shown(const char *path)
{
	const char *home = getenv("HOME");
	size_t len = home ? strlen(home) : 0;

	if (len > 1 && str_starts(path, home) && path[len] == '/')
		return mem_printf("~%s", path + len);
	return mem_strdup(path);
}

void path_make_dir(const char *file)
{
	autofree char *path = mem_strdup(file);

	for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
}
