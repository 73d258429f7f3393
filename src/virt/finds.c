// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/finds.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "virt/internal.h"

int uuid_compare(const void *a, const void *b)
{
	return memcmp(a, b, UUID_SIZE);
}

void finds_free(struct finds *finds)
{
	domain_list_free(finds->domains);
	virDomainStatsRecordListFree(finds->records);
	free(finds->all);
}

struct found *finds_add(struct finds *finds, virDomainPtr domain)
{
	struct found *f = arr_add(finds->all, finds->n, finds->cap);
	f->domain = domain;
	virDomainGetUUID(domain, f->uuid);
	return f;
}

void finds_sort(struct finds *finds)
{
	if (finds->n > 0)
		qsort(finds->all, finds->n, sizeof(*finds->all), uuid_compare);
}

struct found *finds_find(const struct finds *finds, const unsigned char uuid[UUID_SIZE])
{
	return finds->n == 0 ? NULL
			     : bsearch(uuid, finds->all, finds->n, sizeof(*finds->all),
				       uuid_compare);
}
