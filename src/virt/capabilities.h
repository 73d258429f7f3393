// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host says it can. Blocks: the QEMU driver looks all its QEMUs over before it answers, which takes 8 to
 * 40 s where it has to do that anew. Worker. */
#pragma once

#include "base/err.h"
#include "loop/lane.h"
#include "model/capabilities.h"
#include "virt/conn.h"

/* NULL with err set when it does not tell. The caller frees (capabilities_free). */
struct capabilities *capabilities_fetch(struct work *work, struct conn *conn, struct err *err);
