// SPDX-License-Identifier: GPL-3.0-or-later
/* Domains as libvirt hands them out, to be found by uuid. Private to this room. Worker.
 *
 * virDomainRef(), virDomainFree() and virDomainGetUUID() each print the uuid for a log that nobody reads, which costs
 * more than all that is read of a domain: with thousands of them a call for each counts. */
#pragma once

#include <stddef.h>

#include <libvirt/libvirt.h>

#include "model/ids.h"

struct found {
	unsigned char uuid[UUID_SIZE]; /* first: what the array is sorted and searched by */
	virDomainPtr domain;
	int state, reason; /* libvirt's numbers, when the maker asked for them */
	unsigned flags;    /* the maker's own */
};

struct finds {
	struct found *all;
	size_t n, cap;
	virDomainPtr *domains;            /* what the handles are from, freed with it; either may be NULL */
	virDomainStatsRecordPtr *records;
};

/* The handle must live as long as finds: it is one of domains or records. */
struct found *finds_add(struct finds *finds, virDomainPtr domain);
void finds_sort(struct finds *finds);
/* NULL when there is none; finds must be sorted. */
struct found *finds_find(const struct finds *finds, const unsigned char uuid[UUID_SIZE]);
void finds_free(struct finds *finds);
#define autofinds __attribute__((cleanup(finds_free)))

int uuid_compare(const void *a, const void *b); /* for qsort and bsearch */
