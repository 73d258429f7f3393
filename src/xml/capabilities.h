// SPDX-License-Identifier: GPL-3.0-or-later
/* Capabilities of a host (formatcaps) and of what a guest can have there (formatdomaincaps). Never loads anything
 * from files or the network. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/capabilities.h"
#include "model/hostview.h"

/* What is not in it stays unknown. NULL when it is not well-formed. The caller frees (capabilities_free). */
struct capabilities *capabilities_parse(const char *xml, struct err *err);
/* The same (domain_capabilities_free). */
struct domain_capabilities *domain_capabilities_parse(const char *xml, struct err *err);
/* What the list of hosts shows of them. False when it is not well-formed. The caller owns *ret (node_caps_clear). */
bool capabilities_read(const char *xml, struct node_caps *ret, struct err *err);
