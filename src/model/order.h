// SPDX-License-Identifier: GPL-3.0-or-later
/* The order of rosters: by the bytes of their names, the same name by UUID. Panes sort for people. */
#pragma once

#include <stddef.h>

#include "model/ids.h"

int order_names(const char *name_a, const unsigned char uuid_a[UUID_SIZE], const char *name_b,
		const unsigned char uuid_b[UUID_SIZE]);
/* A whole name and one of len bytes. */
int order_span(const char *name, const char *other, size_t len);
