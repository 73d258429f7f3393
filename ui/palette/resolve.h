// SPDX-License-Identifier: GPL-3.0-or-later
/* Which machines and hosts a word means. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/idset.h"
#include "ui/app.h"

struct found {
	struct obj_id *all; /* each once, in the order in which they were named */
	size_t n, cap;
	struct idset seen;
};

/* Adds the machines that a name, a host/name, a UUID or, where nothing is called so, a pattern means. False with a
 * sentence when there is none, or when a name alone does not tell which. */
bool resolve_machines(const struct app *app, const char *word, struct found *found, struct err *err);
/* One, which is not a pattern. */
bool resolve_machine(const struct app *app, const char *word, struct obj_id *ret, struct err *err);
/* Networks, pools and what else has a definition (model/kinds.h) likewise, of those that were read. */
bool resolve_things(const struct app *app, enum obj_kind kind, const char *word, struct found *found,
		    struct err *err);
/* One machine, else one of another kind that has a definition, of those that were read. */
bool resolve_thing(const struct app *app, const char *word, struct obj_id *ret, struct err *err);
/* Of a kind other than machines, the i-th that was read of a host; of no object past the last one. */
struct obj_id resolve_nth(const struct host_view *host, enum obj_kind kind, size_t i);
bool resolve_host(const struct app *app, const char *word, struct obj_id *ret, struct err *err);
void found_finish(struct found *found);
#define autofound __attribute__((cleanup(found_finish)))
