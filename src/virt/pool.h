// SPDX-License-Identifier: GPL-3.0-or-later
/* Storage pools. Blocks, and a pool whose server is gone may block for as long as that is gone. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/pools.h"
#include "virt/conn.h"

/* The active pools of the host; none where the driver has none. A pool that goes meanwhile is left out.
 * The caller owns *ret (pools_clear). Worker. */
bool pools_read(struct work *work, struct conn *conn, struct pools *ret, struct err *err);
