// SPDX-License-Identifier: GPL-3.0-or-later
/* --self-test: the program's own tables, checked against each other. */
#pragma once

/* Prints what is wrong, and a last line; the exit code. */
int selftest_run(void);
