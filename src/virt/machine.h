// SPDX-License-Identifier: GPL-3.0-or-later
/* What a machine's page shows. All block, some for as long as its QEMU or its storage hangs. NULL with err set when it cannot be had; what a
 * driver does not tell is left out. Workers. */
#pragma once

#include "base/err.h"
#include "loop/lane.h"
#include "model/ids.h"
#include "model/machine.h"
#include "virt/conn.h"

struct machine_figures *machine_read_figures(struct work *work, struct conn *conn,
					     const unsigned char uuid[UUID_SIZE], struct err *err);
struct machine_definition *machine_read_definition(struct work *work, struct conn *conn,
						   const unsigned char uuid[UUID_SIZE], struct err *err);
struct machine_snapshots *machine_read_snapshots(struct work *work, struct conn *conn,
						 const unsigned char uuid[UUID_SIZE], struct err *err);
/* The command line that the driver would start it with; the caller frees. */
char *machine_read_command(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE],
			   struct err *err);
/* The end of its log; the caller frees. */
char *machine_read_log(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE],
		       struct err *err);
