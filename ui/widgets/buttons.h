// SPDX-License-Identifier: GPL-3.0-or-later
/* A row of buttons, one of which Enter presses. Where they do not fit beside each other they are in several rows. Main
 * thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/surface.h"

#define BUTTONS_NONE SIZE_MAX

/* Rows that they take at a width. */
int buttons_rows(const char *const *labels, size_t n, int width);
/* on: the one that Enter presses; BUTTONS_NONE: the cursor is elsewhere. */
void buttons_draw(const char *const *labels, size_t n, size_t on, struct area area);
/* The one at a place of that area; BUTTONS_NONE. */
size_t buttons_at(const char *const *labels, size_t n, int width, int x, int y);
