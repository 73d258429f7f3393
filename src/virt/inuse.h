// SPDX-License-Identifier: GPL-3.0-or-later
/* What machines have as disks, as libvirt knows it now: of a snapshot that was just taken it tells nobody, and another
 * client may have defined a machine, so that lists may not have it yet. */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

#include "base/err.h"
#include "loop/lane.h"

/* Whether no machine, running or not, has the volume as a disk, below one (of what is off as far as
 * its definition names what is below), as what one is copied to, or in the definition
 * of its next start. False with an error that names one, or what could not be looked at; a machine that is gone meanwhile
 * has nothing. One or two calls for each machine: it is left off when the work is cancelled. Worker. */
bool volume_is_free(struct work *work, virStoragePoolPtr pool, virStorageVolPtr volume, struct err *err);
