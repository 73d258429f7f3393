// SPDX-License-Identifier: GPL-3.0-or-later
/* Growable arrays: a pointer, a count and a capacity that the owner keeps as three fields. */
#pragma once

#include "base/mem.h"

/* Makes room for one more and gives a pointer to it, zeroed; n is counted up. */
#define arr_add(ptr, n, cap)                                                                       \
	((ptr) = arr_room((ptr), (n), &(cap), sizeof(*(ptr))), &(ptr)[(n)++])
/* Room for so many in all, no more, before they are added one by one: for what is large and known. */
#define arr_reserve(ptr, most, cap)                                                                \
	((ptr) = (most) > (cap) ? mem_resize((ptr), (cap) = (most), sizeof(*(ptr))) : (ptr))
/* Used by arr_add: a block with room for n + 1 things, the new one zeroed. */
void *arr_room(void *p, size_t n, size_t *cap, size_t size);

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
