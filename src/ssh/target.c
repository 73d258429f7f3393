// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/target.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"

/* "+ssh" before the first colon. */
bool target_is_ssh(const char *uri)
{
	size_t n = strcspn(uri, ":/?#");

	return n >= 4 && uri[n] == ':' && strncasecmp(uri + n - 4, "+ssh", 4) == 0;
}

/* --- parameters -------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	size_t at; /* of a text in struct target */
} texts[] = {
	{"keyfile", offsetof(struct target, keyfile)}, {"command", offsetof(struct target, command)},
	{"netcat", offsetof(struct target, netcat)},   {"socket", offsetof(struct target, socket)},
	{"mode", offsetof(struct target, mode)},       {"proxy", offsetof(struct target, proxy)},
};

static const struct {
	const char *name;
	size_t at; /* of a bool in struct target */
} switches[] = {
	{"no_verify", offsetof(struct target, no_verify)},
	{"no_tty", offsetof(struct target, no_tty)},
};

/* As libvirt compares them; the first of a name counts, as there. */
static void take_parameter(struct target *t, const char *name, char *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char **text = (char **)(void *)((char *)t + texts[i].at);

		if (strcasecmp(texts[i].name, name) == 0 && *value && !*text)
			*text = mem_strdup(value);
	}
	/* libvirt takes numbers, of which all but 0 mean yes. */
	for (size_t i = 0; i < ARRAY_SIZE(switches); i++)
		if (strcasecmp(switches[i].name, name) == 0)
			*(bool *)((char *)t + switches[i].at) = strtol(value, NULL, 10) != 0;
}

static void read_query(struct target *t, const char *query)
{
	while (*query && *query != '#') {
		size_t n = strcspn(query, "&;#");
		size_t name_n = strcspn(query, "=&;#");
		autofree char *name = str_percent_decoded(query, name_n);
		autofree char *value =
			name_n < n ? str_percent_decoded(query + name_n + 1, n - name_n - 1) : mem_strdup("");

		take_parameter(t, name, value);
		query += n;
		query += *query && *query != '#';
	}
}

/* --- who and where ----------------------------------------------------------------------------- */

static void read_authority(struct target *t, const char *s, size_t n)
{
	const char *end = s + n;
	const char *at = memrchr(s, '@', n);
	const char *host = at ? at + 1 : s;
	const char *bracket = host < end && *host == '[' ? memchr(host, ']', (size_t)(end - host)) : NULL;
	const char *from = bracket ? bracket : host;
	const char *colon = memchr(from, ':', (size_t)(end - from));
	const char *host_end = bracket ? bracket : colon ? colon : end;

	if (at && at > s)
		t->user = str_percent_decoded(s, (size_t)(at - s));
	host += bracket != NULL;
	if (host_end > host)
		t->host = str_percent_decoded(host, (size_t)(host_end - host));
	if (colon && colon + 1 < end)
		t->port = mem_strndup(colon + 1, (size_t)(end - colon - 1));
}

static bool is_port(const char *port)
{
	return !port || (strlen(port) <= 5 && strspn(port, "0123456789") == strlen(port));
}

/* ssh and what it starts would take it for something else than a name. */
static bool is_name(const char *name)
{
	if (!name)
		return true;
	if (*name == '-' || !*name)
		return false;
	for (const char *s = name; *s; s++)
		if (iscntrl((unsigned char)*s) || isspace((unsigned char)*s))
			return false;
	return true;
}

bool target_read(const char *uri, struct target *ret, struct err *err)
{
	struct target t = {0};
	const char *rest = strchr(uri, ':');
	const char *query = strchr(uri, '?');

	if (!target_is_ssh(uri))
		return err_set(err, ERR_INVALID, "\"%s\" does not go by ssh", uri);
	if (str_starts(rest, "://"))
		read_authority(&t, rest + 3, strcspn(rest + 3, "/?#"));
	if (!t.host)
		t.host = mem_strdup("localhost");
	if (query && !memchr(uri, '#', (size_t)(query - uri)))
		read_query(&t, query + 1);
	if (!is_name(t.user) || !is_name(t.host) || !is_name(t.command) || !is_port(t.port)) {
		target_clear(&t);
		return err_set(err, ERR_INVALID, "\"%s\" has a part that ssh would not take for a name", uri);
	}
	t.login = t.user ? mem_printf("%s@%s", t.user, t.host) : mem_strdup(t.host);
	*ret = t;
	return true;
}

void target_clear(struct target *t)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		free(*(char **)(void *)((char *)t + texts[i].at));
	free(t->user);
	free(t->host);
	free(t->port);
	free(t->login);
	*t = (struct target){0};
}

static void add_option(struct argv *argv, const char *option, const char *value)
{
	if (!value)
		return;
	argv_add(argv, option);
	argv_add(argv, value);
}

void target_add_program(const struct target *t, struct argv *argv)
{
	argv_add(argv, t->command ? t->command : "ssh");
	add_option(argv, "-p", t->port);
	add_option(argv, "-l", t->user);
	add_option(argv, "-i", t->keyfile);
	add_option(argv, "-o", t->no_verify ? "StrictHostKeyChecking=no" : NULL);
	add_option(argv, "-o", t->no_tty ? "BatchMode=yes" : NULL);
}

void target_add_host(const struct target *t, struct argv *argv)
{
	argv_add(argv, "--");
	argv_add(argv, t->host);
}
