// SPDX-License-Identifier: GPL-3.0-or-later
/* Files of ours on this machine. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* A new file that only its owner may read; one that is there already is left as it is, and nothing is left
 * of one that could not be written whole. May wait for the disk: not on the thread that draws. */
bool file_write_new(const char *path, const char *bytes, size_t n, struct err *err);
/* What is left of a name that somebody else made up when it is to be part of a file's name here: no slash,
 * no control character, no dot or dash at its beginning, short enough for an ending. Never empty; the caller
 * frees. */
char *file_safe_name(const char *name);
