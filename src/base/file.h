// SPDX-License-Identifier: GPL-3.0-or-later
/* Files of ours on this machine. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The whole of a text file; NULL with err: ERR_NOT_FOUND when there is none, else why. Larger than 1 MiB, or
 * not text, is an error, too, and so are a directory and a FIFO. May wait for the disk, and for nothing else: at
 * the start, or when a person asks for it. The caller frees. */
char *file_read(const char *path, struct err *err);
/* The same; most: bytes, whole MiB. */
char *file_read_up_to(const char *path, size_t most, struct err *err);
/* A file that only its owner may read; who reads it sees the old one or the new one whole. Waits until it is on
 * the disk: at the end, or on a worker. */
bool file_replace(const char *path, const char *bytes, size_t n, struct err *err);
/* The same without that wait: of use as long as the machine does not lose its power. */
bool file_replace_soon(const char *path, const char *bytes, size_t n, struct err *err);
/* A new file that only its owner may read; one that is there already is left as it is, and nothing is left
 * of one that could not be written whole. May wait for the disk: not on the thread that draws. */
bool file_write_new(const char *path, const char *bytes, size_t n, struct err *err);
/* What is left of a name that somebody else made up when it is to be part of a file's name here: no slash,
 * no control character, no dot or dash at its beginning, short enough for an ending. Never empty; the caller
 * frees. */
char *file_safe_name(const char *name);
