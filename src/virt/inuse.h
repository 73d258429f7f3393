// SPDX-License-Identifier: GPL-3.0-or-later
/* What running machines have open, as libvirt knows it now: of a snapshot that was just taken it tells nobody, so that
 * lists may not have it yet. */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

#include "base/err.h"
#include "loop/lane.h"

/* Whether no running machine has the volume as a disk, below one, or as what one is copied to. False with an error that
 * names one. One call for each running machine; one whose XML cannot be had is taken for one that has it not.
 * Worker. */
bool volume_is_free(struct work *work, virStoragePoolPtr pool, virStorageVolPtr volume, struct err *err);
