// SPDX-License-Identifier: GPL-3.0-or-later
/* All forms, for what goes through all of them: the self-test, and the test that each field is of use. A new one is a
 * row in forms.c. Main thread. */
#pragma once

#include "model/field.h"

struct wizard_kind;

struct form_table {
	const char *name; /* "network"; NULL ends the list */
	const struct field *fields;
	const struct wizard_kind *wizard; /* NULL: it is a form alone */
	const char *base; /* an XML document that they are written into; NULL: into none */
	void *(*context)(void); /* for the fields' functions, without a host; NULL: they need none */
	void (*free)(void *context);
};

extern const struct form_table form_tables[];
