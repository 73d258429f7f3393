// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of a libvirt URI: driver[+transport]://[user@][host][:port]/path[?extra]. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Slices of the text that was split; len 0 where the part is missing. */
struct slice {
	const char *s;
	size_t len;
};

struct uri_parts {
	struct slice driver;    /* "qemu" */
	struct slice transport; /* "ssh"; empty for none */
	struct slice login;     /* "root@rack-a": what ssh is called with */
	struct slice host;      /* "rack-a", an IPv6 address with its brackets */
};

/* False when there is no "driver:" at its start. */
bool uri_split(const char *uri, struct uri_parts *ret);
bool slice_is(struct slice slice, const char *text); /* whatever the case */
/* uri with name=value among its parameters unless it has that name already. The caller frees. */
char *uri_with_param(const char *uri, const char *name, const char *value);
/* The value of its first parameter of that name, decoded; NULL: it has none, or an empty one. The caller frees. */
char *uri_param(const char *uri, const char *name);
/* What is said of what is none. */
#define URI_WANTED "is no libvirt URI: virtty -c takes libvirt URIs such as qemu:///system"

/* Whether libvirt has such a driver somewhere. */
bool uri_driver_is_known(const char *uri);
/* A daemon of the user's own. */
bool uri_is_session(const char *uri);
/* Whether what it leads to is this machine, as far as it tells: a socket of somebody's own may lead anywhere. */
bool uri_is_here(const char *uri);
/* The way there that goes through a socket of this machine, which stands for a daemon's: "qemu+unix:///system?socket=...".
 * Parameters that belong to ssh are left out, all others kept. The path of the socket has no character that a URI
 * would have to hide. The caller frees. */
char *uri_over_socket(const char *uri, const char *socket);
/* The way there that libvirt goes with this program instead of ssh, which asks nothing. Likewise. */
char *uri_over_program(const char *uri, const char *program);
