// SPDX-License-Identifier: GPL-3.0-or-later
/* Why a machine stands still or went: what libvirt and its log say. Blocks. */
#pragma once

#include <libvirt/libvirt.h>

#include "model/guests.h"
#include "virt/conn.h"

/* Where the hypervisor that the URI means writes its machines' logs, if that is on this machine: else NULL.
 * The caller frees. */
char *trouble_log_dir(const char *uri);
/* The end of a machine's log into facts->log, its most telling line into facts->trouble unless that is
 * there. dir may be NULL. Blocks as reading a file does. Any thread. */
void trouble_read_log(const char *dir, const char *name, struct guest_facts *facts);
/* The end of a machine's log, without the command lines in it; the caller frees. NULL when it cannot be read, or dir
 * is NULL. Blocks as reading a file does. Any thread. */
char *trouble_read_tail(const char *dir, const char *name);
/* Fills facts->trouble and facts->log. What cannot be had is left out. Worker. */
void trouble_read(struct conn *conn, virDomainPtr domain, struct guest_facts *facts);
