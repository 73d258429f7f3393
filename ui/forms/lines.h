// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines for a shell, as steps of a plan have them. Any thread. */
#pragma once

/* before, the name with its suffix as one word, after: "pool-define 'my images.xml' --validate". The caller frees. */
char *line_of(const char *before, const char *name, const char *suffix, const char *after);
