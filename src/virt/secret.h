// SPDX-License-Identifier: GPL-3.0-or-later
/* The calls about secrets. What a secret is stays out of logs, of what a task made of calls, and of memory that is
 * given back. Worker. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/verbs.h"
#include "virt/conn.h"

/* Blocks. One of SECRET_VERB_*. Options of SET_VALUE: "--base64 ...": the text is that, and what it stands for is the
 * value. */
bool secret_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err);
