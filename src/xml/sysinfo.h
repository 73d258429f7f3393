// SPDX-License-Identifier: GPL-3.0-or-later
/* What virConnectGetSysinfo gives (formatdomain, "SMBIOS System Information"). Any thread. */
#pragma once

#include "base/err.h"
#include "model/sysinfo.h"

/* What is not in it stays NULL. Serial numbers are left out. NULL when it is not well-formed. The caller frees
 * (sysinfo_free). */
struct sysinfo *sysinfo_parse(const char *xml, struct err *err);
