// SPDX-License-Identifier: GPL-3.0-or-later
/* Definitions as they were before they were changed or removed: DIRECTORY/HOST/KIND/NAME-UUID/TIME.xml, for their
 * owner's eyes only, as they may hold passwords. What a file system cannot hold of a name is left out there. All of
 * it may wait for the disk: for workers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Of what. Hosts and kinds are words of ours, names are libvirt's. */
struct version_of {
	const char *host;
	const char *kind; /* "domain" */
	const char *name;
	const char *uuid; /* as text */
	bool draft;       /* it was never defined */
};

struct version {
	char *host, *kind, *name, *uuid; /* as the directories say */
	char *path;
	int64_t wall_s;  /* when it was kept */
	int64_t wall_us; /* the same, as exactly as the file tells: orders those of one second */
	unsigned number; /* among those of the same second and thing, from 1 */
	uint64_t size;   /* bytes */
	bool draft;      /* it was being written when virtty was ended */
};

struct versions {
	struct version *all; /* the newest first */
	size_t n, cap;
};

/* Of one thing no more than so many are kept: the oldest go. Nothing is done when that is 0. */
bool versions_keep(const char *directory, const struct version_of *of, const char *text, int64_t wall_s, size_t most,
		   struct err *err);
/* All that are there. What looks otherwise is left aside; false when the directory cannot be read, though not when
 * there is none. */
bool versions_list(const char *directory, struct versions *ret, struct err *err);
void versions_finish(struct versions *versions);
