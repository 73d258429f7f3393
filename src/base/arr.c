// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/arr.h"

#include <stdint.h>
#include <string.h>

void *arr_room(void *p, size_t n, size_t *cap, size_t size)
{
	if (n >= *cap) {
		/* The sum cannot overflow, n things are there; mem_resize checks the product. */
		*cap = n + (n < 8 ? 8 : n);
		p = mem_resize(p, *cap, size);
	}
	memset((unsigned char *)p + n * size, 0, size);
	return p;
}
