// SPDX-License-Identifier: GPL-3.0-or-later
/* What tells a guest apart to DHCPv6: a DUID, bytes in hexadecimal with colons between. Pure, any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

/* False with a sentence for what libvirt's schema does not take as one: other kinds than it knows, or not as long as its
 * kind. */
bool duid_check(const char *text, struct err *err);
/* The same bytes, however they are written. What is no DUID is like nothing. */
bool duid_equal(const char *a, const char *b);
