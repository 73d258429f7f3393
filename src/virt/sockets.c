// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/sockets.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/uri.h"

/* Of each socket a line: "open", "shut" (there, but not for this user), and its path. The single quotes hold in every
 * shell that somebody logs in with. */
static const char question[] =
	"exec /bin/sh -c '"
	"r=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}; "
	"echo \"user $(id -un)\"; "
	"for d in /run /var/run \"$r\" \"$HOME/.cache\"; do "
	"for s in \"$d\"/libvirt/*-sock \"$d\"/libvirt/*-sock-ro; do "
	"if [ -S \"$s\" ]; then if [ -r \"$s\" ] && [ -w \"$s\" ]; then echo \"open $s\"; else echo \"shut $s\"; fi; fi; "
	"done; done'";

const char *sockets_question(void)
{
	return question;
}

/* The daemon of a driver, where each has its own (libvirt.org/daemons.html). */
static const struct {
	const char *driver, *daemon;
} daemons[] = {
	{"qemu", "virtqemud"}, {"lxc", "virtlxcd"}, {"xen", "virtxend"}, {"ch", "virtchd"},
	{"bhyve", "virtbhyved"}, {"vbox", "virtvboxd"}, {"vz", "virtvzd"}, {"parallels", "virtvzd"},
};

static const char *daemon_of(struct slice driver)
{
	for (size_t i = 0; i < ARRAY_SIZE(daemons); i++)
		if (slice_is(driver, daemons[i].driver))
			return daemons[i].daemon;
	return NULL;
}

struct seen {
	char *open, *shut; /* the best of each; NULL */
	int open_rank, shut_rank;
	char *user;
};

/* How well a path fits, less is better; -1: not at all. */
static int rank(const struct socket_wish *wish, const struct uri_parts *parts, const char *path)
{
	const char *name = strrchr(path, '/');
	const char *own = daemon_of(parts->driver);
	bool system = str_starts(path, "/run/libvirt/") || str_starts(path, "/var/run/libvirt/");
	bool session = uri_is_session(wish->uri);
	size_t n = name ? strcspn(++name, "-") : 0;
	bool direct = name && own && strlen(own) == n && strncmp(name, own, n) == 0;
	bool legacy = name && n == strlen("libvirt") && str_starts(name, "libvirt");
	bool readonly = name && str_equal(name + n, "-sock-ro");

	if (!name || system == session || (!direct && !legacy) || (!readonly && !str_equal(name + n, "-sock")))
		return -1;
	if ((direct && str_equal(wish->mode, "legacy")) || (legacy && str_equal(wish->mode, "direct")))
		return -1;
	if (readonly && !wish->readonly)
		return -1;
	return (wish->readonly && !readonly) * 2 + legacy;
}

static void keep(char **best, int *best_rank, const char *path, int its)
{
	if (*best && *best_rank <= its)
		return;
	free(*best);
	*best = mem_strdup(path);
	*best_rank = its;
}

static void take_line(const struct socket_wish *wish, const struct uri_parts *parts, const char *line,
		      struct seen *seen)
{
	if (str_starts(line, "user ") && !seen->user)
		seen->user = mem_strdup(line + 5);
	if (!str_starts(line, "open /") && !str_starts(line, "shut /"))
		return;
	int its = rank(wish, parts, line + 5);

	if (its >= 0 && *line == 'o')
		keep(&seen->open, &seen->open_rank, line + 5, its);
	else if (its >= 0)
		keep(&seen->shut, &seen->shut_rank, line + 5, its);
}

static void read_answer(const struct socket_wish *wish, const char *answer, struct seen *seen)
{
	struct uri_parts parts = {0};

	if (!uri_split(wish->uri, &parts))
		return;
	for (const char *s = answer; *s;) {
		size_t n = strcspn(s, "\r\n");
		autofree char *line = mem_strndup(s, n);

		take_line(wish, &parts, line, seen);
		s += n + (s[n] != '\0');
	}
}

static void explain(const struct socket_wish *wish, const struct seen *seen, struct err *err)
{
	if (seen->shut)
		err_set(err, ERR_DENIED,
			"%s is not in the libvirt group there and may not open %s: run `sudo usermod -aG libvirt %s` "
			"there, and connect again", wish->login, seen->shut, seen->user ? seen->user : "USER");
	else if (!uri_is_session(wish->uri))
		err_set(err, ERR_NO_DAEMON,
			"No libvirt daemon listens on %s: start it there with `systemctl start libvirtd` (or "
			"`virtqemud.socket`); a socket elsewhere goes into the URI as ?socket=PATH", wish->login);
}

char *sockets_choose(const struct socket_wish *wish, const char *answer, struct err *err)
{
	struct seen seen = {0};
	char *path = NULL;

	if (wish->socket)
		return mem_strdup(wish->socket);
	read_answer(wish, answer, &seen);
	if (seen.open)
		path = mem_strdup(seen.open);
	else
		explain(wish, &seen, err);
	free(seen.open);
	free(seen.shut);
	free(seen.user);
	return path;
}
