// SPDX-License-Identifier: GPL-3.0-or-later
/* Virtual networks: what there is, and what can be done to one. All block. Worker. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/networks.h"
#include "model/reading.h"
#include "virt/conn.h"
#include "virt/domain.h"

/* NETWORK_VERB_*. */
bool network_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err);
