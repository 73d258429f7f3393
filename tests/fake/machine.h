// SPDX-License-Identifier: GPL-3.0-or-later
/* What the page of a machine shows, on the fake. With the lock held. */
#pragma once

#include "model/machine.h"
#include "tests/fake/state.h"

struct machine_figures *fake_machine_figures(struct fake_host *host, const struct fake_domain *d);
struct machine_definition *fake_machine_definition(const struct fake_domain *d);
struct machine_snapshots *fake_machine_snapshots(const struct fake_domain *d);
