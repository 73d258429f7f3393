// SPDX-License-Identifier: GPL-3.0-or-later
/* Base64 (RFC 4648, with padding). Any thread. */
#pragma once

#include <stddef.h>

#include "base/str.h"

void base64_add(struct str *out, const void *bytes, size_t n);
