// SPDX-License-Identifier: GPL-3.0-or-later
/* Definitions as they were before they were changed or removed (conf/versions.h): kept and listed by a worker, for no disk
 * is to be waited for here. A script that remembers nothing keeps none. Main thread. */
#pragma once

#include <stdbool.h>

#include "conf/versions.h"
#include "ui/app.h"

struct archive;
struct kind;
struct archive *archive_create(struct app *app);
/* What is to be kept is written first, as far as that takes less than a second. NULL is fine. */
void archive_destroy(struct archive *archive);
/* Texts are copied. What goes wrong is said. */
void archive_keep(struct archive *archive, struct obj_id id, const char *name, const char *text);
/* The same of what was written and not defined. uuid: the thing's, of zeros for what is new. */
void archive_keep_draft(struct archive *archive, const struct kind *kind, struct obj_id id, const char *name,
			const char *text);
/* Lists anew what there is; panes are told when it is known. */
void archive_look(struct archive *archive);
/* NULL while they are not known; ret_why may hold why they cannot be. Good until panes are told. */
const struct versions *archive_versions(const struct archive *archive, const char **ret_why);
/* Where they are; NULL: nothing is kept. */
const char *archive_directory(const struct archive *archive);
bool archive_settled(const struct archive *archive);
