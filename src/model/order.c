// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/order.h"

#include <string.h>

int order_names(const char *name_a, const unsigned char uuid_a[UUID_SIZE], const char *name_b,
		const unsigned char uuid_b[UUID_SIZE])
{
	int order = strcmp(name_a, name_b);

	return order ? order : memcmp(uuid_a, uuid_b, UUID_SIZE);
}

int order_span(const char *name, const char *other, size_t len)
{
	int order = strncmp(name, other, len);

	return order ? order : name[len] ? 1 : 0;
}
