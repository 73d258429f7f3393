// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/readings.h"

#include "virt/readers.h"

static const struct {
	read_fn *read;
	const struct piece_ops *pieces;
} readers[READING_KIND_COUNT] = {
#define ONE(kind, name, ...) {.read = read_##name},
#define ROSTER(kind, name, ...) {.pieces = &name##_pieces},
	READINGS(ONE, ROSTER)
#undef ONE
#undef ROSTER
};

void *reading_read(struct work *work, struct conn *conn, const struct reading_key *key, bool goes_on,
		   struct err *err)
{
	work_assert(work);
	if (readers[key->kind].pieces)
		return pieces_read(work, conn, key, goes_on, readers[key->kind].pieces, err);
	return readers[key->kind].read(work, conn, key, err);
}
