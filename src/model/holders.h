// SPDX-License-Identifier: GPL-3.0-or-later
/* Who needs a pool, a volume or a secret: what is known on its host. Main thread. */
#pragma once

#include "base/str.h"
#include "model/hostview.h"
#include "model/secrets.h"

/* Machines with a disk in the pool, running or (all) defined. Their names are added, a few of many. How many. */
size_t holders_of_pool(const struct host_view *host, const struct pool *pool, bool all, struct str *out);
/* The same of a volume: machines that have it as a disk, and volumes that are laid over it, "under a.qcow2". Of volumes
 * only those are known whose pools were read, and of machines those whose definitions were. */
size_t holders_of_volume(const struct host_view *host, const struct pool *pool, const struct volume *volume,
			 struct str *out);
/* What a file of the host is, by its whole path: "a disk of web", "the volume a.qcow2 of images". False: nothing that is
 * known. */
bool holders_of_file(const struct host_view *host, const char *path, struct str *out);
/* The same of a secret: machines, running or not, and pools, "pool rbd". ret_known: all of the host's were read. */
size_t holders_of_secret(const struct host_view *host, const struct secret *secret, struct str *out, bool *ret_known);
/* What is not known of a host, and might need a volume of it: a clause is added; nothing, where all is. */
void holders_add_unknown(const struct host_view *host, struct str *out);
