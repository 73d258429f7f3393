// SPDX-License-Identifier: GPL-3.0-or-later
/* Help for here: keys from the action table, columns and states from theirs. Main thread. */
#pragma once

#include <stdbool.h>

#include "model/filter.h"
#include "ui/widgets/doc.h"

struct action;
struct app;

void help_open(struct app *app);

/* Parts of it, for a document that has more; headings are not in them. An action without a key has the way to it
 * instead: ":" and its name, or the menu. */
void help_add_action(struct doc *doc, const struct app *app, const struct action *action);
/* One that shows the language, and the key of a field. */
extern const char help_filter_sample[];
void help_add_filter_key(struct doc *doc, enum filter_key key);
void help_add_domain_states(struct doc *doc, bool unicode);
