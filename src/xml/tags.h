// SPDX-License-Identifier: GPL-3.0-or-later
/* virtty's own element of a domain's metadata, as libvirt takes and gives it: without its namespace. Any
 * thread. */
#pragma once

#define TAGS_KEY "virtty"
#define TAGS_URI "urn:virtty:domain:1.0"

/* The element with these tags ("" none) and all else that old (NULL: there is none) has. NULL when nothing is
 * left of it. The caller frees. */
char *tags_element(const char *old, const char *tags);
