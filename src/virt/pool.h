// SPDX-License-Identifier: GPL-3.0-or-later
/* Storage pools and their volumes: what there is, and what can be done to a pool. Blocks, and a pool whose server
 * is gone may block for as long as that is gone. Worker. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/pools.h"
#include "model/reading.h"
#include "virt/conn.h"
#include "virt/domain.h"

/* POOL_VERB_*. */
bool pool_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err);
