// SPDX-License-Identifier: GPL-3.0-or-later
/* What the XML of a secret says. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/secrets.h"

/* The description, and whether it is ephemeral and private, of a zeroed secret. */
bool secret_read_xml(const char *xml, struct secret *secret, struct err *err);
