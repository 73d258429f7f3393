// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/uri.h"

#include <string.h>
#include <strings.h>

#include "base/arr.h"
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

/* Drivers that libvirt has somewhere; only used to tell a slip of the pen from a missing daemon. */
static const char *const drivers[] = {
	"qemu", "xen", "lxc", "test",	   "vbox",   "vmwareplayer", "vmwarews", "vmwarefusion",
	"vpx",	"esx", "gsx", "parallels", "openvz", "bhyve",	     "hyperv",	 "vz",
	"ch",	"remote",
};

bool uri_driver_is_known(const char *uri)
{
	struct slice driver = slice_until(uri, "+:/?#");

	for (size_t i = 0; i < ARRAY_SIZE(drivers); i++)
		if (slice_is(driver, drivers[i]))
			return true;
	return false;
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

char *uri_param(const char *uri, const char *name)
{
	const char *s = uri + strcspn(uri, "?#");

	while (*s && *s != '#') {
		struct slice param = slice_until(++s, "&;#");
		struct slice key = slice_until(s, "=&;#");

		s += param.len;
		if (slice_is(key, name) && param.len > key.len + 1)
			return str_percent_decoded(param.s + key.len + 1, param.len - key.len - 1);
	}
	return NULL;
}

/* Without parameters: "/system". Empty when there is none. */
static struct slice uri_path(const char *uri)
{
	const char *rest = uri + strcspn(uri, ":/?#");

	if (str_starts(rest, "://"))
		rest += 3 + strcspn(rest + 3, "/?#");
	else if (*rest == ':')
		rest++;
	return slice_until(rest, "?#");
}

bool uri_is_here(const char *uri)
{
	struct uri_parts parts;

	return uri_split(uri, &parts) && !parts.host.len && !strchr(uri, '?') &&
	       (!parts.transport.len || slice_is(parts.transport, "unix"));
}

bool uri_is_session(const char *uri)
{
	return slice_is(uri_path(uri), "/session");
}

static bool is_among(struct slice name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(name, names[i]))
			return true;
	return false;
}

/* The parameters of uri but those that are named. */
static void add_params(struct str *out, const char *uri, const char *const *but, size_t n)
{
	const char *s = uri + strcspn(uri, "?#");

	while (*s && *s != '#') {
		s++;
		struct slice param = slice_until(s, "&;#");

		if (param.len && !is_among(slice_until(s, "=&;#"), but, n))
			str_addf(out, "&%.*s", (int)param.len, s);
		s += param.len;
	}
}

char *uri_over_socket(const char *uri, const char *socket)
{
	static const char *const of_ssh[] = {"socket", "command", "keyfile", "netcat", "no_verify",
					     "no_tty", "proxy", "mode"};
	struct slice driver = slice_until(uri, "+:");
	struct slice path = uri_path(uri);
	struct str out = {0};

	str_addf(&out, "%.*s+unix://%.*s?socket=%s", (int)driver.len, driver.s, (int)path.len, path.s, socket);
	add_params(&out, uri, of_ssh, ARRAY_SIZE(of_ssh));
	return str_take(&out);
}

char *uri_over_program(const char *uri, const char *program)
{
	static const char *const of_program[] = {"command", "no_tty", "no_verify", "keyfile"};
	struct str out = {0};

	str_addf(&out, "%.*s?command=%s&no_tty=1", (int)strcspn(uri, "?#"), uri, program);
	add_params(&out, uri, of_program, ARRAY_SIZE(of_program));
	return str_take(&out);
}
