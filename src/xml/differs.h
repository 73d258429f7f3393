// SPDX-License-Identifier: GPL-3.0-or-later
/* Whether a running machine would come up as another one after a power cycle. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

/* live: the XML of what runs; kept: that of the definition (VIR_DOMAIN_XML_INACTIVE). Looks at what a
 * person sets: title, memory at most and its limits, vCPUs, their pins and limits, CPU, names of features, boot, what
 * happens on a crash, and devices with their limits; not at what libvirt adds to a running machine by itself, nor at
 * what moves while it runs (the balloon). In doubt, and for what cannot be read, the answer is no: that is not yet to
 * say that both are the same. */
bool definition_differs(const char *live, const char *kept);

/* What differs, in words, a line each: "disk vda: cache is writeback now, none after a power cycle". Adds nothing
 * where definition_differs() says no. */
void definition_differences(const char *live, const char *kept, struct str *out);

/* What runs, with all taken over from kept that does not count: what differs between the two line by line is what
 * definition_differences() tells. Where the XML does not allow to part them, live as it is. The caller frees. */
char *definition_counting(const char *live, const char *kept);
