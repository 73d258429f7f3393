// SPDX-License-Identifier: GPL-3.0-or-later
/* Rosters read in pieces: which things there are in one call, then about each of them as many as a moment gives
 * time for; the handles of the others stay with the connection until they are asked for. Worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/reading.h"
#include "model/roster.h"
#include "virt/conn.h"

/* A bool of an item that is set where a list with the flag has it. */
struct piece_mark {
	unsigned flag;
	size_t at; /* in the item */
};

struct piece_ops {
	const struct roster_kind *kind;
	int first_ms; /* for what is told with the list itself */
	/* As libvirt's virConnectListAll*: how many, or -1; the array is freed here. err is set only where libvirt's
	 * last error would not outlive the function. */
	int (*list)(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		    struct err *err);
	/* What a handle says without a call: what the items are sorted by, and more. */
	void (*name)(const struct reading_key *key, void *handle, void *item);
	/* Which have it is one call with a flag; asking each would be one for every item. */
	const struct piece_mark *marks;
	size_t n_marks; /* 8 at most */
	/* All about one. What cannot be had of it is left out. */
	void (*tell)(struct conn *conn, void *handle, void *item);
	void (*free)(void *handle);
};

/* See reading_read(). */
struct roster *pieces_read(struct work *work, struct conn *conn, const struct reading_key *key, bool goes_on,
			   const struct piece_ops *ops, struct err *err);
/* Handles that were kept are given back: before the connection is closed. */
void pieces_forget(struct conn *conn);
