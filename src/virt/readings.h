// SPDX-License-Identifier: GPL-3.0-or-later
/* How each kind of reading is read: a table of functions. Blocks, and some may block for as long as
 * something on the host hangs. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/reading.h"
#include "virt/conn.h"

/* Data of the key's kind, which the caller owns (reading_free); NULL with err set when it cannot be had. Of a
 * roster that goes on the next piece; the beginning, when this connection knows nothing of it. Worker. */
void *reading_read(struct work *work, struct conn *conn, const struct reading_key *key, bool goes_on,
		   struct err *err);
