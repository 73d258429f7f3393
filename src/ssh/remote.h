// SPDX-License-Identifier: GPL-3.0-or-later
/* A command on a host, over the connection that there is, for a worker that waits for what it prints. */
#pragma once

#include "base/argv.h"
#include "base/err.h"
#include "loop/lane.h"

/* login: master_add_client()'s words and the host; command: as a shell there takes it. It asks nobody anything, and is
 * ended after limit_ms or when the work is cancelled. What it printed, up to 4 MiB, for the caller to free; NULL with
 * err set when it could not be run or did not end with 0. Blocks. */
char *remote_read(struct work *work, const struct argv *login, const char *command, int limit_ms, struct err *err);
