// SPDX-License-Identifier: GPL-3.0-or-later
/* Which element of one document is which of another. For this room only; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

struct pair {
	xmlNode *sent; /* NULL: only in the other */
	xmlNode *kept; /* the same */
};

struct pairs {
	struct pair *all;
	size_t n, cap;
};

/* The child elements of both: those of the first in their order, then what the second alone has. The caller frees
 * all. */
struct pairs matching(const xmlNode *sent, const xmlNode *kept);

bool match_named_as(const xmlNode *a, const xmlNode *b); /* and in the same namespace */
/* What tells it from others of its name: "vda", "52:54:00:00:00:01"; NULL: nothing. The caller frees. */
char *match_identity(const xmlNode *node);
/* Without space around it, numbers in decimals, MAC addresses and UUIDs in small letters. The caller frees. */
char *match_normal(const char *value);
