// SPDX-License-Identifier: GPL-3.0-or-later
/* What the list needs to know from a domain's XML. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/snapshot.h"

/* Once, on the main thread, before any thread parses: libxml2's set-up, and its messages to the log
 * instead of stderr. */
void xml_init(void);

/* Reads a domain's XML. Strings go into the snapshot's arena. False when it is not well-formed. Never
 * loads anything from files or the network. */
bool definition_read(const char *xml, struct snapshot *strings, struct domain_definition *ret_def,
		     struct err *err);
/* Of a domain's XML, unless it is that of the domain with this UUID, or no domain's: NULL. The caller frees. */
char *definition_name_of_other(const char *xml, const unsigned char uuid[UUID_SIZE]);
/* Adds the disks and secrets that only the definition has which a running machine is kept as: they are needed, too.
 * What is no domain's XML adds nothing. */
void definition_add_kept(const char *xml, struct snapshot *strings, struct domain_definition *def);
