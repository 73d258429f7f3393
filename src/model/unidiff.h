// SPDX-License-Identifier: GPL-3.0-or-later
/* A difference as text, as diff -u writes it. Pure; any thread. */
#pragma once

/* "--- name_a", "+++ name_b" and hunks with three lines around each; "" when both have the same lines. The caller
 * frees. */
char *unidiff(const char *a, const char *b, const char *name_a, const char *name_b);
