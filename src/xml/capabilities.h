// SPDX-License-Identifier: GPL-3.0-or-later
/* What is shown of a host's capabilities (formatcaps). Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/hostview.h"

/* What is not in it stays unknown. False when it is not well-formed. The caller owns *ret (node_caps_clear).
 * Never loads anything from files or the network. */
bool capabilities_read(const char *xml, struct node_caps *ret, struct err *err);
