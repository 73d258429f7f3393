// SPDX-License-Identifier: GPL-3.0-or-later
/* What a machine's page shows of its XML. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/machine.h"

/* Fills ret from the XML of what runs, or of the definition of what does not. False when it is not well-formed;
 * ret is then as it was. */
bool machine_read_xml(const char *xml, struct machine_definition *ret, struct err *err);
/* What a storage volume's XML says that it is based on; the caller frees. NULL: nothing. */
char *machine_backing_of_volume(const char *xml);
/* Fills in all but the name and whether it is current. What cannot be read is left out. */
void machine_read_snapshot_xml(const char *xml, struct arena *arena, struct snapshot_entry *ret);
