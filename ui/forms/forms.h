// SPDX-License-Identifier: GPL-3.0-or-later
/* All forms, for what goes through all of them: the self-test, and the test that each field is of use. A new one is a
 * file beside this and its name below. Main thread. */
#pragma once

#include <stdint.h>

#include "model/field.h"

struct action;
struct app;
struct wizard_kind;

struct form_table {
	const char *name; /* "network" */
	const struct field *fields;
	const struct wizard_kind *wizard; /* NULL: it is a form alone */
	const char *base; /* an XML document that they are written into; NULL: into none */
	void *(*context)(void); /* for the fields' functions, without a host; NULL: they need none */
	void (*free)(void *context);
	/* Opens it on a host, for action_on_host(); NULL: it is about something on one. */
	void (*open)(struct app *app, const struct action *action, uint32_t host);
};

/* X(its struct form_table without _form_table). */
#define FORMS(X) \
	X(network) X(pool) X(volume) X(secret) X(network_fixed) X(network_range) X(network_name)
#define X(name) extern const struct form_table name##_form_table;
FORMS(X)
#undef X

extern const struct form_table *const form_tables[]; /* ends with NULL */
