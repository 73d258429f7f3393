// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/fleet.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

/* "/a/b/rack.xml" gives "rack". */
static char *stem_of(const char *path, size_t len)
{
	const char *end = path + len;
	const char *start = end;
	const char *dot = end;

	while (start > path && start[-1] != '/')
		start--;
	for (const char *p = start; p < end; p++)
		if (*p == '.' && p > start)
			dot = p;
	return mem_strndup(start, (size_t)(dot - start));
}

static char *local_name(void)
{
	char name[256] = "";

	if (gethostname(name, sizeof(name) - 1) != 0 || !name[0])
		return mem_strdup("localhost");
	name[strcspn(name, ".")] = '\0';
	return mem_strdup(name);
}

char *fleet_name_of_uri(const char *uri)
{
	const char *sep = strstr(uri, "://");
	const char *host = sep ? sep + 3 : uri;
	size_t host_len = strcspn(host, "/?");
	const char *at = memchr(host, '@', host_len);
	const char *path;
	size_t path_len;

	if (at) {
		host_len -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	path = host + host_len;
	path_len = strcspn(path, "?");
	if (host_len && host[0] == '[') {
		const char *close = memchr(host, ']', host_len);

		if (close)
			return mem_strndup(host + 1, (size_t)(close - host) - 1);
	} else if (host_len && sep) {
		const char *colon = memchr(host, ':', host_len);

		return mem_strndup(host, colon ? (size_t)(colon - host) : host_len);
	}
	if (path_len == 7 && strncmp(path, "/system", 7) == 0)
		return local_name();
	if (path_len == 8 && strncmp(path, "/default", 8) == 0)
		return mem_strndup(uri, strcspn(uri, ":+"));
	if (path_len > 1)
		return stem_of(path, path_len);
	return mem_strdup(uri);
}
