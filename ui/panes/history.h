// SPDX-License-Identifier: GPL-3.0-or-later
/* Definitions as they were, newest first: of one thing, or of all. Main thread. */
#pragma once

#include "model/kinds.h"
#include "ui/app.h"

struct version;

/* thing of no object: of all that there are, also of those that are gone; name: the thing's. */
void history_open(struct app *app, struct obj_id thing, const char *name);
/* The version that a row is about; NULL when it is not there any more. */
const struct version *history_find(const struct app *app, struct obj_id id);
/* Where the thing is now: its host, NULL when that is not here. Its kind is NULL when virtty does not know such ones. */
struct host *history_host(const struct app *app, const struct version *version);
const struct kind *history_kind(const struct version *version);
/* The thing itself, whether it is still there or not; of no object where its host is not here. */
struct obj_id history_thing(const struct app *app, const struct version *version);
