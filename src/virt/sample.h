// SPDX-License-Identifier: GPL-3.0-or-later
/* From libvirt's typed parameters to a sample. Private to this room. Any thread. */
#pragma once

#include <libvirt/libvirt.h>

#include "model/stats.h"

/* Adds what params say to s, in one walk: a guest with many disks has hundreds of them. */
void sample_read(struct sample *s, const virTypedParameter *params, int n);
/* As a number, whatever its type; 0 for what is negative or no number. */
uint64_t sample_number(const virTypedParameter *param);
