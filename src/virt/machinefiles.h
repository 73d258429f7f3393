// SPDX-License-Identifier: GPL-3.0-or-later
/* What libvirt does not tell of a host, but files of this machine do when it is the host. Any thread but the main
 * one: may wait for the disk. */
#pragma once

#include "model/nodestate.h"

/* root stands before the files' paths: "" but in tests. What is not there is not known. */
void machinefiles_read(const char *root, struct node_files *ret);
