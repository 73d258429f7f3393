// SPDX-License-Identifier: GPL-3.0-or-later
/* What libvirt does not tell of a host, but its files do: when it is this machine, or ssh gets there. */
#pragma once

#include "model/nodestate.h"

/* root stands before the files' paths: "" but in tests. What is not there is not known. Any thread but the main one: may
 * wait for the disk. */
void machinefiles_read(const char *root, struct node_files *ret);
/* A command for whatever shell is there, */
const char *machinefiles_question(void);
/* and what it printed, which is cut up. False when that is something else: then ret is not touched. */
bool machinefiles_answer(char *text, struct node_files *ret);
