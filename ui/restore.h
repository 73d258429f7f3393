// SPDX-License-Identifier: GPL-3.0-or-later
/* Gives the terminal back when the program dies: on a crash, an abort, an exit() from a library.
 * Works from bytes made beforehand, so that the handler makes system calls only. Used by ui/term
 * alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#define RESTORE_BYTES 256

/* From now on the terminal at fd is to be restored: with these bytes (cut at RESTORE_BYTES), these
 * settings, stderr_fd (-1: left alone) as standard error, and these flags of the file (-1: left
 * alone). The first call installs the handlers. */
void restore_arm(int fd, const char *bytes, size_t n, const struct termios *settings, int stderr_fd,
		 int flags);
void restore_disarm(void);
