// SPDX-License-Identifier: GPL-3.0-or-later
/* What has happened to machines of a host and shows in no state of theirs: each the last that was told, until somebody
 * has seen to it. Main thread. */
#pragma once

#include <stddef.h>

#include "model/ids.h"
#include "model/snapshot.h"

#define MISHAPS_KEPT 64 /* of one host; then the oldest goes */

enum mishap_kind { MISHAP_WATCHDOG, MISHAP_MEMORY };

struct mishap {
	unsigned char uuid[UUID_SIZE];
	enum mishap_kind kind;
	char *text; /* "watchdog: reset" */
};

struct mishaps {
	struct mishap all[MISHAPS_KEPT]; /* the oldest first */
	size_t n;
};

/* In the place of what is known of this machine; text is copied. */
void mishaps_add(struct mishaps *m, const unsigned char uuid[UUID_SIZE], enum mishap_kind kind, const char *text);
void mishaps_drop(struct mishaps *m, const unsigned char uuid[UUID_SIZE]);
/* NULL: nothing has happened. */
const struct mishap *mishaps_find(const struct mishaps *m, const unsigned char uuid[UUID_SIZE]);
/* Drops those of machines that are not there any more. */
void mishaps_keep(struct mishaps *m, const struct snapshot *snapshot);
void mishaps_clear(struct mishaps *m);
