// SPDX-License-Identifier: GPL-3.0-or-later
/* Machines that are active on more than one connected host at once: while somebody migrates them, or when
 * one host was opened twice. Main thread; good until the next list or state of a host. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/hostview.h"

struct twins;
/* One host after the other, in the order of the list. */
struct twins *twins_create(void);
void twins_destroy(struct twins *twins); /* NULL is fine */
void twins_add_host(struct twins *twins, const struct host_view *host);

/* How many machines would be counted too often: 0 for most. */
size_t twins_count(const struct twins *twins);
/* Another host on which this machine is active, too; NULL when it is not active on this host, or on no
 * other. */
const struct host_view *twins_other(const struct twins *twins, uint32_t host,
				    const unsigned char uuid[UUID_SIZE]);
/* True when this machine of a host is counted elsewhere: an earlier host has it, too, or it was migrated away
 * to where it is active now and only its definition is left. */
bool twins_counted_before(const struct twins *twins, uint32_t host, const struct domain *domain);
