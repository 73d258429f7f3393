// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host's firmware says of the machine it is in (SMBIOS). Pure data; any thread. */
#pragma once

struct sysinfo {
	char *machine;  /* "LENOVO 20AN006EGE"; NULL: not told */
	char *firmware; /* "LENOVO G4ETA1WW (2.61 ) of 05/07/2014" */
	char *board;    /* NULL too where it says no more than machine */
};

/* NULL is fine. */
void sysinfo_free(void *data);
