// SPDX-License-Identifier: GPL-3.0-or-later
/* What the XML of a network filter says. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/nwfilters.h"

/* All but name and UUID, of a zeroed filter. */
bool nwfilter_read_xml(const char *xml, struct nwfilter *filter, struct err *err);
