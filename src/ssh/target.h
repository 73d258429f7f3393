// SPDX-License-Identifier: GPL-3.0-or-later
/* What a libvirt URI with the transport ssh says of the way there:
 * DRIVER+ssh://[USER@]HOST[:PORT]/PATH?keyfile=...&socket=... (libvirt.org/uri.html). Any thread. */
#pragma once

#include <stdbool.h>

#include "base/argv.h"
#include "base/err.h"

struct target {
	char *user; /* NULL: ssh's own choice; so with all texts here */
	char *host; /* an IPv6 address without its brackets; "localhost" when the URI has none */
	char *port;
	char *keyfile;
	char *command; /* instead of ssh */
	char *netcat;
	char *socket; /* the daemon's, there */
	char *mode;   /* "auto", "direct", "legacy" */
	char *proxy;  /* "auto", "netcat", "native" */
	bool no_verify; /* does not ask whether a host's key is to be trusted */
	bool no_tty;	/* asks nothing at all */
	char *login;	/* for people: "root@kvm1" */
};

/* Whether it goes by the ssh program (not libssh, not libssh2). */
bool target_is_ssh(const char *uri);
/* False with err when the URI is none of ssh's, or has a part that ssh would take for an option. */
bool target_read(const char *uri, struct target *ret, struct err *err);
void target_clear(struct target *t);
/* "ssh" or what stands in its place, with the options that the URI has. */
void target_add_program(const struct target *t, struct argv *argv);
/* "-- HOST". */
void target_add_host(const struct target *t, struct argv *argv);
