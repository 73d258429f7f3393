// SPDX-License-Identifier: GPL-3.0-or-later
/* Where a host sends what is not for itself, so that a new subnet does not clash with it. Made by a worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/inet.h"

struct route {
	struct subnet to;
	char *device;
};

struct routes {
	struct route *all; /* without those to everywhere, to this machine itself and to its links */
	size_t n, cap;
	char *device;  /* of the route to everywhere; NULL: there is none */
	char *address; /* the host's there; NULL: not known */
};

/* The lines of Linux' /proc/net/route and /proc/net/ipv6_route. What cannot be read is left out. */
void routes_add_ipv4(struct routes *routes, const char *text);
void routes_add_ipv6(struct routes *routes, const char *text);
/* What a shell says to routes_question(). False when there are no such tables. */
const char *routes_question(void);
bool routes_add_answer(struct routes *routes, const char *text);
void routes_free(void *routes); /* NULL is fine */
