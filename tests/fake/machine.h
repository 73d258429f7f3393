// SPDX-License-Identifier: GPL-3.0-or-later
/* What the page of a machine shows, on the fake. With the lock held. */
#pragma once

#include "model/machine.h"
#include "tests/fake/state.h"

/* Of its NICs, from 0; the caller frees. */
char *fake_mac(const struct fake_domain *d, unsigned nic);
/* What a source tells of its addresses. */
void fake_add_addresses(const struct fake_domain *d, enum guest_source source, struct guest_facts *f);
struct machine_figures *fake_machine_figures(struct fake_host *host, const struct fake_domain *d);
struct machine_definition *fake_machine_definition(const struct fake_domain *d);
struct machine_snapshots *fake_machine_snapshots(const struct fake_domain *d);
