// SPDX-License-Identifier: GPL-3.0-or-later
/* Why a machine stands still or went: what libvirt and its log say. Blocks. */
#pragma once

#include <stdint.h>

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
/* Where it writes them on a machine that ssh gets to, whatever socket is called there: as /bin/sh says it between
 * double quotes. NULL: not QEMU. */
const char *trouble_far_log_dir(const char *uri);
/* A command for whatever shell is there, dir as above: the last bytes of a machine's log, at most so many. The caller
 * frees. */
char *trouble_log_question(const char *dir, const char *name, size_t most);
/* What it printed; the caller frees. NULL with err set, as the other side says it, when the log cannot be read. */
char *trouble_log_answer(const char *text, struct err *err);
/* As trouble_read_tail(), here or over ssh; NULL with err set. Worker. */
char *trouble_read_end(struct work *work, struct conn *conn, const char *name, struct err *err);
/* When the machine of a log was started that still runs, in seconds since 1970; 0: that is not in it. Any thread. */
int64_t trouble_find_start(const char *log);
/* Fills facts->trouble and facts->log. What cannot be had is left out. Worker. */
void trouble_read(struct work *work, struct conn *conn, virDomainPtr domain, struct guest_facts *facts);
