// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines that somebody typed, the newest first, each once: under a name in a section of what is remembered. Main
 * thread. */
#pragma once

#include <stddef.h>

#include "conf/state.h"

/* Puts it first; of the others no more are kept than make up so many. */
void recent_add(struct state *state, const char *section, const char *name, const char *line, size_t most);
/* 0 is the newest. NULL past the oldest; the caller frees. */
char *recent_at(const struct state *state, const char *section, const char *name, size_t index);
