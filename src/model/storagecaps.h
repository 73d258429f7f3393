// SPDX-License-Identifier: GPL-3.0-or-later
/* What kinds of storage pools a host can have, as its libvirt says, or as libvirt is known to have them. Pure data, any
 * thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct pool_capability {
	char *type; /* libvirt's word, "dir" */
	bool supported;
	/* Parted by spaces; NULL: it has none. */
	char *formats;	      /* of its source: "auto ext4 xfs" */
	char *volume_formats; /* "raw qcow2" */
};

struct storage_capabilities {
	struct pool_capability *all;
	size_t n, cap;
};

void storage_capabilities_free(void *capabilities); /* NULL is fine */
/* NULL: it is not known of. */
const struct pool_capability *storage_capability(const struct storage_capabilities *capabilities, const char *type);
/* What its source can be, and the formats in which a volume can be made there, of those that are of use to a guest: as
 * it says itself, else (NULL) as is known. "" for none. The caller frees. */
char *pool_formats(const struct storage_capabilities *capabilities, const char *type);
char *pool_volume_formats(const struct storage_capabilities *capabilities, const char *type);
/* Why no volume can be made in a pool of this type, a clause; NULL: it can. */
const char *pool_makes_no_volumes(const char *type);
