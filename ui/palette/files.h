// SPDX-License-Identifier: GPL-3.0-or-later
/* What directories of this machine hold. A worker reads them, for they may be on a file system that does not
 * answer. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct app;
struct files;

struct file_entry {
	char *name;
	bool is_directory;
};

struct file_entries {
	struct file_entry *all; /* by name; not more than 2000 */
	size_t n, cap;
};

struct files *files_create(struct app *app);
void files_destroy(struct files *files);
/* NULL while it is being read: panes hear PANE_CHANGED_FILES then. What cannot be read is empty. Good for this turn
 * of the loop. */
const struct file_entries *files_in(struct files *files, const char *directory);
/* The next question is answered anew. */
void files_forget(struct files *files);
bool files_settled(const struct files *files);
