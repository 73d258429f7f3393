// SPDX-License-Identifier: GPL-3.0-or-later
/* How many files this process may have open: each host takes some. Main thread. */
#pragma once

/* As many as the system allows, within reason. */
void limits_raise_files(void);
/* What it was before, for a child: programs may rely on it. Between fork() and exec(), too. */
void limits_give_back(void);
