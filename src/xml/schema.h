// SPDX-License-Identifier: GPL-3.0-or-later
/* The children that libvirt knows of some elements, in the order in which it writes them. Any thread. */
#pragma once

#include <stdbool.h>

struct schema {
	const char *path;            /* "domain/devices" */
	bool whole;                  /* children holds all that there are */
	const char *const *children; /* up to NULL */
};

/* NULL: none is kept for it. */
const struct schema *schema_find(const char *path);
/* -1 for what it does not know. schema may be NULL. */
int schema_rank(const struct schema *schema, const char *name);
