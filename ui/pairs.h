// SPDX-License-Identifier: GPL-3.0-or-later
/* Which number stands for which pair of colours. A terminal has a limited count of them: the pair
 * that was asked for longest ago gives up its number. */
#pragma once

#include <stdbool.h>

struct pairs;

/* Numbers from 1 to limit (at least 1). */
struct pairs *pairs_create(int limit);
void pairs_destroy(struct pairs *p);
/* The number of a pair. *ret_new: it had none, and the terminal has to be told. */
int pairs_get(struct pairs *p, int fg, int bg, bool *ret_new);
