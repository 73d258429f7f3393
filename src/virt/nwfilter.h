// SPDX-License-Identifier: GPL-3.0-or-later
/* The calls about network filters. Worker. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/verbs.h"
#include "virt/conn.h"

/* Blocks. One of NWFILTER_VERB_*. */
bool nwfilter_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err);
