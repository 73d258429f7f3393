// SPDX-License-Identifier: GPL-3.0-or-later
/* What the XML of pools and volumes says. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/pools.h"
#include "model/storagecaps.h"

/* Type, path and source, of a zeroed pool. */
bool pool_read_xml(const char *xml, struct pool *pool, struct err *err);
/* The XML without what libvirt finds out of one that runs and what `other`, its definition or what runs of it, does not
 * say: what is compared. NULL when either is not well-formed. The caller frees. */
char *pool_comparable(const char *xml, const char *other);
/* With its definition, where that differs from what runs (pool->xml). */
void pool_compare(struct pool *pool, const char *definition);
/* <storagepoolCapabilities>. NULL with err set. */
struct storage_capabilities *storage_capabilities_parse(const char *xml, struct err *err);
/* All but name and id, of a zeroed volume. */
bool volume_read_xml(const char *xml, struct volume *volume, struct err *err);
