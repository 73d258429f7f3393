// SPDX-License-Identifier: GPL-3.0-or-later
/* What reads each kind of reading: a function, or for a roster how it is read in pieces. They are beside other calls
 * about the same things, or in files of their own. All block. Workers. */
#pragma once

#include "base/err.h"
#include "loop/lane.h"
#include "model/reading.h"
#include "virt/conn.h"
#include "virt/pieces.h"

/* Data of the key's kind, which the caller owns (reading_free); NULL with err set when it cannot be had. What a
 * driver does not tell is left out, or says why. */
typedef void *read_fn(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err);

#define ONE(kind, name, ...) read_fn read_##name;
#define ROSTER(kind, name, ...) extern const struct piece_ops name##_pieces;
READINGS(ONE, ROSTER)
#undef ONE
#undef ROSTER
