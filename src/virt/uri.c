// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/uri.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/str.h"

static struct slice slice_until(const char *s, const char *stops)
{
	return (struct slice){s, strcspn(s, stops)};
}

bool slice_is(struct slice slice, const char *text)
{
	return strlen(text) == slice.len && strncasecmp(slice.s, text, slice.len) == 0;
}

static void split_authority(struct slice authority, struct uri_parts *parts)
{
	const char *end = authority.s + authority.len;
	const char *at = memchr(authority.s, '@', authority.len);
	const char *host = at ? at + 1 : authority.s;
	const char *host_end = *host == '[' ? memchr(host, ']', (size_t)(end - host)) : NULL;
	host_end = host_end ? host_end + 1 : memchr(host, ':', (size_t)(end - host));
	if (!host_end)
		host_end = end;
	parts->host = (struct slice){host, (size_t)(host_end - host)};
	parts->login = (struct slice){authority.s, (size_t)(host_end - authority.s)};
}

bool uri_split(const char *uri, struct uri_parts *ret)
{
	struct slice scheme = slice_until(uri, ":/?#");
	if (scheme.len == 0 || uri[scheme.len] != ':')
		return false;
	struct uri_parts parts = {.driver = slice_until(uri, "+:")};
	if (parts.driver.len < scheme.len)
		parts.transport = slice_until(uri + parts.driver.len + 1, ":");
	const char *rest = uri + scheme.len + 1;
	if (str_starts(rest, "//"))
		split_authority(slice_until(rest + 2, "/?#"), &parts);
	*ret = parts;
	return true;
}

static bool has_param(struct slice query, const char *name)
{
	const char *end = query.s + query.len;
	for (const char *s = query.s; s < end;) {
		struct slice key = slice_until(s, "=&;#");
		if (slice_is(key, name))
			return true;
		s += strcspn(s, "&;#");
		s += s < end;
	}
	return false;
}

char *uri_with_param(const char *uri, const char *name, const char *value)
{
	size_t len = strcspn(uri, "#");
	size_t path = strcspn(uri, "?#");
	bool query = uri[path] == '?';
	if (query && has_param(slice_until(uri + path + 1, "#"), name))
		return mem_strdup(uri);
	return mem_printf("%.*s%s%s=%s%s", (int)len, uri, query ? "&" : "?", name, value,
			  uri + len);
}
