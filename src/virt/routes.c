// SPDX-License-Identifier: GPL-3.0-or-later
/* libvirt does not tell a host's routes: files of the host do, when it is this machine or ssh gets there. */
#include "virt/readers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/routes.h"
#include "ssh/remote.h"
#include "virt/internal.h"

#define ANSWER_MS  10000
#define TABLE_MOST (4 * 1024 * 1024) /* bytes */

/* "" when there is none. */
static char *read_table(const char *path)
{
	struct str text = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char bytes[8192];
	ssize_t n;
	while (fd >= 0 && text.len < TABLE_MOST && (n = read(fd, bytes, sizeof(bytes))) > 0)
		str_addn(&text, bytes, (size_t)n);
	if (fd >= 0)
		close(fd);
	return str_take(&text);
}

/* Of the interface that the route to everywhere leaves by. */
static char *find_address(const char *device)
{
	struct ifaddrs *all = NULL;
	char text[INET_ADDRSTRLEN] = "";
	if (!device || getifaddrs(&all) != 0)
		return NULL;
	for (const struct ifaddrs *a = all; a && !text[0]; a = a->ifa_next)
		if (a->ifa_addr && a->ifa_addr->sa_family == AF_INET && str_equal(a->ifa_name, device)) {
			struct sockaddr_in in;
			memcpy(&in, a->ifa_addr, sizeof(in));
			inet_ntop(AF_INET, &in.sin_addr, text, sizeof(text));
		}
	freeifaddrs(all);
	return text[0] ? mem_strdup(text) : NULL;
}

static struct routes *read_here(void)
{
	struct routes *routes = mem_new(struct routes);
	autofree char *ipv4 = read_table("/proc/net/route");
	autofree char *ipv6 = read_table("/proc/net/ipv6_route");
	routes_add_ipv4(routes, ipv4);
	routes_add_ipv6(routes, ipv6);
	routes->address = find_address(routes->device);
	return routes;
}

static struct routes *read_there(struct work *work, const struct argv *login, struct err *err)
{
	autoerr struct err why = {0};
	autofree char *text = remote_read(work, login, routes_question(), ANSWER_MS, &why);
	struct routes *routes = text ? mem_new(struct routes) : NULL;
	if (routes && routes_add_answer(routes, text))
		return routes;
	routes_free(routes);
	if (text)
		err_set(&why, ERR_UNSUPPORTED, "there is no /proc/net/route");
	/* Not an error of the connection, which stands. */
	err_set(err, ERR_UNSUPPORTED, "they are not told over ssh: %s", why.text);
	return NULL;
}

void *read_routes(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	work_assert(work);
	if (conn->facts.is_test) {
		err_set(err, ERR_UNSUPPORTED, "the test driver has none");
		return NULL;
	}
	/* The same that makes files of the host readable. */
	if (conn->log_dir)
		return read_here();
	if (conn->login)
		return read_there(work, conn->login, err);
	err_set(err, ERR_UNSUPPORTED, "they are read of this machine, and of others over ssh");
	return NULL;
}
