// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sysinfo.h"

#include <stdlib.h>

void sysinfo_free(void *data)
{
	struct sysinfo *info = data;

	if (!info)
		return;
	free(info->machine);
	free(info->firmware);
	free(info->board);
	free(info);
}
