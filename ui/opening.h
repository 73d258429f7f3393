// SPDX-License-Identifier: GPL-3.0-or-later
/* Which hosts are opened: those of the command line, else those of hosts.conf and those that were added
 * here. Main thread. */
#pragma once

#include "base/str.h"
#include "ui/app.h"

/* Adds the hosts that there are at the start; app_open_hosts() opens them. */
void opening_start(struct app *app);
/* hosts.conf was read again: adds and opens what is new, and says in out what has changed. */
void opening_reload(struct app *app, struct str *out);
/* Says of a host what the fleet says of it; NULL: it is there for this session only. */
void opening_label(struct app *app, struct host *host, const struct fleet_host *fleet);
/* Says that it is remembered, or given at the start, and why it cannot be forgotten (NULL: it can). */
void opening_keep(struct app *app, struct host *host, enum host_kept kept, const char *origin);
/* Adds what a person has typed, "URI" or "NAME=URI". NULL, or what is wrong with it: the caller frees; a URI or a name
 * that is here already is. */
char *opening_typed(struct app *app, const char *text, struct host **ret_host);
