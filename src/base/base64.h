// SPDX-License-Identifier: GPL-3.0-or-later
/* Base64 (RFC 4648, with padding). Any thread. */
#pragma once

#include <stddef.h>

#include "base/str.h"

void base64_add(struct str *out, const void *bytes, size_t n);
/* What the text stands for, for the caller to free, and how many bytes that are; NULL for what is no base64. Nothing
 * of it is left in memory that was given back. */
unsigned char *base64_decode(const char *text, size_t *ret_size);
