// SPDX-License-Identifier: GPL-3.0-or-later
/* The host itself. Blocks. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/hostview.h"
#include "virt/conn.h"

/* What does not change: names, size, libvirt's version. The caller owns ret (node_info_clear). */
bool node_read(struct work *work, struct conn *conn, struct node_info *ret, struct err *err);
/* The hypervisor's version, "7.2.0"; NULL when it does not tell. The QEMU driver looks all its QEMUs over
 * before it answers: 8 to 40 s where it has to do that anew. The caller frees. */
char *node_read_version(struct work *work, struct conn *conn, struct err *err);
/* Its operating system, from /etc/os-release: of this machine, and of others over ssh; libvirt does not tell it. NULL when
 * it cannot be had. The caller frees. */
char *node_read_os(struct work *work, struct conn *conn);
/* What its capabilities say. The QEMU driver looks all its QEMUs over here, too. The caller owns *ret
 * (node_caps_clear). */
bool node_read_caps(struct work *work, struct conn *conn, struct node_caps *ret, struct err *err);
/* Bytes in free huge pages of all sizes and cells. False for the test driver, which makes them up. */
bool node_read_pages(struct work *work, struct conn *conn, const struct node_pages *pages,
		     uint64_t *ret_bytes, struct err *err);
/* What moves, a call each. */
enum {
	NODE_CPU = 1,    /* its counters */
	NODE_MEMORY = 2, /* what is free */
};
/* Those of *what, into a node_info whose other fields stay untouched. What the driver does not have stays "not known";
 * that is no error. Where there are no CPU counters memory is read instead, and *what says so. *ret_trip_ns: how long one
 * call took, to the host and back; 0 for the test driver, which is asked nothing. */
bool node_read_figures(struct work *work, struct conn *conn, unsigned *what, struct node_info *node,
		       int64_t *ret_trip_ns, struct err *err);
