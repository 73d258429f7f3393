// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/demo.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/builtin.h"

static const struct {
	const char *name;
	const char *file; /* NULL: a host that is down */
	const char *shown;
	const char *theme;
} hosts[] = {
	{"kvm1", "rack-a.xml", "demo:kvm1", "red"},
	{"kvm2", "rack-b.xml", "demo:kvm2", NULL},
	{"kvm3", "edge.xml", "demo:kvm3", NULL},
	{"kvm9", NULL, NULL, NULL},
};

/* The test driver reads a file by path; one in memory leaves nothing behind. */
static char *uri_of(const char *file)
{
	for (const struct builtin *b = builtins; b->name; b++) {
		size_t len = strlen(b->text);
		int fd;

		if (!str_equal(b->name, file))
			continue;
		fd = memfd_create(file, MFD_CLOEXEC);
		if (fd < 0)
			continue;
		if (write(fd, b->text, len) == (ssize_t)len)
			return mem_printf("test:///proc/self/fd/%d", fd);
		close(fd);
	}
	return mem_strdup("test:///default");
}

bool demo_host(size_t i, struct demo_host *ret)
{
	if (i >= ARRAY_SIZE(hosts))
		return false;
	ret->name = hosts[i].name;
	ret->shown = hosts[i].shown;
	ret->theme = hosts[i].theme;
	/* Port 1 of this machine: nobody listens. */
	ret->uri = hosts[i].file ? uri_of(hosts[i].file) : mem_strdup("test+tcp://127.0.0.1:1/default");
	return true;
}
