// SPDX-License-Identifier: GPL-3.0-or-later
/* libvirt does not tell a host's routes: files of this machine do, when it is the host. */
#include "virt/readers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/routes.h"
#include "virt/internal.h"

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

void *read_routes(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	(void)key;
	work_assert(work);
	if (conn->facts.is_test) {
		err_set(err, ERR_UNSUPPORTED, "the test driver has none");
		return NULL;
	}
	/* The same that makes files of the host readable. */
	if (!conn->log_dir) {
		err_set(err, ERR_UNSUPPORTED, "they are read of this machine alone");
		return NULL;
	}
	struct routes *routes = mem_new(struct routes);
	autofree char *ipv4 = read_table("/proc/net/route");
	autofree char *ipv6 = read_table("/proc/net/ipv6_route");
	routes_add_ipv4(routes, ipv4);
	routes_add_ipv6(routes, ipv6);
	routes->address = find_address(routes->device);
	return routes;
}
