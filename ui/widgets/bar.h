// SPDX-License-Identifier: GPL-3.0-or-later
/* Bars: how full something is, in one row of cells. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

/* Appends width cells; fill from 0 to 1. */
void bar_add(struct str *out, double fill, int width, bool unicode);
