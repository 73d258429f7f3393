// SPDX-License-Identifier: GPL-3.0-or-later
/* What the panes and pages of networks, storage and devices have in common. Main thread. */
#pragma once

#include "ui/app.h"
#include "ui/panes/page.h"
#include "ui/panes/table.h"

/* A kind of reading, wanted of all hosts that are up. */
void things_peek_hosts(const struct app *app, enum reading_kind kind, struct peek_list *out);
/* What the bottom line says of a row before anything else: a task that failed, a host that is not up. True when
 * that is all there is to say. */
bool things_note(const struct pane *pane, struct obj_id id, const struct host_view *host, struct str *out);
void things_mark(const struct host_view *host, bool active, bool unicode, struct list_mark *ret);

/* Shows a table that takes the place of the tab's pane until Esc, unless it is there already. */
void things_show(struct app *app, const struct pane_ops *ops);
/* Its keys: Esc takes the filter away first. */
enum reaction things_key(struct pane *pane, const struct key *key);

/* For pages: "active, starts with its host", and its role. */
void things_state(const struct host_view *host, bool active, bool persistent, bool autostart, struct str *state,
		  enum role *role);
/* What is said where a network's or a pool's does. */
#define THINGS_DIFFER "* Its definition differs from what runs: it holds from the next start on."
/* The same in the bottom line, with the key of that part. */
#define THINGS_DIFFER_NOTE "* its definition differs from what runs: %s shows how"
/* The part of their pages that shows how; runs, definition: the two as they are compared, NULL where they are the same. */
void things_differ(struct doc *doc, bool active, bool persistent, const char *runs, const char *definition);
/* A machine's name and state as cells of a table, and where it leads. */
void things_add_machine(struct doc *doc, const struct page *page, const struct domain *d);
