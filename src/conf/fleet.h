// SPDX-License-Identifier: GPL-3.0-or-later
/* Which hosts, and what they are called. */
#pragma once

/* A short name for a URI: the host part, the machine's own name for a local system daemon, "session",
 * "test", a file's stem. The caller frees. */
char *fleet_name_of_uri(const char *uri);
