// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host's memory and CPUs are doing. Blocks. Worker. */
#pragma once

#include "base/err.h"
#include "loop/lane.h"
#include "model/nodestate.h"
#include "virt/conn.h"

/* A part that the driver does not tell says why. NULL with err set only when the connection broke. The caller
 * frees (node_state_free). */
struct node_state *node_state_read(struct work *work, struct conn *conn, struct err *err);
/* A call for each CPU. NULL with err set when the driver does not tell their times; the test driver tells those
 * of the machine it happens to run on. The caller frees (node_cpus_free). */
struct node_cpus *node_cpus_read(struct work *work, struct conn *conn, struct err *err);
